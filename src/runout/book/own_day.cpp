#include "runout/book/own_day.h"

#include <algorithm>

namespace runout::book {

std::optional<std::size_t> find_index(std::span<const std::string> columns, std::string_view name) {
  const auto found = std::ranges::find(columns, name);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

OwnDay::OwnDay(const FileSpec& spec, std::span<const std::string> columns) {
  for (const std::string_view name : spec.own_day) {
    if (const auto index = find_index(columns, name)) columns_.push_back(*index);
  }
  // A licence is known from its `issued` event, which its own cells cannot tell, else from its
  // validity.
  if (spec.file == File::licences && columns_.empty()) {
    if (const auto index = find_index(columns, "valid_from")) columns_.push_back(*index);
  }
}

std::optional<Date> OwnDay::of(std::span<const std::string> cells) const {
  const auto column = column_of(cells);
  return column ? find_date(cells[*column]) : std::nullopt;
}

std::optional<std::size_t> OwnDay::column_of(std::span<const std::string> cells) const {
  for (const std::size_t column : columns_) {
    if (!cells[column].empty() && find_date(cells[column])) return column;
  }
  return std::nullopt;
}

IssueDayCollector::IssueDayCollector(std::span<const std::string> event_columns)
    : own_day_{spec(File::events), event_columns},
      subject_{find_index(event_columns, "subject")},
      event_{find_index(event_columns, "event")} {}

void IssueDayCollector::add(std::span<const std::string> cells, IssueDays& days) const {
  if (!subject_ || !event_ || cells[*event_] != "issued") return;
  const auto day = own_day_.of(cells);
  if (!day) return;
  const auto [place, is_new] = days.try_emplace(cells[*subject_], *day);
  if (!is_new) place->second = std::min(place->second, *day);
}

}  // namespace runout::book
