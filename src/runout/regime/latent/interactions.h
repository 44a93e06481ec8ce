// What covariates do together: with the waiting time, with the calendar, and with each other.
//
// A slow country may be slow only at first, or only of late, or only in one sector. Each such
// departure is one small exchangeable effect, N(0, deviation^2), with a deviation of its own that
// the data decide; most stay near 0. They are many, and hardly any case feels more than a few, so
// they are not unknowns of the arrow: given the rest of the log hazard a level's departures depend
// on its own counts alone, and are found one block after the other (backfitting, T. Hastie and
// R. Tibshirani, "Generalized additive models", Statistical Science 1 (1986) 297-318). The rest is
// then fitted anew with their factors on the exposure. Forecasts take them at their mode.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "runout/regime/latent/field_fit.h"

namespace runout::regime {

/// Departures of the levels of one covariate, or of pairs of levels of two.
struct Interaction {
  enum class With : std::uint8_t { waiting, calendar, covariate } with = With::waiting;
  std::size_t covariate = 0;
  std::size_t other = 0;         ///< the second covariate, the earlier one; of a pair
  std::size_t units = 0;         ///< levels, or pairs: level x levels of `other` + the other level
  std::size_t other_levels = 1;  ///< of `other`
  std::size_t hats = 1;          ///< of a unit
  std::vector<HatPoint> point;   ///< [bin] or [period]; of a pair none
  double deviation = 0.2;
  std::vector<double> mode;  ///< [unit][hat] departure of the log hazard

  /// The unit of a case; nothing where a level is blank or not known to the fit.
  [[nodiscard]] std::optional<std::size_t> unit_of(const std::int32_t* levels) const;
  /// The departure of a unit in a bin and period.
  [[nodiscard]] double at(std::size_t unit, std::size_t bin, std::size_t period) const;
};

/// Departures for the covariates of a layout, all 0. Waiting times have as many hats as say
/// something of early, usual and late decisions; the calendar a hat each quarter, the newest of
/// which stands at the newest period. Covariates with one level, or given deviations, have none.
[[nodiscard]] std::vector<Interaction> make_interactions(const CellTable& table,
                                                         const Layout& layout);

/// Fits all departures and their deviations, given the mode of the field. cells: as counted,
/// without the departures' factors.
void fit_interactions(const CellTable& table, const FieldPosterior& field,
                      const std::vector<double>& offset, std::vector<Interaction>& interactions);

/// The cells with the departures' factors on their exposure.
[[nodiscard]] CellTable with_interactions(const CellTable& table,
                                          const std::vector<Interaction>& interactions);

/// Adds the departures of a case to `log_factor`, [bin], as they are in the newest period: those
/// whose later covariate is `covariate`.
void add_departures(const std::vector<Interaction>& interactions, const std::int32_t* levels,
                    std::size_t covariate, std::size_t newest, std::span<double> log_factor);

}  // namespace runout::regime
