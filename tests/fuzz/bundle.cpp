#include "fuzz/bundle.h"

#include <algorithm>
#include <array>
#include <random>
#include <vector>

namespace runout::fuzz {
namespace {

constexpr std::array<std::string_view, 40> kAwkward{
    "",           "0",          "1",          "-1",         "0.000001",   "9000000000000",
    "9e12",       "999999999",  "36525",      "1.5",        "0.999999",   "100%",
    "0001-01-01", "9999-12-31", "1970-01-01", "2025-02-29", "2025-06-30", "2025-07-01",
    "2026-01-01", "2024-12-31", "yes",        "no",         "none",       "every-day",
    "mon-fri",    "cn",         "granted",    "refused",    "returned",   "withdrawn",
    "void",       "shipped",    "arrived",    "held",       "short",      "order-up-to",
    "pass-on",    "batch",      "general",    "individual"};

std::string_view line_at(std::string_view text, std::size_t place) {
  const std::size_t before = place == 0 ? std::string_view::npos : text.rfind('\n', place - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t end = text.find('\n', begin);
  return text.substr(begin, end == std::string_view::npos ? end : end + 1 - begin);
}

std::vector<std::string_view> cells_of(std::string_view text) {
  std::vector<std::string_view> cells;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != ',' && text[i] != '\n' && text[i] != ' ') continue;
    cells.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  return cells;
}

}  // namespace

std::map<std::string, std::string> split_bundle(std::string_view text) {
  std::map<std::string, std::string> files;
  std::string* file = &files[""];
  while (!text.empty()) {
    const std::string_view line = line_at(text, 0);
    text.remove_prefix(line.size());
    if (line.starts_with('@')) {
      file = &files[std::string{line.substr(1, line.find_first_of("\r\n") - 1)}];
    } else {
      file->append(line);
    }
  }
  return files;
}

std::size_t mutate_cells(std::uint8_t* bytes, std::size_t size, std::size_t most, unsigned seed) {
  if (size == 0) return 0;
  std::minstd_rand random{seed};
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string_view text{reinterpret_cast<const char*>(bytes), size};
  std::string changed{text};
  const std::size_t way = below(8);
  if (way < 2) {
    const std::string_view line = line_at(text, below(size));
    const auto place = static_cast<std::size_t>(line.data() - text.data());
    if (way == 0) {
      changed.insert(place, line);
    } else {
      changed.erase(place, line.size());
    }
  } else {
    const std::vector<std::string_view> cells = cells_of(text);
    const std::string_view old = cells[below(cells.size())];
    const auto place = static_cast<std::size_t>(old.data() - text.data());
    const std::string_view fresh =
        way < 5 ? cells[below(cells.size())] : kAwkward.at(below(kAwkward.size()));
    changed.replace(place, old.size(), fresh);
  }
  if (changed.empty() || changed.size() > most) return 0;
  std::ranges::copy(changed, bytes);
  return changed.size();
}

}  // namespace runout::fuzz
