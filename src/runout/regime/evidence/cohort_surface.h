// From the unknowns of a state to the chances of one group of applications, and derivatives back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runout/regime/evidence/review_cohort.h"
#include "runout/regime/state_model.h"

namespace runout::regime {

/// One vector of unknowns a field: the hazard, then the splits.
using StateUnknowns = std::vector<ArrowVector>;

/// The modes of a state's fields.
[[nodiscard]] StateUnknowns state_modes(const StateModel& model);
[[nodiscard]] const FieldPosterior& state_field(const StateModel& model, std::size_t field);

/// Log hazard and log odds of a case without covariates: [field][period x bins + bin].
using LogSurfaces = std::vector<std::vector<double>>;
[[nodiscard]] LogSurfaces predict_state(const StateModel& model, const StateUnknowns& unknowns);

/// Days of one period on which the authority works alike.
struct CohortRow {
  std::size_t period = 0;
  double openness = 1.0;              ///< factor on the hazard; 0 in a freeze
  std::vector<std::size_t> in_force;  ///< covariates of changes whose first effect applies
};

/// A group that is alike in some covariates and departs from all others by a shift of its own.
struct CohortKind {
  std::vector<std::int32_t> effects;  ///< [covariate] number of its effect, or kNoLevel
  std::vector<CohortRow> rows;        ///< of its surface
};

/// [split][row][bin] share of the split's cause among those that no earlier one took.
using SplitShares = std::vector<std::vector<double>>;

/// `shift` is added to the log hazard and the log odds: [field].
[[nodiscard]] CohortSurface make_surface(const StateModel& model, const LogSurfaces& surfaces,
                                         const StateUnknowns& unknowns, const CohortKind& kind,
                                         const std::vector<double>& shift, SplitShares& splits);

/// Derivatives by log hazard and by log odds, [field][row][bin], from those of a share.
[[nodiscard]] std::vector<std::vector<double>> by_field(const StateModel& model,
                                                        const CohortShare& share,
                                                        const SplitShares& splits);

/// Derivatives by the unknowns of a field from those by its surface, [row][bin].
[[nodiscard]] ArrowVector by_unknowns(const Layout& layout, const std::vector<double>& by_cell,
                                      const CohortKind& kind);

}  // namespace runout::regime
