#include "runout/forecast/latest_day.h"

#include <algorithm>
#include <span>

#include "runout/flow/free_days.h"
#include "runout/flow/transit.h"
#include "runout/forecast/reach.h"

namespace runout::forecast {
namespace {

/// Runs simulated in one go at most; the days are searched from the latest, and few are needed.
constexpr std::size_t kLargestBatch = 16;

/// Days of the licence, both ends included, that let all its consignments go on the same days.
struct DayGroup {
  Day first = 0;
  Day last = 0;
  Day felt = kNever;  ///< before this day nothing differs from a licence that never comes
};

/// The day on which a consignment could leave if its licence were in hand on `licensed`.
Day first_departure(const flow::Network& network, const flow::Consignment& consignment,
                    Day licensed) {
  const Day free = std::max({1, consignment.ready, licensed + consignment.days_after_licence});
  if (free > network.horizon) return kNever;
  return flow::working_day(network, consignment.departs_on, free);
}

/// The first day on which a departure makes itself felt: what leaves an endless source and uses up
/// no licence is on order until it is usable, and policies count both alike.
Day first_felt(const flow::Network& network, const flow::Consignment& consignment, Day departure) {
  if (departure == kNever) return kNever;
  if (consignment.from || std::ranges::any_of(consignment.needs, &flow::LicenceNeed::has_rows)) {
    return departure + 1;
  }
  const flow::Journey journey =
      flow::depart_on(departure, flow::TransitLaw{consignment.transit, flow::TransitMode::typical},
                      flow::TransitMode::typical, {});
  return flow::working_day(network, consignment.received_on, journey.arrives);
}

/// Groups of all days 0..horizon, ascending; what is felt after `latest` counts as never. The last
/// group is never felt.
std::vector<DayGroup> find_groups(const flow::Network& network,
                                  std::span<const std::size_t> waiting, Day latest) {
  std::vector<DayGroup> groups;
  std::vector<Day> before;
  std::vector<Day> departures(waiting.size());
  for (Day day = 0; day <= network.horizon; ++day) {
    Day felt = kNever;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      const flow::Consignment& consignment = network.consignments[waiting[i]];
      departures[i] = first_departure(network, consignment, day);
      const Day this_felt = first_felt(network, consignment, departures[i]);
      if (this_felt > latest) {
        departures[i] = kNever;
      } else {
        felt = std::min(felt, this_felt);
      }
    }
    if (day == 0 || departures != before) groups.push_back({day, day, felt});
    groups.back().last = day;
    before = departures;
  }
  return groups;
}

/// The network until a day, which is at least 1.
flow::Network cut_after(const flow::Network& network, Day day) {
  flow::Network cut = network;
  const std::size_t days = static_cast<std::size_t>(day) + 1;
  cut.horizon = day;
  for (flow::Task& task : cut.tasks) task.plan.resize(days);
  for (flow::WorkingDays& calendar : cut.calendars) calendar.next.resize(days);
  return cut;
}

/// Futures in which the other open cases do as `others` says, and the application is granted on
/// days[i].
Draws grant_on(const std::vector<Standing>& standings, const flow::Network& network,
               std::size_t application, std::span<const Day> days, OpenCases others) {
  DrawsWriter writer{days.size(), standings.size()};
  const Day of_others = others == OpenCases::granted_today ? 0 : kNever;
  for (const Day day : days) {
    for (std::size_t row = 0; row < standings.size(); ++row) {
      const Standing& standing = standings[row];
      writer.append(standing.is_open
                        ? decide_on(standing.stage, row == application ? day : of_others,
                                    FinalOutcome::granted)
                        : standing.decided);
    }
  }
  Draws draws = writer.finish();
  draws.policies = network.policies.size();
  draws.turns_per_policy = draws.policies == 0 ? 0 : 1;
  draws.turns.assign(draws.replications * draws.policies * draws.turns_per_policy,
                     PolicyTurn{0, 0, FinalOutcome::granted});
  return draws;
}

/// The search in one network, for all lines together and for each alone.
class Search {
 public:
  Search(const flow::Network& network, const std::vector<Standing>& standings,
         const std::vector<flow::LineOutcome>& base, std::size_t application, OpenCases others)
      : network_{network},
        standings_{standings},
        base_{base},
        application_{application},
        others_{others} {}

  LatestDay find();

 private:
  /// Whose latest day is looked for: some lines, of which none may be harmed.
  struct Question {
    std::vector<std::size_t> lines;
    std::optional<Day> answer;
  };

  [[nodiscard]] Day find_last_day_that_matters() const;
  bool begin_search();
  void search();
  [[nodiscard]] std::vector<flow::LineOutcome> simulate(std::span<const Day> days) const;
  [[nodiscard]] bool is_harmed(std::span<const flow::LineOutcome> outcomes, std::size_t line) const;
  [[nodiscard]] std::optional<bool> does_harm(std::size_t group, const Question& question) const;
  [[nodiscard]] bool is_known_enough(std::size_t group) const;
  void simulate_from(std::size_t group);

  const flow::Network& network_;
  const std::vector<Standing>& standings_;
  const std::vector<flow::LineOutcome>& base_;
  std::size_t application_;
  OpenCases others_;

  std::vector<std::size_t> lines_;  ///< in reach of the application
  flow::Network cut_;               ///< until the last day that matters
  std::vector<DayGroup> groups_;
  std::vector<flow::LineOutcome> by_never_;               ///< [network line] without the licence
  std::vector<std::vector<flow::LineOutcome>> by_group_;  ///< empty: not simulated
  std::vector<Question> questions_;  ///< all lines in reach, then each that is harmed by never
  std::size_t batch_ = 1;
};

LatestDay Search::find() {
  LatestDay found;
  found.by_line.resize(base_.size());
  if (!begin_search()) return found;
  search();
  // Without a harmless day the best that can be had is the first.
  found.all_lines = questions_.front().answer.value_or(0);
  for (std::size_t i = 1; i < questions_.size(); ++i) {
    found.by_line[questions_[i].lines.front()] = questions_[i].answer.value_or(0);
  }
  return found;
}

/// False when not even a licence that never comes does harm.
bool Search::begin_search() {
  const auto is_in_reach = Reach{network_}.of_application(application_);
  for (std::size_t line = 0; line < base_.size(); ++line) {
    if (is_in_reach[line] != 0) lines_.push_back(line);
  }
  const Day last_day = find_last_day_that_matters();
  if (last_day < 1) return false;
  cut_ = cut_after(network_, last_day);
  by_never_ = simulate(std::vector{kNever});
  questions_.push_back({lines_, std::nullopt});
  for (const std::size_t line : lines_) {
    if (is_harmed(by_never_, line)) questions_.push_back({{line}, std::nullopt});
  }
  return questions_.size() > 1;
}

/// From the latest days down, until every question has its answer. The last group is never felt
/// and does the harm that is known.
void Search::search() {
  groups_ = find_groups(network_, find_waiting(network_, application_), cut_.horizon);
  by_group_.resize(groups_.size());
  by_group_.back() = by_never_;
  for (std::size_t group = groups_.size(); group-- > 0;) {
    if (!is_known_enough(group)) simulate_from(group);
    for (Question& question : questions_) {
      if (!question.answer && !*does_harm(group, question)) question.answer = groups_[group].last;
    }
    if (std::ranges::all_of(questions_, [](const auto& q) { return q.answer.has_value(); })) return;
  }
}

/// The last day on which one of the lines could be short and harmed.
Day Search::find_last_day_that_matters() const {
  Day last = 0;
  for (const std::size_t line : lines_) {
    last = std::max(last, std::min(network_.horizon, base_[line].run_out - 1));
  }
  return last;
}

/// Outcomes [day of the licence][network line].
std::vector<flow::LineOutcome> Search::simulate(std::span<const Day> days) const {
  flow::SimulationSettings settings;
  settings.transit = flow::TransitMode::typical;
  return flow::simulate(cut_, grant_on(standings_, cut_, application_, days, others_), settings)
      .lines;
}

bool Search::is_harmed(std::span<const flow::LineOutcome> outcomes, std::size_t line) const {
  return outcomes[line].run_out < base_[line].run_out;
}

/// Whether the days of the group harm one of the lines; nothing: that must be simulated. A future
/// is the same as that without the licence until the licence is felt.
std::optional<bool> Search::does_harm(std::size_t group, const Question& question) const {
  const auto any = [&](const auto& holds) { return std::ranges::any_of(question.lines, holds); };
  if (!by_group_[group].empty()) {
    return any([&](std::size_t line) { return is_harmed(by_group_[group], line); });
  }
  const bool is_too_late = any([&](std::size_t line) {
    return is_harmed(by_never_, line) && by_never_[line].run_out < groups_[group].felt;
  });
  return is_too_late ? std::optional{true} : std::nullopt;
}

bool Search::is_known_enough(std::size_t group) const {
  return std::ranges::all_of(questions_, [&](const Question& question) {
    return question.answer || does_harm(group, question).has_value();
  });
}

/// Simulates the group, and with it some earlier ones that may be asked for next.
void Search::simulate_from(std::size_t group) {
  std::vector<std::size_t> batch;
  std::vector<Day> days;
  for (std::size_t i = group + 1; i-- > 0 && batch.size() < batch_;) {
    if (is_known_enough(i)) continue;
    batch.push_back(i);
    days.push_back(groups_[i].first);
  }
  const std::vector<flow::LineOutcome> outcomes = simulate(days);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto row = outcomes.begin() + static_cast<std::ptrdiff_t>(i * base_.size());
    by_group_[batch[i]].assign(row, row + static_cast<std::ptrdiff_t>(base_.size()));
  }
  batch_ = std::min(kLargestBatch, 2 * batch_);
}

}  // namespace

LatestDay find_latest_day(const flow::Network& network, const std::vector<Standing>& standings,
                          const std::vector<flow::LineOutcome>& base, std::size_t application,
                          OpenCases others) {
  return Search{network, standings, base, application, others}.find();
}

std::vector<flow::LineOutcome> grant_today(const flow::Network& network,
                                           const std::vector<Standing>& standings,
                                           std::size_t application, OpenCases others) {
  flow::SimulationSettings settings;
  settings.transit = flow::TransitMode::typical;
  const Draws draws = grant_on(standings, network, application, std::vector<Day>{0}, others);
  return flow::simulate(network, draws, settings).lines;
}

}  // namespace runout::forecast
