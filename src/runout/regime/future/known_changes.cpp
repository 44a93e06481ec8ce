#include "runout/regime/future/known_changes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "runout/base/portable_math.h"

namespace runout::regime {
namespace {

/// What decisions during a freeze leave of it: a slow-down to about a fifth.
constexpr SizeLaw kLeaky{-1.5, 1.33};

/// Days on which a change is in force as far as the records reach.
struct Window {
  Date first;
  Date last;
};

/// Spells cut at the window's edges, with one more covariate that says "in force".
SpellTable cut_spells(const SpellTable& table, const std::vector<char>& concerned,
                      const Window& window, const std::string& name) {
  SpellTable result;
  result.covariates = table.covariates;
  result.covariates.push_back({name, {}, {}});
  const std::int32_t in_force = result.covariates.back().add("in force");
  result.clocks = table.clocks;
  result.middles = table.middles;
  for (std::size_t i = 0; i < table.spells.size(); ++i) {
    const Spell& spell = table.spells[i];
    const auto add = [&](const Spell& piece, std::int32_t level) {
      result.spells.push_back(piece);
      const std::int32_t* levels = table.levels_of(i);
      result.levels.insert(result.levels.end(), levels, levels + table.covariates.size());
      result.levels.push_back(level);
    };
    if (concerned[spell.clock] == 0) {
      add(spell, kNoLevel);
      continue;
    }
    if (spell.last < spell.first) {  // Decided on the day it began.
      const bool within = window.first <= spell.last && spell.last <= window.last;
      add(spell, within ? in_force : kNoLevel);
      continue;
    }
    const Clock& clock = table.clocks[spell.clock];
    const std::array<std::pair<Window, std::int32_t>, 3> pieces{
        {{{spell.first, std::min(spell.last, window.first - Days{1})}, kNoLevel},
         {{std::max(spell.first, window.first), std::min(spell.last, window.last)}, in_force},
         {{std::max(spell.first, window.last + Days{1}), spell.last}, kNoLevel}}};
    for (const auto& [days, level] : pieces) {
      if (days.last < days.first) continue;
      Spell piece = spell;
      piece.first = days.first;
      piece.last = days.last;
      if (days.last < spell.last) piece.cause.reset();
      if (days.first > spell.first) {
        const Date before = std::max(spell.first, clock.first()) - Days{1};
        const Date until = std::max(days.first - Days{1}, before);
        piece.waited += static_cast<double>(clock.ticks_to(until) - clock.ticks_to(before));
      }
      add(piece, level);
    }
  }
  return result;
}

class Applier {
 public:
  Applier(const std::vector<std::string>& clocks_of, Date as_of, SpellTable& table,
          std::vector<double>& given)
      : clocks_of_{clocks_of}, as_of_{as_of}, table_{table}, given_{given} {}

  ChangeInUse apply(const Intervention& change) {
    ChangeInUse used{change};
    if (!change.has_begun(as_of_)) return used;
    const bool goes_on = !change.end || change.end->last > as_of_;
    const Window window{change.begin.last, goes_on ? as_of_ : change.end->last};
    concerned_.clear();
    for (const std::string& whose : clocks_of_)
      concerned_.push_back(change.concerns(whose) ? 1 : 0);
    if (change.kind == ChangeKind::freeze) {
      used.decided_in_freeze = count_decisions(window);
      if (used.decided_in_freeze == 0) {
        close(window, 0.0);
        return used;
      }
      used.change.size = kLeaky;
    }
    // Waited within alone: what is seen is the speed with it.
    used.says_nothing =
        goes_on ? has_waited(window) && !has_waited_before(window.first) : !has_waited(window);
    if (used.says_nothing) return used;
    close(window, portable::exp(used.change.size.mean));
    used.covariate = table_.covariates.size();
    given_.resize(table_.covariates.size(), 0.0);
    given_.push_back(used.change.size.deviation);
    table_ = cut_spells(table_, concerned_, window, change.name);
    return used;
  }

 private:
  [[nodiscard]] bool concerns(const Spell& spell) const { return concerned_[spell.clock] != 0; }

  /// Decisions that fell into the window for certain.
  [[nodiscard]] std::size_t count_decisions(const Window& window) const {
    const auto is_within = [&](const Spell& spell) {
      return window.first <= spell.last && spell.last <= window.last;
    };
    std::vector<char> may_be_outside(table_.middles.size(), 0);
    for (const Spell& spell : table_.spells) {
      if (spell.interval != kCertain && !is_within(spell)) may_be_outside[spell.interval] = 1;
    }
    std::size_t decided = 0;
    for (const Spell& spell : table_.spells) {
      if (!spell.cause || !concerns(spell) || !is_within(spell)) continue;
      if (spell.interval == kCertain) {
        ++decided;
      } else if (may_be_outside[spell.interval] == 0) {
        may_be_outside[spell.interval] = 1;  // Counted once.
        ++decided;
      }
    }
    return decided;
  }

  [[nodiscard]] bool has_waited(const Window& window) const {
    return std::ranges::any_of(table_.spells, [&](const Spell& spell) {
      return concerns(spell) && spell.first <= window.last && spell.last >= window.first;
    });
  }

  [[nodiscard]] bool has_waited_before(Date day) const {
    return std::ranges::any_of(
        table_.spells, [&](const Spell& spell) { return concerns(spell) && spell.first < day; });
  }

  void close(const Window& window, double factor) {
    for (std::size_t c = 0; c < concerned_.size(); ++c) {
      if (concerned_[c] != 0) table_.clocks[c].scale_openness(window.first, window.last, factor);
    }
  }

  const std::vector<std::string>& clocks_of_;
  Date as_of_;
  SpellTable& table_;
  std::vector<double>& given_;
  std::vector<char> concerned_;  ///< [clock]
};

}  // namespace

std::vector<ChangeInUse> apply_changes(const std::vector<Intervention>& changes,
                                       const std::vector<std::string>& clocks_of, Date as_of,
                                       SpellTable& table, std::vector<double>& given) {
  Applier applier{clocks_of, as_of, table, given};
  std::vector<ChangeInUse> used;
  used.reserve(changes.size());
  for (const Intervention& change : changes) {
    used.push_back(applier.apply(change));
  }
  return used;
}

SizeLaw learnt_size(const ChangeInUse& change, const StateModel& model) {
  SizeLaw size = change.change.size;
  if (!change.covariate) return size;
  const FieldPosterior& field = model.hazard;
  const auto at = static_cast<Eigen::Index>(field.layout.effect_at[*change.covariate]);
  ArrowVector direction{Eigen::VectorXd::Zero(field.mode.periods.size()),
                        Eigen::VectorXd::Zero(field.mode.dense.size())};
  direction.dense(at) = 1.0;
  size.mean += field.mode.dense(at);
  size.deviation = std::sqrt(direction.dot(field.factor.solve(direction)));
  return size;
}

}  // namespace runout::regime
