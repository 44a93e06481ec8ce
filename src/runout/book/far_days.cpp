#include "runout/book/far_days.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "runout/book/known_days.h"

namespace runout::book {
namespace {

constexpr Days kFar{366};

/// How the history of a book is called: "history.csv", or "book.db:history".
std::string history_name(const Book& book) {
  for (const std::optional<Table>& table : book.present.files) {
    if (!table) continue;
    const std::size_t colon = table->name.rfind(':');
    if (colon != std::string::npos) return table->name.substr(0, colon) + ":history";
  }
  return "history.csv";
}

std::string day_words(const KnownDay& known) {
  return known.owner.empty()
             ? fmt::format("'{}'", to_string(known.day))
             : fmt::format("{} is known on '{}', which", known.owner, to_string(known.day));
}

}  // namespace

std::vector<KnownDay> find_known_days(const Book& book) {
  std::vector<KnownDay> days;
  const KnownDays known{book};
  for (const FileSpec& file : schema()) {
    if (file.file == File::forecasts) continue;  // To look at a book makes nothing known.
    const FileHistory& history = book.files[static_cast<std::size_t>(file.file)];
    for (const RowVersion& version : history.versions) {
      if (version.present_row == kNotPresent) continue;
      const auto own = known.find_own_day(file.file, version);
      if (!own) continue;
      const Row& row = book.present[file.file]->rows[version.present_row];
      if (row.is_misread) continue;
      days.push_back({std::min(own->day, known.counted_on(file.file, version)),
                      book.present[file.file]->name, row.line, own->column, ""});
    }
  }
  for (const Batch& batch : book.batches) {
    if (!batch.known_on || batch.undone || batch.takes_back) continue;
    days.push_back({*batch.known_on, history_name(book), 0, "known_on",
                    fmt::format("batch {}", batch.number)});
  }
  return days;
}

std::optional<Date> first_far_day(std::vector<Date> days) {
  std::ranges::sort(days);
  const std::size_t few = std::max<std::size_t>(3, days.size() / 10);
  std::optional<Date> first;
  for (std::size_t far = 1; far <= few && 2 * far <= days.size(); ++far) {
    const std::size_t at = days.size() - far;
    if (days[at] - days[at - 1] > kFar) first = days[at];
  }
  return first;
}

Diagnostics find_far_days(const std::vector<KnownDay>& days) {
  Diagnostics warnings;
  std::vector<Date> dates;
  dates.reserve(days.size());
  for (const KnownDay& known : days) dates.push_back(known.day);
  const auto first = first_far_day(std::move(dates));
  if (!first) return warnings;
  for (const KnownDay& known : days) {
    if (known.day < *first) continue;
    warnings.push_back(
        {Severity::warning, "known_day_far", known.file, known.row, known.column,
         fmt::format("{} is more than a year after everything else became known; without --as-of "
                     "the latest such day is the as-of day",
                     day_words(known)),
         "is the year right?"});
  }
  return warnings;
}

Diagnostics refuse_as_of(const std::vector<KnownDay>& days, Date latest, Date first, Date last) {
  Diagnostics errors;
  for (const KnownDay& known : days) {
    if (known.day != latest) continue;
    errors.push_back(
        {Severity::error, "as_of_out_of_range", known.file, known.row, known.column,
         fmt::format("{} would be the as-of day, but days are counted from {} to {} only",
                     day_words(known), to_string(first), to_string(last)),
         "correct it, or give --as-of"});
  }
  return errors;
}

}  // namespace runout::book
