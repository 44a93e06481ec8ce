// Random futures of one case's way, and the steps from the typical case to this one in them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runout/regime/explain/explanation.h"
#include "runout/regime/explain/route.h"
#include "runout/regime/future/known_changes.h"

namespace runout::regime {

/// Changes of the authority that decides.
struct RouteChanges {
  std::vector<ChangeInUse> changes;
  std::vector<std::string> authorities;
  std::size_t authority = 0;  ///< whose case it is
  Date as_of;
};

/// Futures of a way whose models stay alive elsewhere.
class RouteSampler {
 public:
  RouteSampler(std::vector<RouteStage> route, RouteChanges changes, Day horizon);

  /// Follows all futures under each knowledge, [knowledge] one tally each. `name` names the case's
  /// own random numbers. Same request and name, same bits, for any number of threads.
  [[nodiscard]] std::vector<RouteTally> follow(const std::vector<Knowledge>& knowledge,
                                               std::size_t outcomes, std::uint64_t name,
                                               const DecisionRequest& request) const;

  [[nodiscard]] const std::vector<RouteStage>& route() const { return route_; }
  [[nodiscard]] bool has_changes() const {
    return !pace_.is_idle() || route_.back().need_factor != 1.0;
  }

 private:
  void follow_block(const std::vector<Knowledge>& knowledge, std::uint64_t name, std::uint64_t seed,
                    std::uint32_t first, std::uint32_t count,
                    std::vector<RouteTally>& tallies) const;

  std::vector<RouteStage> route_;
  std::vector<std::unique_ptr<StateModel>> long_run_models_;  ///< samplers point to them
  std::vector<StateSampler> ahead_;                           ///< [stage]
  std::vector<StateSampler> long_run_;
  std::vector<std::string> authorities_;
  std::size_t authority_;
  PaceSampler pace_;
  Day horizon_;
};

/// What is known about a case, step by step, and what each step is called.
struct RouteSteps {
  std::string waited;                   ///< label
  std::vector<std::string> covariates;  ///< labels, [covariate]
};

/// Fills parts, medians, quantiles and outcomes (named already) of an explanation. `before` is the
/// way without aggregate reports, or null when there are none.
void explain_route(const RouteSampler& sampler, const RouteSampler* before, const RouteSteps& steps,
                   std::uint64_t name, const DecisionRequest& request, Explanation& explanation);

}  // namespace runout::regime
