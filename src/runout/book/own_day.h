// The day on which a row says itself that it became known.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "runout/base/dates.h"
#include "runout/book/schema.h"

namespace runout::book {

/// Finds the own day of rows of one file whose cells stand in the order of `columns`.
///
/// It is the first of FileSpec::own_day that holds a date; cells that are no dates are passed over
/// (they are reported where records are parsed).
class OwnDay {
 public:
  OwnDay(const FileSpec& spec, std::span<const std::string> columns);

  [[nodiscard]] std::optional<Date> of(std::span<const std::string> cells) const;
  /// The position of the cell that holds it.
  [[nodiscard]] std::optional<std::size_t> column_of(std::span<const std::string> cells) const;

 private:
  std::vector<std::size_t> columns_;
};

/// When each licence was said to be issued: the earliest day on which an `issued` event of it
/// became known.
using IssueDays = std::unordered_map<std::string, Date>;

/// Collects the issue days from event rows, one call a row.
class IssueDayCollector {
 public:
  explicit IssueDayCollector(std::span<const std::string> event_columns);

  void add(std::span<const std::string> cells, IssueDays& days) const;

 private:
  OwnDay own_day_;
  std::optional<std::size_t> subject_;
  std::optional<std::size_t> event_;
};

/// Position of a column; nothing when the file lacks it.
[[nodiscard]] std::optional<std::size_t> find_index(std::span<const std::string> columns,
                                                    std::string_view name);

}  // namespace runout::book
