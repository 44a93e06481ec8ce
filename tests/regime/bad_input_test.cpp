// What records that say little, or nonsense, get: a sensible answer with a flag. What cannot be
// read at all is refused by the reader (case_file_test.cpp).
#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "book_fixture.h"
#include "regime/as_of.h"
#include "runout/base/random.h"
#include "runout/regime/decision_forecast.h"

namespace runout::regime {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

int whole(std::uint32_t i, const char* what, int below) {
  RandomStream stream{12, i, what, Purpose::test};
  return static_cast<int>(stream.uniform() * below);
}

void add(CaseFile& file, int filed_before, std::optional<int> wait,
         std::vector<std::string> covariates = {}, const std::string& outcome = "granted") {
  Case one;
  one.id = fmt::format("C{}", file.cases.size());
  one.submitted = kAsOf - Days{filed_before};
  if (wait) {
    one.decided = one.submitted + Days{*wait};
    one.outcome = outcome;
  }
  one.covariates = std::move(covariates);
  file.cases.push_back(std::move(one));
}

/// `count` decided cases of about a month each, and two pending ones.
CaseFile usual(std::uint32_t count, const std::function<std::string(std::uint32_t)>& level,
               const std::string& outcome = "granted") {
  CaseFile file;
  file.covariates = {"lane"};
  for (std::uint32_t i = 0; i < count; ++i) {
    add(file, 60 + whole(i, "filed", 400), 10 + whole(i, "wait", 40), {level(i)}, outcome);
  }
  add(file, 5, std::nullopt, {level(count)});
  add(file, 20, std::nullopt, {level(count + 1)});
  return file;
}

struct Oddity {
  const char* name;
  std::function<CaseFile()> file;
  const char* flag;  ///< that it must get
};

CaseFile without_decisions() {
  CaseFile file;
  for (int i = 0; i < 30; ++i) add(file, i, std::nullopt);
  return file;
}

CaseFile on_one_day() {
  CaseFile file;
  for (int i = 0; i < 40; ++i) add(file, 60, 30);
  add(file, 60, std::nullopt);
  return file;
}

CaseFile on_the_as_of_day() {
  CaseFile file;
  for (int i = 0; i < 20; ++i) add(file, 0, 0);
  add(file, 0, std::nullopt);
  return file;
}

CaseFile one_case(std::optional<int> wait) {
  CaseFile file;
  add(file, 30, wait);
  if (wait) add(file, 10, std::nullopt);
  return file;
}

CaseFile in_the_future() {  // Dates after the as-of day, of filing and of decision.
  CaseFile file;
  for (int i = 0; i < 10; ++i) add(file, -10 - i, 5);
  for (int i = 0; i < 10; ++i) add(file, 20, 400);
  return file;
}

CaseFile only_mondays() {
  CaseFile file;
  for (int week = 1; week <= 60; ++week) {  // 30 June 2025 is a Monday.
    for (int i = 0; i < 3; ++i) add(file, 7 * week + 21, 21);
  }
  add(file, 3, std::nullopt);
  return file;
}

const std::vector<Oddity>& oddities() {
  static const std::vector<Oddity> all{
      {"NoDecision", without_decisions, "mostly_prior"},
      {"OneDecidedCase", [] { return one_case(12); }, "mostly_prior"},
      {"OnePendingCase", [] { return one_case(std::nullopt); }, "mostly_prior"},
      {"AllDecidedOnOneDay", on_one_day, "one_day"},
      {"AllFiledAndDecidedOnTheAsOfDay", on_the_as_of_day, "one_day"},
      {"EveryCaseRefused", [] { return usual(200, [](auto) { return "A"; }, "refused"); },
       "only_outcome"},
      {"OneLevel", [] { return usual(200, [](auto) { return "A"; }); }, "one_level"},
      {"ThousandsOfLevels",
       [] { return usual(5000, [](auto i) { return fmt::format("L{}", i); }); }, "many_levels"},
      {"FourOfTenBlank",
       [] {
         return usual(400, [](auto i) -> std::string {
           return i % 5 < 2 ? "" : i % 2 == 0 ? "A" : "B";
         });
       },
       "missing_levels"},
      {"AllBlank", [] { return usual(200, [](auto) { return ""; }); }, "one_level"},
      {"DatesInTheFuture", in_the_future, "mostly_prior"},
      {"DecisionsOnMondaysOnly", only_mondays, "few_busy_weeks"},
  };
  return all;
}

class Records : public ::testing::TestWithParam<std::size_t> {};

TEST_P(Records, OfAnOddKindGetASensibleAnswerWithAFlag) {
  const Oddity& odd = oddities()[GetParam()];
  const DecisionForecast forecast =
      forecast_cases(odd.file(), kAsOf, {.horizon = 90, .draws = 60, .seed = 2});
  EXPECT_THAT(forecast.basis.flags, Contains(Field(&Flag::code, odd.flag)));
  EXPECT_THAT(forecast.basis.notes, Not(IsEmpty()));
  EXPECT_THAT(forecast.pending, Not(IsEmpty()));
  EXPECT_TRUE(std::isfinite(forecast.basis.prior_share));
  EXPECT_GE(forecast.basis.prior_share, 0.0);
  EXPECT_LE(forecast.basis.prior_share, 1.0);
  for (const PendingForecast& one : forecast.pending) {
    double before = 0.0;
    for (const double p : one.any()) {
      ASSERT_TRUE(p >= before && p <= 1.0) << one.id << " " << p;  // NaN is neither.
      before = p;
    }
    EXPECT_GT(before, 0.0) << one.id;
  }
  for (const FleetDay& day : forecast.fleet) {
    ASSERT_TRUE(std::isfinite(day.mean));
    ASSERT_TRUE(std::isfinite(day.sd));
  }
}

INSTANTIATE_TEST_SUITE_P(Of, Records, ::testing::Range(std::size_t{0}, oddities().size()),
                         [](const auto& each) { return oddities()[each.param].name; });

TEST(OddRecords, DecidedOnMondaysAreForecastForMondays) {
  const auto forecast = forecast_cases(only_mondays(), kAsOf, {.horizon = 35, .draws = 300});
  const auto any = forecast.pending.at(0).any();
  double on_mondays = 0.0;
  for (std::size_t day = 6; day < any.size(); day += 7) on_mondays += any[day] - any[day - 1];
  // 180 decisions of a year and more, forgotten by half a year, against two weeks of a usual
  // office.
  EXPECT_GT(on_mondays, 0.8 * any.back());
}

TEST(OddRecords, DecidedBetweenTwoDaysAreNamed) {
  CaseFile file = usual(30, [](std::uint32_t) { return "a"; });
  const auto flags_of = [&] { return forecast_cases(file, kAsOf, {}).basis.flags; };
  EXPECT_THAT(flags_of(), Not(Contains(Field(&Flag::code, "interval_dates"))));
  // All on the same years: their middles are one day, but nobody says that it was this day.
  for (std::size_t i = 0; i < 30; ++i) {
    Case& one = file.cases[i];
    one.submitted = kAsOf - Days{500};
    one.between = DecidedBetween{kAsOf - Days{460}, kAsOf - Days{60}};
    one.decided = kAsOf - Days{260};
  }
  EXPECT_THAT(flags_of(), Contains(Field(&Flag::code, "interval_dates")));
  EXPECT_THAT(flags_of(), Not(Contains(Field(&Flag::code, "one_day"))));
  EXPECT_THAT(flags_of(), Not(Contains(Field(&Flag::code, "interval_running"))));
  file.cases[3].between->latest = kAsOf + Days{10};
  EXPECT_THAT(flags_of(), Contains(AllOf(Field(&Flag::code, "interval_running"),
                                         Field(&Flag::applications, ElementsAre("C3")))));
}

TEST(OddRecords, OfFiftyYearsAgoDoNotCountInABook) {
  auto snapshot = fixtures::empty_snapshot();
  fixtures::add_granted(snapshot, "OLD", "1970-01-05", "1970-03-05");
  const std::size_t still = fixtures::add(snapshot, fixtures::application("STILL"),
                                          book::ApplicationState::filed, 14'000);
  fixtures::add_event(snapshot, still, "filed", "1970-01-05");
  fixtures::add_granted(snapshot, "NEW", "2025-04-07", "2025-05-20");
  const auto drawn = draw_decisions(snapshot, {}, {}, {.replications = 50, .seed = 1});
  EXPECT_EQ(drawn.basis.decisions_seen, 1u);
  EXPECT_NO_THROW(check(drawn.draws));
}

TEST(OddRecords, OfAnAuthorityThatNeverWorksAreFlagged) {
  auto snapshot = fixtures::empty_snapshot();
  book::Authority authority;
  authority.authority = "AUTH";
  authority.calendar = "never";
  snapshot.records.authorities.push_back(authority);
  std::vector<CalendarException> closed;
  for (int year = 2023; year <= 2027; ++year) {
    closed.push_back({parse_date(fmt::format("{}-01-01", year)),
                      parse_date(fmt::format("{}-12-31", year)), false, "", ""});
  }
  snapshot.records.calendars.emplace("never", Calendar{"never", Week::mon_fri, closed});
  fixtures::add(snapshot, fixtures::application("P"), book::ApplicationState::filed, 3);
  const auto drawn = draw_decisions(snapshot, {}, {}, {.replications = 20, .seed = 1});
  EXPECT_THAT(drawn.basis.flags, Contains(Field(&Flag::code, "closed_calendar")));
  EXPECT_NO_THROW(check(drawn.draws));
}

}  // namespace
}  // namespace runout::regime
