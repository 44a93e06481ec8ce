#include "runout/base/csv.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "runout/base/text.h"

namespace runout {
namespace {

char find_separator(std::string_view text) {
  constexpr std::array<char, 3> kSeparators{',', ';', '\t'};
  std::array<std::size_t, 3> counts{};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    for (std::size_t i = 0; i < kSeparators.size(); ++i) {
      if (c == kSeparators[i]) ++counts[i];
    }
  }
  return kSeparators[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

/// Walks the text once, one character at a time; `line_` is the physical line of `at_`.
class Reader {
 public:
  Reader(std::string_view text, std::string_view file, char separator, Diagnostics& diagnostics)
      : text_{text}, file_{file}, separator_{separator}, diagnostics_{diagnostics} {}

  /// True when the text could not be read to its end.
  bool read(const std::function<bool(CsvRecord&&)>& take) {
    std::size_t width = 8;
    while (at_ < text_.size()) {
      CsvRecord record{line_, {}, false};
      record.fields.reserve(width);
      is_faulty_ = false;
      read_record(record);
      record.is_faulty = is_faulty_;
      width = record.fields.size();
      const bool is_blank_line = width == 1 && record.fields[0].empty();
      if (!is_blank_line && !take(std::move(record))) break;
    }
    return is_partial_;
  }

 private:
  void fault(std::size_t line, const char* code, const char* message, const char* help) {
    is_faulty_ = true;
    diagnostics_.push_back({Severity::error, code, std::string{file_}, line, "", message, help});
  }

  [[nodiscard]] bool at_line_end() const { return text_[at_] == '\n' || text_[at_] == '\r'; }

  void skip_line_end() {
    const bool is_pair = text_.substr(at_).starts_with("\r\n");
    at_ += is_pair ? 2 : 1;
    ++line_;
  }

  void read_record(CsvRecord& record) {
    for (;;) {
      std::string& field = record.fields.emplace_back();
      if (at_ < text_.size() && text_[at_] == '"') {
        read_quoted(field);
      } else {
        read_plain(field);
      }
      if (at_ == text_.size()) return;
      if (at_line_end()) return skip_line_end();
      ++at_;  // the separator
    }
  }

  void read_plain(std::string& field) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != separator_ && !at_line_end()) ++at_;
    field.append(text_.substr(begin, at_ - begin));
  }

  void read_quoted(std::string& field) {
    const std::size_t opened_on = line_;
    ++at_;
    for (;;) {
      if (at_ == text_.size()) {
        is_partial_ = true;
        return fault(opened_on, "csv_quote", "a quote is opened and never closed",
                     "close it, or double a quote that belongs to the text");
      }
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        if (at_ == text_.size() || text_[at_] != '"') break;
      }
      // CRLF and a lone CR are one line end each, CR LF only counted at its LF.
      if (c == '\n' || (c == '\r' && !text_.substr(at_).starts_with("\r\n"))) ++line_;
      field.push_back(c);
      ++at_;
    }
    if (at_ < text_.size() && text_[at_] != separator_ && !at_line_end()) {
      fault(line_, "csv_quote", "text after a closing quote",
            "double a quote that belongs to the text");
      read_plain(field);
    }
  }

  std::string_view text_;
  std::string_view file_;
  char separator_;
  Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  bool is_faulty_ = false;
  bool is_partial_ = false;
};

}  // namespace

namespace {

/// Finds the separator; nothing, with a fault, where the text is no text.
std::optional<char> begin_text(std::string_view& text, std::string_view file,
                               Diagnostics& diagnostics) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto line_of = [&](std::size_t at) {
    return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, at), '\n'));
  };
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    diagnostics.push_back({Severity::error, "csv_encoding", std::string{file}, line_of(nul), "",
                           "a NUL byte in the text",
                           "save the file as CSV in UTF-8 (this may be UTF-16 or a workbook)"});
    return std::nullopt;
  }
  if (!is_utf8(text)) {
    std::size_t begin = 0;
    std::size_t line = 1;
    for (std::size_t end = text.find('\n'); end != std::string_view::npos;
         begin = end + 1, end = text.find('\n', begin), ++line) {
      if (!is_utf8(text.substr(begin, end - begin))) break;
    }
    diagnostics.push_back({Severity::error, "csv_encoding", std::string{file}, line, "",
                           "text that is not UTF-8",
                           "save the file as 'CSV UTF-8' (it may be in Windows-1252)"});
    return std::nullopt;
  }
  return find_separator(text);
}

}  // namespace

CsvText read_csv(std::string_view text, std::string_view file, Diagnostics& diagnostics) {
  const auto separator = begin_text(text, file, diagnostics);
  if (!separator) return {',', {}, true};
  CsvText csv;
  csv.separator = *separator;
  csv.is_partial = Reader{text, file, csv.separator, diagnostics}.read([&](CsvRecord&& record) {
    csv.records.push_back(std::move(record));
    return true;
  });
  return csv;
}

bool read_csv(std::string_view text, std::string_view file, Diagnostics& diagnostics,
              const std::function<bool(CsvRecord&&)>& take) {
  const auto separator = begin_text(text, file, diagnostics);
  return !separator || Reader{text, file, *separator, diagnostics}.read(take);
}

void append_csv_record(std::string& text, const std::vector<std::string>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) text.push_back(',');
    const std::string& field = fields[i];
    const bool is_only_and_empty = fields.size() == 1 && field.empty();
    const bool needs_quotes = is_only_and_empty ||
                              field.find_first_of(",\"\r\n") != std::string::npos ||
                              (!field.empty() && (field.front() == ' ' || field.back() == ' '));
    if (!needs_quotes) {
      text += field;
      continue;
    }
    text.push_back('"');
    for (const char c : field) {
      if (c == '"') text.push_back('"');
      text.push_back(c);
    }
    text.push_back('"');
  }
  text.push_back('\n');
}

}  // namespace runout
