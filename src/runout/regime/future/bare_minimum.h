// The scenario "bare-minimum": grants go where the need is.
#pragma once

#include <string>
#include <vector>

#include "runout/book/snapshot.h"
#include "runout/regime/future/scenario.h"

namespace runout::regime {

/// Factors on the review hazard of pending applications.
struct NeedFactors {
  std::vector<double> factor;  ///< [application]; empty: no such scenario
  std::vector<std::string> assumptions;
};

/// Applications of an authority are put in the order of need: the earliest day on which goods that
/// wait for them are ready, those without any last; equal days share a place. The first has nine
/// times the hazard of the last, evenly on a logarithmic scale in between, and their mean stays as
/// it was. Nothing on file shows whether an authority does so.
[[nodiscard]] NeedFactors find_need_factors(const book::Snapshot& snapshot,
                                            const std::vector<Scenario>& scenarios);

}  // namespace runout::regime
