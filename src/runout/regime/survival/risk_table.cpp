#include "runout/regime/survival/risk_table.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "runout/base/error.h"

namespace runout::regime::survival {
namespace {

void check_observation(const Observation& observation, std::size_t causes, std::size_t number) {
  if (!std::isfinite(observation.entry) || !std::isfinite(observation.exit)) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("record {}: entry {} and exit {} must be finite numbers of days",
                            number, observation.entry, observation.exit)};
  }
  if (observation.exit <= observation.entry) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("record {}: exit {} is not after entry {}; count an event of the first "
                            "day as one day of waiting",
                            number, observation.exit, observation.entry)};
  }
  if (observation.cause < 0 || static_cast<std::size_t>(observation.cause) > causes) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("record {}: cause {} is not one of 0 (censored) to {}", number,
                            observation.cause, causes)};
  }
}

}  // namespace

void check_observations(std::span<const Observation> observations, std::size_t causes) {
  if (observations.empty()) {
    throw Error{ErrorKind::invalid_input, "no records: an estimate needs at least one"};
  }
  for (std::size_t i = 0; i < observations.size(); ++i) {
    check_observation(observations[i], causes, i + 1);
  }
}

RiskTable make_risk_table(std::span<const Observation> observations, std::size_t causes) {
  check_observations(observations, causes);
  const std::size_t count = observations.size();
  std::vector<double> entries(count);
  for (std::size_t i = 0; i < count; ++i) entries[i] = observations[i].entry;
  std::ranges::sort(entries);
  std::vector<Observation> by_exit{observations.begin(), observations.end()};
  std::ranges::sort(by_exit, {}, &Observation::exit);

  RiskTable table;
  table.causes = causes;
  std::size_t entered = 0;
  for (std::size_t i = 0; i < count;) {
    const double time = by_exit[i].exit;
    while (entered < count && entries[entered] < time) ++entered;
    table.time.push_back(time);
    table.at_risk.push_back(static_cast<double>(entered - i));
    table.events.push_back(0.0);
    table.by_cause.resize(table.by_cause.size() + causes, 0.0);
    for (; i < count && by_exit[i].exit == time; ++i) {
      if (by_exit[i].cause == 0) continue;
      table.events.back() += 1.0;
      table.by_cause[table.by_cause.size() - causes +
                     static_cast<std::size_t>(by_exit[i].cause - 1)] += 1.0;
    }
  }
  return table;
}

std::size_t count_at_risk(std::span<const Observation> observations, double time) {
  return static_cast<std::size_t>(std::ranges::count_if(
      observations, [time](const Observation& o) { return o.entry < time && time <= o.exit; }));
}

std::vector<Observation> only_cause(std::span<const Observation> observations, int cause) {
  std::vector<Observation> recoded{observations.begin(), observations.end()};
  for (Observation& observation : recoded) observation.cause = observation.cause == cause ? 1 : 0;
  return recoded;
}

}  // namespace runout::regime::survival
