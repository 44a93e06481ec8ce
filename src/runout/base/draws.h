// The one thing that passes from the licensing model to the simulator: when each application is
// decided and how, in every replication. Plain arrays; regime fills them, flow reads them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace runout {

/// Days are counted from the as-of day: 1 is the first simulated day, 0 the as-of day itself,
/// negative ones lie before it.
using Day = std::int32_t;

/// Later than every horizon.
inline constexpr Day kNever = std::numeric_limits<Day>::max();

/// Where an application stands, as far as a planner who waits for it cares.
enum class Stage : std::uint8_t {
  preparing,  ///< the paperwork before filing
  review,     ///< filed or accepted, queries and holds included
  returned,   ///< sent back; to be resubmitted
  refused,    ///< refused, withdrawn or lapsed for good
  in_hand,    ///< granted; the licence may be used from this day on
};

/// How an application ends for good. `returned` ends it only where somebody says that it is not
/// filed again. `pending` is not an end: no decision at all in this draw.
enum class FinalOutcome : std::uint8_t { granted, refused, withdrawn, lapsed, returned, pending };

/// From `day` on the application stands in `stage`.
struct StageChange {
  Day day = 0;
  Stage stage = Stage::preparing;
  friend bool operator==(const StageChange&, const StageChange&) = default;
};

/// One application of an order that a replenishment policy will make: durations in calendar days
/// from the day the order is made. Used in the order of creation.
struct PolicyTurn {
  Day preparation_days = 0;
  Day review_days = 0;  ///< after preparation; returns and resubmissions inside
  FinalOutcome outcome = FinalOutcome::granted;
  friend bool operator==(const PolicyTurn&, const PolicyTurn&) = default;
};

/// Decisions of all applications in consecutive replications, [replication][application].
///
/// Invariant: every (replication, application) has at least one stage change, ascending by day,
/// the first with day <= 0 (where it stands at the end of the as-of day). `in_hand_day` is the day
/// of the change to Stage::in_hand, else kNever.
struct Draws {
  std::size_t first_replication = 0;
  std::size_t replications = 0;
  std::size_t applications = 0;
  std::size_t policies = 0;
  std::size_t turns_per_policy = 0;

  std::vector<Day> in_hand_day;            ///< [replication][application]
  std::vector<FinalOutcome> outcome;       ///< [replication][application]
  std::vector<Day> final_day;              ///< [replication][application] day of the final decision
  std::vector<std::uint32_t> first_stage;  ///< [replication x application + 1] into stages
  std::vector<StageChange> stages;
  std::vector<PolicyTurn> turns;  ///< [replication][policy][turn]

  [[nodiscard]] std::size_t cell(std::size_t replication, std::size_t application) const {
    return replication * applications + application;
  }
  [[nodiscard]] std::span<const StageChange> stages_of(std::size_t replication,
                                                       std::size_t application) const {
    const std::size_t i = cell(replication, application);
    return {stages.data() + first_stage[i], stages.data() + first_stage[i + 1]};
  }
  /// The stage at the end of `day`.
  [[nodiscard]] Stage stage_on(std::size_t replication, std::size_t application, Day day) const;
  [[nodiscard]] std::span<const PolicyTurn> turns_of(std::size_t replication,
                                                     std::size_t policy) const {
    return {turns.data() + (replication * policies + policy) * turns_per_policy, turns_per_policy};
  }
};

/// Some replications of the draws alone, from `first` on, as many as there are up to `count`.
[[nodiscard]] Draws take_some(const Draws& draws, std::size_t first, std::size_t count);

/// Throws Error{internal} naming the first broken invariant, for tests and at the module border.
void check(const Draws& draws);

}  // namespace runout
