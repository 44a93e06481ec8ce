#include "runout/regime/backtest/book_replay.h"

#include <algorithm>
#include <utility>

#include "runout/book/parse_records.h"
#include "runout/regime/backtest/book_waits.h"

namespace runout::regime::backtest {
namespace {

/// Completes a pending case by what came. `truth` and `known` are the days of its decisions as the
/// latest book and the book of then have them.
void complete(PendingCase& pending, ReplayDay& day, const std::vector<Date>& truth,
              const std::vector<Date>& known) {
  const auto later = std::ranges::upper_bound(truth, day.as_of);
  // Compared by number: a decision whose day was corrected afterwards was known all the same.
  if (static_cast<std::size_t>(later - truth.begin()) > known.size()) {
    pending.decided_after = 1;
    ++day.reported_late;
  } else if (later == truth.end()) {
    pending.decided_after = kNever;
  } else {
    pending.decided_after = static_cast<Day>((*later - day.as_of).count());
  }
}

}  // namespace

BookReplay::BookReplay(const book::Book& book, const book::Snapshot& latest,
                       std::vector<std::string> covariates)
    : book_{book}, latest_{latest}, covariates_{std::move(covariates)} {
  const BookWaits waits = collect_waits(latest);
  for (std::size_t row = 0; row < waits.decided_on.size(); ++row) {
    decided_on_[latest.records.applications[row].application] = waits.decided_on[row];
  }
  for (const book::Event& event : latest.records.events) {
    if (event.kind != book::SubjectKind::application) continue;
    first_ = std::min(first_.value_or(event.day()), event.day());
    has_events_.insert(latest.records.applications[event.index].application);
  }
}

book::Snapshot BookReplay::snapshot_of(Date as_of) const {
  Diagnostics ignored;  // The sound book of today has no errors; its doubts are told elsewhere.
  book::Records known = book::parse_known_records(book_.tables_as_of(as_of), ignored);
  known.names = latest_.records.names;
  book::Snapshot snapshot = book::make_snapshot(std::move(known), as_of);
  leave_out_unheard(snapshot);
  return snapshot;
}

void BookReplay::leave_out_unheard(book::Snapshot& snapshot) const {
  std::vector<char> is_heard(snapshot.applications.size(), 0);
  for (const book::Event& event : snapshot.records.events) {
    if (event.kind == book::SubjectKind::application && event.day() <= snapshot.as_of) {
      is_heard[event.index] = 1;
    }
  }
  for (std::size_t row = 0; row < is_heard.size(); ++row) {
    if (is_heard[row] != 0) continue;
    if (!has_events_.contains(snapshot.records.applications[row].application)) continue;
    snapshot.applications[row].state = book::ApplicationState::withdrawn;
  }
}

ReplayDay BookReplay::look_back(Date as_of) const {
  BookWaits waits = collect_waits(snapshot_of(as_of));
  const std::vector<Date> none;
  for (std::size_t i = 0; i < waits.day.pending.size(); ++i) {
    PendingCase& pending = waits.day.pending[i];
    const auto truth = decided_on_.find(pending.id);
    complete(pending, waits.day, truth == decided_on_.end() ? none : truth->second,
             waits.decided_on[waits.pending_rows[i]]);
  }
  return std::move(waits.day);
}

DecisionForecast BookReplay::forecast(Date as_of, const DecisionRequest& request) const {
  return forecast_book_decisions(snapshot_of(as_of), covariates_, request);
}

}  // namespace runout::regime::backtest
