#include "runout/regime/evidence/cohort_surface.h"

#include "runout/base/portable_math.h"
#include "runout/regime/latent/place.h"
#include "runout/regime/latent/predictor.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

/// Sum of the effects of a group in one field on the days of a row.
double effects_of(const Layout& layout, const ArrowVector& unknowns, const CohortKind& kind,
                  const CohortRow& row) {
  double sum = 0.0;
  for (const std::size_t k : row.in_force) sum += unknowns.dense(place(layout.effect_at[k]));
  for (std::size_t k = 0; k < kind.effects.size(); ++k) {
    if (kind.effects[k] == kNoLevel) continue;
    sum += unknowns.dense(place(layout.effect_at[k]) + kind.effects[k]);
  }
  return sum;
}

}  // namespace

const FieldPosterior& state_field(const StateModel& model, std::size_t field) {
  return field == 0 ? model.hazard : model.splits[field - 1].field;
}

StateUnknowns state_modes(const StateModel& model) {
  StateUnknowns modes{model.hazard.mode};
  for (const CauseSplit& split : model.splits) modes.push_back(split.field.mode);
  return modes;
}

LogSurfaces predict_state(const StateModel& model, const StateUnknowns& unknowns) {
  LogSurfaces surfaces;
  for (std::size_t f = 0; f < unknowns.size(); ++f) {
    const auto& offset = f == 0 ? model.offset : model.splits[f - 1].offset;
    surfaces.push_back(
        predict(state_field(model, f).layout, Patterns{}, offset, unknowns[f]).surface);
  }
  return surfaces;
}

CohortSurface make_surface(const StateModel& model, const LogSurfaces& surfaces,
                           const StateUnknowns& unknowns, const CohortKind& kind,
                           const std::vector<double>& shift, SplitShares& splits) {
  CohortSurface result;
  result.bins = model.bins.size();
  const std::size_t bins = result.bins;
  const std::size_t cells = kind.rows.size() * bins;
  result.hazard.resize(cells);
  result.stay.resize(cells);
  result.cause.assign(model.causes, std::vector<double>(cells, 0.0));
  splits.assign(model.splits.size(), std::vector<double>(cells));
  std::vector<double> left(cells, 1.0);
  for (std::size_t r = 0; r < kind.rows.size(); ++r) {
    const CohortRow& row = kind.rows[r];
    const std::size_t from = row.period * bins;
    const double all = effects_of(model.hazard.layout, unknowns[0], kind, row) + shift[0];
    for (std::size_t b = 0; b < bins; ++b) {
      const std::size_t i = r * bins + b;
      result.hazard[i] = row.openness * portable::exp(surfaces[0][from + b] + all);
      result.stay[i] = portable::exp(-result.hazard[i]);
    }
    for (std::size_t s = 0; s < splits.size(); ++s) {
      const double own =
          effects_of(model.splits[s].field.layout, unknowns[s + 1], kind, row) + shift[s + 1];
      for (std::size_t b = 0; b < bins; ++b) {
        const std::size_t i = r * bins + b;
        splits[s][i] = 1.0 / (1.0 + portable::exp(-surfaces[s + 1][from + b] - own));
        result.cause[model.splits[s].cause][i] = left[i] * splits[s][i];
        left[i] *= 1.0 - splits[s][i];
      }
    }
  }
  result.cause[model.last_cause] = left;
  return result;
}

std::vector<std::vector<double>> by_field(const StateModel& model, const CohortShare& share,
                                          const SplitShares& splits) {
  std::vector<std::vector<double>> result(splits.size() + 1);
  result[0] = share.by_hazard;
  std::vector<double> later = share.by_cause[model.last_cause];
  for (std::size_t s = splits.size(); s-- > 0;) {
    const auto& own = share.by_cause[model.splits[s].cause];
    result[s + 1].resize(own.size());
    for (std::size_t i = 0; i < own.size(); ++i) {
      result[s + 1][i] = (1.0 - splits[s][i]) * own[i] - splits[s][i] * later[i];
      later[i] += own[i];
    }
  }
  return result;
}

ArrowVector by_unknowns(const Layout& layout, const std::vector<double>& by_cell,
                        const CohortKind& kind) {
  ArrowVector result{VectorXd::Zero(place(layout.periods * layout.period_size)),
                     VectorXd::Zero(place(layout.dense_size))};
  double all = 0.0;
  for (std::size_t row = 0; row < kind.rows.size(); ++row) {
    const Index first = place(kind.rows[row].period * layout.period_size);
    double sum = 0.0;
    for (std::size_t b = 0; b < layout.bins; ++b) {
      const double value = by_cell[row * layout.bins + b];
      if (value == 0.0) continue;
      sum += value;
      result.dense(place(layout.shape_at + b)) += value;
      const HatPoint hat = layout.bin_hat[b];
      for (const std::size_t at : {std::size_t{0}, layout.drift_at}) {
        if (!(at == 0 ? layout.blocks.shock : layout.blocks.drift)) continue;
        result.periods(first + place(at + hat.hat)) += (1.0 - hat.fraction) * value;
        result.periods(first + place(at + hat.hat) + 1) += hat.fraction * value;
      }
    }
    for (std::size_t i = layout.jolt_at; i < layout.drift_at; ++i) {
      result.periods(first + place(i)) += sum;
    }
    for (const std::size_t k : kind.rows[row].in_force) {
      result.dense(place(layout.effect_at[k])) += sum;
    }
    all += sum;
  }
  result.dense(0) = all;
  for (std::size_t m = 0; m < layout.marked.size(); ++m) {
    result.dense(place(layout.mark_at + m)) =
        result.dense(place(layout.shape_at + layout.marked[m]));
  }
  for (std::size_t k = 0; k < kind.effects.size(); ++k) {
    if (kind.effects[k] == kNoLevel) continue;
    result.dense(place(layout.effect_at[k]) + kind.effects[k]) += all;
  }
  return result;
}

}  // namespace runout::regime
