// What an event does to an application, as data: one table for all authorities, and rows of single
// authorities that hold before it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "runout/book/snapshot.h"

namespace runout::book {

/// What happens to the clocks and overlays of an application, beside its state.
enum class Effect {
  none,
  prepare,      ///< the preparation begins, unless it has begun
  file,         ///< the review clock starts
  accept,       ///< the review clock starts anew; a query that is open is closed
  resubmit,     ///< the next attempt begins at 0
  open_query,   ///< the clock rests
  close_query,  ///< and goes on, unless a hold is in force
  hold,
  release,
  give_back,  ///< the attempt ends
  decide,
};

enum class Expectation {
  expected,
  unexpected,  ///< acts, but the events are out of order or one is missing
};

/// A set of states, and "no event yet".
using States = std::uint32_t;
[[nodiscard]] constexpr States only(ApplicationState state) {
  return States{1} << static_cast<unsigned>(state);
}
inline constexpr States kNoEventYet = States{1} << 31U;

struct Transition {
  std::string_view authority;  ///< empty: every authority
  States from = 0;
  std::string_view event;
  std::optional<ApplicationState> to;  ///< nothing: as it was
  Effect effect = Effect::none;
  Expectation expectation = Expectation::expected;
};

/// All rows; the first that fits holds. An event without a fitting row is out of order and does
/// nothing.
[[nodiscard]] std::span<const Transition> transitions();

/// The row for an event of an application in one of `from`; null when there is none.
[[nodiscard]] const Transition* find_transition(std::string_view authority, States from,
                                                std::string_view event);

}  // namespace runout::book
