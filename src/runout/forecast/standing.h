// Where every application stands at the end of the as-of day, as the simulator reads it.
#pragma once

#include <cstddef>
#include <vector>

#include "runout/base/draws.h"
#include "runout/book/snapshot.h"
#include "runout/forecast/build_network.h"

namespace runout::forecast {

/// The way of one application to its end: its stages, and the end itself.
struct CasePath {
  std::vector<StageChange> stages;
  FinalOutcome outcome = FinalOutcome::pending;
  Day final_day = kNever;
};

/// An application of the book or a new case.
struct Standing {
  Stage stage = Stage::preparing;  ///< at the end of the as-of day, while it is open
  bool is_open = true;             ///< not decided, or refused and filed again
  CasePath decided;                ///< when it is not open: what is known
};

/// One for each application of the book, then one for each new case.
[[nodiscard]] std::vector<Standing> find_standings(const book::Snapshot& snapshot,
                                                   const BuiltNetwork& built);

/// The path of an open case that is decided on a day; kNever: no decision at all.
/// A grant on or before the as-of day is in hand then; stages stay in order.
[[nodiscard]] CasePath decide_on(Stage stage, Day day, FinalOutcome outcome);

/// Puts Draws together, application by application, replication by replication.
class DrawsWriter {
 public:
  DrawsWriter(std::size_t replications, std::size_t applications);
  void append(const CasePath& path);
  /// Call after replications x applications paths. No policies yet.
  [[nodiscard]] Draws finish();

 private:
  Draws draws_;
};

/// How the deterministic dates read what is not decided.
enum class OpenCases { never, granted_today };

/// `replications` equal futures without chance for the network, in which open cases are all
/// granted on the as-of day or never. Orders of policies get their licences at once or never.
[[nodiscard]] Draws make_certain_draws(const std::vector<Standing>& standings,
                                       const flow::Network& network, OpenCases open_cases,
                                       std::size_t replications = 1);

}  // namespace runout::forecast
