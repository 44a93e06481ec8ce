// Laws of queues and of waiting, met by whole books from the command line.
#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "runout/base/dates.h"
#include "runout/base/random.h"
#include "scenarios/book_text.h"

namespace runout::scenarios {
namespace {

const Date kAsOf = parse_date("2025-06-30");

std::string date_text(double day) {
  return to_string(kAsOf + Days{static_cast<int>(std::ceil(day))});
}

/// One line of one unit a day; component Pi of which `cover` are in stock waits for application Ai.
BookRows licence_book(int licences, int cover) {
  BookRows book = plain_book();
  book["items"].rows = {"CAR,pcs,,free"};
  book["bom"].rows.clear();
  book["lines"].rows = {"L,CAR,PLANT,1,every-day"};
  book["applications"] = {"application,authority", {}};
  book["events"] = {"subject,happened_on,event", {}};
  book["decisions"] = {"application,decided_on,outcome,replication", {}};
  for (int i = 1; i <= licences; ++i) {
    book["items"].rows.push_back(fmt::format("P{},pcs,,free", i));
    book["bom"].rows.push_back(fmt::format("CAR,P{},1", i));
    if (cover > 0) book["stock"].rows.push_back(fmt::format("P{},PLANT,,{},2025-06-30", i, cover));
    book["applications"].rows.push_back(fmt::format("A{},MOFCOM", i));
    book["events"].rows.push_back(fmt::format("A{},2025-05-12,filed", i));
    book["orders"].rows.push_back(fmt::format("O{0},P{0},SUP,PLANT,100000,2025-05-01,WAY,A{0}", i));
  }
  return book;
}

/// The time at which `survival` has fallen to `share`.
double find_time(const std::function<double(double)>& survival, double share) {
  double low = 0.0;
  double high = 1e6;
  for (int halving = 0; halving < 100; ++halving) {
    const double middle = 0.5 * (low + high);
    (survival(middle) > share ? low : high) = middle;
  }
  return high;
}

// Gamma delays of mean 45, of shape 2 and of shape 1.
double survive_gamma_2(double days) { return std::exp(-days / 22.5) * (1.0 + days / 22.5); }
double survive_gamma_1(double days) { return std::exp(-days / 45.0); }

struct Delay {
  const char* name;
  std::function<double(double)> survival;
  int cover;         ///< days in stock
  double p_runout;   ///< Sf(cover)
  double down_days;  ///< the integral of Sf from cover on
};

class SingleLicence : public testing::TestWithParam<Delay> {};

// Delays at the middles of equal slices of probability: the shares are exact to one slice. The
// down days of whole days lie within half a day x Sf(cover) of the integral plus that half.
TEST_P(SingleLicence, RunsOutAsTheClosedFormSays) {
  constexpr int kReplications = 2'000;
  const Delay& delay = GetParam();
  BookRows book = licence_book(1, delay.cover);
  for (int i = 0; i < kReplications; ++i) {
    const double time = find_time(delay.survival, (i + 0.5) / kReplications);
    book["decisions"].rows.push_back(fmt::format("A1,{},granted,{}", date_text(time), i + 1));
  }
  const auto answer = forecast_of(book, {"--as-of", "2025-06-30", "--horizon", "1000",
                                         "--replications", std::to_string(kReplications)});
  ASSERT_FALSE(answer.is_null());
  const auto& line = answer["lines"][0];
  EXPECT_NEAR(delay.survival(delay.cover), delay.p_runout, 1e-6);
  EXPECT_NEAR(line["p_runout_within"][999]["p"].get<double>(), delay.p_runout, 1.0 / kReplications);
  EXPECT_NEAR(line["expected_stop_days"]["mean"].get<double>(),
              delay.down_days + 0.5 * delay.p_runout, 0.05);
}

INSTANTIATE_TEST_SUITE_P(
    GammaDelays, SingleLicence,
    testing::Values(Delay{"Shape2Cover45", survive_gamma_2, 45, 0.406006, 12.180175},
                    Delay{"Shape2Cover60", survive_gamma_2, 60, 0.254773, 7.295762},
                    Delay{"Shape1Cover30", survive_gamma_1, 30, 0.513417, 23.103770}),
    [](const testing::TestParamInfo<Delay>& row) { return std::string{row.param.name}; });

TEST(SevenLicences, LetTheLineRunWhenTheLastIsThere) {
  // P(runs by d) is the product of the seven; the longest of seven exponentials of mean 45 lasts
  // 45 H_7 = 116.68 days, of which whole days add half a day.
  constexpr int kReplications = 1'000;
  constexpr int kHorizon = 700;
  BookRows book = licence_book(7, 0);
  for (int replication = 1; replication <= kReplications; ++replication) {
    for (int i = 1; i <= 7; ++i) {
      RandomStream stream{5, static_cast<std::uint32_t>(replication), fmt::format("A{}", i),
                          Purpose::test};
      book["decisions"].rows.push_back(
          fmt::format("A{},{},granted,{}", i, date_text(45.0 * stream.exponential()), replication));
    }
  }
  const auto answer =
      forecast_of(book, {"--as-of", "2025-06-30", "--horizon", std::to_string(kHorizon),
                         "--replications", std::to_string(kReplications)});
  ASSERT_FALSE(answer.is_null());
  const auto& line = answer["lines"][0];
  const auto& days = line["expected_stop_days"];
  EXPECT_NEAR(days["mean"].get<double>(), 116.678571 + 0.5, 4 * days["se"].get<double>());
  // Everything in hand on day d runs on day d + 1: by the quantiles of the restart.
  const auto runs_by = [](double day) { return std::pow(1.0 - std::exp(-day / 45.0), 7.0); };
  for (const auto& [quantile, share] : {std::pair{"p10", 0.1}, {"p50", 0.5}, {"p90", 0.9}}) {
    const Date restart = parse_date(line["restart"][quantile].get<std::string>());
    const double day = static_cast<double>((restart - kAsOf).count()) - 1.0;
    EXPECT_NEAR(runs_by(day), share, 4 * std::sqrt(share * (1 - share) / kReplications) + 0.01)
        << quantile;
  }
}

/// A book whose line could use any number: what is not made by the end has not come. One unit is
/// ready on each of `days` days.
BookRows one_unit_a_day(int days) {
  BookRows book = plain_book();
  book["lines"].rows = {"L,CAR,PLANT,1000,every-day"};
  for (int day = 1; day <= days; ++day) {
    book["orders"].rows.push_back(fmt::format("O{},MAG,SUP,PLANT,1,{},WAY,", day, date_text(day)));
  }
  return book;
}

/// Units that have not come by the end of the horizon, and the standard error of their mean.
std::pair<double, double> count_outstanding(const nlohmann::json& answer, int days) {
  const auto& lost = answer["lines"][0]["expected_lost_units"];
  const double made = 1000.0 * days - lost["mean"].get<double>();
  return {days - made, lost["se"].get<double>()};
}

TEST(LittlesLaw, HoldsForGoodsOnALane) {
  // One unit leaves each day; the transit is symmetric about 20 days: 20 are on their way.
  constexpr int kDays = 80;
  BookRows book = one_unit_a_day(kDays);
  book["lanes"].rows = {"WAY,SUP,PLANT,,10,20,30"};
  const auto answer = forecast_of(book, {"--as-of", "2025-06-30", "--horizon",
                                         std::to_string(kDays), "--replications", "2000"});
  ASSERT_FALSE(answer.is_null());
  const auto [on_the_way, error] = count_outstanding(answer, kDays);
  EXPECT_GT(error, 0.0);
  EXPECT_NEAR(on_the_way, 20.0, 4 * error);
}

TEST(LittlesLaw, HoldsForApplicationsUnderReview) {
  // One application is filed each day, its licence is in hand after a number of days from 1 to 15,
  // all alike: 8 days on average, so 8 wait, and one unit that left today is on its way.
  constexpr int kDays = 40;
  constexpr int kReplications = 150;
  BookRows book = one_unit_a_day(kDays);
  book["applications"] = {"application,authority", {}};
  book["decisions"] = {"application,decided_on,outcome,replication", {}};
  for (int day = 1; day <= kDays; ++day) {
    book["orders"].rows[static_cast<std::size_t>(day - 1)] += fmt::format("A{}", day);
    book["applications"].rows.push_back(fmt::format("A{},MOFCOM", day));
    for (int replication = 1; replication <= kReplications; ++replication) {
      RandomStream stream{9, static_cast<std::uint32_t>(replication), fmt::format("A{}", day),
                          Purpose::test};
      const double delay = std::max(1.0, std::ceil(15.0 * stream.uniform()));
      book["decisions"].rows.push_back(
          fmt::format("A{},{},granted,{}", day, date_text(day + delay), replication));
    }
  }
  const auto answer =
      forecast_of(book, {"--as-of", "2025-06-30", "--horizon", std::to_string(kDays),
                         "--replications", std::to_string(kReplications)});
  ASSERT_FALSE(answer.is_null());
  const auto [outstanding, error] = count_outstanding(answer, kDays);
  EXPECT_GT(error, 0.0);
  EXPECT_NEAR(outstanding, 8.0 + 1.0, 4 * error);
}

}  // namespace
}  // namespace runout::scenarios
