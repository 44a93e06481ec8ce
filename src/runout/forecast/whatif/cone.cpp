#include "runout/forecast/whatif/cone.h"

#include <map>
#include <optional>
#include <string>

#include "runout/flow/fast/split.h"
#include "runout/flow/fast/sub_network.h"
#include "runout/flow/prepared.h"

namespace runout::forecast {
namespace {

/// A network in the parts that share nothing that matters, found by the code of a line.
struct Cut {
  Cut(const flow::Network& network, flow::TransitMode transit)
      : whole{network},
        mode{transit},
        split{flow::split(flow::PreparedNetwork{network, transit}, transit)} {
    for (std::size_t part = 0; part < split.parts.size(); ++part) {
      for (const flow::Index line : split.parts[part].lines) {
        part_of[network.lines[line].code] = part;
      }
    }
  }

  [[nodiscard]] flow::SubNetwork part(std::size_t number) const {
    return flow::SubNetwork{whole, split, split.parts[number], mode};
  }

  const flow::Network& whole;
  flow::TransitMode mode;
  flow::Split split;
  std::map<std::string, std::size_t> part_of;  ///< a line in none is never short
};

/// Policies take their turns by their row in the whole network.
bool are_same(const flow::SubNetwork& one, const flow::SubNetwork& other) {
  return one.network == other.network && one.policies == other.policies;
}

}  // namespace

std::vector<char> find_changed_lines(const flow::Network& before, const flow::Network& after,
                                     flow::TransitMode transit) {
  const Cut old_parts{before, transit};
  const Cut new_parts{after, transit};
  std::vector<char> is_changed(after.lines.size(), 0);
  std::vector<char> was_compared(new_parts.split.parts.size(), 0);
  for (flow::Index line = 0; line < after.lines.size(); ++line) {
    const auto old_part = old_parts.part_of.find(after.lines[line].code);
    const auto new_part = new_parts.part_of.find(after.lines[line].code);
    const bool was_safe = old_part == old_parts.part_of.end();
    const bool is_safe = new_part == new_parts.part_of.end();
    if (is_safe || was_safe) {
      if (is_safe != was_safe) is_changed[line] = 1;
      continue;
    }
    if (was_compared[new_part->second] != 0) continue;
    was_compared[new_part->second] = 1;
    if (are_same(old_parts.part(old_part->second), new_parts.part(new_part->second))) continue;
    for (const flow::Index other : new_parts.split.parts[new_part->second].lines) {
      is_changed[other] = 1;
    }
  }
  return is_changed;
}

}  // namespace runout::forecast
