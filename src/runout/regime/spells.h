// What the model is fitted to: stretches of waiting in one state, and the levels of covariates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runout/base/dates.h"
#include "runout/regime/clock.h"

namespace runout::regime {

/// Level of a covariate that a record leaves blank: its factor is 1.
inline constexpr std::int32_t kNoLevel = -1;

/// How far back days of waiting are counted, 50 years: beyond it they weigh nothing, and one date
/// in a wrong century would make every case be followed through all of it.
inline constexpr Days kLongestMemory{18'262};

/// Interval of a spell whose days are known.
inline constexpr std::uint32_t kCertain = 0xFFFFFFFF;

/// A covariate and the levels met so far.
struct Covariate {
  std::string name;
  std::vector<std::string> levels;
  std::map<std::string, std::int32_t, std::less<>> numbers;  ///< of the levels

  /// The level's number; nothing if it was never met.
  [[nodiscard]] std::optional<std::int32_t> find(std::string_view level) const;
  /// The level's number, added if new; kNoLevel for a blank.
  std::int32_t add(std::string_view level);
};

/// An uninterrupted stretch of waiting in one state, seen day by day.
///
/// The case has waited `waited` days of the clock at the start of `first` and is at risk on the
/// days first..last. With a cause it leaves the state on `last`. Cutting a spell in two at any day
/// changes nothing, and left truncation is a spell that starts late: entry before `first` is
/// neither assumed nor needed. `last < first` with a cause is a decision on the day of filing.
struct Spell {
  double waited = 0.0;
  Date first;
  Date last;
  std::optional<std::size_t> cause;
  std::size_t clock = 0;              ///< into SpellTable::clocks
  double weight = 1.0;                ///< its days and its decision count so much
  std::uint32_t interval = kCertain;  ///< into SpellTable::middles (interval_events.h)
};

/// Spells of one state.
struct SpellTable {
  std::vector<Spell> spells;
  std::vector<Date> middles;         ///< [interval] the middle of the days it may have ended on
  std::vector<std::int32_t> levels;  ///< [spell][covariate]
  std::vector<Covariate> covariates;
  std::vector<Clock> clocks;

  [[nodiscard]] const std::int32_t* levels_of(std::size_t spell) const {
    return levels.data() + spell * covariates.size();
  }
};

}  // namespace runout::regime
