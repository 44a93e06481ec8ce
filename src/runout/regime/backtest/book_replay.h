// Replays of a book: as it was known on each day, judged by what it knows now.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "runout/book/book.h"
#include "runout/book/snapshot.h"
#include "runout/regime/backtest/replay.h"

namespace runout::regime::backtest {

/// A book as a history. What came is the first decision on each application in the latest snapshot
/// (a return counts); an application that is superseded or no longer in the book counts as not
/// decided. Keeps references to book and snapshot.
class BookReplay : public ReplaySource {
 public:
  /// `latest`: the sound book on its latest day. `covariates` as forecast_book_decisions takes
  /// them.
  BookReplay(const book::Book& book, const book::Snapshot& latest,
             std::vector<std::string> covariates);

  [[nodiscard]] std::optional<Date> first_day() const override { return first_; }
  [[nodiscard]] std::optional<Date> last_day() const override { return latest_.as_of; }
  [[nodiscard]] ReplayDay look_back(Date as_of) const override;
  [[nodiscard]] DecisionForecast forecast(Date as_of,
                                          const DecisionRequest& request) const override;

 private:
  [[nodiscard]] book::Snapshot snapshot_of(Date as_of) const;
  /// An application of which there is news later, and none yet, was not heard of: a row in a book
  /// without a history of imports does not say since when it has stood there. It is no pending one.
  void leave_out_unheard(book::Snapshot& snapshot) const;

  const book::Book& book_;
  const book::Snapshot& latest_;
  std::vector<std::string> covariates_;
  std::optional<Date> first_;
  std::unordered_set<std::string> has_events_;  ///< codes of applications with events, whenever
  std::unordered_map<std::string, std::vector<Date>> decided_on_;  ///< by code, ascending
};

}  // namespace runout::regime::backtest
