// What each pending licence is worth: the loss that it would avoid, and which only help together.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "runout/book/snapshot.h"
#include "runout/forecast/build_network.h"
#include "runout/forecast/forecast.h"
#include "runout/forecast/standing.h"
#include "runout/forecast/values/suffering.h"

namespace runout::forecast {

/// Is told how far it is.
using Telling = std::function<void(std::string_view doing)>;

/// The values of all open applications of the book, and the bundles of all lines.
///
/// Everything is the mean difference between the same futures with and without a supposition, all
/// other decisions as drawn, with its paired standard error.
struct LicenceValues {
  std::vector<std::optional<LicenceValue>> of;  ///< [application of the book]; nothing: decided
  std::vector<Bundle> bundles;
  std::size_t replications = 0;
};

[[nodiscard]] LicenceValues find_licence_values(const book::Snapshot& snapshot,
                                                const BuiltNetwork& built,
                                                const std::vector<Standing>& standings,
                                                Futures& futures, const Telling& tell = {});

}  // namespace runout::forecast
