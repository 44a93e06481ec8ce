#include "runout/forecast/whatif/change_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "runout/base/text.h"

namespace runout::forecast {
namespace {

/// What a change may be about, with a right one of each kind to show.
struct Form {
  std::string_view subject;
  std::string_view example;
};
constexpr std::array<Form, 5> kForms{
    Form{"application", "application A-1 granted 2025-07-10"},
    Form{"stock", "stock MAG-1 PLANT +200"},
    Form{"order", "order O-1 lane AIR"},
    Form{"line", "line L-1 units_per_day 12"},
    Form{"freeze", "freeze 2025-07-01..2025-08-01"},
};

}  // namespace

std::optional<std::vector<std::string>> split_quoted_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  char quote = 0;
  bool is_open = false;
  for (const char c : text) {
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        word.push_back(c);
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      is_open = true;
    } else if (c == ' ' || c == '\t') {
      if (is_open || !word.empty()) words.push_back(std::exchange(word, {}));
      is_open = false;
    } else {
      word.push_back(c);
    }
  }
  if (quote != 0) return std::nullopt;
  if (is_open || !word.empty()) words.push_back(word);
  return words;
}

std::string change_help(std::string_view subject) {
  for (const Form& form : kForms) {
    if (form.subject == subject) return fmt::format("write it like: {}", form.example);
  }
  std::vector<std::string> subjects;
  subjects.reserve(kForms.size());
  for (const Form& form : kForms) subjects.emplace_back(form.subject);
  const auto nearest = nearest_word(subject, subjects);
  return nearest ? fmt::format("did you mean '{}'? write it like: {}", *nearest,
                               std::ranges::find(kForms, *nearest, &Form::subject)->example)
                 : "it begins with application, stock, order, line or freeze";
}

std::vector<ChangeText> split_changes(std::string_view text, const std::string& file) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::vector<ChangeText> changes;
  std::size_t row = 0;
  while (!text.empty()) {
    ++row;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && !line.starts_with('#')) changes.push_back({std::string{line}, file, row});
  }
  return changes;
}

}  // namespace runout::forecast
