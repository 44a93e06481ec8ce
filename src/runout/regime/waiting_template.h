// The waiting-time template moved to where the records are: earlier or later, narrower or wider.
#pragma once

#include <vector>

#include "runout/regime/cells/cell_table.h"
#include "runout/regime/waiting_prior.h"

namespace runout::regime {

/// How far a template is moved. Before any record both are normal with mean 0.
struct TemplateShift {
  double location = 0.0;  ///< of the logarithm of all times; sd WaitingPrior::location_spread
  double width = 0.0;     ///< of the logarithm of how far quantiles lie apart; sd width_spread
};

/// The prior with its times moved.
[[nodiscard]] WaitingPrior move_prior(const WaitingPrior& prior, const TemplateShift& shift);

/// Log hazard of the template in each bin.
[[nodiscard]] std::vector<double> template_offset(const DurationBins& bins,
                                                  const WaitingPrior& prior);

/// The most likely shift given all cells, and a normal approximation around it:
/// location = mode.location + a z1, width = mode.width + b z1 + c z2 for standard normal z.
/// Calendar and covariates are left out: what they do is small against what is learnt here.
struct ShiftPosterior {
  TemplateShift mode;
  double a = 0.0;
  double b = 0.0;
  double c = 0.0;

  [[nodiscard]] TemplateShift at(double z1, double z2) const {
    return {mode.location + a * z1, mode.width + b * z1 + c * z2};
  }
};

/// Without decisions the prior of the shift. O(bins) a step, about ten steps of Newton's method
/// with differences.
[[nodiscard]] ShiftPosterior fit_shift(const CellTable& cells, const WaitingPrior& prior);

/// Log density of a shift before any record, up to a constant.
[[nodiscard]] double shift_log_prior(const WaitingPrior& prior, const TemplateShift& shift);

}  // namespace runout::regime
