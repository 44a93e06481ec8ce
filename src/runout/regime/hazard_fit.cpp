#include "runout/regime/hazard_fit.h"

#include <algorithm>
#include <cmath>

#include "runout/regime/exposure.h"
#include "runout/regime/factors.h"
#include "runout/regime/pieces.h"

namespace runout::regime {
namespace {

constexpr int kRounds = 6;  // factors and hazards in turn; changes are below 0.1 % after 4 or 5
/// What old records are worth for the factors, which change less than the speed does.
constexpr double kOldWorthForFactors = 0.5;

/// Decisions come in batches: for the factors so many of them count as one independent observation.
constexpr double kIndependentShare = 0.2;

/// Counts and (factor-weighted) days at risk by piece.
struct PieceCounts {
  std::vector<double> recent_days, old_days;        ///< [piece]
  std::vector<double> recent_decided, old_decided;  ///< [piece][cause]
};

double sum_causes(const std::vector<double>& by_cause, std::size_t piece, std::size_t causes) {
  double sum = 0.0;
  for (std::size_t c = 0; c < causes; ++c) sum += by_cause[piece * causes + c];
  return sum;
}

/// Cases at risk and decisions by whole day of waiting, as far as somebody waited.
WaitingDays count_waiting_days(const SpellTable& table) {
  constexpr auto kMostDays = std::size_t{4000};
  WaitingDays seen;
  const auto on_day = [&](double waited) {
    const std::size_t day = std::min<std::size_t>(static_cast<std::size_t>(waited), kMostDays);
    if (day >= seen.at_risk.size()) {
      seen.at_risk.resize(day + 1);
      seen.decided.resize(day + 1);
    }
    return day;
  };
  for (const Spell& spell : table.spells) {
    double waited = spell.waited;
    std::size_t decided_on = on_day(waited);
    const Clock& clock = table.clocks[spell.clock];
    for (Date day = std::max(spell.first, clock.first()); day <= spell.last; day += Days{1}) {
      decided_on = on_day(waited);
      const double tick = clock.tick(day);
      seen.at_risk[decided_on] += tick;
      waited += tick;
    }
    if (spell.cause) seen.decided[decided_on] += 1.0;
  }
  return seen;
}

class Fitter {
 public:
  Fitter(const SpellTable& table, const WaitingPrior& prior, const FitSettings& settings)
      : table_{table}, prior_{prior}, settings_{settings} {
    posterior_.causes = prior.outcomes.size();
    posterior_.starts = choose_pieces(count_waiting_days(table), settings.most_pieces);
    posterior_.piece_shape = prior.piece_shape;
    exposure_ = measure_exposure(table, posterior_.starts,
                                 Recency{settings.as_of, settings.half_life_days});
    factor_.assign(table.spells.size(), 1.0);
  }

  HazardPosterior fit() {
    for (const Covariate& covariate : table_.covariates) {
      posterior_.factors.push_back(fit_factors(std::vector<LevelCount>(covariate.levels.size())));
    }
    count_decisions();
    const int rounds = table_.covariates.empty() ? 1 : kRounds;
    for (int round = 0; round < rounds; ++round) {
      count_days();
      update_hazards();
      if (round + 1 < rounds) update_factors();
    }
    return std::move(posterior_);
  }

 private:
  void count_decisions() {
    const std::size_t cells = posterior_.pieces() * posterior_.causes;
    counts_.recent_decided.assign(cells, 0.0);
    counts_.old_decided.assign(cells, 0.0);
    posterior_.decisions.assign(posterior_.pieces(), 0.0);
    for (const auto& decision : exposure_.decisions) {
      if (!decision) continue;
      const std::size_t cell = decision->piece * posterior_.causes + decision->cause;
      counts_.recent_decided[cell] += decision->recent;
      counts_.old_decided[cell] += 1.0 - decision->recent;
      posterior_.decisions[decision->piece] += 1.0;
    }
  }

  void count_days() {
    counts_.recent_days.assign(posterior_.pieces(), 0.0);
    counts_.old_days.assign(posterior_.pieces(), 0.0);
    for (std::size_t i = 0; i < table_.spells.size(); ++i) {
      for (std::size_t e = exposure_.first[i]; e < exposure_.first[i + 1]; ++e) {
        const Exposure& exposure = exposure_.exposures[e];
        counts_.recent_days[exposure.piece] += factor_[i] * exposure.recent;
        counts_.old_days[exposure.piece] += factor_[i] * exposure.old;
      }
    }
  }

  /// Mean hazard of the template over a piece; the tail piece is as long as all before it.
  [[nodiscard]] double template_mean(std::size_t piece) const {
    const auto& starts = posterior_.starts;
    const double from = starts[piece];
    const double to = piece + 1 < starts.size() ? starts[piece + 1] : 2.0 * from + 1.0;
    return (template_hazard(prior_, to) - template_hazard(prior_, from)) / (to - from);
  }

  /// Prior means of the pieces: the template at the level of all records, pulled towards what the
  /// neighbours (not the piece itself) show, half as much for each piece further away.
  [[nodiscard]] std::vector<double> expect_hazards() {
    const std::size_t pieces = posterior_.pieces();
    std::vector<double> mean(pieces);
    std::vector<double> decided(pieces);
    std::vector<double> expected(pieces);
    double all_decided = 0.0;
    double all_expected = 0.0;
    for (std::size_t j = 0; j < pieces; ++j) {
      mean[j] = template_mean(j);
      decided[j] = sum_causes(counts_.recent_decided, j, posterior_.causes) +
                   sum_causes(counts_.old_decided, j, posterior_.causes);
      expected[j] = mean[j] * (counts_.recent_days[j] + counts_.old_days[j]);
      all_decided += decided[j];
      all_expected += expected[j];
    }
    const double level = (prior_.level_shape + all_decided) / (prior_.level_shape + all_expected);
    std::vector<double> near_decided(pieces, 0.0);
    std::vector<double> near_expected(pieces, 0.0);
    const auto sweep = [&](auto from, auto to, auto step) {
      double d = 0.0;
      double e = 0.0;
      for (auto j = from; j != to; j += step) {
        const auto piece = static_cast<std::size_t>(j);
        near_decided[piece] += d;
        near_expected[piece] += e;
        d = 0.5 * (d + decided[piece]);
        e = 0.5 * (e + level * expected[piece]);
      }
    };
    const auto count = static_cast<std::ptrdiff_t>(pieces);
    sweep(std::ptrdiff_t{0}, count, std::ptrdiff_t{1});
    sweep(count - 1, std::ptrdiff_t{-1}, std::ptrdiff_t{-1});
    for (std::size_t j = 0; j < pieces; ++j) {
      mean[j] *=
          level * (prior_.piece_shape + near_decided[j]) / (prior_.piece_shape + near_expected[j]);
    }
    return mean;
  }

  void update_hazards() {
    const std::size_t pieces = posterior_.pieces();
    const std::size_t causes = posterior_.causes;
    std::vector<double> mean = expect_hazards();
    // First the old records alone; what they say is the prior of the recent ones.
    std::vector<double> old_decided(pieces);
    double recent_decided = 0.0;
    double all_old = 0.0;
    for (std::size_t j = 0; j < pieces; ++j) {
      old_decided[j] = sum_causes(counts_.old_decided, j, causes);
      all_old += old_decided[j];
      mean[j] = (prior_.piece_shape + old_decided[j]) /
                (prior_.piece_shape / mean[j] + counts_.old_days[j]);
      recent_decided += sum_causes(counts_.recent_decided, j, causes);
    }
    const double old_worth = std::min(all_old, settings_.old_worth);
    posterior_.level_shape = prior_.level_shape + recent_decided + old_worth;
    update_split(recent_decided + old_worth);
    posterior_.shape.assign(pieces * causes, 0.0);
    posterior_.rate.assign(pieces, 0.0);
    for (std::size_t j = 0; j < pieces; ++j) {
      const double shape = prior_.piece_shape + std::min(old_decided[j], settings_.old_worth);
      posterior_.rate[j] = shape / mean[j] + counts_.recent_days[j];
      for (std::size_t c = 0; c < causes; ++c) {
        const std::size_t cell = j * causes + c;
        const double mix = (prior_.piece_shape * split_[c] + counts_.old_decided[cell]) /
                           (prior_.piece_shape + old_decided[j]);
        posterior_.shape[cell] = shape * mix + counts_.recent_decided[cell];
      }
    }
  }

  /// The outcome mix over all pieces: prior, old records up to their worth, recent ones.
  void update_split(double worth) {
    const std::size_t causes = posterior_.causes;
    std::vector<double> recent(causes, 0.0);
    std::vector<double> old(causes, 0.0);
    double recent_sum = 0.0;
    double old_sum = 0.0;
    for (std::size_t j = 0; j < posterior_.pieces(); ++j) {
      for (std::size_t c = 0; c < causes; ++c) {
        recent[c] += counts_.recent_decided[j * causes + c];
        old[c] += counts_.old_decided[j * causes + c];
      }
    }
    for (std::size_t c = 0; c < causes; ++c) {
      recent_sum += recent[c];
      old_sum += old[c];
    }
    const double old_scale = old_sum > 0.0 ? (worth - recent_sum) / old_sum : 0.0;
    posterior_.split_shape.assign(causes, 0.0);
    split_.assign(causes, 0.0);
    for (std::size_t c = 0; c < causes; ++c) {
      posterior_.split_shape[c] =
          prior_.split_weight * prior_.split[c] + recent[c] + old_scale * old[c];
      split_[c] = posterior_.split_shape[c] / (prior_.split_weight + worth);
    }
  }

  void update_factors() {
    std::vector<double> base(table_.spells.size(), 0.0);
    for (std::size_t i = 0; i < base.size(); ++i) {
      for (std::size_t e = exposure_.first[i]; e < exposure_.first[i + 1]; ++e) {
        const Exposure& exposure = exposure_.exposures[e];
        base[i] += posterior_.mean_hazard(exposure.piece) *
                   (exposure.recent + kOldWorthForFactors * exposure.old);
      }
    }
    for (std::size_t k = 0; k < table_.covariates.size(); ++k) {
      std::vector<LevelCount> counts(table_.covariates[k].levels.size());
      for (std::size_t i = 0; i < base.size(); ++i) {
        const std::int32_t level = table_.levels_of(i)[k];
        if (level == kNoLevel) continue;
        LevelCount& count = counts[static_cast<std::size_t>(level)];
        factor_[i] /= posterior_.mean_factor(k, level);
        count.expected += factor_[i] * base[i];
        if (const auto& decision = exposure_.decisions[i]) {
          count.decided += decision->recent + kOldWorthForFactors * (1.0 - decision->recent);
        }
      }
      for (LevelCount& count : counts) {
        count.decided *= kIndependentShare;
        count.expected *= kIndependentShare;
      }
      posterior_.factors[k] = fit_factors(counts);
      for (std::size_t i = 0; i < base.size(); ++i) {
        factor_[i] *= posterior_.mean_factor(k, table_.levels_of(i)[k]);
      }
    }
  }

  const SpellTable& table_;
  const WaitingPrior& prior_;
  const FitSettings& settings_;
  HazardPosterior posterior_;
  ExposureTable exposure_;
  PieceCounts counts_;
  std::vector<double> factor_;  ///< [spell] product of its mean factors
  std::vector<double> split_;   ///< [cause] mean of the outcome mix
};

}  // namespace

double HazardPosterior::mean_hazard(std::size_t piece) const {
  return sum_causes(shape, piece, causes) / rate[piece];
}

double HazardPosterior::mean_factor(std::size_t covariate, std::int32_t level) const {
  if (level == kNoLevel) return 1.0;
  const FactorPosterior& factor = factors[covariate];
  const auto i = static_cast<std::size_t>(level);
  return factor.shape[i] / factor.rate[i];
}

double HazardPosterior::prior_share(double waited) const {
  // Neighbours count as they do in the fit: half as much for each piece further away.
  const std::size_t own = piece_at(starts, waited);
  double near = 0.0;
  for (std::size_t piece = 0; piece < pieces(); ++piece) {
    const auto distance = static_cast<int>(piece > own ? piece - own : own - piece);
    near += std::ldexp(decisions[piece], -distance);
  }
  return piece_shape / (piece_shape + near);
}

HazardPosterior fit_hazard(const SpellTable& table, const WaitingPrior& prior,
                           const FitSettings& settings) {
  return Fitter{table, prior, settings}.fit();
}

}  // namespace runout::regime
