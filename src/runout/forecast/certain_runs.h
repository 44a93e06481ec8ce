// Deterministic runs at typical transit: the dates a planner can check with a pocket calculator.
#pragma once

#include <optional>
#include <vector>

#include "runout/flow/simulate.h"
#include "runout/forecast/build_network.h"
#include "runout/forecast/section.h"
#include "runout/forecast/standing.h"

namespace runout::forecast {

/// Which consignments and orders of policies move in a deterministic run.
enum class Supply {
  stock_only,        ///< none
  on_the_way,        ///< what is shipped
  secured,           ///< plus what needs no licence or has it in hand, in-house transfers included
  if_granted_today,  ///< everything, all that is pending granted on the as-of day
};

/// The network with what may move; consignments and policies keep their order.
[[nodiscard]] flow::Network restrict_supply(const flow::Network& network, Supply supply);

/// Outcomes of all lines [network line] in one run without chance.
[[nodiscard]] std::vector<flow::LineOutcome> run_certain(const flow::Network& network,
                                                         const std::vector<Standing>& standings,
                                                         Supply supply);

/// Outcomes of all lines in the run of each kind of supply.
struct CertainRuns {
  std::vector<flow::LineOutcome> stock_only;
  std::vector<flow::LineOutcome> on_the_way;
  std::vector<flow::LineOutcome> secured;
  std::vector<flow::LineOutcome> if_granted_today;
  std::vector<flow::LineOutcome> all_fly;  ///< as secured, in a network of let_all_fly
};

/// `flying`: the network of let_all_fly.
[[nodiscard]] CertainRuns run_all_certain(const BuiltNetwork& built, const flow::Network& flying,
                                          const std::vector<Standing>& standings);

/// The date of a day counted from the as-of day; nothing for kNever.
[[nodiscard]] std::optional<Date> date_of(Day day, Date as_of);

/// Until when the secured supply of each component alone keeps its line at plan, and what arrives
/// next.
class ComponentOutlooks {
 public:
  /// The references must outlive it.
  ComponentOutlooks(const BuiltNetwork& built, const std::vector<Standing>& standings, Date as_of);

  /// For each component of a line (network row), in the order of its requirements. The alternatives
  /// of a choice count together. May be called from several threads.
  [[nodiscard]] std::vector<ComponentOutlook> of(flow::Index line) const;

 private:
  [[nodiscard]] Day run_alone(const Section& section, flow::Index line, flow::Index point) const;

  const flow::Network& network_;
  Date as_of_;
  flow::Network secured_;
  Sections sections_;
  std::vector<Day> next_arrival_;  ///< [point]
};

}  // namespace runout::forecast
