#include "runout/forecast/whatif/cone.h"

#include <map>
#include <string_view>

namespace runout::forecast {

std::vector<char> find_changed_lines(const Sections& before, const Sections& after) {
  std::map<std::string_view, flow::Index> old_line;
  for (const flow::Line& line : before.network().lines) {
    old_line.emplace(line.code, static_cast<flow::Index>(old_line.size()));
  }
  const std::vector<flow::Line>& lines = after.network().lines;
  std::vector<char> is_changed(lines.size(), 0);
  std::vector<char> was_compared(lines.size(), 0);
  for (flow::Index line = 0; line < lines.size(); ++line) {
    if (was_compared[line] != 0) continue;
    const Section is = after.around_line(line);
    const Section was = before.around_line(old_line.at(lines[line].code));
    // Policies take their turns by their row in the whole network.
    const bool differs = !(is.network == was.network && is.policies == was.policies);
    if (differs) is_changed[line] = 1;
    for (const flow::Index other : is.lines) {
      was_compared[other] = 1;
      if (differs) is_changed[other] = 1;
    }
  }
  return is_changed;
}

}  // namespace runout::forecast
