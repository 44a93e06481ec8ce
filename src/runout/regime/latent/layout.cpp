#include "runout/regime/latent/layout.h"

#include <algorithm>

namespace runout::regime {
namespace {

constexpr std::size_t kHats = 8;

}  // namespace

std::vector<HatPoint> place_hats(const CellTable& table, std::size_t hats) {
  std::vector<double> decided(table.bins.size(), 0.0);
  for (const Cell& cell : table.cells) decided[cell.bin] += cell.decided;
  // A little for every bin, so that hats stand apart even where nothing was decided.
  const double floor = (0.02 * table.decided + 0.1) / static_cast<double>(decided.size());
  double all = 0.0;
  for (double& d : decided) all += d += floor;
  std::vector<HatPoint> points;
  double before = 0.0;
  for (const double d : decided) {
    const double place = (before + d / 2.0) / all * static_cast<double>(hats - 1);
    const auto hat = std::min(hats - 2, static_cast<std::size_t>(place));
    points.push_back({static_cast<std::uint16_t>(hat), place - static_cast<double>(hat)});
    before += d;
  }
  return points;
}

Layout make_layout(const CellTable& table, const std::vector<Covariate>& covariates,
                   const Blocks& blocks, const std::vector<std::size_t>& marked) {
  Layout layout;
  layout.blocks = blocks;
  layout.bins = table.bins.size();
  layout.periods = table.periods.count;
  layout.marked = marked;
  layout.hats = kHats;
  layout.bin_hat = place_hats(table, layout.hats);

  std::size_t at = blocks.shock ? layout.hats : 0;
  layout.jolt_at = at;
  if (blocks.jolt) ++at;
  layout.chained_at = at;
  layout.pace_at = at;
  if (blocks.pace) ++at;
  layout.walk_at = at;
  if (blocks.walk) ++at;
  layout.drift_at = at;
  if (blocks.drift) at += layout.hats;
  layout.period_size = at;

  layout.mark_at = layout.shape_at + layout.bins;
  layout.effects_at = layout.mark_at + marked.size();
  at = layout.effects_at;
  for (const Covariate& covariate : covariates) {
    layout.levels.push_back(covariate.levels.size());
    layout.effect_at.push_back(at);
    at += covariate.levels.size();
  }
  layout.dense_size = at;
  return layout;
}

}  // namespace runout::regime
