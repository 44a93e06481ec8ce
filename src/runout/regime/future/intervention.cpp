#include "runout/regime/future/intervention.h"

#include <algorithm>
#include <map>
#include <numbers>
#include <ranges>
#include <utility>

#include <fmt/format.h>

namespace runout::regime {
namespace {

/// The same word again within so many days is the same change told twice.
constexpr Days kToldTwice{30};
/// Announced days slip half of the time, by so many days on average.
constexpr double kKeptOnTheDay = 0.5;
constexpr double kSlip = 14.0;

/// A claim of the authority: about a doubling or halving, with a second moment of 1.5 squared.
constexpr SizeLaw kClaimed{0.7, 1.33};
/// A scenario says what it means: twice as fast, or half, within a factor of 1.6.
constexpr SizeLaw kSupposed{std::numbers::ln2, 0.3};

SizeLaw size_of(ChangeKind kind, const SizeLaw& law) {
  switch (kind) {
    case ChangeKind::freeze:
    case ChangeKind::bare_minimum:
      return {};
    case ChangeKind::tightening:
      return {-law.mean, law.deviation};
    case ChangeKind::easing:
    case ChangeKind::fast_lane:
      break;
  }
  return law;
}

std::optional<ChangeKind> kind_of(const std::string& word) {
  if (word == "freeze") return ChangeKind::freeze;
  if (word == "easing") return ChangeKind::easing;
  if (word == "tightening") return ChangeKind::tightening;
  if (word == "fast_lane") return ChangeKind::fast_lane;
  return std::nullopt;  // unfreeze
}

/// A day of the past is taken as it is, the middle one of an interval; one to come may slip.
UncertainDay day_of(const book::Event& event, Date as_of) {
  if (event.happened_on)
    return {*event.happened_on, *event.happened_on, *event.happened_on > as_of};
  const Date last = *event.latest;
  const Date first = event.earliest.value_or(last);
  if (last <= as_of) {
    const Date middle = first + (last - first) / 2;
    return {middle, middle, false};
  }
  return {std::max(first, as_of + Days{1}), last, false};
}

UncertainDay day_before(UncertainDay day) {
  day.first -= Days{1};
  day.last -= Days{1};
  return day;
}

/// Ends the open freeze of an authority.
void thaw(std::vector<Intervention>& changes, const book::Event& event, Date as_of) {
  for (Intervention& change : changes | std::views::reverse) {
    if (change.kind != ChangeKind::freeze || change.authority != event.subject) continue;
    if (change.end && change.end->last <= as_of) return;  // Has ended already.
    change.end = day_before(day_of(event, as_of));
    return;
  }
}

bool is_frozen(const std::vector<Intervention>& changes, const std::string& authority) {
  return std::ranges::any_of(changes, [&](const Intervention& change) {
    return change.kind == ChangeKind::freeze && change.authority == authority && !change.end;
  });
}

Date draw_day(const UncertainDay& day, RandomStream& stream) {
  if (day.first < day.last) {
    const auto days = static_cast<double>((day.last - day.first).count() + 1);
    return day.first + Days{static_cast<int>(stream.uniform() * days)};
  }
  if (!day.may_slip) return day.first;
  const bool kept = stream.uniform() < kKeptOnTheDay;
  const double late = stream.exponential() * kSlip;
  return kept ? day.first : day.first + Days{1 + static_cast<int>(late)};
}

Day days_after(Date day, Date as_of) { return static_cast<Day>((day - as_of).count()); }

}  // namespace

std::vector<Intervention> book_interventions(const book::Snapshot& snapshot) {
  std::vector<const book::Event*> events;
  for (const book::Event& event : snapshot.records.events) {
    if (event.kind == book::SubjectKind::authority) events.push_back(&event);
  }
  std::ranges::stable_sort(events, {}, [](const book::Event* event) { return event->day(); });
  std::vector<Intervention> changes;
  std::map<std::pair<std::string, ChangeKind>, Date> told;
  for (const book::Event* event : events) {
    if (event->event == "unfreeze") thaw(changes, *event, snapshot.as_of);
    const auto kind = kind_of(event->event);
    if (!kind) continue;
    const auto [last, is_new] = told.try_emplace({event->subject, *kind}, event->day());
    const bool again = !is_new && event->day() - last->second <= kToldTwice;
    last->second = event->day();
    if (again || (*kind == ChangeKind::freeze && is_frozen(changes, event->subject))) continue;
    Intervention change;
    change.name = fmt::format("{} {} {}", event->subject, event->event, to_string(event->day()));
    change.kind = *kind;
    change.authority = event->subject;
    change.begin = day_of(*event, snapshot.as_of);
    change.size = size_of(*kind, kClaimed);
    if (*kind == ChangeKind::freeze && event->expected_on && *event->expected_on > snapshot.as_of) {
      change.end = UncertainDay{*event->expected_on, *event->expected_on, true};
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

Intervention to_intervention(const Scenario& scenario, Date as_of) {
  Intervention change;
  change.name = scenario.text;
  change.kind = scenario.kind;
  change.authority = scenario.authority;
  const Date from = scenario.from.value_or(as_of + Days{1});
  change.begin = {from, from, false};
  if (scenario.to) change.end = UncertainDay{*scenario.to, *scenario.to, false};
  change.size = size_of(scenario.kind, kSupposed);
  change.source = Intervention::Source::scenario;
  return change;
}

DaysInForce draw_days(const Intervention& intervention, Date as_of, RandomStream& stream) {
  const Date begin = draw_day(intervention.begin, stream);
  DaysInForce days;
  days.first = std::max<Day>(1, days_after(begin, as_of));
  if (intervention.end) {
    days.last = days_after(std::max(draw_day(*intervention.end, stream), begin), as_of);
  } else if (intervention.kind == ChangeKind::freeze) {
    // Survival 1 / (1 + r / scale): its median is the scale, and it has no mean.
    const double scale = static_cast<double>(std::max<Day>(0, -days_after(begin, as_of))) +
                         static_cast<double>(kFreezeAtLeast);
    const double more = scale * (1.0 / stream.uniform() - 1.0);
    days.last = days.first + static_cast<Day>(std::min(more, 1e6));
  }
  return days;
}

}  // namespace runout::regime
