// Small snapshots made by hand, for the tests of the licensing model.
#pragma once

#include <string>
#include <utility>

#include "runout/base/calendar.h"
#include "runout/book/snapshot.h"

namespace runout::regime::fixtures {

inline book::Snapshot empty_snapshot(const std::string& as_of = "2025-06-30") {
  book::Snapshot snapshot;
  snapshot.as_of = parse_date(as_of);
  for (const std::string& name : built_in_calendar_names()) {
    snapshot.records.calendars.emplace(name, *built_in_calendar(name));
  }
  return snapshot;
}

inline book::Application application(const std::string& code, const std::string& holder = "",
                                     const std::string& authority = "AUTH") {
  book::Application result;
  result.application = code;
  result.authority = authority;
  result.holder = holder;
  return result;
}

/// Adds an application with its status; returns its row.
inline std::size_t add(book::Snapshot& snapshot, const book::Application& added,
                       book::ApplicationState state, std::int64_t waited = 0) {
  snapshot.records.applications.push_back(added);
  book::ApplicationStatus status;
  status.state = state;
  status.waited = waited;
  snapshot.applications.push_back(status);
  return snapshot.applications.size() - 1;
}

inline void add_event(book::Snapshot& snapshot, std::size_t row, const std::string& event,
                      const std::string& day) {
  book::Event added;
  added.subject = snapshot.records.applications[row].application;
  added.index = row;
  added.event = event;
  added.happened_on = parse_date(day);
  added.known_on = *added.happened_on;
  snapshot.records.events.push_back(added);
}

/// An application filed and granted on the two days.
inline void add_granted(book::Snapshot& snapshot, const std::string& code, const std::string& filed,
                        const std::string& granted, const std::string& holder = "") {
  const std::size_t row = add(snapshot, application(code, holder), book::ApplicationState::granted);
  snapshot.applications[row].decided_on = parse_date(granted);
  snapshot.applications[row].decided_event = "granted";
  add_event(snapshot, row, "filed", filed);
  add_event(snapshot, row, "granted", granted);
}

}  // namespace runout::regime::fixtures
