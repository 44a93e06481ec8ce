#include "forecast/scan_all_days.h"

namespace runout::forecast {

std::vector<flow::LineOutcome> follow_day(const flow::Network& network,
                                          const std::vector<Standing>& standings,
                                          std::size_t application, Day day) {
  DrawsWriter writer{1, standings.size()};
  for (std::size_t row = 0; row < standings.size(); ++row) {
    writer.append(
        standings[row].is_open
            ? decide_on(standings[row].stage, row == application ? day : 0, FinalOutcome::granted)
            : standings[row].decided);
  }
  Draws draws = writer.finish();
  draws.policies = network.policies.size();
  draws.turns_per_policy = 1;
  draws.turns.assign(draws.policies, PolicyTurn{0, 0, FinalOutcome::granted});
  flow::SimulationSettings settings;
  settings.transit = flow::TransitMode::typical;
  return flow::simulate(network, draws, settings).lines;
}

LatestDay scan_all_days(const flow::Network& network, const std::vector<Standing>& standings,
                        const std::vector<flow::LineOutcome>& base, std::size_t application) {
  LatestDay found;
  found.by_line.resize(base.size());
  // A licence that is in hand on the last day only comes too late for everything.
  std::vector<char> harmed_by_the_last(base.size() + 1, 0);
  for (Day day = 0; day <= network.horizon; ++day) {
    const auto lines = follow_day(network, standings, application, day);
    bool harms_any = false;
    const auto note = [&](std::size_t place, bool harms, std::optional<Day>& latest) {
      if (!harms) latest = day;
      harmed_by_the_last[place] = harms ? 1 : 0;
    };
    for (std::size_t line = 0; line < base.size(); ++line) {
      const bool harms = lines[line].run_out < base[line].run_out;
      harms_any = harms_any || harms;
      note(line, harms, found.by_line[line]);
    }
    note(base.size(), harms_any, found.all_lines);
  }
  const auto conclude = [&](std::size_t place, std::optional<Day>& latest) {
    latest = harmed_by_the_last[place] != 0 ? std::optional{latest.value_or(0)} : std::nullopt;
  };
  for (std::size_t line = 0; line < base.size(); ++line) conclude(line, found.by_line[line]);
  conclude(base.size(), found.all_lines);
  return found;
}

}  // namespace runout::forecast
