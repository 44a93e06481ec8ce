// Days that decide the as-of day of a book, and those among them that lie far after the rest.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/diagnostics.h"
#include "runout/book/book.h"

namespace runout::book {

/// One day on which something became known, and the cell that says so.
struct KnownDay {
  Date day;
  std::string file;
  std::size_t row = 0;
  std::string column;
  std::string owner;  ///< what has no row of its own: "batch 3"; empty otherwise
};

/// Every day that has a say in Book::latest_known: own days of the rows in force, and the days of
/// batches that are not taken back.
[[nodiscard]] std::vector<KnownDay> find_known_days(const Book& book);

/// The first of the days far after the rest; nothing when none is far.
///
/// A few days (three, or one in ten where that is more, and no more than there are others) are far
/// when more than 366 days lie between them and the latest of the others. Such a day is most likely
/// a slip in the year, and it would silently be the as-of day.
[[nodiscard]] std::optional<Date> first_far_day(std::vector<Date> days);

/// Warns of each far day, in the order given.
[[nodiscard]] Diagnostics find_far_days(const std::vector<KnownDay>& days);

/// Says of each cell with the day `latest` that it is no as-of day, because it lies outside the
/// days from `first` to `last`, which can be counted.
[[nodiscard]] Diagnostics refuse_as_of(const std::vector<KnownDay>& days, Date latest, Date first,
                                       Date last);

}  // namespace runout::book
