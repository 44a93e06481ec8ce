#include "runout/report/text_layout.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <utility>

#include "runout/base/text.h"

namespace runout::report {
namespace {

using Range = std::pair<char32_t, char32_t>;

// Unicode Standard Annex 11 (East Asian Width), blocks whose characters are wide or fullwidth.
constexpr std::array<Range, 12> kWide{{{0x1100, 0x115F},
                                       {0x2E80, 0x303E},
                                       {0x3041, 0x4DBF},
                                       {0x4E00, 0xA4CF},
                                       {0xA960, 0xA97F},
                                       {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF},
                                       {0xFE30, 0xFE6F},
                                       {0xFF00, 0xFF60},
                                       {0xFFE0, 0xFFE6},
                                       {0x1F300, 0x1FAFF},
                                       {0x20000, 0x3FFFD}}};
constexpr std::array<Range, 7> kCombining{{{0x0300, 0x036F},
                                           {0x0483, 0x0489},
                                           {0x0591, 0x05BD},
                                           {0x064B, 0x065F},
                                           {0x20D0, 0x20FF},
                                           {0xFE00, 0xFE0F},
                                           {0xFE20, 0xFE2F}}};
// Controls, and marks that are invisible or turn the direction of writing.
constexpr std::array<Range, 7> kHarmful{{{0x0000, 0x001F},
                                         {0x007F, 0x009F},
                                         {0x200B, 0x200F},
                                         {0x2028, 0x202E},
                                         {0x2060, 0x206F},
                                         {0xFEFF, 0xFEFF},
                                         {0xFFFE, 0xFFFF}}};

template <std::size_t size>
bool in_ranges(const std::array<Range, size>& ranges, char32_t character) {
  return std::ranges::any_of(ranges, [&](const Range& range) {
    return character >= range.first && character <= range.second;
  });
}

/// Bytes of the character at the front: 1 for what is not UTF-8.
std::size_t character_bytes(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t bytes = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return bytes <= text.size() && is_utf8(text.substr(0, bytes)) ? bytes : 1;
}

/// The code point at the front of valid UTF-8; U+FFFD for a byte that is not.
char32_t code_point(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return lead < 0x80 ? lead : 0xFFFD;
  char32_t value = lead & (0xFFU >> (character.size() + 1));
  for (const char next : character.substr(1)) {
    value = (value << 6U) | (static_cast<unsigned char>(next) & 0x3FU);
  }
  return value;
}

std::size_t character_columns(std::string_view character) {
  const char32_t value = code_point(character);
  if (in_ranges(kCombining, value)) return 0;
  return in_ranges(kWide, value) ? 2 : 1;
}

/// The longest front of `text` that fits into `columns`.
std::string_view front_columns(std::string_view text, std::size_t columns) {
  std::size_t taken = 0;
  std::size_t used = 0;
  while (taken < text.size()) {
    const std::string_view rest = text.substr(taken);
    const std::string_view character = rest.substr(0, character_bytes(rest));
    const std::size_t width = character_columns(character);
    if (used + width > columns) break;
    used += width;
    taken += character.size();
  }
  return text.substr(0, taken);
}

}  // namespace

std::string plain_text(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    const std::string_view character = text.substr(0, character_bytes(text));
    const char32_t value = code_point(character);
    if (in_ranges(kHarmful, value)) {
      plain += ' ';
    } else if (value == 0xFFFD) {
      plain += "\xEF\xBF\xBD";
    } else {
      plain += character;
    }
    text.remove_prefix(character.size());
  }
  return plain;
}

std::size_t text_columns(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const std::string_view character = text.substr(0, character_bytes(text));
    columns += character_columns(character);
    text.remove_prefix(character.size());
  }
  return columns;
}

std::string cut_text(std::string_view text, std::size_t columns, std::string_view mark) {
  if (text_columns(text) <= columns) return std::string{text};
  const std::size_t mark_columns = text_columns(mark);
  if (columns <= mark_columns) return std::string{front_columns(text, columns)};
  const std::string_view kept = front_columns(text, columns - mark_columns);
  return std::string{trim(kept)} + std::string{mark};
}

std::string fill_text(std::string_view text, std::size_t columns, Align align) {
  std::string cut = cut_text(text, columns);
  const std::string blanks(columns - std::min(columns, text_columns(cut)), ' ');
  return align == Align::left ? cut + blanks : blanks + cut;
}

namespace {

/// Words between blanks; a percent sign stays with its number.
std::vector<std::string> split_phrases(std::string_view text) {
  std::vector<std::string> phrases;
  for (std::string& word : split_words(text)) {
    if (word.starts_with('%') && !phrases.empty()) {
      phrases.back() += ' ' + word;
    } else {
      phrases.push_back(std::move(word));
    }
  }
  return phrases;
}

}  // namespace

std::vector<std::string> wrap_text(std::string_view text, std::size_t columns, std::size_t indent) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t used = 0;
  const auto end_line = [&] {
    lines.push_back(std::move(line));
    line = std::string(indent, ' ');
    used = 0;
  };
  for (const std::string& word : split_phrases(text)) {
    std::string_view rest = word;
    const std::size_t room = columns - std::min(columns, lines.empty() ? 0 : indent);
    if (used > 0 && used + 1 + text_columns(rest) > room) end_line();
    if (used > 0) {
      line += ' ';
      ++used;
    }
    while (text_columns(rest) > columns - indent && columns > indent + 1) {
      const std::string_view part = front_columns(rest, columns - indent - used);
      if (part.empty()) break;
      line += part;
      rest.remove_prefix(part.size());
      end_line();
    }
    line += rest;
    used += text_columns(rest);
  }
  if (used > 0 || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

void print_wrapped(std::ostream& out, std::string_view text, std::size_t columns,
                   std::size_t indent) {
  for (const std::string& line : wrap_text(plain_text(text), columns, indent)) {
    print_line(out, line);
  }
}

void print_line(std::ostream& out, std::string_view text) {
  const std::size_t end = text.find_last_not_of(' ');
  out << text.substr(0, end == std::string_view::npos ? 0 : end + 1) << '\n';
}

}  // namespace runout::report
