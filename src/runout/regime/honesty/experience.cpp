#include "runout/regime/honesty/experience.h"

#include <algorithm>

#include "runout/base/portable_math.h"

namespace runout::regime {
namespace {

using Eigen::Index;

/// Log hazard in one bin at the mode, in a period like the newest.
double log_hazard(const StateModel& model, std::size_t bin) {
  const Layout& layout = model.hazard.layout;
  const Eigen::VectorXd& dense = model.hazard.mode.dense;
  double sum = model.offset[bin] + dense(0) + dense(static_cast<Index>(layout.shape_at + bin));
  for (std::size_t m = 0; m < layout.marked.size(); ++m) {
    if (layout.marked[m] == bin) sum += dense(static_cast<Index>(layout.mark_at + m));
  }
  return sum;
}

double log_effects(const StateModel& model, const std::vector<std::int32_t>& levels) {
  const Layout& layout = model.hazard.layout;
  double sum = 0.0;
  for (std::size_t k = 0; k < levels.size() && k < model.effect_of_level.size(); ++k) {
    if (levels[k] == kNoLevel) continue;
    const auto level = static_cast<std::size_t>(levels[k]);
    if (level >= model.effect_of_level[k].size()) continue;
    sum += model.hazard.mode.dense(static_cast<Index>(layout.effect_at[k]) +
                                   model.effect_of_level[k][level]);
  }
  return sum;
}

}  // namespace

std::int32_t waited_at_end(const SpellTable& table, const Spell& spell) {
  const Clock& clock = table.clocks[spell.clock];
  const auto before = static_cast<std::int32_t>(spell.waited);
  if (spell.last < spell.first) return before;
  return before + clock.ticks_to(spell.last) - clock.ticks_to(spell.first - Days{1});
}

std::optional<std::int32_t> longest_decided_wait(const SpellTable& table) {
  std::optional<std::int32_t> longest;
  for (const Spell& spell : table.spells) {
    if (!spell.cause) continue;
    longest = std::max(longest.value_or(0), waited_at_end(table, spell));
  }
  return longest;
}

double share_beyond(const StateModel& model, const PendingView& one, std::int32_t days) {
  if (one.waited >= days) return 1.0;
  const double effects = log_effects(model, one.levels);
  double collected = 0.0;
  for (std::size_t b = model.bins.of(one.waited); b < model.bins.size(); ++b) {
    const std::int32_t from = std::max(one.waited, model.bins.starts[b]);
    const std::int32_t to =
        b + 1 < model.bins.size() ? std::min(days, model.bins.starts[b + 1]) : days;
    if (to <= from) break;
    collected += (to - from) * portable::exp(log_hazard(model, b) + effects);
  }
  return portable::exp(-collected);
}

}  // namespace runout::regime
