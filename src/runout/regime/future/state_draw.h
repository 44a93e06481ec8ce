// One random future of a state: its hazard on every day ahead by waiting time, and its causes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "runout/base/draws.h"
#include "runout/regime/state_model.h"

namespace runout::regime {

/// Log odds of one split in one future.
struct SplitDraw {
  std::vector<double> by_bin;     ///< [bin]
  std::vector<double> by_period;  ///< [period ahead]
  std::vector<double> effect;     ///< [effect]
};

/// One future, shared by all cases of a replication.
struct StateDraw {
  std::size_t bins = 0;
  int period_days = 7;
  std::vector<double> hazard;      ///< [period ahead][bin] a day, of a case without covariates
  std::vector<double> day_factor;  ///< [day - 1]
  std::vector<double> effect;      ///< [effect] factor on the hazard
  std::vector<SplitDraw> splits;

  /// Hazard on `day` (1 is the first ahead) in bin `bin`, on a wholly open day.
  [[nodiscard]] double hazard_on(Day day, std::size_t bin) const {
    const auto index = static_cast<std::size_t>(day - 1);
    return hazard[index / static_cast<std::size_t>(period_days) * bins + bin] * day_factor[index];
  }
};

/// Draws futures from a fitted state. Same seed and replication, same future, whatever is asked
/// together.
class StateSampler {
 public:
  /// `model` must outlive this. `scale` multiplies the hazard of each day ahead, [day - 1]; empty:
  /// 1 everywhere.
  StateSampler(const StateModel& model, Day horizon, std::vector<double> scale = {});

  /// Futures of the replications first .. first + draws.size() - 1.
  void draw(std::uint64_t seed, std::uint32_t first, std::span<StateDraw> draws) const;

  /// Numbers of the effects of the levels of a case; blanks and unknown levels are left out.
  [[nodiscard]] std::vector<std::size_t> effects_of(std::span<const std::int32_t> levels) const;
  /// Factors on the hazard by which a case departs from its covariates' effects, [bin]; empty:
  /// none.
  [[nodiscard]] std::vector<double> departures_of(std::span<const std::int32_t> levels) const;
  /// Their logarithms, of those whose later covariate is `covariate`.
  [[nodiscard]] std::vector<double> log_departures_of(std::span<const std::int32_t> levels,
                                                      std::size_t covariate) const;
  /// The cause of leaving on `day` in bin `bin`, from a uniform number.
  [[nodiscard]] std::size_t cause(const StateDraw& draw, std::span<const std::size_t> effects,
                                  Day day, std::size_t bin, double uniform) const;
  [[nodiscard]] const StateModel& model() const { return model_; }

 private:
  /// Some of the kTogether replications from `block` on: draws.size() after the first `skipped`.
  void draw_together(std::uint64_t seed, std::uint32_t block, std::uint32_t skipped,
                     std::span<StateDraw> draws) const;
  void draw_future(std::uint64_t seed, std::uint32_t replication, const double* dense,
                   const double* newest, StateDraw& draw) const;

  const StateModel& model_;
  Day horizon_;
  std::vector<double> scale_;
  /// The levels as the fit numbers them; kNoLevel for those it does not know.
  [[nodiscard]] std::vector<std::int32_t> fitted_levels(std::span<const std::int32_t> levels) const;

  std::vector<std::size_t> first_effect_;  ///< [covariate]
};

}  // namespace runout::regime
