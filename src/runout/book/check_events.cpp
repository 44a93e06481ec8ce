// Checks of what happened: dates that cannot be as they stand, and the authority's closed days.
#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "runout/book/checks.h"

namespace runout::book {
namespace {

constexpr std::array<std::string_view, 5> kDecisions{"granted", "granted_partly", "not_required",
                                                     "returned", "refused"};

/// Decisions of one authority on days on which it does not work.
struct ClosedDays {
  const Event* first = nullptr;
  std::int64_t count = 0;
};

/// What an authority announces or a licence promises may be known ahead; what happens to an
/// application may not.
void check_known(Checks& checks, const Event& event) {
  if (event.kind != SubjectKind::application || event.known_on >= event.day()) return;
  checks.warn(File::events, event.line, "known_on", "known_too_early",
              fmt::format("'{}' of '{}' was known on {}, before it happened on {}", event.event,
                          event.subject, to_string(event.known_on), to_string(event.day())),
              "one of the two dates is wrong; as of a day between them it counts as not yet known");
}

void check_escalation(Checks& checks, const Event& event) {
  if (event.kind != SubjectKind::application || event.event != "escalated") return;
  const auto& events = checks.snapshot.records.events;
  const auto filing = std::ranges::find_if(events, [&](const Event& other) {
    return other.kind == SubjectKind::application && other.index == event.index &&
           other.event == "filed";
  });
  if (filing == events.end() || filing->day() <= event.day()) return;
  checks.warn(File::events, event.line, "happened_on", "escalated_before_filing",
              fmt::format("'{}' was escalated on {}, before it was filed on {}", event.subject,
                          to_string(event.day()), to_string(filing->day())),
              "the pressure counts from the filing on; correct the date if it is wrong");
}

}  // namespace

void check_events(Checks& checks) {
  const Snapshot& snapshot = checks.snapshot;
  std::map<std::string_view, ClosedDays> closed;
  for (const Event& event : snapshot.records.events) {
    check_known(checks, event);
    check_escalation(checks, event);
    if (event.kind != SubjectKind::application || !event.happened_on ||
        std::ranges::find(kDecisions, event.event) == kDecisions.end()) {
      continue;
    }
    const std::string& name = snapshot.records.applications[event.index].authority;
    const Calendar& calendar = snapshot.records.calendar(snapshot.records.authority(name).calendar);
    if (calendar.is_working(*event.happened_on)) continue;
    ClosedDays& days = closed[name];
    if (days.first == nullptr) days.first = &event;
    ++days.count;
  }
  for (const auto& [name, days] : closed) {
    checks.warn(
        File::events, days.first->line, "happened_on", "decided_on_closed_day",
        fmt::format("{} of '{}' {} dated on days on which it does not work, first here",
                    count_words(days.count, "decision"), name, days.count == 1 ? "is" : "are"),
        "they count on the last working day before; is the authority's calendar right?");
  }
}

}  // namespace runout::book
