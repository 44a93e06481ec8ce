#include "runout/forecast/values/suffering.h"

#include <algorithm>
#include <utility>

namespace runout::forecast {

Sufferings measure(const BuiltNetwork& built, const std::vector<LossRates>& rates,
                   const flow::Simulation& simulation, const std::vector<char>& lines_asked) {
  const flow::Network& network = built.network;
  const std::size_t lines = network.lines.size();
  std::vector<std::size_t> asked;
  for (std::size_t line = 0; line < lines; ++line) {
    if (lines_asked.empty() || lines_asked[line] != 0) asked.push_back(line);
  }
  Sufferings suffered(simulation.replications * lines);
  for (std::size_t r = 0; r < simulation.replications; ++r) {
    for (const std::size_t line : asked) {
      const flow::LineOutcome& outcome = simulation.lines[r * lines + line];
      Suffered& own = suffered[r * lines + line];
      own.stop_days = outcome.stop_days;
      own.lost_units = outcome.lost_units;
      own.loss = loss_of(built.network, rates, simulation, r, line);
    }
  }
  return suffered;
}

Futures::Futures(const BuiltNetwork& built, const std::vector<LossRates>& rates, const Draws& draws,
                 std::size_t most, const flow::SimulationSettings& settings)
    : built_{built},
      rates_{rates},
      draws_{take_some(draws, 0, most)},
      simulator_{built.network, settings},
      base_{measure(built, rates, simulator_.simulate(draws_, {.lines = {}, .blame = false}))} {
  simulator_.remember(draws_);
}

Sufferings Futures::suppose(std::span<const Supposition> suppositions,
                            const std::vector<char>& lines) {
  std::vector<Column> saved;
  saved.reserve(suppositions.size());
  for (const Supposition& one : suppositions) saved.push_back(save(one.application));
  for (const Supposition& one : suppositions) {
    for (std::size_t r = 0; r < draws_.replications; ++r) apply(one, r);
  }
  std::vector<flow::Index> changed;
  changed.reserve(suppositions.size());
  for (const Supposition& one : suppositions) {
    changed.push_back(static_cast<flow::Index>(one.application));
  }
  Sufferings suffered = measure(
      built_, rates_,
      simulator_.simulate(draws_, {.lines = lines, .blame = false, .changed = std::move(changed)}),
      lines);
  for (std::size_t i = suppositions.size(); i-- > 0;) {
    restore(suppositions[i].application, saved[i]);
  }
  return suffered;
}

void Futures::apply(const Supposition& supposition, std::size_t replication) {
  const std::size_t cell = draws_.cell(replication, supposition.application);
  Day& in_hand = draws_.in_hand_day[cell];
  Day& final_day = draws_.final_day[cell];
  switch (supposition.kind) {
    case Supposition::Kind::granted_by:
      if (in_hand <= supposition.day) return;
      in_hand = final_day = supposition.day;
      draws_.outcome[cell] = FinalOutcome::granted;
      return;
    case Supposition::Kind::refused:
      in_hand = kNever;
      final_day = 0;
      draws_.outcome[cell] = FinalOutcome::refused;
      return;
    case Supposition::Kind::paperwork_done: {
      Day filed = 0;
      for (const StageChange& change : draws_.stages_of(replication, supposition.application)) {
        if (change.stage == Stage::preparing) continue;
        filed = std::max(0, change.day);
        break;
      }
      if (in_hand != kNever) in_hand -= filed;
      if (final_day != kNever) final_day -= filed;
      return;
    }
  }
}

Futures::Column Futures::save(std::size_t application) const {
  Column column;
  for (std::size_t r = 0; r < draws_.replications; ++r) {
    const std::size_t cell = draws_.cell(r, application);
    column.in_hand.push_back(draws_.in_hand_day[cell]);
    column.outcome.push_back(draws_.outcome[cell]);
    column.final_day.push_back(draws_.final_day[cell]);
  }
  return column;
}

void Futures::restore(std::size_t application, const Column& column) {
  for (std::size_t r = 0; r < draws_.replications; ++r) {
    const std::size_t cell = draws_.cell(r, application);
    draws_.in_hand_day[cell] = column.in_hand[r];
    draws_.outcome[cell] = column.outcome[r];
    draws_.final_day[cell] = column.final_day[r];
  }
}

}  // namespace runout::forecast
