// The simulator: what is asked of it and what it answers. What a day is, and every rule S1 to S9,
// is told in docs/explanation/semantics.md.
//
// There are two, with the same results bit for bit: the plain one (replication.h), one replication
// at a time, written to be read; and the fast one (fast/fast_simulator.h), which is used unless the
// plain one is asked for or something that only it keeps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "runout/base/draws.h"
#include "runout/base/instructions.h"
#include "runout/flow/network.h"

namespace runout::flow {

/// How long a consignment is on its way.
enum class TransitMode {
  drawn,    ///< at random, keyed by (seed, replication, consignment)
  typical,  ///< the typical days, no inspections: the deterministic dates
};

/// Why a line waits for what it waits for, in the words of the contract.
enum class Cause {
  preparing,
  review,
  returned,
  refused,
  in_hand,
  not_ready,
  transit,
  held,
  no_order,
  unknown_control,
};
[[nodiscard]] const char* to_text(Cause cause);

/// Full planned days in a row that end a shortage.
inline constexpr std::int32_t kFullDaysOfRestart = 5;

/// One line in one replication. Days are kNever when the event does not happen by the horizon.
struct LineOutcome {
  Day run_out = kNever;         ///< first short day
  Day stop = kNever;            ///< first planned day without output
  Day restart = kNever;         ///< first of five planned days in a row at full plan, after run_out
  std::int64_t lost_units = 0;  ///< owed at the end of the horizon, all its items
  std::int32_t stop_days = 0;   ///< planned days without output
  friend bool operator==(const LineOutcome&, const LineOutcome&) = default;
};

/// A share of the blame for one line's run-out in one replication (S9). Shares of a line that ran
/// out sum to 1 in each replication.
struct BlameShare {
  std::uint32_t replication = 0;
  Index line = 0;
  Index point = 0;                   ///< the binding component at the line's site
  std::optional<Index> consignment;  ///< into Network::consignments
  std::optional<Index> policy;       ///< an order made by this policy
  std::optional<Index> application;  ///< that the consignment waited for
  Cause cause = Cause::no_order;
  double share = 0.0;
  friend bool operator==(const BlameShare&, const BlameShare&) = default;
};

/// What became of the goods at one point in one replication; exact (law O15):
/// initial + released + produced + arrived = consumed + departed + left.
struct PointLedger {
  Micro initial = 0;
  Micro released = 0;
  Micro produced = 0;
  Micro arrived = 0;
  Micro consumed = 0;
  Micro departed = 0;
  Micro left = 0;
};

/// Which of the two simulators.
enum class Method : std::uint8_t { fast, plain };

struct SimulationSettings {
  std::uint64_t seed = 1;
  unsigned threads = 1;
  TransitMode transit = TransitMode::drawn;
  Method method = Method::fast;
  std::optional<Instructions> instructions;  ///< nothing: the widest of the machine
  /// Points whose stock at the end of each day is kept, for this many first replications.
  std::vector<Index> traced_points;
  std::size_t traced_replications = 0;
  /// Fill Simulation::ledger.
  bool keep_ledger = false;
  /// For tests of inventory theory only: [replication][task][day 1..horizon] replaces the plan.
  std::span<const std::int64_t> demand;
  /// Called now and then from the simulating threads with the number of replications done; return
  /// false to stop early. Must be thread-safe.
  std::function<bool(std::size_t done)> progress;
};

/// How much of the network had to be followed.
struct Effort {
  std::size_t points = 0;
  std::size_t points_followed = 0;  ///< the others never bind, whatever the draws
  std::size_t uses = 0;             ///< of components by tasks
  std::size_t uses_followed = 0;
  std::size_t parts = 0;           ///< that share nothing
  std::size_t parts_in_lanes = 0;  ///< followed sixteen replications at a time
  friend bool operator==(const Effort&, const Effort&) = default;
};

/// The results of all replications, in order.
struct Simulation {
  std::size_t replications = 0;
  std::vector<LineOutcome> lines;          ///< [replication][line]
  std::vector<std::int64_t> lost_by_task;  ///< [replication][task]
  std::vector<BlameShare> blame;           ///< ascending by replication, line
  std::vector<Micro> traced;               ///< [replication][traced point][day 0..horizon]
  std::vector<PointLedger> ledger;         ///< [replication][point]
  Effort effort;
  bool complete = true;  ///< false: stopped by `progress`; the rest is as shaped
};

/// What is wanted of a simulation, where not everything is.
struct Focus {
  /// [line] 1 where the line's numbers are wanted; empty: all. Others may be left as if never
  /// short.
  std::vector<char> lines;
  bool blame = true;
  /// Applications whose decisions differ from the draws that were remembered; nothing: any may.
  std::optional<std::vector<Index>> changed = std::nullopt;
};

/// A network made ready once, for draws that come in blocks. Holds a reference to the network.
class Simulator {
 public:
  /// Throws Error{internal} when the network's rows do not fit together, Error{invalid_input} when
  /// the goods of one point are more than can be held exactly.
  Simulator(const Network& network, SimulationSettings settings);
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;
  ~Simulator();

  /// Simulates every replication of `draws`. Same bits for any number of threads, either method and
  /// any instructions. Throws Error{internal} if shapes differ.
  [[nodiscard]] Simulation simulate(const Draws& draws, const Focus& focus = {});

  /// Keeps what follows from these draws, so that runs with some decisions changed
  /// (Focus::changed) need not work it out again; 8 bytes for each consignment and replication.
  void remember(const Draws& draws);

 private:
  const Network& network_;
  SimulationSettings settings_;
  bool may_overflow_ = false;
  std::unique_ptr<class FastSimulator> fast_;  ///< made when it is first asked for
};

/// The same for draws that come at once.
[[nodiscard]] Simulation simulate(const Network& network, const Draws& draws,
                                  const SimulationSettings& settings);

}  // namespace runout::flow
