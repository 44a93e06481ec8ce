#include "runout/book/parse/cells.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/base/text.h"
#include "runout/book/damage.h"
#include "runout/book/parse/missing_column.h"

namespace runout::book {
namespace {

std::string range_words(Range range) {
  switch (range) {
    case Range::positive:
      return "above 0";
    case Range::non_negative:
      return "0 or more";
    case Range::share:
      return "between 0 and 1";
    case Range::below_one:
      return "0 or more and below 1";
    case Range::any:
      break;
  }
  return "a number";
}

bool lies_in(Range range, std::int64_t millionths) {
  switch (range) {
    case Range::positive:
      return millionths > 0;
    case Range::non_negative:
      return millionths >= 0;
    case Range::share:
      return millionths >= 0 && millionths <= kMillion;
    case Range::below_one:
      return millionths >= 0 && millionths < kMillion;
    case Range::any:
      break;
  }
  return true;
}

}  // namespace

Sheet::Sheet(const Tables& tables, File file, Findings& findings)
    : file_{file}, findings_{&findings} {
  if (tables[file]) table_ = &*tables[file];
}

void Sheet::check_columns() {
  if (table_ == nullptr || (table_->is_partial && table_->rows.empty())) return;
  const FileSpec& own = spec(file_);
  std::vector<std::string> known;
  known.reserve(own.columns.size());
  for (const ColumnSpec& column : own.columns) known.emplace_back(column.name);
  for (const std::string& name : table_->columns) {
    if (own.find_column(name) != nullptr) continue;
    const auto nearest = nearest_word(strip_blanks(name), known);
    warn(kNoRow, name, "unknown_column", "is not a column that is known; it is kept",
         nearest ? fmt::format("did you mean '{}'?", *nearest) : "");
  }
  if (table_->rows.empty()) return;
  for (const ColumnSpec& column : own.columns) {
    if (column.required &&
        std::ranges::find(table_->columns, column.name) == table_->columns.end()) {
      findings_->push_back(
          {file_, kNoRow, missing_column(own, table_->name, column.name, table_->columns)});
    }
  }
}

Column Sheet::column(std::string_view name) const {
  Column column{spec(file_).find_column(name), std::nullopt};
  if (table_ == nullptr) return column;
  const auto found = std::ranges::find(table_->columns, name);
  if (found != table_->columns.end()) {
    column.at = static_cast<std::size_t>(found - table_->columns.begin());
  }
  return column;
}

std::string_view Sheet::cell(std::size_t row, const Column& column) const {
  if (!column.at || *column.at >= table_->rows[row].cells.size()) return {};
  const std::string_view text = table_->rows[row].cells[*column.at];
  if (text.empty() || (text.front() > ' ' && static_cast<unsigned char>(text.front()) < 0x80)) {
    return text;
  }
  return strip_blanks(text).empty() ? std::string_view{} : text;
}

void Sheet::report(Severity severity, std::size_t row, std::string_view column,
                   std::string_view code, std::string message, std::string help) {
  if (row != kNoRow && table_ != nullptr && table_->rows[row].is_misread) return;
  Finding finding;
  finding.file = file_;
  finding.row = row;
  finding.diagnostic = {severity,
                        std::string{code},
                        table_ != nullptr ? table_->name : file_name(file_),
                        row == kNoRow ? 1 : table_->rows[row].line,
                        std::string{column},
                        std::move(message),
                        std::move(help)};
  findings_->push_back(std::move(finding));
}

void Sheet::error(std::size_t row, std::string_view column, std::string_view code,
                  std::string message, std::string help) {
  report(Severity::error, row, column, code, std::move(message), std::move(help));
}

void Sheet::warn(std::size_t row, std::string_view column, std::string_view code,
                 std::string message, std::string help) {
  report(Severity::warning, row, column, code, std::move(message), std::move(help));
}

bool Sheet::is_missing(std::size_t row, const Column& column, std::string_view text) {
  // A missing column was reported once for the table.
  if (text.empty() && column.spec->required && column.at) {
    error(row, column.spec->name, "missing", "is empty", "every row needs a value here");
  }
  return text.empty();
}

std::string Sheet::text(std::size_t row, const Column& column) {
  const std::string_view text = cell(row, column);
  if (is_missing(row, column, text)) return {};
  if (is_failed_formula(text)) {
    warn(row, column.spec->name, "failed_formula",
         fmt::format("{} is the mark of a failed formula", in_quotes(text)));
  }
  // Names are compared too (holder with firm): blanks that nobody sees must not tell them apart.
  return std::string{strip_blanks(text)};
}

std::string Sheet::code(std::size_t row, const Column& column) {
  const std::string_view text = cell(row, column);
  if (is_missing(row, column, text)) return {};
  const std::string_view bare = strip_blanks(text);
  if (is_failed_formula(text)) {
    error(row, column.spec->name, "failed_formula",
          fmt::format("{} is not a code", in_quotes(text)),
          "a formula of the spreadsheet has failed");
  } else if (bare.size() != text.size()) {
    error(row, column.spec->name, "blanks", fmt::format("{} has blanks around it", in_quotes(text)),
          fmt::format("did you mean {}?", in_quotes(bare)));
  } else if (is_scientific(text)) {
    warn(row, column.spec->name, "code_as_number",
         fmt::format("{} looks like a code of which a spreadsheet has made a number",
                     in_quotes(text)),
         "type the code as text");
  }
  return std::string{text};
}

std::string Sheet::word(std::size_t row, const Column& column) {
  const std::string_view text = cell(row, column);
  if (is_missing(row, column, text)) return {};
  const auto& words = column.spec->words;
  if (std::ranges::find(words, text) != words.end()) return std::string{text};
  const auto nearest = nearest_word(strip_blanks(text), words);
  error(row, column.spec->name, "unknown_word",
        words.size() > 8
            ? fmt::format("{} is not a known word", in_quotes(text))
            : fmt::format("{} is not one of {}", in_quotes(text), fmt::join(words, ", ")),
        nearest ? fmt::format("did you mean '{}'?", *nearest) : "");
  return {};
}

std::string Sheet::yes_no(std::size_t row, const Column& column) {
  const std::string_view text = cell(row, column);
  if (is_missing(row, column, text) || text == "yes" || text == "no") return std::string{text};
  error(row, column.spec->name, "not_yes_or_no",
        fmt::format("{} is not yes or no", in_quotes(text)), yes_no_help(text));
  return {};
}

std::optional<Date> Sheet::date(std::size_t row, const Column& column) {
  const std::string_view text = cell(row, column);
  if (is_missing(row, column, text)) return std::nullopt;
  const auto date = find_date(text);
  if (!date) {
    error(row, column.spec->name, "not_a_date",
          fmt::format("{} is not a date like 2025-06-30", in_quotes(text)), date_help(text));
    return std::nullopt;
  }
  constexpr Date kFirst{std::chrono::year{1990} / 1 / 1};
  constexpr Date kLast{std::chrono::year{2100} / 1 / 1};
  constexpr Date kOpenEnd{std::chrono::year{9999} / 12 / 31};
  if (*date < kFirst || (*date >= kLast && *date != kOpenEnd)) {
    warn(row, column.spec->name, "date_far",
         fmt::format("{} is far from any plan", in_quotes(text)), "is the year right?");
  }
  return date;
}

bool Sheet::in_range(std::size_t row, const Column& column, std::int64_t millionths) {
  if (lies_in(column.spec->range, millionths)) return true;
  error(row, column.spec->name, "out_of_range",
        fmt::format("{} is not {}", in_quotes(cell(row, column)), range_words(column.spec->range)));
  return false;
}

std::string Sheet::item_of(std::size_t row) const {
  for (const std::string_view name : {"item", "component", "subject"}) {
    if (spec(file_).find_column(name) == nullptr) continue;
    const std::string_view code = cell(row, column(name));
    if (!code.empty()) return fmt::format("{} {}", name, in_quotes(code));
  }
  return {};
}

std::optional<std::int64_t> Sheet::decimal(std::size_t row, const Column& column) {
  const std::string_view text = cell(row, column);
  if (is_missing(row, column, text)) return std::nullopt;
  const DecimalSign sign =
      table_->separator == ',' ? DecimalSign::point : DecimalSign::point_or_comma;
  const DecimalParse parse = parse_decimal(text, sign);
  if (parse.millionths) {
    return in_range(row, column, *parse.millionths) ? parse.millionths : std::nullopt;
  }
  switch (parse.fault) {
    case DecimalFault::not_a_number:
      error(row, column.spec->name, "not_a_number",
            fmt::format("{} is not a number", in_quotes(text)), number_help(text, sign));
      break;
    case DecimalFault::too_fine:
      error(row, column.spec->name, "too_fine",
            fmt::format("{} has more than six decimal places", in_quotes(text)),
            "amounts are held in whole millionths: round it");
      break;
    case DecimalFault::too_large: {
      const std::string item = item_of(row);
      error(row, column.spec->name, "too_large",
            fmt::format("{}{}{} is beyond {}", in_quotes(text), item.empty() ? "" : " of ", item,
                        kLargestUnits),
            "a larger unit may help");
      break;
    }
  }
  return std::nullopt;
}

std::optional<std::int64_t> Sheet::whole(std::size_t row, const Column& column) {
  const auto millionths = decimal(row, column);
  if (!millionths) return std::nullopt;
  if (*millionths % kMillion != 0) {
    error(row, column.spec->name, "not_whole",
          fmt::format("{} is not a whole number", in_quotes(cell(row, column))));
    return std::nullopt;
  }
  return *millionths / kMillion;
}

std::optional<std::int32_t> Sheet::days(std::size_t row, const Column& column) {
  constexpr std::int64_t kMostDays = 36'500;
  const auto days = whole(row, column);
  if (!days) return std::nullopt;
  if (*days > kMostDays) {
    error(row, column.spec->name, "out_of_range",
          fmt::format("{} is more than {} days", in_quotes(cell(row, column)), kMostDays));
    return std::nullopt;
  }
  return static_cast<std::int32_t>(*days);
}

void Sheet::unknown(std::size_t row, const Column& column, std::string_view code,
                    const CodeIndex& index) {
  if (index.is_partial()) return;  // That the file could not be read is told already.
  std::string help = index.help(code);
  if (index.codes().empty() && column.spec->refers_to) {
    help = fmt::format("{} has no rows", file_name(*column.spec->refers_to));
  }
  error(row, column.spec->name, "unknown_reference", fmt::format("{} is unknown", in_quotes(code)),
        std::move(help));
}

std::optional<std::size_t> Sheet::reference(std::size_t row, const Column& column,
                                            const CodeIndex& index) {
  const std::string_view text = cell(row, column);
  if (is_missing(row, column, text)) return std::nullopt;
  const auto found = index.find(text);
  if (!found) unknown(row, column, text, index);
  return found;
}

void Sheet::check_keys() {
  const FileSpec& own = spec(file_);
  std::vector<Column> columns;
  columns.reserve(own.key.size());
  for (const std::string_view name : own.key) columns.push_back(column(name));
  std::unordered_map<std::string, std::size_t> first_rows;
  for (std::size_t row = 0; row < size(); ++row) {
    std::string key;
    std::string shown;
    for (const Column& key_column : columns) {
      const std::string_view text = cell(row, key_column);
      if (text.empty() && key_column.spec->required) {
        key.clear();
        break;
      }
      key.append(text).push_back('\0');
      shown += (shown.empty() ? "" : ", ") + in_quotes(text);
    }
    if (key.empty()) continue;  // a blank code is a fault of its own
    const auto [first, is_new] = first_rows.try_emplace(std::move(key), row);
    if (is_new) continue;
    error(row, fmt::format("{}", fmt::join(own.key, ", ")), "duplicate_key",
          fmt::format("{} stands already in row {}", shown, line(first->second)),
          "a key may stand only once");
  }
}

}  // namespace runout::book
