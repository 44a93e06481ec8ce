#include <algorithm>

#include <fmt/format.h>

#include "runout/book/clock.h"
#include "runout/book/status.h"
#include "runout/book/status_table.h"

namespace runout::book {
namespace {

using enum ApplicationState;

/// An application while its events are applied. `base` is the state without the overlays: a query
/// and a hold may be open at once, and afterwards it is again what it was.
class Walk {
 public:
  [[nodiscard]] ApplicationState state() const {
    return is_held_ ? held : has_query_ ? query_open : base_;
  }
  [[nodiscard]] States states() const { return has_begun_ ? only(state()) : kNoEventYet; }

  void apply(const Transition& transition, const Event& event) {
    const Date day = event.day();
    const bool was_first = !has_begun_;
    has_begun_ = true;
    if (transition.to) base_ = *transition.to;
    switch (transition.effect) {
      case Effect::none:
        break;
      case Effect::prepare:
        prepare(day);
        break;
      case Effect::file:
        file(day);
        break;
      case Effect::accept:
        if (status_.returned_on) begin_attempt(day);
        if (has_query_) close(has_query_, day);
        status_.accepted_on = day;
        break;
      case Effect::resubmit:
        begin_attempt(day);
        break;
      case Effect::open_query:
        if (!status_.filed_on && !status_.accepted_on) file(day);
        open(has_query_, day);
        break;
      case Effect::close_query:
        close(has_query_, day);
        break;
      case Effect::hold:
        if (was_first) file(day);
        open(is_held_, day);
        break;
      case Effect::release:
        close(is_held_, day);
        break;
      case Effect::give_back:
        end_attempt(day);
        status_.returned_on = day;
        break;
      case Effect::decide:
        end_attempt(day);
        status_.decided_on = day;
        status_.decided_event = event.event;
        break;
    }
  }

  void promise(const Event& event) {
    if (event.expected_on) status_.promised_on = event.expected_on;
  }

  [[nodiscard]] ApplicationStatus finish(const Authority& authority, const Calendar& calendar,
                                         Date as_of) {
    status_.state = state();
    status_.statutory = authority.statutory_days;
    status_.clock_start = clock_start();
    if (!status_.clock_start) return status_;
    const Date until = status_.decided_on.value_or(as_of);
    const Clock working{&calendar, ClockUnit::working, *status_.clock_start, pauses_};
    status_.waited = working.waited(until);
    status_.paused = working.paused(until);
    if (runs_statutory_clock(authority)) {
      const Clock clock = statutory_clock(authority, calendar);
      status_.clock_days = clock.waited(until);
      status_.statutory_end = clock.end(*status_.statutory, as_of);
    }
    return status_;
  }

 private:
  void prepare(Date day) {
    if (!status_.preparing_since || status_.decided_on) status_.preparing_since = day;
    status_.decided_on.reset();
    status_.decided_event.clear();
    status_.filed_on.reset();
    status_.accepted_on.reset();
    pauses_.clear();
  }

  void file(Date day) {
    status_.filed_on = day;
    status_.accepted_on.reset();
  }

  void begin_attempt(Date day) {
    ++status_.attempt;
    has_query_ = false;
    is_held_ = false;
    pauses_.clear();
    status_.returned_on.reset();
    status_.decided_on.reset();
    status_.decided_event.clear();
    file(day);
  }

  void end_attempt(Date day) {
    if (has_query_) close(has_query_, day);
    if (is_held_) close(is_held_, day);
    status_.returned_on.reset();
  }

  void open(bool& overlay, Date day) {
    if (!has_query_ && !is_held_) pauses_.push_back({day, std::nullopt});
    overlay = true;
  }

  void close(bool& overlay, Date day) {
    const bool was_paused = has_query_ || is_held_;
    overlay = false;
    if (was_paused && !has_query_ && !is_held_) pauses_.back().to = day;
  }

  [[nodiscard]] std::optional<Date> clock_start() const {
    if (status_.returned_on) return status_.returned_on;
    if (base_ == needed || base_ == preparing) return status_.preparing_since;
    return status_.accepted_on ? status_.accepted_on : status_.filed_on;
  }

  /// A later attempt is counted from its resubmission even where nobody wrote down that it was
  /// accepted anew: the authority has the file already.
  [[nodiscard]] std::optional<Date> statutory_start(const Authority& authority) const {
    if (authority.clock_starts == ClockStart::filed && status_.filed_on) return status_.filed_on;
    if (status_.accepted_on) return status_.accepted_on;
    return status_.attempt > 1 ? status_.filed_on : std::nullopt;
  }

  [[nodiscard]] bool runs_statutory_clock(const Authority& authority) const {
    return authority.statutory_days && statutory_start(authority) && !status_.returned_on &&
           base_ != needed && base_ != preparing;
  }

  [[nodiscard]] Clock statutory_clock(const Authority& authority, const Calendar& calendar) const {
    return {&calendar, authority.unit, *statutory_start(authority), pauses_};
  }

  ApplicationStatus status_;
  ApplicationState base_ = needed;
  bool has_begun_ = false;
  bool has_query_ = false;
  bool is_held_ = false;
  std::vector<Pause> pauses_;  ///< of this attempt
};

}  // namespace

Diagnostic out_of_order(const Records& records, const Event& event, std::string_view state) {
  return {Severity::warning,
          "events_out_of_order",
          records.name_of(File::events),
          event.line,
          "event",
          fmt::format("'{}' of '{}' on {} is out of order: it stood at '{}'", event.event,
                      event.subject, to_string(event.day()), state),
          "is a day wrong, or an event between them missing?"};
}

ApplicationStatus derive_application(const Records& records, const Application& application,
                                     const EventList& events, Date as_of, Diagnostics& warnings) {
  Walk walk;
  for (const Event* event : events) {
    if (event->day() > as_of) continue;  // announced only
    const Transition* transition =
        find_transition(application.authority, walk.states(), event->event);
    if (transition == nullptr || transition->expectation == Expectation::unexpected) {
      warnings.push_back(out_of_order(records, *event, to_text(walk.state())));
    }
    if (transition != nullptr) walk.apply(*transition, *event);
    if (event->event == "promised") walk.promise(*event);
  }
  const Authority authority = records.authority(application.authority);
  return walk.finish(authority, records.calendar(authority.calendar), as_of);
}

}  // namespace runout::book
