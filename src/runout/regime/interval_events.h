// Events known only to lie between two days: every day that may be the one, with a weight.
//
// Such an event is kept as one spell for each day on which it may have happened, which ends there,
// and others that only wait through these days. Of more than 32 days evenly spread ones stand for
// all. Their weights are the chances that it
// happened on that day, and later. Cells count with weights, so expected days at risk and decisions
// are what the fit sees (the E-step of A. Dempster, N. Laird and D. Rubin, "Maximum likelihood from
// incomplete data via the EM algorithm", JRSS B 39 (1977) 1-38); weights and fit improve in turns.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "runout/base/dates.h"
#include "runout/regime/spells.h"

namespace runout::regime {

struct StateModel;

/// Adds a spell with a cause that ended on a day of `earliest` .. `spell.last`, of which those
/// within the spell count. Days on which the office is closed cannot be the one. Where only one
/// day, or none, is left, the spell ends on it, or on the middle of them, for certain; on the
/// middle also where the interval is wider than three years, and after the first 50,000 of a table.
void add_interval(SpellTable& table, const Spell& spell, Date earliest,
                  std::span<const std::int32_t> levels);

/// Gives all days on which an event may have happened the same weight, save those on which the
/// office is closed by now (known_changes.h).
void weigh_evenly(SpellTable& table);

/// Weights in proportion to the chance that the mode of a model gives the days: still waiting at
/// their start, leaving on them, by the event's own cause. `table` has effects for levels, as the
/// model was fitted to it.
void weigh_by_model(const StateModel& model, SpellTable& table);

/// The spells with every such event on its middle day, for those who ask about single records;
/// nothing where there are none.
[[nodiscard]] std::optional<SpellTable> without_intervals(const SpellTable& table);

}  // namespace runout::regime
