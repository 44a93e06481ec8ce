#include "runout/regime/cells/spikes.h"

#include <gmock/gmock.h>

#include "regime/as_of.h"
#include "regime/cells/spell_fixture.h"
#include "runout/base/random.h"
#include "runout/regime/state_model.h"
#include "runout/regime/waiting_prior.h"

namespace runout::regime {
namespace {

using fixtures::add_spell;
using fixtures::every_day;
using fixtures::table_with;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Waits of the given exponential law; a share of those who wait long enough ends on the limit.
SpellTable office_with_limit(std::size_t cases, double mean, int limit, double share,
                             std::uint64_t seed = 1) {
  const Date first = kAsOf - Days{900};
  SpellTable table = table_with({every_day(first, kAsOf)});
  for (std::size_t i = 0; i < cases; ++i) {
    RandomStream stream{seed, static_cast<std::uint32_t>(i), 7, Purpose::decision};
    const Date filed = first + Days{static_cast<int>(700.0 * stream.uniform())};
    int wait = static_cast<int>(mean * stream.exponential());
    if (wait > limit && stream.uniform() < share) wait = limit;
    add_spell(table, filed, std::min(filed + Days{wait}, kAsOf),
              filed + Days{wait} <= kAsOf ? std::optional<std::size_t>{0} : std::nullopt);
  }
  return table;
}

TEST(Spikes, AreFoundWhereALimitIsKept) {
  EXPECT_THAT(find_spikes(office_with_limit(2000, 60.0, 56, 0.5), kAsOf), ElementsAre(56));
}

TEST(Spikes, AreNotSeenInSmoothWaits) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    EXPECT_THAT(find_spikes(office_with_limit(2000, 60.0, 56, 0.0, seed), kAsOf), IsEmpty())
        << seed;
  }
}

TEST(Spikes, TakeMoreThanAHandfulOfCases) {
  EXPECT_THAT(find_spikes(office_with_limit(12, 60.0, 56, 0.5), kAsOf), IsEmpty());
  EXPECT_THAT(find_spikes(table_with({every_day(kAsOf, kAsOf)}), kAsOf), IsEmpty());
}

TEST(Spikes, DoNotComeFromWeekdays) {
  // Filed and decided on Mondays alone: all waits are whole weeks.
  const Date first = kAsOf - Days{900};
  std::vector<double> mondays(7, 0.0);
  mondays[1] = 7.0;
  SpellTable table = table_with({Clock{mondays, first, kAsOf}});
  for (int i = 0; i < 1500; ++i) {
    const Date filed =
        first + Days{(7 + 1 - static_cast<int>(std::chrono::weekday{first}.c_encoding())) % 7 +
                     7 * (i % 100)};
    RandomStream stream{1, static_cast<std::uint32_t>(i), 7, Purpose::decision};
    add_spell(table, filed + Days{1},
              filed + Days{7 * (1 + static_cast<int>(8.0 * stream.exponential()))}, 0);
  }
  EXPECT_THAT(find_spikes(table, kAsOf), IsEmpty());
}

TEST(Spikes, RaiseTheHazardOfTheirDayAlone) {
  const SpellTable table = office_with_limit(2000, 60.0, 56, 0.5);
  const StateModel model = fit_state("case", table, case_prior({"decided"}), {.as_of = kAsOf});
  const auto hazard = [&](std::int32_t day) {
    const std::size_t bin = model.bins.of(day);
    double value =
        model.offset[bin] +
        model.hazard.mode.dense(static_cast<Eigen::Index>(model.hazard.layout.shape_at + bin));
    for (std::size_t m = 0; m < model.hazard.layout.marked.size(); ++m) {
      if (model.hazard.layout.marked[m] != bin) continue;
      value += model.hazard.mode.dense(static_cast<Eigen::Index>(model.hazard.layout.mark_at + m));
    }
    return value;
  };
  // Half of those who would wait longer: 0.5 beside the usual 1/60 a day, 3.4 in logarithms.
  EXPECT_NEAR(hazard(56) - hazard(54), 3.4, 0.6);
  EXPECT_NEAR(hazard(58) - hazard(54), 0.0, 0.4);
}

}  // namespace
}  // namespace runout::regime
