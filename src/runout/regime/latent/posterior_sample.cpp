#include "runout/regime/latent/posterior_sample.h"

#include <cmath>
#include <cstddef>

#include "runout/base/portable_math.h"
#include "runout/base/random.h"
#include "runout/regime/latent/prior.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

constexpr std::uint64_t kSeed = 0;  ///< the sample belongs to the fit, not to a forecast
constexpr std::uint32_t kDraws = 512;
constexpr int kSteps = 8;
constexpr std::size_t kLargestWalked = 6000;  ///< periods x bins

/// The posterior over numbers that are standard normal under the approximation.
class Whitened {
 public:
  Whitened(const CellTable& table, const std::vector<double>& offset, Family family,
           const FieldPosterior& field)
      : field_{field}, likelihood_{table, field.layout, offset, family} {}

  [[nodiscard]] ArrowVector unknowns(const ArrowVector& white) const {
    ArrowVector x = white;
    field_.factor.colour(x);
    x.periods += field_.mode.periods;
    x.dense += field_.mode.dense;
    return x;
  }

  /// log of posterior over approximation, up to a constant.
  [[nodiscard]] double log_ratio(const ArrowVector& white) {
    const ArrowVector x = unknowns(white);
    const double prior = -0.5 * x.dot(apply_prior(field_.layout, field_.hyper, x));
    return likelihood_.evaluate(x) + prior + 0.5 * white.dot(white);
  }

 private:
  const FieldPosterior& field_;
  CellLikelihood likelihood_;
};

ArrowVector draw_white(const FieldPosterior& field, RandomStream& stream) {
  ArrowVector white{VectorXd(field.mode.periods.size()), VectorXd(field.mode.dense.size())};
  for (double& z : white.dense) z = stream.normal();
  for (double& z : white.periods) z = stream.normal();
  return white;
}

/// One step; returns the log ratio at the new place.
double step(const FieldPosterior& field, Whitened& posterior, double here, ArrowVector& white,
            RandomStream& stream) {
  const ArrowVector aside = draw_white(field, stream);
  const double level = here - stream.exponential();
  double turn = stream.uniform();
  double low = turn - 1.0;
  double high = turn;
  constexpr int kMostTries = 50;
  for (int i = 0; i < kMostTries; ++i) {
    const double whole = turn - std::floor(turn);
    const double quarter_later = turn - 0.25 - std::floor(turn - 0.25);
    const double cosine = portable::cos_turn(whole);
    const double sine = portable::cos_turn(quarter_later);
    const ArrowVector next{cosine * white.periods + sine * aside.periods,
                           cosine * white.dense + sine * aside.dense};
    const double there = posterior.log_ratio(next);
    if (there > level) {
      white = next;
      return there;
    }
    (turn < 0.0 ? low : high) = turn;
    turn = low + (high - low) * stream.uniform();
  }
  return here;
}

}  // namespace

PosteriorSample sample_posterior(const CellTable& table, const std::vector<double>& offset,
                                 Family family, const FieldPosterior& field, std::uint64_t name) {
  Whitened posterior{table, offset, family, field};
  std::vector<RandomStream> streams;
  std::vector<ArrowVector> white;
  std::vector<double> log_ratio;
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    streams.emplace_back(kSeed, i, ~name, Purpose::parameters);
    white.push_back(draw_white(field, streams.back()));
    log_ratio.push_back(posterior.log_ratio(white.back()));
  }
  PosteriorSample sample;
  std::vector<double> log_weight = log_ratio;
  sample.k_hat = smooth_tail(log_weight);
  // Log odds are nearly symmetric. Logarithms of rates are not: their mean lies below the mode, and
  // ranks of the truth show it even where k-hat is small.
  if (family == Family::binomial && sample.k_hat <= kNormalFits) return sample;
  for (double& weight : log_weight) weight = portable::exp(weight);
  sample.choice = AliasTable{log_weight};
  if (sample.k_hat > kWeightsMend && field.layout.periods * field.layout.bins <= kLargestWalked) {
    sample.walked = true;
    const std::vector<ArrowVector> before = white;
    for (std::uint32_t i = 0; i < kDraws; ++i) {
      const std::size_t from = sample.choice.pick(i, streams[i].uniform());
      white[i] = before[from];
      double here = log_ratio[from];
      for (int s = 0; s < kSteps; ++s) here = step(field, posterior, here, white[i], streams[i]);
    }
    sample.choice = AliasTable{std::vector<double>(kDraws, 1.0)};
  }
  const auto q = static_cast<Index>(field.layout.period_size);
  sample.dense.resize(field.mode.dense.size(), Index{kDraws});
  sample.newest.resize(q, Index{kDraws});
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    const ArrowVector x = posterior.unknowns(white[i]);
    sample.dense.col(Index{i}) = x.dense;
    sample.newest.col(Index{i}) = x.periods.tail(q);
  }
  return sample;
}

}  // namespace runout::regime
