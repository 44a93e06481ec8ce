// When each version of a row became known, by the rules of "Known when".
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "runout/book/book.h"
#include "runout/book/own_day.h"

namespace runout::book {

/// A day that compares: known always is before every day, never known after every day.
inline constexpr Date kAlways = Date::min();
inline constexpr Date kNeverKnown = Date::max();

/// Days on which the versions of a book became known. Holds references to the book.
class KnownDays {
 public:
  /// Batches after `last_batch` count as never known, and what they took back as known.
  explicit KnownDays(const Book& book, std::int64_t last_batch = kUnrecorded);

  /// The day of a batch: kAlways without one, kNeverKnown for an undone batch. The unrecorded
  /// batch is known from the last recorded day on.
  [[nodiscard]] Date of_batch(std::int64_t number) const;
  /// The row's own day, else its batch's.
  [[nodiscard]] Date of(File file, const RowVersion& version) const;
  /// A row's own day and the name of the cell that says it. Nothing for a licence whose day is
  /// that of its `issued` event.
  struct Own {
    Date day;
    std::string column;
  };
  [[nodiscard]] std::optional<Own> find_own_day(File file, const RowVersion& version) const;
  /// The day with which a version counts among the known days of the book: `of`, but for an event
  /// that is superseded no later than its correction, and for a version that was replaced before
  /// its day the day of the batch that did. Otherwise a slip in the year could be corrected and
  /// would still be the latest day of the book.
  [[nodiscard]] Date counted_on(File file, const RowVersion& version) const;
  /// The latest of all, as counted; nothing when nothing says a day.
  [[nodiscard]] std::optional<Date> latest() const;

 private:
  struct Columns {
    OwnDay present;
    OwnDay stored;
    std::optional<std::size_t> present_licence;
    std::optional<std::size_t> stored_licence;
  };

  void collect_issue_days();
  void collect_corrections();
  [[nodiscard]] std::optional<Date> own_day(File file, const RowVersion& version) const;
  [[nodiscard]] std::optional<Date> latest_of_recorded() const;

  const Book& book_;
  std::map<std::int64_t, Date> batches_;
  std::map<std::int64_t, Date> recorded_;  ///< by batch: the day on which it was written down
  std::vector<Columns> columns_;           ///< [file]
  IssueDays issued_;
  IssueDays superseded_;  ///< by id of the event: when the first correction of it became known
  Date unrecorded_ = kAlways;
};

/// The cells of a version wherever they are kept, and whether in the present order of columns.
struct VersionCells {
  const std::vector<std::string>& cells;
  bool in_present_order;
};
[[nodiscard]] VersionCells cells_of(const Book& book, File file, const RowVersion& version);

}  // namespace runout::book
