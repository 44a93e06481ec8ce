// The licences that a consignment needs: named ones, or those that the controls ask for (S1).
#pragma once

#include <cstddef>
#include <vector>

#include "runout/flow/network.h"
#include "runout/forecast/build_context.h"

namespace runout::forecast {

/// Finds what the order of a row of orders.csv needs before it may leave. Starts a new case, with
/// a warning that names it, where controls ask for a licence that nobody holds or has applied for.
[[nodiscard]] std::vector<flow::LicenceNeed> find_licence_needs(BuildContext& context,
                                                                std::size_t order_row);

/// Makes the need for one application named in an order that goes by a lane of `lane_mode`.
/// Warns where its mode or the unit of its licences keeps them from covering the order.
[[nodiscard]] flow::LicenceNeed need_named_application(BuildContext& context, std::size_t order_row,
                                                       ApplicationId application);

}  // namespace runout::forecast
