#include "runout/regime/interval_events.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "runout/base/portable_math.h"
#include "runout/regime/latent/predictor.h"
#include "runout/regime/state_model.h"

namespace runout::regime {
namespace {

/// Of more days, evenly spread ones stand for all.
constexpr std::size_t kMostDays = 32;
/// Wider intervals say hardly more than that something happened.
constexpr Days kWidest{1100};
/// Of one state; more would fill the memory, and so many middle days say as much.
constexpr std::size_t kMostIntervals = 50'000;

void copy_levels(const SpellTable& from, std::size_t spell, SpellTable& to) {
  const std::int32_t* levels = from.levels_of(spell);
  to.levels.insert(to.levels.end(), levels, levels + from.covariates.size());
}

/// Calls use(first, end) for the spells of each interval; they stand together, days ascending.
template <typename Use>
void for_intervals(const SpellTable& table, const Use& use) {
  for (std::size_t first = 0; first < table.spells.size();) {
    const std::uint32_t interval = table.spells[first].interval;
    std::size_t end = first + 1;
    if (interval != kCertain) {
      while (end < table.spells.size() && table.spells[end].interval == interval) ++end;
      use(first, end);
    }
    first = end;
  }
}

/// Spreads one event over its days as `chance` says, [spell - first], of those that end.
void set_weights(SpellTable& table, std::size_t first, std::size_t end,
                 const std::vector<double>& chance) {
  double all = 0.0;
  for (const double one : chance) all += one;
  if (all <= 0.0) return;
  double later = 0.0;
  for (std::size_t i = end; i-- > first;) {
    Spell& spell = table.spells[i];
    if (spell.cause) {
      spell.weight = chance[i - first] / all;
      later += spell.weight;
    } else {
      spell.weight = later;
    }
  }
}

/// Hazards and shares of the causes at the mode of a fitted state, for some of its spells.
class ModeOfState {
 public:
  ModeOfState(const StateModel& model, const SpellTable& table) : model_{model}, table_{table} {
    patterns_.covariates = table.covariates.size();
    of_spell_.assign(table.spells.size(), 0);
    std::size_t next = 0;
    for (std::size_t i = 0; i < table.spells.size(); ++i) {
      if (table.spells[i].interval == kCertain || patterns_.covariates == 0) continue;
      of_spell_[i] = next++;
      const std::int32_t* levels = table.levels_of(i);
      patterns_.levels.insert(patterns_.levels.end(), levels, levels + patterns_.covariates);
    }
    hazard_ = predict(model.hazard.layout, patterns_, model.offset, model.hazard.mode);
    for (const CauseSplit& split : model.splits) {
      splits_.push_back(predict(split.field.layout, patterns_, split.offset, split.field.mode));
    }
  }

  /// The hazard of a day of a spell, after so much waiting.
  [[nodiscard]] double hazard(std::size_t spell, Date day, double waited) const {
    const std::size_t bin = model_.bins.of(static_cast<std::int32_t>(waited));
    const std::size_t period = period_of(day);
    double sum = hazard_.surface[place(bin, period)] + hazard_.pattern[of_spell_[spell]];
    for (const Interaction& one : model_.interactions) {
      if (const auto unit = one.unit_of(table_.levels_of(spell))) sum += one.at(*unit, bin, period);
    }
    return portable::exp(sum) * table_.clocks[table_.spells[spell].clock].open(day);
  }

  /// The share of the spell's cause among decisions of its last day.
  [[nodiscard]] double share_of_cause(std::size_t spell) const {
    const Spell& own = table_.spells[spell];
    const std::size_t bin = model_.bins.of(static_cast<std::int32_t>(own.waited));
    const std::size_t here = place(bin, period_of(own.last));
    double share = 1.0;
    for (std::size_t s = 0; s < splits_.size(); ++s) {
      const double log_odds = splits_[s].surface[here] + splits_[s].pattern[of_spell_[spell]];
      const double yes = 1.0 / (1.0 + portable::exp(-log_odds));
      if (model_.splits[s].cause == *own.cause) return share * yes;
      share *= 1.0 - yes;
    }
    return share;
  }

 private:
  [[nodiscard]] std::size_t period_of(Date day) const {
    return model_.periods.of(std::max(day, model_.periods.first()));
  }
  [[nodiscard]] std::size_t place(std::size_t bin, std::size_t period) const {
    return period * model_.bins.size() + bin;
  }

  const StateModel& model_;
  const SpellTable& table_;
  Patterns patterns_;
  std::vector<std::size_t> of_spell_;  ///< [spell] its pattern
  Predictor hazard_;
  std::vector<Predictor> splits_;
};

}  // namespace

void add_interval(SpellTable& table, const Spell& spell, Date earliest,
                  std::span<const std::int32_t> levels) {
  const Clock& clock = table.clocks[spell.clock];
  const auto add = [&](const Spell& piece) {
    table.spells.push_back(piece);
    table.levels.insert(table.levels.end(), levels.begin(), levels.end());
  };
  earliest = std::max(earliest, spell.first);
  const bool is_used = spell.last - earliest <= kWidest && table.middles.size() < kMostIntervals;
  std::vector<Date> open;
  for (Date day = earliest; is_used && day <= spell.last; day += Days{1}) {
    if (clock.open(day) > 0.0) open.push_back(day);
  }
  if (open.size() < 2) {
    Spell certain = spell;
    if (!open.empty()) {
      certain.last = open.front();
    } else if (earliest <= spell.last) {
      certain.last = earliest + (spell.last - earliest) / 2;
    }
    add(certain);
    return;
  }
  Spell piece = spell;
  piece.cause.reset();
  piece.last = earliest - Days{1};
  if (piece.first <= piece.last) add(piece);
  piece.interval = static_cast<std::uint32_t>(table.middles.size());
  table.middles.push_back(earliest + (spell.last - earliest) / 2);
  const auto advance = [&](Date day) {  // Days before `day` are over.
    for (Date d = piece.first; d < day; d += Days{1}) piece.waited += clock.tick(d);
    piece.first = day;
  };
  advance(earliest);
  const std::size_t chosen = std::min(open.size(), kMostDays);
  for (std::size_t i = 0; i < chosen; ++i) {
    const Date day = open[(2 * i + 1) * open.size() / (2 * chosen)];
    if (piece.first < day) {  // Waited through since the one before.
      piece.last = day - Days{1};
      add(piece);
      advance(day);
    }
    piece.last = day;
    piece.cause = spell.cause;
    add(piece);
    piece.cause.reset();
    if (i + 1 < chosen) add(piece);
    advance(day + Days{1});
  }
}

void weigh_evenly(SpellTable& table) {
  for_intervals(table, [&](std::size_t first, std::size_t end) {
    std::vector<double> chance(end - first, 0.0);
    bool is_ever_open = false;
    for (std::size_t i = first; i < end; ++i) {
      const Spell& spell = table.spells[i];
      const bool is_open = table.clocks[spell.clock].open(spell.last) > 0.0;
      is_ever_open = is_ever_open || (spell.cause && is_open);
      chance[i - first] = spell.cause && is_open ? 1.0 : 0.0;
    }
    for (std::size_t i = first; i < end && !is_ever_open; ++i) {
      chance[i - first] = table.spells[i].cause ? 1.0 : 0.0;
    }
    set_weights(table, first, end, chance);
  });
}

void weigh_by_model(const StateModel& model, SpellTable& table) {
  const ModeOfState mode{model, table};
  for_intervals(table, [&](std::size_t first, std::size_t end) {
    std::vector<double> chance(end - first, 0.0);
    double waited_through = 0.0;  // cumulative hazard since the interval's beginning
    for (std::size_t i = first; i < end; ++i) {
      const Spell& spell = table.spells[i];
      if (spell.cause) {
        const double hazard = mode.hazard(i, spell.last, spell.waited);
        chance[i - first] = portable::exp(-waited_through - kDecisionDay * hazard) * hazard *
                            mode.share_of_cause(i);
      } else {
        double waited = spell.waited;
        for (Date day = spell.first; day <= spell.last; day += Days{1}) {
          waited_through += mode.hazard(i, day, waited);
          waited += table.clocks[spell.clock].tick(day);
        }
      }
    }
    set_weights(table, first, end, chance);
  });
}

std::optional<SpellTable> without_intervals(const SpellTable& table) {
  if (table.middles.empty()) return std::nullopt;
  SpellTable result;
  result.covariates = table.covariates;
  result.clocks = table.clocks;
  for (std::size_t i = 0; i < table.spells.size(); ++i) {
    if (table.spells[i].interval != kCertain) continue;
    result.spells.push_back(table.spells[i]);
    copy_levels(table, i, result);
  }
  for_intervals(table, [&](std::size_t first, std::size_t end) {
    const Date middle = table.middles[table.spells[first].interval];
    std::optional<std::size_t> chosen;
    for (std::size_t i = first; i < end; ++i) {
      if (table.spells[i].cause && (!chosen || table.spells[*chosen].last < middle)) chosen = i;
    }
    Spell spell = table.spells[chosen.value_or(first)];
    spell.waited = table.spells[first].waited;
    spell.first = table.spells[first].first;
    spell.weight = 1.0;
    spell.interval = kCertain;
    result.spells.push_back(spell);
    copy_levels(table, chosen.value_or(first), result);
  });
  return result;
}

}  // namespace runout::regime
