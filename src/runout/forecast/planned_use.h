// What lines are planned to make on a date, and what that takes of their components.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runout/base/dates.h"
#include "runout/book/records.h"

namespace runout::forecast {

/// The rows of bom.csv that meet one requirement of a parent: one row, or the alternatives of a
/// `choice` by rank, equal ranks in the order of the book.
using RequirementRows = std::vector<std::size_t>;

/// What one unit of each item takes.
class Requirements {
 public:
  /// The records must outlive it.
  explicit Requirements(const book::Records& records);
  /// In the order of the book.
  [[nodiscard]] std::vector<RequirementRows> of(ItemId parent) const;

 private:
  const book::Records& records_;
  std::vector<std::vector<std::size_t>> rows_;  ///< [parent item] rows of bom.csv
};

/// True on the days on which a row of bom.csv is in force, both ends included.
[[nodiscard]] bool is_in_force(const book::Component& component, Date date);

/// The plan of every row of lines.csv: units_per_day on working days, or what plan.csv says there.
class PlannedProduction {
 public:
  explicit PlannedProduction(const book::Records& records);
  /// Units planned by one row of lines.csv on a date; 0 on a non-working day.
  [[nodiscard]] std::int64_t units(std::size_t line_row, Date date) const;
  [[nodiscard]] bool is_working(std::size_t line_row, Date date) const;

 private:
  const book::Records& records_;
  std::vector<std::vector<std::size_t>> overrides_;  ///< [line row] rows of plan.csv
};

}  // namespace runout::forecast
