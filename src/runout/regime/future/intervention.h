// Changes of how an authority works, past and to come, with what is not known about them.
//
// An announcement is a claim: the day may slip, and how much changes is open. So the day and the
// size are random in every future; a change that has begun is a change point of the fit instead,
// and the decisions since then say how large it was.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/draws.h"
#include "runout/base/random.h"
#include "runout/book/snapshot.h"
#include "runout/regime/future/scenario.h"

namespace runout::regime {

/// A freeze without a known end that has lasted e days goes on for e and so many more, at the
/// median.
inline constexpr Day kFreezeAtLeast = 30;

/// Normal law of a change of the log hazard.
struct SizeLaw {
  double mean = 0.0;
  double deviation = 0.0;
};

/// A day as far as it is known.
struct UncertainDay {
  Date first;             ///< the earliest
  Date last;              ///< the latest, all days between equally likely; `first`: that day
  bool may_slip = false;  ///< announced: half of the time later, by a fortnight on average
};

/// One change of one or all authorities.
struct Intervention {
  std::string name;  ///< names its random streams: the same change, the same numbers
  ChangeKind kind = ChangeKind::freeze;
  std::string authority;  ///< empty: every authority
  UncertainDay begin;
  std::optional<UncertainDay>
      end;       ///< the last day; nothing: a freeze of unknown length, or for good
  SizeLaw size;  ///< of all but a freeze
  enum class Source : std::uint8_t { book, scenario } source = Source::book;

  [[nodiscard]] bool concerns(const std::string& whose) const {
    return authority.empty() || authority == whose;
  }
  /// Begun by the end of `day`, as far as is known.
  [[nodiscard]] bool has_begun(Date day) const { return begin.last <= day; }
};

/// The changes that a book tells of: events of its authorities, as known on the as-of day. The same
/// word again within 30 days is the same change told twice.
[[nodiscard]] std::vector<Intervention> book_interventions(const book::Snapshot& snapshot);

/// A scenario as a change.
[[nodiscard]] Intervention to_intervention(const Scenario& scenario, Date as_of);

/// The days ahead on which a change is in force in one future: counted from the as-of day, first
/// and last included, from 1; kNever without an end. Draws the days that are not known.
struct DaysInForce {
  Day first = 1;
  Day last = kNever;
};
[[nodiscard]] DaysInForce draw_days(const Intervention& intervention, Date as_of,
                                    RandomStream& stream);

}  // namespace runout::regime
