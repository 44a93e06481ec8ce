#include "runout/regime/future/state_draw.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include "runout/base/portable_math.h"
#include "runout/base/random.h"
#include "runout/regime/latent/place.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

/// Replications that are coloured together, counted from 0. Products with other numbers of columns
/// may add up in another order: same bits need the same columns, whatever was asked for.
constexpr std::uint32_t kTogether = 16;

/// The name of a split's random streams.
std::uint64_t split_name(std::uint64_t state, std::size_t split) {
  return state + 0x9E3779B97F4A7C15ULL * (split + 1);
}

WhiteNumbers draw_white(const FieldPosterior& field, std::uint64_t seed, std::uint64_t name,
                        std::uint32_t first) {
  const Layout& layout = field.layout;
  WhiteNumbers draws{MatrixXd(place(layout.dense_size), Index{kTogether}),
                     MatrixXd(place(layout.period_size), Index{kTogether})};
  for (std::uint32_t i = 0; i < kTogether; ++i) {
    RandomStream stream{seed, first + i, name, Purpose::parameters};
    for (Index j = 0; j < draws.newest.rows(); ++j) draws.newest(j, Index{i}) = stream.normal();
    for (Index j = 0; j < draws.dense.rows(); ++j) draws.dense(j, Index{i}) = stream.normal();
  }
  return draws;
}

/// Takes draws from a sample: replication `first` and those after it, one column each.
void take(const PosteriorSample& sample, std::uint64_t seed, std::uint64_t name,
          std::uint32_t first, WhiteNumbers& draws) {
  for (std::uint32_t i = 0; i < kTogether; ++i) {
    RandomStream stream{seed, first + i, ~name, Purpose::parameters};
    const Index from =
        place(sample.choice.pick((first + i) % sample.choice.size(), stream.uniform()));
    draws.dense.col(Index{i}) = sample.dense.col(from);
    draws.newest.col(Index{i}) = sample.newest.col(from);
  }
}

/// Draws of the dense unknowns and of the newest period's, one column a replication.
void colour(const FieldPosterior& field, WhiteNumbers& draws) {
  field.factor.colour_newest(draws.dense, draws.newest);
  draws.dense.colwise() += field.mode.dense;
  draws.newest.colwise() += field.mode.periods.tail(place(field.layout.period_size));
}

/// By how much future shocks are wider than the learnt ones. In both replays that the model was
/// chosen on, and in each half of them, more was decided within two weeks than forecast; wider
/// shocks, whose mean factor is above 1, make up for that. It is a margin for what the model does
/// not know (an office that hastens when its queue is long, say), not a correction of the learnt
/// deviation: moments of well-filled weeks do not ask for one. Where nothing of the kind happens,
/// counts of the first weeks are expected about 5 % too high. What is only believed beforehand is
/// not widened.
double future_shock_margin(double decided) {
  constexpr double kMost = 1.45;
  constexpr double kHalfLearnt = 200.0;  // decisions
  return 1.0 + (kMost - 1.0) * decided / (decided + kHalfLearnt);
}

}  // namespace

StateSampler::StateSampler(const StateModel& model, Day horizon, std::vector<double> scale)
    : model_{model}, horizon_{horizon}, scale_{std::move(scale)} {
  std::size_t next = 0;
  for (const std::size_t levels : model.hazard.layout.levels) {
    first_effect_.push_back(next);
    next += levels;
  }
}

void StateSampler::draw(std::uint64_t seed, std::uint32_t first, std::span<StateDraw> draws) const {
  while (!draws.empty()) {
    const std::uint32_t skipped = first % kTogether;
    const std::size_t count = std::min<std::size_t>(draws.size(), kTogether - skipped);
    draw_together(seed, first - skipped, skipped, draws.first(count));
    first += static_cast<std::uint32_t>(count);
    draws = draws.subspan(count);
  }
}

void StateSampler::draw_together(std::uint64_t seed, std::uint32_t block, std::uint32_t skipped,
                                 std::span<StateDraw> draws) const {
  const std::uint64_t name = entity_hash(model_.name);
  const std::uint32_t first = block + skipped;
  std::vector<WhiteNumbers> fields{draw_white(model_.hazard, seed, name, block)};
  for (std::size_t s = 0; s < model_.splits.size(); ++s) {
    fields.push_back(draw_white(model_.splits[s].field, seed, split_name(name, s), block));
  }
  if (model_.reports) apply_correction(*model_.reports, seed, name, block, fields);
  WhiteNumbers& hazard = fields.front();
  // Reports move normal draws only.
  const auto is_sampled = [&](const std::optional<PosteriorSample>& sample) {
    return sample && !sample->is_normal() && !model_.reports;
  };
  if (is_sampled(model_.sample)) {
    take(*model_.sample, seed, name, block, hazard);
  } else {
    colour(model_.hazard, hazard);
  }
  for (std::size_t i = 0; i < draws.size(); ++i) {
    draw_future(seed, first + static_cast<std::uint32_t>(i),
                hazard.dense.col(place(skipped + i)).data(),
                hazard.newest.col(place(skipped + i)).data(), draws[i]);
    draws[i].splits.resize(model_.splits.size());
  }
  const std::size_t periods =
      (static_cast<std::size_t>(horizon_) + static_cast<std::size_t>(model_.periods.days) - 1) /
      static_cast<std::size_t>(model_.periods.days);
  for (std::size_t s = 0; s < model_.splits.size(); ++s) {
    const CauseSplit& split = model_.splits[s];
    const Layout& layout = split.field.layout;
    const std::uint64_t own = split_name(name, s);
    WhiteNumbers& drawn = fields[s + 1];
    if (is_sampled(split.sample)) {
      take(*split.sample, seed, own, block, drawn);
    } else {
      colour(split.field, drawn);
    }
    for (std::size_t i = 0; i < draws.size(); ++i) {
      const auto dense = drawn.dense.col(place(skipped + i));
      SplitDraw& to = draws[i].splits[s];
      to.by_bin.resize(layout.bins);
      for (std::size_t b = 0; b < layout.bins; ++b) {
        to.by_bin[b] = split.offset[b] + dense(0) + dense(place(layout.shape_at + b));
      }
      RandomStream stream{seed, first + static_cast<std::uint32_t>(i), own, Purpose::speed};
      double walk = drawn.newest(place(layout.walk_at), place(skipped + i));
      to.by_period.resize(periods);
      for (double& value : to.by_period) {
        walk += split.field.hyper.walk * stream.normal();
        value = walk;
      }
      const Index effects = place(layout.dense_size) - place(layout.effects_at);
      to.effect.assign(dense.data() + layout.effects_at,
                       dense.data() + layout.effects_at + effects);
    }
  }
}

void StateSampler::draw_future(std::uint64_t seed, std::uint32_t replication, const double* dense,
                               const double* newest, StateDraw& draw) const {
  const FieldPosterior& field = model_.hazard;
  const Layout& layout = field.layout;
  const Hyper& hyper = field.hyper;
  RandomStream stream{seed, replication, entity_hash(model_.name), Purpose::speed};
  draw.bins = layout.bins;
  draw.period_days = model_.periods.days;
  const auto days = static_cast<std::size_t>(horizon_);
  const auto period_days = static_cast<std::size_t>(model_.periods.days);
  const std::size_t periods = (days + period_days - 1) / period_days;
  std::vector<double> by_bin(layout.bins);
  for (std::size_t b = 0; b < layout.bins; ++b) {
    by_bin[b] = model_.offset[b] + dense[0] + dense[layout.shape_at + b];
  }
  for (std::size_t m = 0; m < layout.marked.size(); ++m) {
    by_bin[layout.marked[m]] += dense[layout.mark_at + m];
  }
  const double shock = future_shock_margin(model_.decided) * hyper.shock;
  // Change of the shape levels off: walked on for months it would make every shape possible.
  constexpr double kDriftKept = 0.95;
  std::vector<double> drift(newest + layout.drift_at, newest + layout.period_size);
  double walk = newest[layout.walk_at];
  double pace = newest[layout.pace_at];
  const double kept = hyper.pace_kept;
  const double pace_step = hyper.pace * std::sqrt(1.0 - kept * kept);
  std::vector<double> by_hat(layout.hats);
  draw.hazard.resize(periods * layout.bins);
  for (std::size_t w = 0; w < periods; ++w) {
    walk += hyper.walk * stream.normal();
    pace = kept * pace + pace_step * stream.normal();
    const double common = walk + pace + hyper.jolt * stream.normal();
    for (std::size_t h = 0; h < layout.hats; ++h) {
      drift[h] = kDriftKept * drift[h] + hyper.drift * stream.normal();
      by_hat[h] = common + drift[h] + shock * stream.normal();
    }
    double* row = draw.hazard.data() + w * layout.bins;
    for (std::size_t b = 0; b < layout.bins; ++b) {
      const HatPoint hat = layout.bin_hat[b];
      row[b] = portable::exp(by_bin[b] + (1.0 - hat.fraction) * by_hat[hat.hat] +
                             hat.fraction * by_hat[hat.hat + 1U]);
    }
  }
  draw.day_factor.resize(days);
  for (std::size_t d = 0; d < days; ++d) {
    double factor = 1.0;
    if (model_.day_spread > 1e-3) {
      const double shape = 1.0 / model_.day_spread;
      factor = stream.gamma(shape) / shape;
    }
    draw.day_factor[d] = scale_.empty() ? factor : factor * scale_[d];
  }
  const std::size_t effects = layout.effects_at;
  draw.effect.resize(layout.dense_size - effects);
  for (std::size_t e = 0; e < draw.effect.size(); ++e) {
    draw.effect[e] = portable::exp(dense[effects + e]);
  }
}

std::vector<std::size_t> StateSampler::effects_of(std::span<const std::int32_t> levels) const {
  std::vector<std::size_t> effects;
  for (std::size_t k = 0; k < levels.size(); ++k) {
    if (levels[k] == kNoLevel) continue;
    const auto& own = model_.effect_of_level[k];
    const auto level = static_cast<std::size_t>(levels[k]);
    if (level < own.size())
      effects.push_back(first_effect_[k] + static_cast<std::size_t>(own[level]));
  }
  return effects;
}

std::vector<std::int32_t> StateSampler::fitted_levels(std::span<const std::int32_t> levels) const {
  std::vector<std::int32_t> fitted(model_.effect_of_level.size(), kNoLevel);
  for (std::size_t k = 0; k < std::min(levels.size(), fitted.size()); ++k) {
    const auto& own = model_.effect_of_level[k];
    if (levels[k] != kNoLevel && static_cast<std::size_t>(levels[k]) < own.size()) {
      fitted[k] = own[static_cast<std::size_t>(levels[k])];
    }
  }
  return fitted;
}

std::vector<double> StateSampler::log_departures_of(std::span<const std::int32_t> levels,
                                                    std::size_t covariate) const {
  std::vector<double> sum(model_.bins.size(), 0.0);
  add_departures(model_.interactions, fitted_levels(levels).data(), covariate,
                 model_.periods.count - 1, sum);
  return sum;
}

std::vector<double> StateSampler::departures_of(std::span<const std::int32_t> levels) const {
  if (model_.interactions.empty()) return {};
  std::vector<double> factors(model_.bins.size(), 0.0);
  const std::vector<std::int32_t> fitted = fitted_levels(levels);
  for (std::size_t k = 0; k < fitted.size(); ++k) {
    add_departures(model_.interactions, fitted.data(), k, model_.periods.count - 1, factors);
  }
  for (double& factor : factors) factor = portable::exp(factor);
  return factors;
}

std::size_t StateSampler::cause(const StateDraw& draw, std::span<const std::size_t> effects,
                                Day day, std::size_t bin, double uniform) const {
  const auto period = static_cast<std::size_t>((day - 1) / draw.period_days);
  for (std::size_t s = 0; s < draw.splits.size(); ++s) {
    const SplitDraw& split = draw.splits[s];
    double odds = split.by_bin[bin] + split.by_period[period];
    for (const std::size_t effect : effects) odds += split.effect[effect];
    const double share = 1.0 / (1.0 + portable::exp(-odds));
    if (uniform < share) return model_.splits[s].cause;
    uniform = (uniform - share) / (1.0 - share);
  }
  return model_.last_cause;
}

}  // namespace runout::regime
