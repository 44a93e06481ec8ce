// Days at risk and decisions, counted by waiting time, calendar period and kind of case.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "runout/base/dates.h"
#include "runout/regime/cells/duration_bins.h"
#include "runout/regime/spells.h"

namespace runout::regime {

/// Of the day on which it is decided a case waits a half, on average: with it exposure x hazard
/// agrees with the chance 1 - exp(-hazard) of a decision on a day, to the third order.
inline constexpr double kDecisionDay = 0.5;

/// The calendar in periods of equal length, counted back from the as-of day: the newest period
/// ends on it.
struct CalendarPeriods {
  Date as_of;
  int days = 7;           ///< of a period
  std::size_t count = 1;  ///< of periods; the oldest is number 0

  [[nodiscard]] Date first() const { return as_of - Days{days * static_cast<int>(count) - 1}; }
  /// The period of a day within first() .. as_of.
  [[nodiscard]] std::size_t of(Date day) const {
    return count - 1 - static_cast<std::size_t>((as_of - day).count() / days);
  }
  [[nodiscard]] Date last_day(std::size_t period) const {
    return as_of - Days{days * static_cast<int>(count - 1 - period)};
  }
};

/// Combinations of covariate levels that occur.
struct Patterns {
  std::size_t covariates = 0;
  std::vector<std::int32_t> levels;     ///< [pattern][covariate], kNoLevel for a blank
  std::vector<std::uint32_t> of_spell;  ///< [spell]

  [[nodiscard]] std::size_t size() const {
    return covariates == 0 ? 1 : levels.size() / covariates;
  }
  [[nodiscard]] const std::int32_t* of(std::size_t pattern) const {
    return levels.data() + pattern * covariates;
  }
};

/// One cell: all waiting of one kind of case in one bin and period.
struct Cell {
  std::uint16_t bin = 0;
  std::uint16_t period = 0;
  double exposure = 0.0;  ///< open days at risk; of the day of a decision half
  double decided = 0.0;   ///< all causes together
};

/// Decisions of one cause in one cell; the input of the split by outcome.
struct CauseCount {
  std::uint16_t bin = 0;
  std::uint16_t period = 0;
  std::uint32_t pattern = 0;
  std::uint16_t cause = 0;
  double decided = 0.0;
};

/// The sufficient statistics of a table of spells. Cells are sorted by pattern, period and bin.
struct CellTable {
  DurationBins bins;
  CalendarPeriods periods;
  Patterns patterns;
  std::vector<Cell> cells;
  std::vector<std::size_t> first;  ///< [pattern + 1] into cells
  std::vector<CauseCount> causes;  ///< sorted by pattern, period, bin, cause
  std::vector<double> decided_on;  ///< [day since periods.first()] decisions
  std::vector<double> at_risk_on;  ///< [day since periods.first()] open cases at risk
  double decided = 0.0;
  double exposure = 0.0;
};

/// How the axes are cut. Days before the calendar's beginning do not count.
struct CellGrid {
  DurationBins bins;
  CalendarPeriods periods;
};

struct GridSettings {
  Date as_of;
  std::vector<std::int32_t> marks;   ///< waiting times with a bin of their own
  std::optional<Date> reaches_back;  ///< the calendar begins there, if it would begin later
  std::int32_t farthest = 2000;      ///< bins reach at least so far, seen or not
  std::size_t most_periods = 160;
};

/// A grid that suits the spells: at least three years back, further where waiting takes long; weeks
/// if they are few enough and hold four decisions on average, else longer periods, four at least.
[[nodiscard]] CellGrid choose_grid(const SpellTable& table, const GridSettings& settings);

/// Counts the spells. A case on its j-th day of waiting (j from 0) is in the bin of j; a decision
/// belongs to the last day at risk (the day d of (d, d + 1]), one on a closed day to the last open
/// day before it. Days and decisions count with the
/// weight of their spell. Linear in spells x bins crossed.
[[nodiscard]] CellTable count_cells(const SpellTable& table, const CellGrid& grid);

}  // namespace runout::regime
