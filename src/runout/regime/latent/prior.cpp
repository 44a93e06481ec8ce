#include "runout/regime/latent/prior.h"

#include "runout/base/portable_math.h"
#include "runout/regime/latent/place.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

/// Holds a random walk at 0 in the newest period: a standard deviation of 0.001 beside those of a
/// few tenths that matter.
constexpr double kAnchor = 1e6;
/// Holds the mean of the shape at 0.
constexpr double kMean = 1e4;

double precision(double deviation) { return 1.0 / (deviation * deviation); }

/// Calls term(i, j, value) for the entries of a block's precision at deviation 1: i == j once, each
/// neighbouring pair once (j == i - 1). Numbers count within the block.
template <typename Term>
void walk_entries(std::size_t count, const Term& term) {
  for (std::size_t i = 0; i < count; ++i) {
    const double neighbours = (i > 0 ? 1.0 : 0.0) + (i + 1 < count ? 1.0 : 0.0);
    term(i, i, neighbours);
    if (i > 0) term(i, i - 1, -1.0);
  }
}

template <typename Term>
void mean_reverting_entries(std::size_t count, double kept, const Term& term) {
  const double scale = 1.0 / (1.0 - kept * kept);
  for (std::size_t i = 0; i < count; ++i) {
    const bool inner = i > 0 && i + 1 < count;
    term(i, i, count == 1 ? 1.0 : scale * (inner ? 1.0 + kept * kept : 1.0));
    if (i > 0) term(i, i - 1, -scale * kept);
  }
}

/// A block's entries with the places of its unknowns. `periods` or `dense` is called with
/// (place, place, value); in the periods a pair is (unknown of t, unknown of t - 1).
template <typename Periods, typename Dense>
void block_entries(const Layout& layout, const Hyper& hyper, const LearntBlock& block,
                   const Periods& periods, const Dense& dense) {
  const auto chain = [&](std::size_t at) {
    return [&, at](std::size_t i, std::size_t j, double value) {
      periods(place(i * layout.period_size + at), place(j * layout.period_size + at), value);
    };
  };
  const auto same = [&](std::size_t at, std::size_t count) {
    for (std::size_t t = 0; t < layout.periods; ++t) {
      for (std::size_t i = at; i < at + count; ++i) {
        periods(place(t * layout.period_size + i), place(t * layout.period_size + i), 1.0);
      }
    }
  };
  if (block.deviation == nullptr) {
    for (std::size_t i = 0; i < layout.levels[block.covariate]; ++i) {
      const Index at = place(layout.effect_at[block.covariate] + i);
      dense(at, at, 1.0);
    }
  } else if (block.deviation == &Hyper::shape) {
    walk_entries(layout.bins, [&](std::size_t i, std::size_t j, double value) {
      dense(place(layout.shape_at + i), place(layout.shape_at + j), value);
    });
  } else if (block.deviation == &Hyper::drift) {
    for (std::size_t h = 0; h < layout.hats; ++h) {
      walk_entries(layout.periods, chain(layout.drift_at + h));
    }
  } else if (block.deviation == &Hyper::shock) {
    same(0, layout.hats);
  } else if (block.deviation == &Hyper::jolt) {
    same(layout.jolt_at, 1);
  } else if (block.deviation == &Hyper::pace) {
    mean_reverting_entries(layout.periods, hyper.pace_kept, chain(layout.pace_at));
  } else {
    walk_entries(layout.periods, chain(layout.walk_at));
  }
}

}  // namespace

std::vector<LearntBlock> learnt_blocks(const Layout& layout) {
  // P(deviation > 3 / rate) = 0.05. Walks add up, so their steps are believed to be small.
  constexpr double kPriorRate = 6.0;
  constexpr double kShapeRate = 10.0;
  constexpr double kWalkRate = 20.0;
  const auto count = [](std::size_t n) { return static_cast<double>(n); };
  std::vector<LearntBlock> blocks;
  blocks.push_back({"shape", &Hyper::shape, 0, count(layout.bins - 1), kShapeRate});
  if (layout.blocks.walk) {
    blocks.push_back({"walk", &Hyper::walk, 0, count(layout.periods - 1), kWalkRate});
  }
  if (layout.blocks.pace) {
    blocks.push_back({"pace", &Hyper::pace, 0, count(layout.periods), kPriorRate});
  }
  if (layout.blocks.jolt) {
    blocks.push_back({"jolt", &Hyper::jolt, 0, count(layout.periods), kPriorRate});
  }
  if (layout.blocks.shock) {
    blocks.push_back({"shock", &Hyper::shock, 0, count(layout.periods * layout.hats), kPriorRate});
  }
  if (layout.blocks.drift) {
    blocks.push_back(
        {"drift", &Hyper::drift, 0, count(layout.hats * (layout.periods - 1)), kWalkRate});
  }
  for (std::size_t k = 0; k < layout.levels.size(); ++k) {
    if (layout.levels[k] == 0) continue;
    const bool given = !layout.is_given.empty() && layout.is_given[k] != 0;
    blocks.push_back({"effect", nullptr, k, count(layout.levels[k]), given ? 0.0 : kPriorRate});
  }
  return blocks;
}

void add_prior_precision(const Layout& layout, const Hyper& hyper, ArrowMatrix& m) {
  m.dense(0, 0) += precision(hyper.level);
  for (std::size_t i = 0; i < layout.marked.size(); ++i) {
    m.dense(place(layout.mark_at + i), place(layout.mark_at + i)) += precision(hyper.mark);
  }
  Hyper copy = hyper;
  const Index q = place(layout.period_size);
  for (const LearntBlock& block : learnt_blocks(layout)) {
    const double tau = precision(block.value(copy));
    block_entries(
        layout, hyper, block,
        [&](Index i, Index j, double value) {
          if (i == j) {
            m.block(i, i % q) += tau * value;
          } else {
            const Index chained = i % q - place(layout.chained_at);
            m.link(i / q * place(layout.chained()) + chained, 0) += tau * value;
          }
        },
        [&](Index i, Index j, double value) {
          m.dense(std::max(i, j), std::min(i, j)) += tau * value;
        });
  }
  const Index newest = place((layout.periods - 1) * layout.period_size);
  if (layout.blocks.walk) m.block(newest + place(layout.walk_at), place(layout.walk_at)) += kAnchor;
  for (std::size_t i = layout.drift_at; i < layout.period_size; ++i) {
    m.block(newest + place(i), place(i)) += kAnchor;
  }
  const Index shape = place(layout.shape_at);
  m.dense.block(shape, shape, place(layout.bins), place(layout.bins)).array() +=
      kMean / static_cast<double>(layout.bins * layout.bins);
}

ArrowVector apply_prior(const Layout& layout, const Hyper& hyper, const ArrowVector& x) {
  ArrowVector y{Eigen::VectorXd::Zero(x.periods.size()), Eigen::VectorXd::Zero(x.dense.size())};
  y.dense(0) = precision(hyper.level) * x.dense(0);
  for (std::size_t i = 0; i < layout.marked.size(); ++i) {
    const Index at = place(layout.mark_at + i);
    y.dense(at) = precision(hyper.mark) * x.dense(at);
  }
  Hyper copy = hyper;
  for (const LearntBlock& block : learnt_blocks(layout)) {
    const double tau = precision(block.value(copy));
    const auto add = [tau](const Eigen::VectorXd& from, Eigen::VectorXd& to) {
      return [tau, &from, &to](Index i, Index j, double value) {
        to(i) += tau * value * from(j);
        if (i != j) to(j) += tau * value * from(i);
      };
    };
    block_entries(layout, hyper, block, add(x.periods, y.periods), add(x.dense, y.dense));
  }
  const Index newest = place((layout.periods - 1) * layout.period_size);
  const auto anchor = [&](std::size_t i) {
    y.periods(newest + place(i)) += kAnchor * x.periods(newest + place(i));
  };
  if (layout.blocks.walk) anchor(layout.walk_at);
  for (std::size_t i = layout.drift_at; i < layout.period_size; ++i) anchor(i);
  const Index shape = place(layout.shape_at);
  const Index bins = place(layout.bins);
  y.dense.segment(shape, bins).array() +=
      kMean / static_cast<double>(bins * bins) * x.dense.segment(shape, bins).sum();
  return y;
}

double prior_log_determinant(const Layout& layout, const Hyper& hyper) {
  Hyper copy = hyper;
  double sum = portable::log(precision(hyper.level)) +
               static_cast<double>(layout.marked.size()) * portable::log(precision(hyper.mark));
  for (const LearntBlock& block : learnt_blocks(layout)) {
    sum += block.rank * portable::log(precision(block.value(copy)));
    if (block.deviation == &Hyper::pace) {
      sum -= static_cast<double>(layout.periods - 1) *
             portable::log(1.0 - hyper.pace_kept * hyper.pace_kept);
    }
  }
  return sum;
}

double block_square(const Layout& layout, const Hyper& hyper, const LearntBlock& block,
                    const ArrowVector& x) {
  double sum = 0.0;
  const auto add = [&sum](const Eigen::VectorXd& from) {
    return [&sum, &from](Index i, Index j, double value) {
      sum += (i == j ? 1.0 : 2.0) * value * from(i) * from(j);
    };
  };
  block_entries(layout, hyper, block, add(x.periods), add(x.dense));
  return sum;
}

double block_trace(const Layout& layout, const Hyper& hyper, const LearntBlock& block,
                   const SelectedInverse& covariance) {
  double sum = 0.0;
  const Index q = place(layout.period_size);
  block_entries(
      layout, hyper, block,
      [&](Index i, Index j, double value) {
        if (i == j) {
          sum += value * covariance.own(i);
        } else {
          const Index chained = i % q - place(layout.chained_at);
          sum += 2.0 * value * covariance.link(i / q * place(layout.chained()) + chained, 0);
        }
      },
      [&](Index i, Index j, double value) {
        sum += (i == j ? 1.0 : 2.0) * value * covariance.dense(i, j);
      });
  return sum;
}

}  // namespace runout::regime
