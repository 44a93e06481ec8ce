// What a book learnt between two days, row by row, and the book with only a part of it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/book/change.h"
#include "runout/book/tables.h"

namespace runout::forecast {

/// One row that was added, changed or removed.
struct News {
  book::File file = book::File::items;
  book::RowChange change;
  std::optional<Date> known_on;
  std::string words;  ///< "A-017 granted", "stock.csv MAG-1 PLANT: on_hand 100 to 50"
  std::string where;  ///< "events.csv:12"; empty for a row that is gone
};

/// The way from one state of a book to another.
class NewsBetween {
 public:
  /// Saved forecasts are no news.
  NewsBetween(book::Tables before, book::Tables after);

  /// In the order in which they became known; of one day, what others refer to comes first.
  [[nodiscard]] const std::vector<News>& news() const { return news_; }
  /// The state before with the first `count` of the news.
  [[nodiscard]] book::Tables with_first(std::size_t count) const;

 private:
  [[nodiscard]] book::Table table_with(book::File file, std::size_t count) const;

  book::Tables before_;  ///< both with the same columns
  book::Tables after_;
  std::vector<book::FileChange> changes_;  ///< [file]
  std::vector<News> news_;
};

}  // namespace runout::forecast
