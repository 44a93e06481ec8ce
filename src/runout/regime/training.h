// What a book teaches about waiting: the spells of all attempts of all applications.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "runout/book/snapshot.h"
#include "runout/regime/book_covariates.h"
#include "runout/regime/spells.h"

namespace runout::regime {

/// Causes of leaving a state, in the order of the priors' outcomes (waiting_prior.h).
enum class PreparingCause : std::uint8_t { filed, withdrawn };
enum class ReviewCause : std::uint8_t { granted, refused, returned, withdrawn };
enum class ReturnedCause : std::uint8_t { resubmitted, withdrawn };

/// Spells known at the end of the as-of day. Clock 0 of `preparing` counts every day; clocks of the
/// other two are those of the authorities, in the order of `authorities`.
struct BookSpells {
  SpellTable preparing;
  SpellTable review;
  SpellTable returned;
  std::vector<std::string> authorities;
  std::size_t decided_applications = 0;  ///< with a final decision among the spells
  std::size_t pending_applications = 0;
  std::size_t intervals = 0;        ///< events known only to lie between two days
  std::size_t hidden_by_entry = 0;  ///< spells over before `observed_from`: not used
};

/// Collects the spells. An event known only to lie between two days, which ends a state, counts on
/// each day that may be the one (interval_events.h): after the event before it, and before what can
/// only follow it. What it begins begins on the middle day; so do the ends of queries and holds,
/// and what ends while paused. Until its last day is over it is an announcement: as for the
/// statuses of a snapshot, the record does not say yet that it has happened.
///
/// An escalation cuts a spell: from the day after it is one of an escalated application. Query and
/// hold days do not count. With `observed_from` only what happened after that day is
/// seen. Review begins with `accepted`, else `filed` or `resubmitted`, and counts from the day
/// after.
[[nodiscard]] BookSpells collect_spells(const book::Snapshot& snapshot, const UsedCovariates& used);

}  // namespace runout::regime
