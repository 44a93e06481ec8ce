#include "runout/regime/future/known_changes.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include "regime/as_of.h"
#include "runout/base/random.h"
#include "runout/regime/cells/cell_table.h"
#include "runout/regime/future/change_words.h"

namespace runout::regime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Date kFirst = kAsOf - Days{399};
const std::vector<std::string> kOne{"AUTH"};

SpellTable no_waits(std::size_t clocks = 1) {
  SpellTable table;
  for (std::size_t c = 0; c < clocks; ++c) {
    table.clocks.emplace_back(*built_in_calendar("every-day"), kFirst, kAsOf);
  }
  table.covariates.push_back({"holder", {}, {}});
  return table;
}

void add_wait(SpellTable& table, Date first, Date last, std::optional<std::size_t> cause,
              std::size_t clock = 0) {
  table.spells.push_back({0.0, first, last, cause, clock});
  table.levels.push_back(table.covariates[0].add("ACME"));
}

/// One case filed a day for 400 days whose hazard is `before` a day, and `after` from `step` on.
SpellTable simulate(double before, double after, Date step, std::uint64_t seed) {
  SpellTable table = no_waits();
  for (int i = 0; i < 400; ++i) {
    RandomStream stream{seed, static_cast<std::uint32_t>(i), "spell", Purpose::test};
    double left = stream.exponential();
    const Date first = kFirst + Days{i};
    Date day = first;
    for (; day <= kAsOf; day += Days{1}) {
      left -= day < step ? before : after;
      if (left <= 0.0) break;
    }
    if (day <= kAsOf) {
      add_wait(table, first, day, 0);
    } else {
      add_wait(table, first, kAsOf, std::nullopt);
    }
  }
  return table;
}

Intervention change_of(const std::string& scenario, SizeLaw size = {0.7, 1.33}) {
  Intervention change = to_intervention(std::get<Scenario>(read_scenario(scenario)), kAsOf);
  if (change.kind != ChangeKind::freeze) change.size = size;
  return change;
}

StateModel fit(const SpellTable& table, const std::vector<double>& given) {
  StateSettings settings;
  settings.as_of = kAsOf;
  settings.given = given;
  return fit_state("case", table, case_prior({"decided"}), settings);
}

CellTable count(const SpellTable& table) {
  GridSettings settings;
  settings.as_of = kAsOf;
  return count_cells(table, choose_grid(table, settings));
}

TEST(ApplyChanges, CutsASpellOnTheDayOfTheChange) {
  SpellTable table = no_waits();
  const Date step = parse_date("2025-06-10");
  add_wait(table, step - Days{9}, step + Days{5}, 0);
  std::vector<double> given;
  const auto used =
      apply_changes({change_of("easing:2025-06-10", {0.0, 1.5})}, kOne, kAsOf, table, given);
  ASSERT_EQ(used[0].covariate, 1U);
  EXPECT_THAT(given, ElementsAre(0.0, 1.5));
  ASSERT_EQ(table.spells.size(), 2U);
  EXPECT_EQ(table.spells[0].last, step - Days{1});
  EXPECT_FALSE(table.spells[0].cause);
  EXPECT_EQ(table.spells[1].first, step);
  EXPECT_EQ(table.spells[1].waited, 9.0);
  EXPECT_EQ(table.spells[1].cause, 0U);
  EXPECT_THAT(table.levels, ElementsAre(0, kNoLevel, 0, 0));
}

TEST(ApplyChanges, KeepsDaysAtRiskAndDecisions) {
  SpellTable table = simulate(0.02, 0.02, kAsOf, 1);
  const CellTable whole = count(table);
  std::vector<double> given;
  static_cast<void>(apply_changes({change_of("easing:2024-12-01..2025-02-10", {0.0, 1.0}),
                                   change_of("tightening:2025-01-15", {0.0, 1.0})},
                                  kOne, kAsOf, table, given));
  const CellTable cut = count(table);
  EXPECT_DOUBLE_EQ(cut.exposure, whole.exposure);
  EXPECT_DOUBLE_EQ(cut.decided, whole.decided);
  std::vector<double> by_bin(whole.bins.size(), 0.0);
  for (const Cell& cell : whole.cells) by_bin[cell.bin] += cell.exposure;
  for (const Cell& cell : cut.cells) by_bin[cell.bin] -= cell.exposure;
  for (const double difference : by_bin) EXPECT_NEAR(difference, 0.0, 1e-9);
}

TEST(ApplyChanges, AFreezeIsNoExposure) {
  SpellTable table = no_waits();
  add_wait(table, parse_date("2025-05-01"), kAsOf, std::nullopt);  // 61 days
  std::vector<double> given;
  const auto used =
      apply_changes({change_of("halt:2025-05-11..2025-05-30")}, kOne, kAsOf, table, given);
  EXPECT_FALSE(used[0].covariate);
  EXPECT_THAT(given, IsEmpty());
  EXPECT_DOUBLE_EQ(count(table).exposure, 41.0);
}

TEST(ApplyChanges, AFreezeWithDecisionsIsASlowDown) {
  SpellTable table = no_waits();
  add_wait(table, parse_date("2025-05-01"), parse_date("2025-05-20"), 0);
  std::vector<double> given;
  const auto used =
      apply_changes({change_of("halt:2025-05-11..2025-05-30")}, kOne, kAsOf, table, given);
  EXPECT_EQ(used[0].decided_in_freeze, 1U);
  EXPECT_TRUE(used[0].covariate);
  EXPECT_GT(count(table).exposure, 10.0);  // Ten open days, and ten at a fifth.
}

TEST(ApplyChanges, LeavesOtherAuthoritiesAlone) {
  SpellTable table = no_waits(2);
  add_wait(table, parse_date("2025-05-01"), kAsOf, std::nullopt, 0);
  add_wait(table, parse_date("2025-05-01"), kAsOf, std::nullopt, 1);
  std::vector<double> given;
  static_cast<void>(
      apply_changes({change_of("halt:2025-05-11..2025-05-30@B")}, {"A", "B"}, kAsOf, table, given));
  EXPECT_DOUBLE_EQ(table.clocks[0].open(parse_date("2025-05-15")), 1.0);
  EXPECT_DOUBLE_EQ(table.clocks[1].open(parse_date("2025-05-15")), 0.0);
}

TEST(ApplyChanges, SaysWhenNobodyWaitedWithAndWithoutAChange) {
  SpellTable table = no_waits();
  add_wait(table, parse_date("2025-05-01"), kAsOf, std::nullopt);
  std::vector<double> given;
  const auto used =
      apply_changes({change_of("easing:2025-01-01"), change_of("easing:2024-11-01..2024-12-01")},
                    kOne, kAsOf, table, given);
  EXPECT_TRUE(used[0].says_nothing);
  EXPECT_TRUE(used[1].says_nothing);
  EXPECT_EQ(table.spells.size(), 1U);
  const auto words = describe_changes(used, fit(table, given), kAsOf);
  EXPECT_THAT(words[0], HasSubstr("makes no difference"));
}

TEST(LearntSize, FindsAKnownStep) {
  const Date step = kFirst + Days{250};
  SpellTable table = simulate(0.015, 0.045, step, 3);
  std::vector<double> given;
  const auto used = apply_changes({change_of("tightening:" + to_string(step), {-0.7, 1.33})}, kOne,
                                  kAsOf, table, given);
  const SizeLaw size = learnt_size(used[0], fit(table, given));
  EXPECT_LT(size.deviation, 0.6);
  EXPECT_NEAR(size.mean, std::log(3.0), 2.0 * size.deviation);
  EXPECT_GT(size.mean, 0.4);  // Against what was claimed.
}

TEST(LearntSize, WithoutRecordsIsThePrior) {
  SpellTable table = no_waits();
  add_wait(table, parse_date("2025-05-01"), parse_date("2025-05-10"), 0);
  std::vector<double> given;
  const auto used = apply_changes({change_of("easing:2025-06-15")}, kOne, kAsOf, table, given);
  const SizeLaw size = learnt_size(used[0], fit(table, given));
  EXPECT_NEAR(size.mean, 0.7, 1e-6);
  EXPECT_NEAR(size.deviation, 1.33, 1e-6);
}

TEST(LearntSize, OfAFreezeThatIsKnownLeavesTheSpeed) {
  // Nothing was decided for 100 days, and the hazard outside of them was 0.03.
  const Date from = kFirst + Days{200};
  const Date to = from + Days{99};
  SpellTable table = no_waits();
  for (int i = 0; i < 400; ++i) {
    RandomStream stream{5, static_cast<std::uint32_t>(i), "spell", Purpose::test};
    double left = stream.exponential();
    Date day = kFirst + Days{i};
    for (; day <= kAsOf; day += Days{1}) {
      if (day < from || day > to) left -= 0.03;
      if (left <= 0.0) break;
    }
    add_wait(table, kFirst + Days{i}, std::min(day, kAsOf),
             day <= kAsOf ? std::optional<std::size_t>{0} : std::nullopt);
  }
  SpellTable unaware = table;
  std::vector<double> given;
  static_cast<void>(apply_changes({change_of("halt:" + to_string(from) + ".." + to_string(to))},
                                  kOne, kAsOf, table, given));
  const CellTable known = count(table);
  EXPECT_NEAR(known.decided / known.exposure, 0.03, 0.004);
  const CellTable ignorant = count(unaware);
  EXPECT_LT(ignorant.decided / ignorant.exposure, 0.02);
}

}  // namespace
}  // namespace runout::regime
