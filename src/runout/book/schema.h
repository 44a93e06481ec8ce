// The files of a book, column by column, as data. One description feeds the reader, the checks,
// the database, the workbook and the reference documentation.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace runout::book {

/// The files in the order in which a book is written. Enumerators are the file names without .csv.
enum class File {
  items,
  controls,
  sites,
  stock,
  bom,
  lines,
  plan,
  lanes,
  orders,
  applications,
  licences,
  scope,
  events,
  evidence,
  calendars,
  replenishment,
  authorities,
  forecasts,
};
inline constexpr std::size_t kFileCount = 18;

/// What the text of a cell must be.
enum class ValueKind {
  code,     ///< an own code, or a reference where `refers_to` says so: text compared byte by byte
  codes,    ///< several references separated by blanks
  text,     ///< anything
  word,     ///< one of `words`
  yes_no,   ///< yes or no
  date,     ///< 2025-06-30
  decimal,  ///< exact decimal within `range`
  whole,    ///< whole number within `range`
};

enum class Range { any, positive, non_negative, share, below_one };

struct ColumnSpec {
  std::string_view name;
  ValueKind kind = ValueKind::text;
  bool required = false;           ///< a blank is an error
  Range range = Range::any;        ///< of decimal and whole
  std::vector<std::string> words;  ///< of word, and of code where only some are known
  std::optional<File> refers_to;   ///< of code and codes
  std::string_view meaning;        ///< one sentence, with unit and default, for the reference
};

struct FileSpec {
  File file;
  std::string_view name;              ///< "items"; the file is items.csv, the sheet items
  std::string_view row_is;            ///< "a part, material or product"
  std::vector<ColumnSpec> columns;    ///< in canonical order
  std::vector<std::string_view> key;  ///< names of the key columns; empty for events
  bool needed = false;                ///< a book cannot start without it
  /// The columns whose first non-blank date says when the row became known ("its own day"):
  /// known_on, latest, happened_on for events; reported_on for evidence; counted_on for stock.
  /// Licences add the day of their `issued` event before valid_from.
  std::vector<std::string_view> own_day;

  [[nodiscard]] const ColumnSpec* find_column(std::string_view column) const;
};

/// All files in the order of `File`.
[[nodiscard]] std::span<const FileSpec> schema();
[[nodiscard]] const FileSpec& spec(File file);
/// By name without extension; nothing for an unknown one.
[[nodiscard]] const FileSpec* find_spec(std::string_view name);
/// "orders.csv"
[[nodiscard]] std::string file_name(File file);

/// Names of calendars that need no rows in calendars.csv.
[[nodiscard]] const std::vector<std::string>& built_in_calendar_words();

/// Words of `event`, by the kind of subject they belong to.
[[nodiscard]] const std::vector<std::string>& application_event_words();
[[nodiscard]] const std::vector<std::string>& licence_event_words();
[[nodiscard]] const std::vector<std::string>& order_event_words();
[[nodiscard]] const std::vector<std::string>& authority_event_words();
[[nodiscard]] const std::vector<std::string>& line_event_words();

}  // namespace runout::book
