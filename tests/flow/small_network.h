// Builds small networks and given decisions for tests, in whole units.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/draws.h"
#include "runout/flow/network.h"
#include "runout/flow/simulate.h"

namespace runout::flow::fixtures {

[[nodiscard]] inline constexpr Micro units(std::int64_t n) { return n * 1'000'000; }

/// A network of the horizon without anything in it.
[[nodiscard]] Network empty_network(Day horizon);

Index add_point(Network& network, const std::string& item, std::int64_t on_hand_units);

/// A line that is not planned to make anything yet.
Index add_line(Network& network, const std::string& code);

/// An item made by the line, the same plan on every day, at a stock point of its own.
Index add_task(Network& network, Index line, std::int64_t units_per_day);

void add_component(Network& network, Index task, Index point, Micro needed = units(1));

/// A consignment from an endless source with a fixed transit.
Index add_consignment(Network& network, Index to, std::int64_t quantity_units, Day ready,
                      std::int32_t transit_days);

/// Makes the consignment wait for a new application; the need holds on every day.
LicenceNeed& add_need(Network& network, Index consignment);

Index add_policy(Network& network, PolicyKind kind, Index to, std::optional<Index> from,
                 std::int64_t level_units, std::int32_t transit_days);

/// A calendar of the network's horizon that works on all days but these.
Index add_calendar_closed_on(Network& network, const std::vector<Day>& closed);

/// One line L that makes CAR from one MAG each, with so many MAG in stock.
struct OneLine {
  Network network;
  Index line = 0;
  Index task = 0;
  Index magnets = 0;
};
[[nodiscard]] OneLine one_line(Day horizon, std::int64_t stock_units, std::int64_t units_per_day);

/// How one application is decided in one replication.
struct Given {
  Day decided = kNever;
  FinalOutcome outcome = FinalOutcome::granted;
  Stage until_then = Stage::review;
};

/// Draws of one replication, in the order of the applications.
[[nodiscard]] Draws given_draws(const Network& network, const std::vector<Given>& given,
                                std::vector<PolicyTurn> turns = {});

/// Draws of several replications: [replication][application].
[[nodiscard]] Draws given_draws(const Network& network,
                                const std::vector<std::vector<Given>>& replications,
                                std::vector<PolicyTurn> turns, std::size_t turns_per_policy);

/// One replication with fixed transit and nothing to decide, ledger kept, all points traced.
[[nodiscard]] Simulation simulate_once(const Network& network, const std::vector<Given>& given = {},
                                       std::vector<PolicyTurn> turns = {});

/// Stock at the end of the day in a simulation of simulate_once, in whole units.
[[nodiscard]] std::int64_t stock_on(const Network& network, const Simulation& simulation,
                                    Index point, Day day);

}  // namespace runout::flow::fixtures
