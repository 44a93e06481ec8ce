// What-if scenarios of the command line: "halt:2025-10-09..2025-11-10@MOFCOM".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runout/base/dates.h"

namespace runout::regime {

/// How an authority changes its ways.
enum class ChangeKind : std::uint8_t {
  freeze,      ///< nothing is decided
  easing,      ///< decisions come faster
  tightening,  ///< decisions come more slowly
  fast_lane,   ///< a quicker way for part of the cases
  /// Grants go where the need is (bare_minimum.h): a change of the order, not of the pace.
  bare_minimum,
};

/// One scenario: a change on stated days.
struct Scenario {
  std::string text;  ///< as written; names its random streams
  ChangeKind kind = ChangeKind::freeze;
  std::optional<Date> from;  ///< first day; nothing: the day after the as-of day
  std::optional<Date> to;    ///< last day; nothing: not known (freeze) or for good
  std::string authority;     ///< empty: every authority
};

/// Reads KIND[:FROM[..TO]][@AUTHORITY]; bare-minimum has no days. A wrong one gives a sentence that
/// names what is wrong and shows a right one.
[[nodiscard]] std::variant<Scenario, std::string> read_scenario(std::string_view text);

/// What each scenario may say on a past day without foresight: it counts from its first day on, and
/// its last day is known from that day on. One without a first day but bare-minimum is left out.
[[nodiscard]] std::vector<Scenario> known_scenarios(const std::vector<Scenario>& scenarios,
                                                    Date as_of);

}  // namespace runout::regime
