#include "tools/shown_commands.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace runout::docs {

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string join_lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

std::vector<ShownCommand> find_commands(const std::vector<std::string>& page) {
  std::vector<ShownCommand> commands;
  bool in_block = false;
  bool goes_on = false;
  for (std::size_t i = 0; i < page.size(); ++i) {
    const std::string& line = page[i];
    if (!in_block) {
      in_block = line == "```console";
      goes_on = false;
      continue;
    }
    if (line == "```") {
      in_block = false;
    } else if (goes_on) {
      commands.back().command += "\n" + line;
      commands.back().output_begin = commands.back().output_end = i + 1;
      goes_on = line.ends_with('\\');
    } else if (line.starts_with("$ ")) {
      commands.push_back({line.substr(2), i + 1, i + 1});
      goes_on = line.ends_with('\\');
    } else if (!commands.empty()) {
      commands.back().output_end = i + 1;
    }
  }
  return commands;
}

bool matches(const std::vector<std::string>& shown, const std::vector<std::string>& real) {
  // reachable[j]: the lines shown so far can stand for the first j real lines.
  std::vector<char> reachable(real.size() + 1, 0);
  reachable[0] = 1;
  for (const std::string& line : shown) {
    if (line == kAnyLines) {
      const auto first = std::ranges::find(reachable, 1);
      std::fill(first, reachable.end(), 1);
      continue;
    }
    for (std::size_t j = real.size(); j > 0; --j) {
      reachable[j] = static_cast<char>(reachable[j - 1] != 0 && real[j - 1] == line);
    }
    reachable[0] = 0;
  }
  return reachable.back() != 0;
}

std::vector<std::string> refresh(const std::vector<std::string>& shown,
                                 const std::vector<std::string>& real) {
  const auto cut = std::ranges::find(shown, kAnyLines);
  if (cut == shown.end() || matches(shown, real)) return cut == shown.end() ? real : shown;
  const auto last_cut = std::find(shown.rbegin(), shown.rend(), kAnyLines);
  const std::size_t head =
      std::min(static_cast<std::size_t>(std::distance(shown.begin(), cut)), real.size());
  const std::size_t tail = std::min(
      static_cast<std::size_t>(std::distance(shown.rbegin(), last_cut)), real.size() - head);
  std::vector<std::string> refreshed(real.begin(),
                                     real.begin() + static_cast<std::ptrdiff_t>(head));
  refreshed.emplace_back(kAnyLines);
  refreshed.insert(refreshed.end(), real.end() - static_cast<std::ptrdiff_t>(tail), real.end());
  return refreshed;
}

std::vector<std::string> replace_part(const std::vector<std::string>& page, const std::string& name,
                                      const std::vector<std::string>& part) {
  const auto begin = std::ranges::find(page, "<!-- begin " + name + " -->");
  const auto end = std::find(begin, page.end(), "<!-- end " + name + " -->");
  if (end == page.end()) throw std::invalid_argument("the page has no part named " + name);
  std::vector<std::string> replaced(page.begin(), begin + 1);
  replaced.insert(replaced.end(), part.begin(), part.end());
  replaced.insert(replaced.end(), end, page.end());
  return replaced;
}

}  // namespace runout::docs
