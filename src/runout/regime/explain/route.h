// The way of one case to its first decision, with more or less known about it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "runout/base/draws.h"
#include "runout/regime/future/pace.h"
#include "runout/regime/future/state_draw.h"

namespace runout::regime {

/// One state on the way. The last one is where the authority decides.
struct RouteStage {
  const StateModel* model = nullptr;  ///< not owned
  std::vector<double> open;           ///< [day - 1] how open the office is
  std::vector<char> ticks;            ///< [day - 1] whether the day adds to the waiting
  std::int32_t waited = 0;            ///< days over already
  double need_factor = 1.0;           ///< on the hazard, once changes are known
  std::vector<double> unknown;        ///< OpenCase::unknown, felt once the waiting is known
  /// [covariate] (effect, share of the cases on file that have it)
  std::vector<std::vector<std::pair<std::size_t, double>>> usual;
  std::vector<std::optional<std::size_t>> own;  ///< [covariate] effect
  /// [covariate][bin] logarithm by which the case departs from its effects, with earlier
  /// covariates; the typical case does not.
  std::vector<std::vector<double>> departures;
  std::vector<std::optional<std::size_t>> outcomes;  ///< [cause] nothing: on to the next stage
};

/// One future of one stage, as it may come and at the long-run pace.
struct StageFuture {
  const StateDraw* ahead = nullptr;
  const StateDraw* long_run = nullptr;
};

/// One future of the whole way.
struct RouteFuture {
  std::vector<StageFuture> stages;
  const PaceAhead* pace = nullptr;  ///< changes of the authority, for the last stage; null: none
  std::vector<double> thresholds;   ///< [stage but the last] hazard at which it is left
  std::vector<double> uniforms;     ///< likewise: how
};

/// What is taken as known; all else is as in the typical case.
struct Knowledge {
  bool waited = false;
  bool calendar = false;
  std::size_t covariates = 0;  ///< the first so many
  bool changes = false;
};

/// Adds up futures.
struct RouteTally {
  RouteTally() = default;
  RouteTally(Day horizon, std::size_t outcomes)
      : pending(static_cast<std::size_t>(horizon) + 1, 0.0), ended(outcomes, 0.0) {}

  std::vector<double> pending;  ///< [day] sum of the chances to be undecided at its end, from day 0
  std::vector<double> ended;    ///< [outcome] sum of the chances to end so within the horizon
  std::vector<double> medians;  ///< [future] days, the horizon at most
};

/// Follows one future under each knowledge, [knowledge] one tally each: exactly in the last stage,
/// by the future's own numbers in those before.
void follow_route(const std::vector<RouteStage>& route, const RouteFuture& future,
                  std::span<const Knowledge> knowledge, std::span<RouteTally> tallies);

/// The days by which a share of the futures has ended, between whole days by straight lines;
/// nothing if that is beyond the horizon.
[[nodiscard]] std::optional<double> quantile_days(const RouteTally& tally, double share);

}  // namespace runout::regime
