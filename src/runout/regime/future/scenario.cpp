#include "runout/regime/future/scenario.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "runout/base/text.h"

namespace runout::regime {
namespace {

struct KindWord {
  const char* word;
  ChangeKind kind;
};

constexpr std::array<KindWord, 5> kKinds{{{"halt", ChangeKind::freeze},
                                          {"easing", ChangeKind::easing},
                                          {"tightening", ChangeKind::tightening},
                                          {"fast-lane", ChangeKind::fast_lane},
                                          {"bare-minimum", ChangeKind::bare_minimum}}};

constexpr const char* kExample = "a right one is halt:2025-10-09..2025-11-10@MOFCOM";

std::string unknown_word(std::string_view text, const std::string& word) {
  std::vector<std::string> words;
  words.reserve(kKinds.size());
  for (const KindWord& kind : kKinds) words.emplace_back(kind.word);
  const auto nearest = nearest_word(word, words);
  return fmt::format(
      "'{}': '{}' is no scenario; they are halt, easing, tightening, fast-lane and bare-minimum{}",
      text, word,
      nearest ? fmt::format("; did you mean '{}'?", *nearest) : fmt::format("; {}", kExample));
}

std::string wrong_day(std::string_view text, std::string_view day) {
  if (day.empty()) return fmt::format("'{}': a day is missing; {}", text, kExample);
  return fmt::format("'{}': '{}' is not a date like 2025-10-09; {}", text, day, kExample);
}

}  // namespace

std::variant<Scenario, std::string> read_scenario(std::string_view text) {
  Scenario scenario;
  scenario.text = text;
  std::string_view rest = text;
  if (const std::size_t at = rest.find('@'); at != std::string_view::npos) {
    scenario.authority = trim(rest.substr(at + 1));
    if (scenario.authority.empty()) {
      return fmt::format("'{}': no authority after '@'; {}", text, kExample);
    }
    rest = rest.substr(0, at);
  }
  const std::size_t colon = rest.find(':');
  const std::string word{rest.substr(0, colon)};
  const auto* const kind = std::ranges::find(kKinds, word, &KindWord::word);
  if (kind == kKinds.end()) return unknown_word(text, word);
  scenario.kind = kind->kind;
  if (colon == std::string_view::npos) return scenario;
  if (scenario.kind == ChangeKind::bare_minimum) {
    return fmt::format(
        "'{}': bare-minimum takes no days; write bare-minimum or bare-minimum@MOFCOM", text);
  }
  rest = rest.substr(colon + 1);
  const std::size_t dots = rest.find("..");
  const std::string_view from = rest.substr(0, dots);
  scenario.from = find_date(from);
  if (!scenario.from) return wrong_day(text, from);
  if (dots == std::string_view::npos) return scenario;
  const std::string_view to = rest.substr(dots + 2);
  scenario.to = find_date(to);
  if (!scenario.to) return wrong_day(text, to);
  if (*scenario.to < *scenario.from) {
    return fmt::format("'{}' ends before it begins; {}", text, kExample);
  }
  return scenario;
}

std::vector<Scenario> known_scenarios(const std::vector<Scenario>& scenarios, Date as_of) {
  std::vector<Scenario> known;
  for (Scenario scenario : scenarios) {
    if (scenario.kind == ChangeKind::bare_minimum) {
      known.push_back(std::move(scenario));
      continue;
    }
    if (!scenario.from || *scenario.from > as_of) continue;
    if (scenario.to && *scenario.to > as_of) scenario.to.reset();
    known.push_back(std::move(scenario));
  }
  return known;
}

}  // namespace runout::regime
