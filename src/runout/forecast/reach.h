// Which lines the day of one application can touch at all.
#pragma once

#include <cstddef>
#include <vector>

#include "runout/flow/network.h"

namespace runout::forecast {

/// True when the consignment has not left and waits for the application.
[[nodiscard]] bool waits_for(const flow::Consignment& consignment, std::size_t application);

/// Consignments that have not left and wait for the application, in the order of the book.
[[nodiscard]] std::vector<std::size_t> find_waiting(const flow::Network& network,
                                                    std::size_t application);

/// Which lines something can touch, for many questions about one network.
class Reach {
 public:
  /// The network must outlive it.
  explicit Reach(const flow::Network& network);

  /// [network line] 1 where the days on which the application's consignments leave may change what
  /// the line does: directly, or by way of shared components, shared licences, sub-assemblies,
  /// transfers and policies. The others do the same whatever that day is.
  [[nodiscard]] std::vector<char> of_application(std::size_t application) const;
  /// The same for what stock a point has.
  [[nodiscard]] std::vector<char> of_point(flow::Index point) const;
  /// Consignments that have not left and wait for the application, in the order of the book.
  [[nodiscard]] const std::vector<std::size_t>& waiting_for(std::size_t application) const {
    return waiting_[application];
  }

 private:
  class Marks;
  /// What the stock of a point may change.
  struct AtPoint {
    std::vector<flow::Index> tasks;
    std::vector<flow::Index> policies;
    std::vector<std::size_t> taken;  ///< consignments that take stock there
  };

  const flow::Network& network_;
  std::vector<AtPoint> at_point_;                     ///< [point]
  std::vector<std::vector<std::size_t>> of_licence_;  ///< [licence] consignments
  std::vector<std::vector<std::size_t>> waiting_;     ///< [application]
};

}  // namespace runout::forecast
