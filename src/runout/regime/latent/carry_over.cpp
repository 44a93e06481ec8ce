#include "runout/regime/latent/carry_over.h"

#include <algorithm>

#include "runout/regime/latent/place.h"

namespace runout::regime {

ArrowVector carry_over(const FieldPosterior& before, const DurationBins& bins_before,
                       const Layout& layout, const DurationBins& bins) {
  const Layout& old = before.layout;
  ArrowVector start{Eigen::VectorXd::Zero(place(layout.periods * layout.period_size)),
                    Eigen::VectorXd::Zero(place(layout.dense_size))};
  if (old.period_size == layout.period_size) {
    const Eigen::Index shared = place(std::min(old.periods, layout.periods) * layout.period_size);
    start.periods.tail(shared) = before.mode.periods.tail(shared);
  }
  start.dense(0) = before.mode.dense(0);
  for (std::size_t b = 0; b < layout.bins; ++b) {
    const std::size_t same = bins_before.of(bins.starts[b]);
    start.dense(place(layout.shape_at + b)) = before.mode.dense(place(old.shape_at + same));
  }
  for (std::size_t m = 0; m < layout.marked.size(); ++m) {
    const std::size_t same = bins_before.of(bins.starts[layout.marked[m]]);
    const auto found = std::ranges::find(old.marked, same);
    if (found == old.marked.end()) continue;
    start.dense(place(layout.mark_at + m)) =
        before.mode.dense(place(old.mark_at) + (found - old.marked.begin()));
  }
  for (std::size_t k = 0; k < std::min(old.levels.size(), layout.levels.size()); ++k) {
    const Eigen::Index shared = place(std::min(old.levels[k], layout.levels[k]));
    start.dense.segment(place(layout.effect_at[k]), shared) =
        before.mode.dense.segment(place(old.effect_at[k]), shared);
  }
  return start;
}

}  // namespace runout::regime
