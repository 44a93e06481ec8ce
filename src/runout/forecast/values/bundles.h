// Licences that only together free a line.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runout/forecast/build_network.h"
#include "runout/forecast/forecast.h"
#include "runout/forecast/reach.h"
#include "runout/forecast/values/suffering.h"

namespace runout::forecast {

/// For each line that loses something: a smallest set of open applications that, granted today,
/// avoids nearly all that granting all of them would, found by leaving out one after the other (the
/// least needed first). Each share is L. Shapley's ("A value for n-person games", Contributions to
/// the Theory of Games II, 1953, 307-317): the mean of what the licence adds, over all orders in
/// which they may come; shares add up to what the bundle avoids.
///
/// `open` rows of applications that can touch a line, the most valuable first. `applications` of
/// the bundles stay empty.
[[nodiscard]] std::vector<Bundle> find_bundles(const BuiltNetwork& built, const Reach& reach,
                                               const std::vector<std::string>& currencies,
                                               const std::vector<std::string>& names,
                                               const std::vector<std::size_t>& open,
                                               Futures& futures);

}  // namespace runout::forecast
