#include "runout/regime/hazard_fit.h"

#include <array>
#include <cmath>
#include <numeric>

#include <gmock/gmock.h>

#include "runout/base/random.h"
#include "runout/regime/pieces.h"

namespace runout::regime {
namespace {

constexpr Date kAsOf{Days{20'000}};

/// Every record counts as recent, so that the posterior can be worked out by hand.
FitSettings without_forgetting() {
  return {.as_of = kAsOf, .half_life_days = 1e9, .most_pieces = 24};
}

SpellTable every_day_table(int days = 6000) {
  SpellTable table;
  table.clocks.emplace_back(*built_in_calendar("every-day"), kAsOf - Days{days}, kAsOf);
  return table;
}

/// A spell from its start: at risk on `days` days, by then decided or not.
Spell spell_of(int days, std::optional<std::size_t> cause, int started_before = 3000) {
  const Date first = kAsOf - Days{started_before};
  return {0.0, first, first + Days{days - 1}, cause, 0};
}

double decisions_in(const HazardPosterior& posterior, std::size_t piece) {
  return std::accumulate(
      posterior.shape.begin() + static_cast<long>(piece * posterior.causes),
      posterior.shape.begin() + static_cast<long>((piece + 1) * posterior.causes), 0.0);
}

double collected(const HazardPosterior& posterior, double days) {
  double sum = 0.0;
  for (double day = 0.0; day < days; day += 1.0) {
    sum += posterior.mean_hazard(piece_at(posterior.starts, day));
  }
  return sum;
}

TEST(HazardFit, WithoutRecordsIsThePrior) {
  const WaitingPrior prior = review_prior();
  const HazardPosterior posterior = fit_hazard(every_day_table(), prior, without_forgetting());
  for (std::size_t piece = 0; piece < posterior.pieces(); ++piece) {
    EXPECT_NEAR(decisions_in(posterior, piece), prior.piece_shape, 1e-12);
  }
  EXPECT_NEAR(collected(posterior, 42.0), template_hazard(prior, 42.0), 1e-9);  // a cut
  EXPECT_DOUBLE_EQ(posterior.prior_share(10.0), 1.0);
}

TEST(HazardFit, AddsDecisionsToTheShapeAndDaysToTheRate) {
  // Gamma(a, b) with d decisions in w days at risk becomes Gamma(a + d, b + w), cause by cause.
  SpellTable none = every_day_table();
  SpellTable table = every_day_table();
  for (int i = 0; i < 3; ++i) table.spells.push_back(spell_of(1, 0));  // decided on the first day
  table.spells.push_back(spell_of(1, 2));
  table.spells.push_back(spell_of(1, std::nullopt));
  const WaitingPrior prior = review_prior();
  const HazardPosterior posterior = fit_hazard(table, prior, without_forgetting());
  EXPECT_NEAR(decisions_in(posterior, 0), prior.piece_shape + 4.0, 1e-9);
  // Mix of the four causes: Dirichlet(8 x .80, .05, .10, .05) with 3, 0, 1, 0 seen.
  const std::array mix{(6.4 + 3.0) / 12.0, 0.4 / 12.0, (0.8 + 1.0) / 12.0, 0.4 / 12.0};
  const std::array seen{3.0, 0.0, 1.0, 0.0};
  for (std::size_t c = 0; c < 4; ++c) {
    EXPECT_NEAR(posterior.shape[c], prior.piece_shape * mix[c] + seen[c], 1e-6);
  }
  // Level: (2 + 4) / (2 + 5 days x template), no neighbours seen.
  const double first_day = template_hazard(prior, 1.0);
  const double level = (2.0 + 4.0) / (2.0 + 5.0 * first_day);
  const double mean = first_day * level;
  EXPECT_NEAR(posterior.rate[0], prior.piece_shape / mean + 5.0, 1e-4);
}

TEST(HazardFit, FindsTheRateOfAnExponentialLaw) {
  // 4000 waiting times with a daily hazard of 0.05, cut off after 80 days. The standard error of
  // the collected hazard at 40 days is 2.0 / sqrt(3500) = 0.034; four of them.
  SpellTable table = every_day_table();
  for (std::uint32_t i = 0; i < 4000; ++i) {
    RandomStream stream{11, i, "exponential", Purpose::test};
    const int days = static_cast<int>(std::ceil(stream.exponential() / 0.05));
    table.spells.push_back(days <= 80 ? spell_of(days, 0) : spell_of(80, std::nullopt));
  }
  const HazardPosterior posterior = fit_hazard(table, review_prior(), without_forgetting());
  EXPECT_NEAR(collected(posterior, 40.0), 2.0, 0.14);
  EXPECT_NEAR(collected(posterior, 10.0), 0.5, 0.07);
}

TEST(HazardFit, DoesNotChangeWhenSpellsAreCutInTwo) {
  SpellTable whole = every_day_table();
  SpellTable cut = every_day_table();
  for (std::uint32_t i = 0; i < 200; ++i) {
    RandomStream stream{12, i, "cut", Purpose::test};
    const int days = 2 + static_cast<int>(stream.exponential() * 40.0);
    const Spell spell = spell_of(days, i % 4 == 0 ? std::nullopt : std::optional{i % 3U});
    whole.spells.push_back(spell);
    const int at = 1 + static_cast<int>(stream.uniform() * (days - 1));
    cut.spells.push_back({0.0, spell.first, spell.first + Days{at - 1}, std::nullopt, 0});
    cut.spells.push_back(
        {static_cast<double>(at), spell.first + Days{at}, spell.last, spell.cause, 0});
  }
  const FitSettings settings{.as_of = kAsOf};
  const HazardPosterior a = fit_hazard(whole, review_prior(), settings);
  const HazardPosterior b = fit_hazard(cut, review_prior(), settings);
  ASSERT_EQ(a.starts, b.starts);
  for (std::size_t i = 0; i < a.shape.size(); ++i) EXPECT_NEAR(a.shape[i], b.shape[i], 1e-9);
  for (std::size_t i = 0; i < a.rate.size(); ++i) EXPECT_NEAR(a.rate[i] / b.rate[i], 1.0, 1e-9);
}

TEST(HazardFit, IsNotBiasedByCasesThatAreSeenLate) {
  // Half of the cases are seen from day 20 on only, and only if still waiting then.
  SpellTable table = every_day_table();
  for (std::uint32_t i = 0; i < 6000; ++i) {
    RandomStream stream{13, i, "late", Purpose::test};
    const int days = static_cast<int>(std::ceil(stream.exponential() / 0.04));
    Spell spell = spell_of(days, 0);
    if (i % 2 == 0) {
      if (days <= 20) continue;
      spell.waited = 20.0;
      spell.first += Days{20};
    }
    table.spells.push_back(spell);
  }
  const HazardPosterior posterior = fit_hazard(table, review_prior(), without_forgetting());
  EXPECT_NEAR(collected(posterior, 40.0), 1.6, 0.12);  // 4 standard errors of 0.03
}

TEST(HazardFit, LearnsThatOneHolderIsSlower) {
  SpellTable table = every_day_table();
  table.covariates.push_back({"holder", {}, {}});
  for (std::uint32_t i = 0; i < 2000; ++i) {
    RandomStream stream{14, i, "holder", Purpose::test};
    const bool slow = i % 2 == 0;
    const int days = static_cast<int>(std::ceil(stream.exponential() / (slow ? 0.02 : 0.06)));
    table.spells.push_back(spell_of(days, 0));
    table.levels.push_back(table.covariates[0].add(slow ? "SLOW" : "FAST"));
  }
  const HazardPosterior posterior = fit_hazard(table, review_prior(), without_forgetting());
  const double ratio = posterior.mean_factor(0, *table.covariates[0].find("FAST")) /
                       posterior.mean_factor(0, *table.covariates[0].find("SLOW"));
  EXPECT_NEAR(ratio, 3.0, 0.5);
  EXPECT_DOUBLE_EQ(posterior.mean_factor(0, kNoLevel), 1.0);
}

TEST(HazardFit, FollowsWhatIsRecent) {
  // Slow in the past, three times as fast in the last 100 days: the recent pace must show.
  SpellTable table = every_day_table();
  for (std::uint32_t i = 0; i < 4000; ++i) {
    RandomStream stream{15, i, "recent", Purpose::test};
    const bool recent = i >= 3000;
    const int days = static_cast<int>(std::ceil(stream.exponential() / (recent ? 0.09 : 0.03)));
    Spell spell = spell_of(days, 0, recent ? 100 : 2500);
    if (spell.last > kAsOf) spell = {0.0, spell.first, kAsOf, std::nullopt, 0};
    table.spells.push_back(spell);
  }
  const HazardPosterior posterior = fit_hazard(table, review_prior(), {.as_of = kAsOf});
  EXPECT_GT(collected(posterior, 20.0), 1.0);  // 0.6 in the past, 1.8 now, 0.78 on average
}

TEST(HazardFit, TakesDecisionsOnTheDayOfFilingAndOnClosedDays) {
  SpellTable table;
  table.clocks.emplace_back(*built_in_calendar("mon-fri"), kAsOf - Days{100}, kAsOf);
  table.spells.push_back({0.0, kAsOf - Days{9}, kAsOf - Days{10}, 0, 0});  // the day of filing
  const Date sunday = kAsOf - Days{static_cast<int>(std::chrono::weekday{kAsOf}.c_encoding())};
  table.spells.push_back({0.0, sunday, sunday, 1, 0});
  const HazardPosterior posterior = fit_hazard(table, review_prior(), without_forgetting());
  for (std::size_t piece = 0; piece < posterior.pieces(); ++piece) {
    EXPECT_TRUE(std::isfinite(posterior.mean_hazard(piece)));
    EXPECT_GT(posterior.mean_hazard(piece), 0.0);
  }
}

}  // namespace
}  // namespace runout::regime
