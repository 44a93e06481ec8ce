#include "runout/regime/hazard_draw.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "runout/base/random.h"
#include "runout/regime/pieces.h"

namespace runout::regime {

double DrawnHazard::collected(double waited) const {
  const std::size_t piece = piece_at(starts, waited);
  return cumulative[piece] + hazard[piece] * (waited - starts[piece]);
}

double DrawnHazard::solve(double waited, double needed) const {
  constexpr double kTooLong = 1e6;
  std::size_t piece = piece_at(starts, waited);
  const double target = cumulative[piece] + hazard[piece] * (waited - starts[piece]) + needed;
  while (piece + 1 < starts.size() && cumulative[piece + 1] < target) ++piece;
  if (target - cumulative[piece] >= kTooLong * hazard[piece]) {
    return std::numeric_limits<double>::infinity();
  }
  return std::max(waited, starts[piece] + (target - cumulative[piece]) / hazard[piece]);
}

std::size_t DrawnHazard::cause(double waited, double uniform) const {
  const double* shares = share.data() + piece_at(starts, waited) * causes;
  std::size_t cause = 0;
  while (cause + 1 < causes && shares[cause] <= uniform) ++cause;
  return cause;
}

HazardSampler::HazardSampler(std::string_view state, const HazardPosterior& posterior,
                             const std::vector<Covariate>& covariates)
    : posterior_{posterior}, level_name_{entity_hash(fmt::format("{}/level", state))} {
  for (const double start : posterior.starts) {
    piece_names_.push_back(entity_hash(fmt::format("{}/from/{}", state, start)));
  }
  for (const Covariate& covariate : covariates) {
    first_factor_.push_back(factor_names_.size());
    for (const std::string& level : covariate.levels) {
      factor_names_.push_back(entity_hash(fmt::format("{}/{}/{}", state, covariate.name, level)));
    }
  }
}

void HazardSampler::draw_hazard(std::uint64_t seed, std::uint32_t replication,
                                DrawnHazard& drawn) const {
  const std::size_t pieces = posterior_.pieces();
  const std::size_t causes = posterior_.causes;
  drawn.starts = posterior_.starts;
  drawn.causes = causes;
  drawn.hazard.resize(pieces);
  drawn.cumulative.resize(pieces);
  drawn.share.resize(pieces * causes);

  RandomStream stream{seed, replication, level_name_, Purpose::parameters};
  const double level = stream.gamma(posterior_.level_shape) / posterior_.level_shape;
  // The drawn outcome mix relative to its mean; causes share one uncertain mix in all pieces.
  std::vector<double> mix(causes);
  double drawn_sum = 0.0;
  double shape_sum = 0.0;
  for (std::size_t c = 0; c < causes; ++c) {
    mix[c] = stream.gamma(posterior_.split_shape[c]);
    drawn_sum += mix[c];
    shape_sum += posterior_.split_shape[c];
  }
  for (std::size_t c = 0; c < causes; ++c) {
    mix[c] = mix[c] / drawn_sum * shape_sum / posterior_.split_shape[c];
  }
  double collected = 0.0;
  for (std::size_t j = 0; j < pieces; ++j) {
    RandomStream own{seed, replication, piece_names_[j], Purpose::parameters};
    double sum = 0.0;
    for (std::size_t c = 0; c < causes; ++c) {
      sum += own.gamma(posterior_.shape[j * causes + c]) * mix[c];
      drawn.share[j * causes + c] = sum;
    }
    drawn.hazard[j] = level * sum / posterior_.rate[j];
    for (std::size_t c = 0; c < causes; ++c) drawn.share[j * causes + c] /= sum;
    drawn.cumulative[j] = collected;
    if (j + 1 < pieces) {
      collected += drawn.hazard[j] * (drawn.starts[j + 1] - drawn.starts[j]);
    }
  }
}

void HazardSampler::draw_factors(std::uint64_t seed, std::uint32_t replication,
                                 std::vector<double>& factors) const {
  factors.resize(factor_names_.size());
  std::size_t i = 0;
  for (const FactorPosterior& covariate : posterior_.factors) {
    for (std::size_t level = 0; level < covariate.shape.size(); ++level, ++i) {
      RandomStream stream{seed, replication, factor_names_[i], Purpose::parameters};
      factors[i] = stream.gamma(covariate.shape[level]) / covariate.rate[level];
    }
  }
}

}  // namespace runout::regime
