// What an authority's table changes: a refusal that is final, or one after which is filed again.
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "scenarios/book_text.h"

namespace runout::scenarios {
namespace {

using nlohmann::json;

/// An authority that has refused half of 40; one application is under review, one was refused on
/// the as-of day and one is in preparation since then.
BookRows refusing_book(const std::string& after_refusal) {
  BookRows book = plain_book();
  book["authorities"] = {"authority,calendar,statutory_days,unit,clock_starts,after_refusal",
                         {"BUREAU,mon-fri,20,working,filed," + after_refusal}};
  book["items"].rows = {"CAR,pcs,,free", "VAN,pcs,,free", "MAG,pcs,,free", "BAR,pcs,,free"};
  book["bom"].rows = {"CAR,MAG,1", "VAN,BAR,1"};
  book["lines"].rows = {"L,CAR,PLANT,10,every-day", "M,VAN,PLANT,10,every-day"};
  book["stock"].rows = {"MAG,PLANT,,300,2025-06-30", "BAR,PLANT,,300,2025-06-30"};
  book["orders"].rows = {"O1,MAG,SUP,PLANT,9000,2025-06-01,WAY,A1",
                         "O2,BAR,SUP,PLANT,9000,2025-06-01,WAY,A2"};
  book["applications"] = {
      "application,authority,kind,holder",
      {"A1,BUREAU,individual,Sup", "A2,BUREAU,individual,Sup", "A3,BUREAU,individual,Sup"}};
  book["events"] = {"subject,happened_on,event",
                    {"A1,2025-06-02,filed", "A2,2025-05-05,filed", "A2,2025-06-30,refused",
                     "A3,2025-06-30,preparing"}};
  for (int i = 1; i <= 40; ++i) {
    book["applications"].rows.push_back(fmt::format("H{},BUREAU,individual,Sup", i));
    book["events"].rows.push_back(fmt::format("H{},2025-04-{:02},preparing", i, 1 + i % 4));
    book["events"].rows.push_back(fmt::format("H{},2025-04-{:02},filed", i, 14 + i % 5));
    book["events"].rows.push_back(
        fmt::format("H{},2025-05-{:02},{}", i, 5 + i % 24, i % 2 == 0 ? "granted" : "refused"));
  }
  return book;
}

json forecast_with(const std::string& after_refusal) {
  return forecast_of(refusing_book(after_refusal),
                     {"--as-of", "2025-06-30", "--horizon", "240", "--replications", "3000"});
}

/// The row of a list with the name; a copy, so that a missing one is no trap.
json named(const json& rows, const char* key, const char* name) {
  for (const json& row : rows) {
    if (row[key] == name) return row;
  }
  ADD_FAILURE() << name << " is missing";
  return nullptr;
}

TEST(Refile, NeverMakesALicenceLessLikely) {
  const json once = forecast_with("final");
  const json again = forecast_with("refile");
  ASSERT_FALSE(once.is_null() || again.is_null());
  const json final_once = named(once["applications"], "application", "A1");
  const json filed_again = named(again["applications"], "application", "A1");
  const json line_once = named(once["lines"], "line", "L");
  const json line_again = named(again["lines"], "line", "L");
  bool differs = false;
  for (std::size_t day = 0; day < 240; ++day) {
    const double p = final_once["p_granted_within"][day]["p"].get<double>();
    const double q = filed_again["p_granted_within"][day]["p"].get<double>();
    EXPECT_GE(q, p) << "day " << day + 1;
    differs = differs || q > p + 0.05;
    EXPECT_LE(line_again["p_runout_within"][day]["p"].get<double>(),
              line_once["p_runout_within"][day]["p"].get<double>())
        << "day " << day + 1;
  }
  EXPECT_TRUE(differs) << "half are refused, so filing again must show";
  EXPECT_GT(final_once["p_refused"].get<double>(), 0.3);
  EXPECT_LT(filed_again["p_refused"].get<double>(), final_once["p_refused"].get<double>());
}

TEST(Refile, StartsThePreparationOfARefusedApplicationAnew) {
  const json again = forecast_with("refile");
  ASSERT_FALSE(again.is_null());
  // A2 was refused today and A3 begins its preparation today: the same law from here on.
  const json refused = named(again["applications"], "application", "A2");
  const json preparing = named(again["applications"], "application", "A3");
  for (std::size_t day = 19; day < 240; day += 20) {
    // Four standard errors of a difference of two shares of 3000.
    EXPECT_NEAR(refused["p_granted_within"][day]["p"].get<double>(),
                preparing["p_granted_within"][day]["p"].get<double>(), 0.052)
        << "day " << day + 1;
  }
  EXPECT_GT(refused["p_granted_within"][239]["p"].get<double>(), 0.3);

  const json once = forecast_with("final");
  EXPECT_EQ(named(once["applications"], "application", "A2")["p_granted_within"][239]["p"], 0);
  EXPECT_EQ(named(once["lines"], "line", "M")["p_runout_within"][239]["p"], 1);
}

}  // namespace
}  // namespace runout::scenarios
