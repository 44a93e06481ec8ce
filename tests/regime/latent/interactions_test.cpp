#include "runout/regime/latent/interactions.h"

#include <cmath>

#include <gtest/gtest.h>

#include "runout/base/random.h"
#include "runout/regime/future/state_draw.h"
#include "runout/regime/state_model.h"

namespace runout::regime {
namespace {

using With = Interaction::With;

const Date kNewest{Days{20'000}};

/// Two covariates of two levels each, and exponential waits of hazard 0.03 x factor(levels,
/// waited).
template <typename Factor>
SpellTable simulate(const Factor& factor, std::uint32_t cases = 6000) {
  SpellTable table;
  table.clocks.emplace_back(std::vector<double>(7, 1.0), kNewest - Days{900}, kNewest);
  for (const char* name : {"one", "two"}) {
    table.covariates.push_back({name, {}, {}});
    table.covariates.back().add("a");
    table.covariates.back().add("b");
  }
  for (std::uint32_t i = 0; i < cases; ++i) {
    RandomStream stream{4, i, "case", Purpose::test};
    const std::int32_t one = stream.uniform() < 0.5 ? 0 : 1;
    const std::int32_t two = stream.uniform() < 0.5 ? 0 : 1;
    const Date begin = kNewest - Days{static_cast<int>(stream.uniform() * 800.0)};
    Spell spell{0.0, begin, kNewest, std::nullopt, 0};
    for (int waited = 0; begin + Days{waited} <= kNewest; ++waited) {
      if (stream.uniform() >= 1.0 - std::exp(-0.03 * factor(one, two, waited))) continue;
      spell.last = begin + Days{waited};
      spell.cause = 0;
      break;
    }
    table.spells.push_back(spell);
    table.levels.push_back(one);
    table.levels.push_back(two);
  }
  return table;
}

StateModel fit_spells(const SpellTable& table, const StateModel* before = nullptr) {
  StateSettings settings;
  settings.as_of = kNewest;
  settings.before = before;
  return fit_state("test", table, case_prior({"decided"}), settings);
}

const Interaction& find(const StateModel& model, With with, std::size_t covariate) {
  for (const Interaction& one : model.interactions) {
    if (one.with == with && one.covariate == covariate) return one;
  }
  throw std::logic_error{"no such interaction"};
}

TEST(Interactions, StayAtNoughtWhereThereAreNone) {
  const StateModel model = fit_spells(simulate([](int, int, int) { return 1.0; }));
  ASSERT_EQ(model.interactions.size(), 5U);  // two with waiting, two with the calendar, one pair
  for (const Interaction& one : model.interactions) {
    EXPECT_LT(one.deviation, 0.15);
    for (const double departure : one.mode) EXPECT_LT(std::abs(departure), 0.12);
  }
}

TEST(Interactions, FindALevelThatIsSlowOnlyAtFirst) {
  const StateModel model = fit_spells(
      simulate([](int one, int, int waited) { return one == 1 && waited < 15 ? 0.4 : 1.0; }));
  const StateSampler sampler{model, 30};
  const auto factors = sampler.departures_of(std::vector<std::int32_t>{1, 0});
  const auto others = sampler.departures_of(std::vector<std::int32_t>{0, 0});
  const auto ratio = [&](std::int32_t waited) {
    const std::size_t bin = model.bins.of(waited);
    return factors[bin] / others[bin];
  };
  // 0.4 early against 1 late; the hats cannot step as sharply as the truth.
  EXPECT_LT(ratio(3) / ratio(60), 0.65);
}

TEST(Interactions, FindAPairThatIsMoreThanItsParts) {
  const StateModel model =
      fit_spells(simulate([](int one, int two, int) { return one == 1 && two == 1 ? 2.5 : 1.0; }));
  const Interaction& pair = find(model, With::covariate, 1);
  // log 2.5 shared between effects and pairs: a quarter of it is the pair's own, in both signs.
  const double own = pair.mode[3] + pair.mode[0] - pair.mode[1] - pair.mode[2];
  EXPECT_NEAR(own, std::log(2.5), 0.25);
}

TEST(Interactions, OfABlankOrUnknownLevelAreNone) {
  const StateModel model =
      fit_spells(simulate([](int one, int, int) { return one == 1 ? 2.0 : 1.0; }, 1000));
  const StateSampler sampler{model, 30};
  for (const std::int32_t level : {kNoLevel, 7}) {
    for (const double factor : sampler.departures_of(std::vector<std::int32_t>{level, level})) {
      EXPECT_EQ(factor, 1.0);
    }
  }
}

TEST(Interactions, BeginWhereAnEarlierFitEnded) {
  const SpellTable table =
      simulate([](int one, int, int waited) { return one == 1 && waited < 15 ? 0.4 : 1.0; });
  const StateModel before = fit_spells(table);
  const StateModel again = fit_spells(table, &before);
  for (std::size_t i = 0; i < again.interactions.size(); ++i) {
    for (std::size_t j = 0; j < again.interactions[i].mode.size(); ++j) {
      EXPECT_NEAR(again.interactions[i].mode[j], before.interactions[i].mode[j], 0.05);
    }
  }
}

TEST(Interactions, OfOneLevelOrNoCovariateDoNotExist) {
  SpellTable table = simulate([](int, int, int) { return 1.0; }, 200);
  table.covariates.clear();
  table.levels.clear();
  EXPECT_TRUE(fit_spells(table).interactions.empty());
}

}  // namespace
}  // namespace runout::regime
