#include "runout/regime/training.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>

#include "runout/regime/interval_events.h"

namespace runout::regime {
namespace {

/// An event on the day it is taken to have happened: of an interval the middle.
struct DatedEvent {
  Date day;
  std::string_view event;
  Date earliest;  ///< day, unless only an interval is known
  Date latest;
};

/// Follows one application through its events and records the spells.
class SpellFollower {
 public:
  SpellFollower(BookSpells& spells, std::vector<std::int32_t> levels, std::size_t authority_clock,
                const book::Application& application)
      : spells_{spells},
        levels_{std::move(levels)},
        escalated_{std::exchange(levels_[kEscalated], kNoLevel)},
        authority_clock_{authority_clock},
        observed_from_{application.observed_from} {}

  void take(const DatedEvent& event) {
    const std::string_view word = event.event;
    event_ = &event;
    if (word == "needed" || word == "preparing") {
      if (table_ == nullptr) begin(&spells_.preparing, event.day);
    } else if (word == "filed") {
      if (table_ != &spells_.review) begin_review(event.day);
    } else if (word == "accepted") {
      if (table_ == &spells_.review) table_ = nullptr;  // The clock starts anew with acceptance.
      begin_review(event.day);
    } else if (word == "resubmitted") {
      begin_review(event.day);
    } else if (word == "query_opened" || word == "held") {
      pause(event.day);
    } else if (word == "query_answered" || word == "released") {
      resume(event.day);
    } else if (word == "escalated") {
      escalate(event.day);
    } else if (word == "returned") {
      leave_review(event.day, ReviewCause::returned);
      begin(&spells_.returned, event.day);
    } else if (word == "granted" || word == "granted_partly" || word == "not_required") {
      leave_review(event.day, ReviewCause::granted);
    } else if (word == "refused") {
      leave_review(event.day, ReviewCause::refused);
    } else if (word == "withdrawn" || word == "lapsed") {
      give_up(event.day);
    } else if (word == "superseded") {
      finish(event.day, std::nullopt);
    }
  }

  /// Ends what still runs at the end of the as-of day.
  void stop(Date as_of) {
    event_ = nullptr;
    finish(as_of, std::nullopt);
  }

  /// Whether a final decision is among the recorded spells.
  [[nodiscard]] bool decision_seen() const { return decision_seen_; }

 private:
  void begin(SpellTable* table, Date day) {
    table_ = table;
    since_ = day;
    waited_ = 0.0;
    paused_ = false;
  }

  void begin_review(Date day) {
    if (table_ == &spells_.preparing) {
      finish(day, static_cast<std::size_t>(PreparingCause::filed));
    } else if (table_ == &spells_.returned) {
      finish(day, static_cast<std::size_t>(ReturnedCause::resubmitted));
    } else {
      finish(day, std::nullopt);
    }
    begin(&spells_.review, day);
  }

  void leave_review(Date day, ReviewCause cause) {
    // Decided from preparation or after a return: the way into review is not on file.
    finish(day, table_ == &spells_.review ? std::optional{static_cast<std::size_t>(cause)}
                                          : std::nullopt);
  }

  void give_up(Date day) {
    if (table_ == &spells_.preparing) {
      finish(day, static_cast<std::size_t>(PreparingCause::withdrawn));
    } else if (table_ == &spells_.returned) {
      finish(day, static_cast<std::size_t>(ReturnedCause::withdrawn));
    } else {
      leave_review(day, ReviewCause::withdrawn);
    }
  }

  void pause(Date day) {
    if (table_ != &spells_.review || paused_) return;
    record(day, std::nullopt);
    paused_ = true;
  }

  void resume(Date day) {
    if (!paused_) return;
    paused_ = false;
    since_ = day;
  }

  void escalate(Date day) {
    if (levels_[kEscalated] == escalated_) return;
    if (table_ != nullptr && !paused_ && day > since_) {
      record(day, std::nullopt);
      since_ = day;
    }
    levels_[kEscalated] = escalated_;
  }

  /// Ends the present spell on `day`, by a cause or because nothing more is seen.
  void finish(Date day, std::optional<std::size_t> cause) {
    if (table_ == nullptr) return;
    const bool is_interval = cause && event_ != nullptr && event_->earliest < event_->latest;
    if (paused_) {
      since_ = std::max(since_, day);  // Decided while paused: no day at risk.
      record(day, cause);
    } else if (is_interval && event_->latest > since_) {
      record(event_->latest, cause, event_->earliest);
    } else {
      record(day, cause);
    }
    table_ = nullptr;
  }

  /// Records the days (since_, day] at risk, as far as they were observed. `earliest`: the first
  /// day that the cause may have come on, where only an interval is known.
  void record(Date day, std::optional<std::size_t> cause,
              std::optional<Date> earliest = std::nullopt) {
    const std::size_t clock = table_ == &spells_.preparing ? 0 : authority_clock_;
    const Clock& counts = table_->clocks[clock];
    if (day < counts.first()) return;  // No day before it counts.
    Date from = std::max(since_, counts.first() - Days{1});
    double waited = waited_;
    for (Date d = from + Days{1}; d <= day; d += Days{1}) waited_ += counts.tick(d);
    if (observed_from_ && *observed_from_ > from) {
      if (day <= *observed_from_) {
        if (cause) ++spells_.hidden_by_entry;
        return;
      }
      for (Date d = from + Days{1}; d <= *observed_from_; d += Days{1}) waited += counts.tick(d);
      from = *observed_from_;
    }
    if (day <= from && !cause) return;
    const Spell spell{waited, from + Days{1}, day, cause, clock};
    if (earliest) {
      add_interval(*table_, spell, *earliest, levels_);
    } else {
      table_->spells.push_back(spell);
      table_->levels.insert(table_->levels.end(), levels_.begin(), levels_.end());
    }
    if (cause && table_ == &spells_.review &&
        *cause != static_cast<std::size_t>(ReviewCause::returned)) {
      decision_seen_ = true;
    }
  }

  BookSpells& spells_;
  std::vector<std::int32_t> levels_;
  std::int32_t escalated_;  ///< level once it is
  std::size_t authority_clock_;
  std::optional<Date> observed_from_;
  const DatedEvent* event_ = nullptr;  ///< under way; none at the as-of day
  SpellTable* table_ = nullptr;  ///< of the present state; none before the first and after the last
  Date since_;
  double waited_ = 0.0;
  bool paused_ = false;
  bool decision_seen_ = false;
};

/// What happens only once an attempt is over, and so bounds the days on which it may have ended.
bool follows_an_end(std::string_view word) {
  return word == "resubmitted" || word == "preparing" || word == "needed";
}

/// Events of every application up to the as-of day, ascending by day, then in book order.
std::vector<std::vector<DatedEvent>> events_by_application(const book::Snapshot& snapshot,
                                                           std::size_t& intervals) {
  std::vector<std::vector<DatedEvent>> result(snapshot.records.applications.size());
  for (const book::Event& event : snapshot.records.events) {
    if (event.kind != book::SubjectKind::application) continue;
    if (event.day() > snapshot.as_of) continue;  // An announcement, as for the statuses.
    DatedEvent dated{event.day(), event.event, event.day(), event.day()};
    if (!event.happened_on && event.earliest && *event.earliest < dated.latest) {
      dated.earliest = *event.earliest;
      dated.day = dated.earliest + (dated.latest - dated.earliest) / 2;
      ++intervals;
    }
    result[event.index].push_back(dated);
  }
  for (auto& events : result) {
    std::ranges::stable_sort(events, {}, &DatedEvent::day);
    for (std::size_t i = 1; i < events.size(); ++i) {
      if (!follows_an_end(events[i].event)) continue;
      for (std::size_t before = 0; before < i; ++before) {
        events[before].latest = std::min(events[before].latest, events[i].day);
      }
    }
  }
  return result;
}

std::size_t clock_of(BookSpells& spells, const book::Snapshot& snapshot,
                     const std::string& authority, Date first) {
  const auto known = std::ranges::find(spells.authorities, authority);
  if (known != spells.authorities.end()) {
    return static_cast<std::size_t>(known - spells.authorities.begin());
  }
  spells.authorities.push_back(authority);
  const std::string calendar = snapshot.records.authority(authority).calendar;
  const Clock clock{snapshot.records.calendar(calendar), first, snapshot.as_of};
  spells.review.clocks.push_back(clock);
  spells.returned.clocks.push_back(clock);
  return spells.authorities.size() - 1;
}

/// Rows in the order of their codes: sums in the fit then have the same last bits for any order of
/// rows in the book.
std::vector<std::size_t> rows_by_code(const std::vector<book::Application>& applications) {
  std::vector<std::size_t> rows(applications.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::ranges::sort(rows, {}, [&](std::size_t row) -> const std::string& {
    return applications[row].application;
  });
  return rows;
}

}  // namespace

BookSpells collect_spells(const book::Snapshot& snapshot, const UsedCovariates& used) {
  BookSpells spells;
  const auto events = events_by_application(snapshot, spells.intervals);
  Date first = snapshot.as_of;
  for (const auto& own : events) {
    if (!own.empty()) first = std::min(first, own.front().day);
  }
  first = std::max(first, snapshot.as_of - kLongestMemory);
  std::vector<Covariate> covariates;
  for (const std::string& name : book_covariates()) covariates.push_back({name, {}, {}});
  spells.preparing.clocks.emplace_back(*built_in_calendar("every-day"), first, snapshot.as_of);
  for (SpellTable* table : {&spells.preparing, &spells.review, &spells.returned}) {
    table->covariates = covariates;  // Only their number matters until all levels are known.
  }
  const BookCovariates values_of{snapshot, used};
  for (const std::size_t i : rows_by_code(snapshot.records.applications)) {
    const book::Application& application = snapshot.records.applications[i];
    const std::vector<std::string> values = values_of.of(i);
    std::vector<std::int32_t> levels;
    levels.reserve(values.size());
    for (std::size_t k = 0; k < values.size(); ++k) levels.push_back(covariates[k].add(values[k]));
    const std::size_t clock = clock_of(spells, snapshot, application.authority, first);
    SpellFollower follower{spells, std::move(levels), clock, application};
    for (const DatedEvent& event : events[i]) follower.take(event);
    follower.stop(snapshot.as_of);
    if (book::is_pending(snapshot.applications[i].state)) {
      ++spells.pending_applications;
    } else if (follower.decision_seen()) {
      ++spells.decided_applications;
    }
  }
  for (SpellTable* table : {&spells.preparing, &spells.review, &spells.returned}) {
    table->covariates = covariates;
  }
  return spells;
}

}  // namespace runout::regime
