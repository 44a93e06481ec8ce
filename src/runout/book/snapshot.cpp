#include "runout/book/snapshot.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "runout/book/status.h"

namespace runout::book {
namespace {

/// Takes out what is not known yet, what was corrected, and the words that only take back.
///
/// A correction counts unless a `void` that counts takes it back. What is corrected by one that
/// counts does not act, even if that correction is itself corrected later; taking a correction
/// back lets what it corrected act again.
void apply_corrections(std::vector<Event>& events, Date as_of) {
  std::erase_if(events, [as_of](const Event& event) { return event.known_on > as_of; });
  std::unordered_map<std::string, std::vector<std::size_t>> corrections;  // by the id they name
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!events[i].supersedes.empty()) corrections[events[i].supersedes].push_back(i);
  }
  if (corrections.empty()) return;

  enum class Mark : std::uint8_t { unseen, asked, counts, taken_back };
  std::vector<Mark> marks(events.size(), Mark::unseen);
  // Voids of voids are few: recursion is bounded by the length of such a chain.
  const auto counts = [&](const auto& self, std::size_t i, int depth) -> bool {
    if (marks[i] == Mark::counts || marks[i] == Mark::taken_back) return marks[i] == Mark::counts;
    if (marks[i] == Mark::asked || depth > 1000) return true;  // a circle: refused by parsing
    marks[i] = Mark::asked;
    bool result = true;
    const auto found = corrections.find(events[i].id);
    if (!events[i].id.empty() && found != corrections.end()) {
      for (const std::size_t by : found->second) {
        if (events[by].event == "void" && self(self, by, depth + 1)) result = false;
      }
    }
    marks[i] = result ? Mark::counts : Mark::taken_back;
    return result;
  };
  std::vector<char> acts(events.size(), 1);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto found = corrections.find(events[i].id);
    if (events[i].id.empty() || found == corrections.end()) continue;
    acts[i] =
        std::ranges::none_of(found->second, [&](std::size_t by) { return counts(counts, by, 0); })
            ? 1
            : 0;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (acts[i] == 0 || events[i].event == "void") continue;
    if (kept != i) events[kept] = std::move(events[i]);
    ++kept;
  }
  events.resize(kept);
}

/// Events of each application, licence and order, ordered by day and then as in the book.
struct EventLists {
  std::vector<EventList> applications;
  std::vector<EventList> licences;
  std::vector<EventList> orders;
};

EventLists group_events(const Records& records) {
  EventLists lists;
  lists.applications.resize(records.applications.size());
  lists.licences.resize(records.licences.size());
  lists.orders.resize(records.orders.size());
  for (const Event& event : records.events) {
    if (event.kind == SubjectKind::authority || event.kind == SubjectKind::line) continue;
    auto& of_kind = event.kind == SubjectKind::application ? lists.applications
                    : event.kind == SubjectKind::licence   ? lists.licences
                                                           : lists.orders;
    if (event.index < of_kind.size()) of_kind[event.index].push_back(&event);
  }
  for (auto* of_kind : {&lists.applications, &lists.licences, &lists.orders}) {
    for (EventList& events : *of_kind) {
      std::ranges::stable_sort(events, {}, [](const Event* event) { return event->day(); });
    }
  }
  return lists;
}

/// A licence in hand puts its application in hand too, and stands for a grant nobody wrote down.
void note_licences(Snapshot& snapshot) {
  const Records& records = snapshot.records;
  for (std::size_t row = 0; row < records.licences.size(); ++row) {
    const Licence& licence = records.licences[row];
    const LicenceStatus& held = snapshot.licences[row];
    if (!licence.application) continue;
    ApplicationStatus& status = snapshot.applications[licence.application->index()];
    const bool may_be_given = is_pending(status.state) ||
                              status.state == ApplicationState::granted ||
                              status.state == ApplicationState::in_hand;
    if (!may_be_given) {
      snapshot.warnings.push_back(
          {Severity::warning, "licence_without_grant", records.name_of(File::licences),
           licence.line, "application",
           fmt::format("licence '{}' belongs to '{}', which is {}", licence.licence,
                       records.applications[licence.application->index()].application,
                       to_text(status.state)),
           "is an event missing?"});
      continue;
    }
    if (!status.decided_on) {
      status.decided_on = std::min(held.issued_on.value_or(snapshot.as_of),
                                   held.in_hand_on.value_or(snapshot.as_of));
      status.decided_on = std::min(*status.decided_on, snapshot.as_of);
      status.decided_event = "granted";
    }
    const bool is_in_hand = held.in_hand_on && *held.in_hand_on <= snapshot.as_of;
    if (is_in_hand) {
      status.state = ApplicationState::in_hand;
    } else if (is_pending(status.state)) {
      status.state = ApplicationState::granted;
    }
  }
}

void warn_of_calendars(Snapshot& snapshot) {
  // A calendar is asked about the present; half a year on is what plans look at.
  const Records& records = snapshot.records;
  std::vector<std::string> used;
  const auto use = [&](const std::string& name) {
    if (!name.empty() && std::ranges::find(used, name) == used.end()) used.push_back(name);
  };
  for (const Line& line : records.lines) use(line.calendar);
  for (const Site& site : records.sites) use(site.calendar);
  for (const Application& application : records.applications) {
    use(records.authority(application.authority).calendar);
  }
  for (const std::string& name : used) {
    const Calendar& calendar = records.calendar(name);
    if (calendar.covers(snapshot.as_of)) continue;
    snapshot.warnings.push_back({Severity::warning, "calendar_ends",
                                 records.name_of(File::calendars), 0, "",
                                 fmt::format("calendar '{}' has no holidays for {}", name,
                                             to_string(snapshot.as_of).substr(0, 4)),
                                 "it falls back to its week; add the year's rows"});
  }
}

}  // namespace

Snapshot make_snapshot(Records records, Date as_of) {
  Snapshot snapshot;
  snapshot.as_of = as_of;
  apply_corrections(records.events, as_of);
  snapshot.records = std::move(records);
  const Records& known = snapshot.records;
  const EventLists lists = group_events(known);
  for (std::size_t row = 0; row < known.applications.size(); ++row) {
    snapshot.applications.push_back(derive_application(
        known, known.applications[row], lists.applications[row], as_of, snapshot.warnings));
  }
  for (std::size_t row = 0; row < known.orders.size(); ++row) {
    snapshot.orders.push_back(
        derive_order(known, known.orders[row], lists.orders[row], as_of, snapshot.warnings));
  }
  for (std::size_t row = 0; row < known.licences.size(); ++row) {
    const auto& application = known.licences[row].application;
    snapshot.licences.push_back(
        derive_licence(known, known.licences[row], lists.licences[row],
                       application ? &snapshot.applications[application->index()] : nullptr, as_of,
                       snapshot.warnings));
  }
  draw_down(snapshot, lists.orders);
  note_licences(snapshot);
  warn_of_calendars(snapshot);
  return snapshot;
}

}  // namespace runout::book
