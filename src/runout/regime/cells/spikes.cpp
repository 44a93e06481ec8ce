#include "runout/regime/cells/spikes.h"

#include <algorithm>
#include <cstddef>

#include "runout/base/portable_math.h"
#include "runout/regime/cells/duration_bins.h"

namespace runout::regime {
namespace {

constexpr Days kMemory{1100};
constexpr std::size_t kMostSpells = 20'000;
constexpr std::size_t kMostSpikes = 8;
constexpr double kLeastSeen = 5.0;  ///< decisions: a pair of twins is no limit
constexpr double kLeastRatio = 2.0;
constexpr double kLeastDeviance = 24.0;  ///< the square of 4.9 standard deviations

/// By single days of waiting.
struct DailyCounts {
  std::vector<double> decided;
  std::vector<double> at_risk;  ///< open days

  void reach(std::size_t day) {
    if (day < decided.size()) return;
    decided.resize(day + 1, 0.0);
    at_risk.resize(day + 1, 0.0);
  }
};

void count(const Spell& spell, const Clock& clock, DailyCounts& counts) {
  auto waited = static_cast<std::size_t>(spell.waited);
  std::size_t last = waited;
  for (Date day = spell.first; day <= spell.last; day += Days{1}) {
    if (clock.tick(day) <= 0.0) continue;
    counts.reach(waited);
    counts.at_risk[waited] += clock.open(day);
    last = waited++;
  }
  if (!spell.cause) return;
  counts.reach(last);
  counts.decided[last] += 1.0;
}

DailyCounts count_days(const SpellTable& table, Date as_of) {
  DailyCounts counts;
  const std::size_t step = table.spells.size() / kMostSpells + 1;
  for (std::size_t i = 0; i < table.spells.size(); i += step) {
    const Spell& spell = table.spells[i];
    if (spell.last <= as_of - kMemory || spell.interval != kCertain) continue;
    count(spell, table.clocks[spell.clock], counts);
  }
  return counts;
}

/// Twice the log likelihood ratio of a rate of its own on `day` against that of the days around
/// it; 0 where it is not a spike.
double deviance_of(const DailyCounts& counts, std::size_t day) {
  const std::size_t reach = std::max<std::size_t>(3, day / 8);
  double decided = 0.0;
  double at_risk = 0.0;
  for (std::size_t other = day - std::min(day, reach); other <= day + reach; ++other) {
    if (other == day || other >= counts.decided.size()) continue;
    decided += counts.decided[other];
    at_risk += counts.at_risk[other];
  }
  if (at_risk <= 0.0) return 0.0;
  const double seen = counts.decided[day];
  // Half a decision more around it: no decision there does not mean that there could be none.
  const double expected = (decided + 0.5) / at_risk * counts.at_risk[day];
  if (expected <= 0.0 || seen < kLeastRatio * expected) return 0.0;
  return 2.0 * (seen * portable::log(seen / expected) - (seen - expected));
}

}  // namespace

std::vector<std::int32_t> find_spikes(const SpellTable& table, Date as_of) {
  DailyCounts counts = count_days(table, as_of);
  std::vector<std::int32_t> spikes;
  while (spikes.size() < kMostSpikes) {
    std::size_t clearest = 0;
    double most = kLeastDeviance;
    for (std::size_t day = kSingleDays; day < counts.decided.size(); ++day) {
      if (counts.decided[day] < kLeastSeen) continue;
      const double deviance = deviance_of(counts, day);
      if (deviance <= most) continue;
      most = deviance;
      clearest = day;
    }
    if (clearest == 0) break;
    spikes.push_back(static_cast<std::int32_t>(clearest));
    counts.decided[clearest] = counts.at_risk[clearest] = 0.0;  // It is no neighbour of others.
  }
  std::ranges::sort(spikes);
  return spikes;
}

}  // namespace runout::regime
