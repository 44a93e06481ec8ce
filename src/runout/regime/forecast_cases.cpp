#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "runout/base/parallel.h"
#include "runout/base/portable_math.h"
#include "runout/base/random.h"
#include "runout/regime/decision_forecast.h"
#include "runout/regime/hazard_draw.h"
#include "runout/regime/hazard_fit.h"
#include "runout/regime/pieces.h"
#include "runout/regime/speed.h"
#include "runout/regime/weekdays.h"

namespace runout::regime {
namespace {

/// With fewer the shape of the durations and the outcomes still lean on what is usual.
constexpr std::size_t kDecisionsToLearnShape = 20;

/// A case pending at the end of the as-of day.
struct PendingCase {
  std::size_t row = 0;
  double waited = 0.0;  ///< days of its life that are over
  std::vector<std::int32_t> levels;
};

/// The name of decided cases that do not say how.
constexpr const char* kUnnamedOutcome = "decided";

bool is_decided(const Case& one, Date as_of) { return one.decided && *one.decided <= as_of; }

std::string outcome_of(const Case& one) {
  return one.outcome.empty() ? kUnnamedOutcome : one.outcome;
}

class CaseForecaster {
 public:
  CaseForecaster(const CaseFile& file, Date as_of, const DecisionRequest& request)
      : file_{file}, as_of_{as_of}, request_{request} {}

  DecisionForecast forecast() {
    name_outcomes();
    collect();
    const WaitingPrior prior = case_prior(outcomes_);
    posterior_ = fit_hazard(table_, prior, FitSettings{.as_of = as_of_});
    speed_ = learn_speed(table_, posterior_, as_of_);
    draw_parameters();

    DecisionForecast result;
    result.as_of = as_of_;
    result.horizon = request_.horizon;
    result.draws = request_.draws;
    result.outcomes = outcomes_;
    result.pending.resize(pending_.size());
    parallel_blocks(pending_.size(), 8, request_.threads, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) result.pending[i] = forecast_one(pending_[i]);
    });
    result.fleet = count_fleet();
    result.basis = make_basis();
    return result;
  }

 private:
  void name_outcomes() {
    for (const Case& one : file_.cases) {
      if (is_decided(one, as_of_)) outcomes_.push_back(outcome_of(one));
    }
    std::ranges::sort(outcomes_);
    const auto repeated = std::ranges::unique(outcomes_);
    outcomes_.erase(repeated.begin(), repeated.end());
    if (outcomes_.empty()) outcomes_.emplace_back(kUnnamedOutcome);
  }

  void collect() {
    Date first = as_of_;
    std::vector<Date> decisions;
    for (const Case& one : file_.cases) {
      first = std::min(first, one.submitted);
      if (is_decided(one, as_of_)) decisions.push_back(*one.decided);
    }
    first = std::max(first, as_of_ - kLongestMemory);
    table_.clocks.emplace_back(learn_weekdays(decisions, as_of_), first,
                               as_of_ + Days{request_.horizon});
    for (const std::string& name : file_.covariates) table_.covariates.push_back({name, {}, {}});
    for (std::size_t row = 0; row < file_.cases.size(); ++row) {
      const Case& one = file_.cases[row];
      if (one.submitted > as_of_) continue;
      const bool decided = is_decided(one, as_of_);
      if (decided && *one.decided < first) continue;
      const Date begin = std::max(one.submitted, first);
      Spell spell{static_cast<double>((begin - one.submitted).count()), begin,
                  decided ? *one.decided : as_of_, std::nullopt, 0};
      std::vector<std::int32_t> levels;
      levels.reserve(table_.covariates.size());
      for (std::size_t k = 0; k < table_.covariates.size(); ++k) {
        levels.push_back(table_.covariates[k].add(one.covariates[k]));
      }
      table_.levels.insert(table_.levels.end(), levels.begin(), levels.end());
      if (decided) {
        const auto cause = std::ranges::lower_bound(outcomes_, outcome_of(one));
        spell.cause = static_cast<std::size_t>(cause - outcomes_.begin());
        ++decided_;
      } else {
        const auto waited = static_cast<double>((as_of_ - one.submitted).count() + 1);
        pending_.push_back({row, waited, std::move(levels)});
      }
      table_.spells.push_back(spell);
    }
  }

  /// Parameters for the averaged distributions: as many as the work allows, since their spread
  /// shrinks as the records and with them the pending cases grow.
  void draw_parameters() {
    const HazardSampler sampler{"case", posterior_, table_.covariates};
    const double work = static_cast<double>(pending_.size()) * request_.horizon + 1.0;
    constexpr double kWork = 1e7;  // evaluations, about half a second
    constexpr double kFewest = 16.0;
    const auto most = static_cast<double>(request_.draws);
    averaged_ = static_cast<std::size_t>(std::min(most, std::max(kFewest, kWork / work)));
    hazards_.resize(request_.draws);
    factors_.resize(request_.draws);
    parallel_blocks(request_.draws, 16, request_.threads, [&](std::size_t begin, std::size_t end) {
      for (std::size_t draw = begin; draw < end; ++draw) {
        const auto number = static_cast<std::uint32_t>(draw);
        sampler.draw_hazard(request_.seed, number, hazards_[draw]);
        std::vector<double> all;
        sampler.draw_factors(request_.seed, number, all);
        factors_[draw] = std::move(all);
      }
    });
    for (const PendingCase& one : pending_) {
      std::vector<std::size_t> places;
      for (std::size_t k = 0; k < one.levels.size(); ++k) {
        if (one.levels[k] != kNoLevel) places.push_back(sampler.factor_index(k, one.levels[k]));
      }
      places_.push_back(std::move(places));
    }
  }

  [[nodiscard]] double factor(std::size_t draw, std::size_t pending) const {
    double product = 1.0;
    for (const std::size_t place : places_[pending]) product *= factors_[draw][place];
    return product;
  }

  /// Probabilities of one case, averaged over the parameters' draws. The shared speed ties cases
  /// together and leaves each one's own distribution as it is (needed_hazard).
  [[nodiscard]] PendingForecast forecast_one(const PendingCase& one) const {
    const auto index = static_cast<std::size_t>(&one - pending_.data());
    const auto days = static_cast<std::size_t>(request_.horizon);
    PendingForecast result;
    result.id = file_.cases[one.row].id;
    result.state = fmt::format("day {:.0f}", one.waited);
    result.outcomes.assign(outcomes_.size(), std::vector<double>(days, 0.0));
    for (std::size_t draw = 0; draw < averaged_; ++draw) {
      const DrawnHazard& hazard = hazards_[draw];
      const double own = factor(draw, index);
      double collected = 0.0;
      double pending = 1.0;
      std::size_t piece = piece_at(hazard.starts, one.waited);
      for (std::size_t day = 0; day < days; ++day) {
        const double waited = one.waited + static_cast<double>(day);
        while (piece + 1 < hazard.starts.size() && hazard.starts[piece + 1] <= waited) ++piece;
        collected += own * hazard.hazard[piece] * open(day);
        const double still = portable::exp(-collected);
        double below = 0.0;
        for (std::size_t c = 0; c < outcomes_.size(); ++c) {
          const double share = hazard.share[piece * hazard.causes + c];
          result.outcomes[c][day] += (pending - still) * (share - below);
          below = share;
        }
        pending = still;
      }
    }
    for (auto& outcome : result.outcomes) {
      for (double& p : outcome) p /= static_cast<double>(averaged_);
      std::partial_sum(outcome.begin(), outcome.end(), outcome.begin());
    }
    return result;
  }

  [[nodiscard]] double open(std::size_t day) const {
    return table_.clocks.front().open(as_of_ + Days{static_cast<int>(day) + 1});
  }

  [[nodiscard]] std::vector<FleetDay> count_fleet() const {
    const auto days = static_cast<std::size_t>(request_.horizon);
    std::vector<std::uint32_t> counts(request_.draws * days, 0);
    std::vector<std::uint64_t> names;
    names.reserve(pending_.size());
    for (const PendingCase& one : pending_) {
      names.push_back(entity_hash(file_.cases[one.row].id));
    }
    parallel_blocks(request_.draws, 16, request_.threads, [&](std::size_t begin, std::size_t end) {
      for (std::size_t draw = begin; draw < end; ++draw) {
        count_draw(draw, names, counts.data() + draw * days);
      }
    });
    return describe_fleet(counts, request_.draws, request_.horizon);
  }

  void count_draw(std::size_t draw, const std::vector<std::uint64_t>& names,
                  std::uint32_t* counts) const {
    const auto number = static_cast<std::uint32_t>(draw);
    const auto days = static_cast<std::size_t>(request_.horizon);
    const DrawnHazard& hazard = hazards_[draw];
    RandomStream shared{request_.seed, number, "case", Purpose::speed};
    const double speed = shared.gamma(speed_.shape) / speed_.shape;
    // Cases of one waiting time collect the same hazard, up to their factors.
    std::map<double, std::vector<double>> collected_by;
    for (std::size_t i = 0; i < pending_.size(); ++i) {
      std::vector<double>& collected = collected_by[pending_[i].waited];
      if (collected.empty()) {
        double sum = 0.0;
        std::size_t piece = piece_at(hazard.starts, pending_[i].waited);
        for (std::size_t day = 0; day < days; ++day) {
          const double waited = pending_[i].waited + static_cast<double>(day);
          while (piece + 1 < hazard.starts.size() && hazard.starts[piece + 1] <= waited) ++piece;
          sum += hazard.hazard[piece] * open(day);
          collected.push_back(sum);
        }
      }
      RandomStream own{request_.seed, number, names[i], Purpose::decision};
      const double needed = needed_hazard(own.exponential(), speed, speed_.shape) / factor(draw, i);
      const auto reached = std::ranges::lower_bound(collected, needed);
      if (reached != collected.end()) ++counts[reached - collected.begin()];
    }
    std::partial_sum(counts, counts + days, counts);
  }

  [[nodiscard]] Basis make_basis() const {
    Basis basis;
    basis.decisions_seen = decided_;
    basis.pending_seen = pending_.size();
    double share = 0.0;
    for (const PendingCase& one : pending_) share += posterior_.prior_share(one.waited);
    basis.prior_share = pending_.empty() ? posterior_.prior_share(0.0)
                                         : share / static_cast<double>(pending_.size());
    const char* plural = decided_ == 1 ? "" : "s";
    if (basis.prior_share > 0.5) {
      basis.notes.push_back(fmt::format(
          "{} decision{} seen: the forecast rests mostly on general experience", decided_, plural));
    } else if (decided_ < kDecisionsToLearnShape) {
      basis.notes.push_back(fmt::format(
          "{} decision{} seen: how long cases take is mostly learnt from them, how that spreads "
          "and what is decided still leans on general experience",
          decided_, plural));
    }
    if (speed_.months < kMonthsToLearnSpeed) {
      basis.notes.emplace_back(
          "too few months of decisions to learn how much the speed varies: assumed");
    }
    return basis;
  }

  const CaseFile& file_;
  Date as_of_;
  const DecisionRequest& request_;
  std::vector<std::string> outcomes_;  ///< ascending
  SpellTable table_;
  std::vector<PendingCase> pending_;
  std::size_t decided_ = 0;
  HazardPosterior posterior_;
  SpeedSpread speed_;
  std::size_t averaged_ = 0;                      ///< draws in the averaged distributions
  std::vector<DrawnHazard> hazards_;              ///< [draw]
  std::vector<std::vector<double>> factors_;      ///< [draw][place]
  std::vector<std::vector<std::size_t>> places_;  ///< [pending] of its factors
};

}  // namespace

DecisionForecast forecast_cases(const CaseFile& file, Date as_of, const DecisionRequest& request) {
  return CaseForecaster{file, as_of, request}.forecast();
}

}  // namespace runout::regime
