#include "runout/regime/state_model.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

#include "runout/base/portable_math.h"
#include "runout/base/random.h"
#include "runout/regime/cells/cell_table.h"
#include "runout/regime/cells/spikes.h"
#include "runout/regime/interval_events.h"
#include "runout/regime/latent/carry_over.h"
#include "runout/regime/waiting_template.h"

namespace runout::regime {
namespace {

/// Bins reach so many times as far as nearly all cases are expected to wait.
constexpr double kBinsBeyondPrior = 3.0;

double log_odds(double share) {
  const double p = std::clamp(share, 1e-4, 1.0 - 1e-4);
  return portable::log(p / (1.0 - p));
}

/// Log odds that are normal with this deviation give a mean share nearer to a half than their own
/// mean does; by this factor further out they give the share that was meant. Source: D. MacKay,
/// "The evidence framework applied to classification networks", Neural Computation 4 (1992)
/// 720-736.
double widening(double deviation) {
  return std::sqrt(1.0 + std::numbers::pi / 8.0 * deviation * deviation);
}

/// Numbers of the effects: the levels themselves, or for a covariate with too many the most
/// frequent ones and one for all others.
std::vector<std::vector<std::int32_t>> choose_effects(const SpellTable& table, std::size_t most) {
  std::vector<std::vector<std::int32_t>> result;
  for (std::size_t k = 0; k < table.covariates.size(); ++k) {
    const std::size_t levels = table.covariates[k].levels.size();
    std::vector<std::int32_t> effect(levels);
    std::iota(effect.begin(), effect.end(), 0);
    if (levels > most) {
      std::vector<std::size_t> seen(levels, 0);
      for (std::size_t i = 0; i < table.spells.size(); ++i) {
        const std::int32_t level = table.levels_of(i)[k];
        if (table.spells[i].interval != kCertain) continue;
        if (level != kNoLevel) ++seen[static_cast<std::size_t>(level)];
      }
      std::vector<std::size_t> order(levels);
      std::iota(order.begin(), order.end(), std::size_t{0});
      std::ranges::stable_sort(order, std::greater{},
                               [&](std::size_t level) { return seen[level]; });
      for (std::size_t place = 0; place < levels; ++place) {
        effect[order[place]] = static_cast<std::int32_t>(std::min(place, most));
      }
    }
    result.push_back(std::move(effect));
  }
  return result;
}

/// The same spells with effects for levels; nothing where all levels have their own.
std::optional<SpellTable> with_effects(const SpellTable& table,
                                       const std::vector<std::vector<std::int32_t>>& effects,
                                       std::size_t most) {
  if (std::ranges::none_of(table.covariates,
                           [&](const Covariate& c) { return c.levels.size() > most; })) {
    return std::nullopt;
  }
  SpellTable result = table;
  for (std::size_t k = 0; k < result.covariates.size(); ++k) {
    auto& levels = result.covariates[k].levels;
    levels.resize(std::min(levels.size(), most + 1));
    for (std::size_t i = 0; i < table.spells.size(); ++i) {
      std::int32_t& level = result.levels[i * result.covariates.size() + k];
      if (level != kNoLevel) level = effects[k][static_cast<std::size_t>(level)];
    }
  }
  return result;
}

/// The given ones and those that the records show.
std::vector<std::int32_t> all_marks(const SpellTable& table, const StateSettings& settings) {
  std::vector<std::int32_t> marks = settings.marks;
  const std::vector<std::int32_t> spikes = find_spikes(table, settings.as_of);
  marks.insert(marks.end(), spikes.begin(), spikes.end());
  return marks;
}

std::vector<std::size_t> marked_bins(const DurationBins& bins,
                                     std::span<const std::int32_t> marks) {
  std::vector<std::size_t> marked;
  for (const std::int32_t mark : marks) {
    const std::size_t bin = bins.of(mark);
    if (bins.starts[bin] == mark && bin + 1 < bins.size()) marked.push_back(bin);
  }
  std::ranges::sort(marked);
  const auto repeated = std::ranges::unique(marked);
  marked.erase(repeated.begin(), repeated.end());
  return marked;
}

/// Moments of daily counts around what the fit expects: a gamma factor with this inverse shape
/// gives the spread beyond chance that was seen.
double learn_day_spread(const CellTable& table, const FieldPosterior& posterior) {
  double beyond = 0.0;
  double square = 0.0;
  const auto days = static_cast<std::size_t>(table.periods.days);
  for (std::size_t t = 0; t < table.periods.count; ++t) {
    double at_risk = 0.0;
    for (std::size_t d = t * days; d < (t + 1) * days; ++d) at_risk += table.at_risk_on[d];
    if (at_risk <= 0.0) continue;
    for (std::size_t d = t * days; d < (t + 1) * days; ++d) {
      const double expected = posterior.expected_by_period[t] * table.at_risk_on[d] / at_risk;
      const double apart = table.decided_on[d] - expected;
      beyond += apart * apart - table.decided_on[d];
      square += expected * expected;
    }
  }
  // Worth a few days of one decision without any spread, so that it takes data to believe in one.
  constexpr double kPriorSquare = 5.0;
  return std::clamp(beyond / (square + kPriorSquare), 0.0, 4.0);
}

/// Counts of "this cause" among those that no earlier split has named.
CellTable split_cells(const CellTable& all, const std::vector<bool>& named, std::size_t cause) {
  CellTable table;
  table.bins = all.bins;
  table.periods = all.periods;
  table.patterns.covariates = all.patterns.covariates;
  table.patterns.levels = all.patterns.levels;
  table.first.push_back(0);
  std::size_t i = 0;
  for (std::uint32_t pattern = 0; pattern < all.patterns.size(); ++pattern) {
    for (; i < all.causes.size() && all.causes[i].pattern == pattern; ++i) {
      const CauseCount& count = all.causes[i];
      if (named[count.cause]) continue;
      if (table.cells.size() == table.first.back() || table.cells.back().bin != count.bin ||
          table.cells.back().period != count.period) {
        table.cells.push_back({count.bin, count.period, 0.0, 0.0});
      }
      table.cells.back().exposure += count.decided;
      if (count.cause == cause) table.cells.back().decided += count.decided;
      table.exposure += count.decided;
      if (count.cause == cause) table.decided += count.decided;
    }
    table.first.push_back(table.cells.size());
  }
  return table;
}

/// A sample of a field's posterior where decisions are too few to take it as normal unseen.
std::optional<PosteriorSample> sample_if_few(const StateSettings& settings, const CellTable& cells,
                                             const std::vector<double>& offset, Family family,
                                             const FieldPosterior& field, std::uint64_t name) {
  constexpr double kFew = 300.0;
  if (!settings.is_sampled || cells.exposure <= 0.0 || cells.decided >= kFew) return std::nullopt;
  return sample_posterior(cells, offset, family, field, name);
}

Hyper first_guess(std::size_t covariates) {
  Hyper hyper;
  hyper.effect.assign(covariates, 0.3);
  return hyper;
}

/// Fits a field, from where the earlier fit ended if there is one.
FieldPosterior fit_from(const FieldPosterior* before, const StateSettings& settings,
                        const CellTable& cells, const Layout& layout,
                        const std::vector<double>& offset, const Hyper& hyper,
                        const FieldSettings& field) {
  if (before == nullptr) return fit_field(cells, layout, offset, hyper, field);
  const ArrowVector start = carry_over(*before, settings.before->bins, layout, cells.bins);
  Hyper known = before->hyper;
  known.effect.resize(hyper.effect.size(), 0.3);
  for (std::size_t k = 0; k < layout.is_given.size(); ++k) {
    if (layout.is_given[k] != 0) known.effect[k] = hyper.effect[k];
  }
  return fit_field(cells, layout, offset, known, field, &start);
}

/// True when an earlier fit's departures are of the same kinds of cases.
bool fits_together(const std::vector<Interaction>& before, const std::vector<Interaction>& now) {
  return std::ranges::equal(before, now, [](const Interaction& a, const Interaction& b) {
    return a.covariate == b.covariate && a.other == b.other && a.with == b.with &&
           a.other_levels == b.other_levels && a.mode.size() == b.mode.size();
  });
}

/// Fits the hazard and the departures of its covariates in turns.
void fit_hazard(const CellTable& cells, const Layout& layout, const Hyper& hyper,
                const StateSettings& settings, StateModel& model) {
  const StateModel* before = settings.before;
  model.interactions = make_interactions(cells, layout);
  FieldSettings field;
  if (model.interactions.empty()) {
    model.hazard = fit_from(before != nullptr ? &before->hazard : nullptr, settings, cells, layout,
                            model.offset, hyper, field);
    return;
  }
  constexpr int kHalfTheRounds = 6;
  constexpr double kRough = 1e-3;
  field.rounds = kHalfTheRounds;
  if (before != nullptr && fits_together(before->interactions, model.interactions)) {
    for (std::size_t i = 0; i < model.interactions.size(); ++i) {
      model.interactions[i].mode = before->interactions[i].mode;
      model.interactions[i].deviation = before->interactions[i].deviation;
    }
    model.hazard = fit_from(&before->hazard, settings, with_interactions(cells, model.interactions),
                            layout, model.offset, hyper, field);
    fit_interactions(cells, model.hazard, model.offset, model.interactions);
    return;
  }
  field.enough = kRough;
  model.hazard = fit_from(nullptr, settings, cells, layout, model.offset, hyper, field);
  fit_interactions(cells, model.hazard, model.offset, model.interactions);
  field.enough = FieldSettings{}.enough;
  const FieldPosterior rough = std::move(model.hazard);
  model.hazard = fit_field(with_interactions(cells, model.interactions), layout, model.offset,
                           rough.hyper, field, &rough.mode);
}

void fit_splits(const CellTable& cells, const SpellTable& table, const WaitingPrior& prior,
                const StateSettings& settings, StateModel& model) {
  std::vector<double> decided(model.causes, 0.0);
  for (const CauseCount& count : cells.causes) decided[count.cause] += count.decided;
  std::vector<std::size_t> order(model.causes);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater{}, [&](std::size_t cause) {
    return decided[cause] + prior.split_weight * prior.split[cause];
  });
  model.last_cause = order.back();
  std::vector<bool> named(model.causes, false);
  double left = 1.0;
  for (std::size_t place = 0; place + 1 < order.size(); ++place) {
    CauseSplit split;
    split.cause = order[place];
    const double share = std::clamp(prior.split[split.cause] / left, 0.01, 0.99);
    left = std::max(left - prior.split[split.cause], 1e-9);
    const CellTable own = split_cells(cells, named, split.cause);
    const Blocks blocks{.shock = false, .jolt = false, .pace = false, .walk = true, .drift = false};
    const Layout layout = make_layout(own, table.covariates, blocks, {});
    Hyper hyper = first_guess(table.covariates.size());
    hyper.level = 1.0 / std::sqrt(prior.split_weight * share * (1.0 - share));
    hyper.shape = 0.1;
    split.offset.assign(model.bins.size(), log_odds(share) * widening(hyper.level));
    const FieldPosterior* before = nullptr;
    if (settings.before != nullptr && place < settings.before->splits.size() &&
        settings.before->splits[place].cause == split.cause) {
      before = &settings.before->splits[place].field;
    }
    split.field = fit_from(before, settings, own, layout, split.offset, hyper,
                           FieldSettings{.family = Family::binomial});
    split.sample = sample_if_few(settings, own, split.offset, Family::binomial, split.field,
                                 entity_hash(model.name) + place + 1);
    named[split.cause] = true;
    model.splits.push_back(std::move(split));
  }
}

/// Fits the spells as they are weighted.
StateModel fit_weighted(const std::string& name, const SpellTable& table, const CellGrid& grid,
                        const WaitingPrior& prior, const StateSettings& settings) {
  StateModel model;
  model.name = name;
  const CellTable cells = count_cells(table, grid);
  model.bins = grid.bins;
  model.periods = grid.periods;
  model.offset = template_offset(grid.bins, move_prior(prior, find_shift(cells, prior)));
  model.causes = prior.outcomes.size();
  model.decided = cells.decided;
  model.exposure = cells.exposure;
  Layout layout =
      make_layout(cells, table.covariates, Blocks{}, marked_bins(grid.bins, settings.marks));
  Hyper hyper = first_guess(table.covariates.size());
  for (std::size_t k = 0; k < settings.given.size(); ++k) {
    if (settings.given[k] <= 0.0) continue;
    layout.is_given.resize(table.covariates.size(), 0);
    layout.is_given[k] = 1;
    hyper.effect[k] = settings.given[k];
  }
  hyper.level = 1.0 / std::sqrt(prior.level_worth);
  fit_hazard(cells, layout, hyper, settings, model);
  model.sample = sample_if_few(settings, with_interactions(cells, model.interactions), model.offset,
                               Family::poisson, model.hazard, entity_hash(model.name));
  model.day_spread = learn_day_spread(cells, model.hazard);
  fit_splits(cells, table, prior, settings, model);
  return model;
}

/// Fits spells of which some ended on unknown days: weights and fit in turns.
StateModel fit_with_intervals(const std::string& name, SpellTable table, const CellGrid& grid,
                              const WaitingPrior& prior, StateSettings settings) {
  constexpr int kPasses = 3;
  const bool is_sampled = std::exchange(settings.is_sampled, false);
  weigh_evenly(table);
  StateModel model = fit_weighted(name, table, grid, prior, settings);
  for (int pass = 0; pass < kPasses; ++pass) {
    weigh_by_model(model, table);
    const StateModel before = std::move(model);
    settings.before = &before;
    settings.is_sampled = is_sampled && pass + 1 == kPasses;  // Of what counts in the end only.
    model = fit_weighted(name, table, grid, prior, settings);
  }
  return model;
}

}  // namespace

StateModel fit_state(const std::string& name, const SpellTable& original, const WaitingPrior& prior,
                     const StateSettings& given) {
  StateSettings settings = given;
  std::vector<std::vector<std::int32_t>> effects = choose_effects(original, settings.most_levels);
  const auto mapped = with_effects(original, effects, settings.most_levels);
  const SpellTable& table = mapped ? *mapped : original;
  settings.marks = all_marks(table, settings);
  const CellGrid grid =
      choose_grid(table, {.as_of = settings.as_of,
                          .marks = settings.marks,
                          .reaches_back = settings.reaches_back,
                          .farthest = static_cast<std::int32_t>(kBinsBeyondPrior * prior.high)});
  StateModel model = table.middles.empty() ? fit_weighted(name, table, grid, prior, settings)
                                           : fit_with_intervals(name, table, grid, prior, settings);
  model.effect_of_level = std::move(effects);
  return model;
}

}  // namespace runout::regime
