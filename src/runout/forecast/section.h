// The part of a network that one question is about, as a network of its own.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "runout/flow/network.h"
#include "runout/flow/simulate.h"
#include "runout/forecast/standing.h"

namespace runout::flow {
struct Part;
struct Split;
}  // namespace runout::flow

namespace runout::forecast {

/// Some lines with all that their numbers depend on. Runs without chance end for them as they do in
/// the whole network. Rows keep their order.
struct Section {
  flow::Network network;                  ///< applications as in the whole one
  std::vector<flow::Index> lines;         ///< [own line] in the whole network
  std::vector<flow::Index> points;        ///< [own point] in the whole network
  std::vector<std::size_t> consignments;  ///< [own consignment] in the whole network
  std::vector<flow::Index> policies;      ///< [own policy] in the whole network
  std::vector<std::size_t> applications;  ///< that its consignments wait for, ascending
  std::vector<Standing> standings;        ///< [of `applications`]

  /// The number of an application among `applications`, which must hold it.
  [[nodiscard]] std::size_t own(std::size_t application) const;
  /// Gives a network of this section the numbers of `applications`, so that draws are no larger
  /// than they must be.
  void renumber(flow::Network& with_whole_numbers) const;
};

/// A network cut into parts that share nothing that matters. In a large network
/// a day of one licence matters to few lines, and following only them takes a fraction of the time.
class Sections {
 public:
  /// The references must outlive it.
  Sections(const flow::Network& network, const std::vector<Standing>& standings,
           flow::TransitMode transit = flow::TransitMode::typical);
  Sections(const Sections&) = delete;
  Sections& operator=(const Sections&) = delete;
  ~Sections();

  [[nodiscard]] const flow::Network& network() const { return network_; }
  /// The parts in which something waits for the application: without a line where the day of its
  /// licence harms none, whatever it is.
  [[nodiscard]] Section around(std::size_t application) const;
  /// The part of a line: without one where it is never short.
  [[nodiscard]] Section around_line(flow::Index line) const;
  /// False where the point keeps no line from anything, whatever is decided.
  [[nodiscard]] bool matters(flow::Index point) const { return matters_[point] != 0; }

 private:
  [[nodiscard]] Section cut(const flow::Part& part) const;

  const flow::Network& network_;
  const std::vector<Standing>& standings_;
  flow::TransitMode transit_;
  std::unique_ptr<const flow::Split> split_;
  std::vector<std::vector<std::size_t>> of_application_;  ///< [application] parts, ascending
  std::vector<std::size_t> of_line_;                      ///< [line] its part
  std::vector<char> matters_;                             ///< [point]
};

}  // namespace runout::forecast
