#include "runout/forecast/moved/alarms.h"

#include <algorithm>
#include <map>
#include <utility>

#include "runout/book/parse_records.h"
#include "runout/forecast/build_network.h"
#include "runout/forecast/moved/alert.h"
#include "runout/forecast/moved/movement.h"

namespace runout::forecast {
namespace {

/// The first day in the alarm's days on which the line stood still, as events say: it stopped then,
/// or had stopped before and not restarted.
std::optional<Date> find_stop(const book::Snapshot& now, const Alarm& alarm) {
  std::map<Date, bool> stands_from;  // A later row of the same day holds.
  for (const book::Event& event : now.records.events) {
    if (event.kind != book::SubjectKind::line) continue;
    if (now.records.lines[event.index].line != alarm.line) continue;
    if (event.event == "stopped") stands_from[event.day()] = true;
    if (event.event == "restarted") stands_from[event.day()] = false;
  }
  std::optional<Date> stopped;
  for (const auto& [day, stands] : stands_from) {
    if (day > alarm.until) break;
    if (stands && !stopped) stopped = day;
    if (!stands && day <= alarm.as_of) stopped.reset();
    if (!stands && stopped) break;
  }
  return stopped;
}

/// Since when the stock of a component has not covered what the line is planned to take, where that
/// began in the alarm's days or before.
std::optional<Date> find_shortage(const BuiltNetwork& built, const Alarm& alarm) {
  std::optional<Date> first;
  const auto rows = std::ranges::find(built.lines, alarm.line, &LineRows::line);
  if (rows == built.lines.end()) return first;
  for (const flow::Index task : built.network.lines[rows->index].tasks) {
    for (const flow::Requirement& requirement : built.network.tasks[task].requirements) {
      for (const flow::ComponentUse& use : requirement.alternatives) {
        const std::optional<Date>& since = built.short_since[use.point];
        if (since && *since <= alarm.until) first = std::min(first.value_or(*since), *since);
      }
    }
  }
  return first;
}

/// The book as it was at the alarm, every application decided as it was decided since: on the day
/// on which the licence came in hand, or not at all.
SavedForecast make_unaided(const book::Book& book, const book::Snapshot& now,
                           const SavedForecast& saved, unsigned threads) {
  std::vector<GivenDecision> given;
  for (std::size_t row = 0; row < now.applications.size(); ++row) {
    const book::ApplicationStatus& status = now.applications[row];
    if (status.decided_on && *status.decided_on <= saved.as_of) continue;
    GivenDecision decision{now.records.applications[row].application, status.decided_on,
                           status.decided_event, std::nullopt};
    if (!status.decided_on) decision.outcome = "granted";
    for (std::size_t i = 0; i < now.licences.size(); ++i) {
      const auto& application = now.records.licences[i].application;
      if (!application || application->index() != row || !now.licences[i].in_hand_on) continue;
      if (decision.decided_on) {
        decision.decided_on = std::max(*decision.decided_on, *now.licences[i].in_hand_on);
      }
    }
    given.push_back(std::move(decision));
  }
  return remake_given(book.tables_as_of(saved.as_of, saved.batch), saved, std::move(given),
                      threads);
}

}  // namespace

std::vector<Alarm> judge_alarms(const book::Book& book, const book::Snapshot& now,
                                const std::vector<SavedForecast>& saved, unsigned threads,
                                const std::function<void(std::size_t)>& progress) {
  std::vector<Alarm> alarms;
  std::optional<BuiltNetwork> built;
  for (std::size_t i = 0; i < saved.size(); ++i) {
    std::optional<SavedForecast> unaided;
    for (const RunOuts& line : saved[i].lines) {
      const std::optional<Alert> alert = read_alert(line.alert);
      if (!alert) continue;
      Alarm alarm;
      alarm.forecast = saved[i].name;
      alarm.line = line.line;
      alarm.as_of = saved[i].as_of;
      alarm.until = saved[i].as_of + Days{alert->days};
      alarm.alert = line.alert;
      alarm.chance = saved[i].chance_by(line, alarm.until);
      alarm.chance_error = saved[i].error_of(alarm.chance);
      alarm.stopped_on = find_stop(now, alarm);
      if (!alarm.stopped_on && now.as_of >= alarm.until) {
        if (!built) built = build_network(now, {1, saved[i].unknown_items});
        alarm.stopped_on = find_shortage(*built, alarm);
        alarm.is_by_stock = alarm.stopped_on.has_value();
      }
      if (alarm.stopped_on) {
        alarm.outcome = AlarmOutcome::stopped;
      } else if (now.as_of >= alarm.until) {
        if (!unaided) {
          unaided = make_unaided(book, now, saved[i], threads);
          if (progress) progress(i + 1);
        }
        const RunOuts* then = unaided->find(line.line);
        alarm.chance_unaided = then != nullptr ? unaided->chance_by(*then, alarm.until) : 0.0;
        alarm.unaided_error = saved[i].error_of(*alarm.chance_unaided);
        alarm.outcome =
            *alarm.chance_unaided >= 0.5 ? AlarmOutcome::averted : AlarmOutcome::mistaken;
      }
      alarms.push_back(std::move(alarm));
    }
  }
  return alarms;
}

}  // namespace runout::forecast
