#include "runout/regime/case_path.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace runout::regime {
namespace {

/// How a case left a state.
struct Leaving {
  Day day = kNever;
  std::size_t cause = 0;
};

/// One case under way: the day, the stage, and the waiting time in it.
class Walk {
 public:
  Walk(const OpenCase& open, const ReplicationSampler& sampler, const ReplicationDraw& drawn,
       std::vector<StageChange>& changes, Day promised)
      : open_{open},
        sampler_{sampler},
        model_{sampler.model()},
        drawn_{drawn},
        changes_{changes},
        works_{model_.calendars[open.authority].works},
        pace_{drawn.pace.empty() ? nullptr : &drawn.pace[open.authority]},
        waited_{open.waited},
        promised_{promised} {
    changes_.push_back({0, open.stage});
  }

  CaseEnd follow(RandomStream& decisions, RandomStream& resubmissions) {
    Stage stage = open_.stage;
    while (end_.outcome == FinalOutcome::pending) {
      bool within_horizon = false;
      switch (stage) {
        case Stage::preparing:
          within_horizon = prepare(decisions, stage);
          break;
        case Stage::review:
          within_horizon = review(decisions, stage);
          break;
        default:
          within_horizon = wait_for_resubmission(resubmissions, stage);
          break;
      }
      if (!within_horizon) break;
      changes_.push_back({day_, stage});
      waited_ = 0;
    }
    return end_;
  }

 private:
  /// The preparation runs on calendar days; the others on the authority's working days.
  bool prepare(RandomStream& stream, Stage& stage) {
    const auto left =
        leave(sampler_.preparing(), drawn_.preparing, open_.preparing, {}, nullptr, 1.0, stream);
    if (!left) return false;
    if (*left == index(PreparingCause::filed)) {
      stage = Stage::review;
      end_.first_review_day = std::min(end_.first_review_day, day_);
    } else {
      finish(stage, FinalOutcome::withdrawn);
    }
    return true;
  }

  bool review(RandomStream& stream, Stage& stage) {
    due_ = day_ == 0 ? promised_ : kNever;
    const auto left = leave(sampler_.review(), drawn_.review, open_.review, works_, pace_,
                            open_.need_factor, stream);
    due_ = kNever;
    if (!left) return false;
    switch (static_cast<ReviewCause>(*left)) {
      case ReviewCause::granted:
        finish(stage, FinalOutcome::granted);
        break;
      case ReviewCause::returned:
        stage = Stage::returned;
        break;
      case ReviewCause::withdrawn:
        finish(stage, FinalOutcome::withdrawn);
        break;
      case ReviewCause::refused:
        if (model_.after_refusal[open_.authority] == book::AfterRefusal::refile) {
          stage = Stage::preparing;
        } else {
          finish(stage, FinalOutcome::refused);
        }
        break;
    }
    return true;
  }

  bool wait_for_resubmission(RandomStream& stream, Stage& stage) {
    const auto left =
        leave(sampler_.returned(), drawn_.returned, open_.returned, works_, nullptr, 1.0, stream);
    if (!left) return false;
    if (*left == index(ReturnedCause::resubmitted)) {
      stage = Stage::review;
    } else {
      finish(stage, FinalOutcome::withdrawn);
    }
    return true;
  }

  /// Waits day by day until the hazard collected reaches what was drawn, and moves there. Nothing
  /// when that is beyond the horizon. `works`: days that count; empty: all. `pace`: what changes of
  /// the authority make of the hazard; null: nothing. `factor`: on the hazard besides.
  std::optional<std::size_t> leave(const StateSampler& sampler, const StateDraw& draw,
                                   const CaseEffects& own, std::span<const char> works,
                                   const PaceAhead* pace, double factor, RandomStream& stream) {
    double needed = stream.exponential() / factor;
    const double uniform = stream.uniform();
    for (const std::size_t effect : own.effects) needed /= draw.effect[effect];
    double collected = unknown_hazard(sampler, draw, own);
    std::int32_t waited = waited_;
    if (collected >= needed) {  // Decided already; nobody knows before tomorrow.
      day_ += 1;
      return sampler.cause(draw, own.effects, day_, sampler.model().bins.of(waited), uniform);
    }
    for (Day day = day_ + 1; day <= model_.horizon; ++day) {
      if (!works.empty() && works[static_cast<std::size_t>(day) - 1] == 0) continue;
      const std::size_t bin = sampler.model().bins.of(waited);
      double hazard = draw.hazard_on(day, bin);
      if (!own.departures.empty()) hazard *= own.departures[bin];
      collected += pace == nullptr ? hazard : hazard * pace->on(day);
      const bool kept = day == due_ && (pace == nullptr || pace->on(day) > 0.0);
      if (collected >= needed || kept) {
        day_ = day;
        if (pace == nullptr) return sampler.cause(draw, own.effects, day, bin, uniform);
        std::vector<std::size_t> all = own.effects;
        pace->add_effects(day, all);
        return sampler.cause(draw, all, day, bin, uniform);
      }
      ++waited;
    }
    return std::nullopt;
  }

  /// The hazard of a decision that the book does not know of yet, of a review under way.
  [[nodiscard]] double unknown_hazard(const StateSampler& sampler, const StateDraw& draw,
                                      const CaseEffects& own) const {
    if (day_ > 0 || open_.unknown.empty()) return 0.0;
    double sum = 0.0;
    for (std::size_t back = 0; back < open_.unknown.size(); ++back) {
      const std::size_t bin =
          sampler.model().bins.of(open_.waited - 1 - static_cast<std::int32_t>(back));
      const double departure = own.departures.empty() ? 1.0 : own.departures[bin];
      sum += open_.unknown[back] * departure * draw.hazard[bin];
    }
    return sum;
  }

  void finish(Stage& stage, FinalOutcome outcome) {
    end_.outcome = outcome;
    end_.final_day = day_;
    stage = outcome == FinalOutcome::granted ? Stage::in_hand : Stage::refused;
    if (outcome == FinalOutcome::granted) end_.in_hand_day = day_;
  }

  template <typename Cause>
  static std::size_t index(Cause cause) {
    return static_cast<std::size_t>(cause);
  }

  const OpenCase& open_;
  const ReplicationSampler& sampler_;
  const BookModel& model_;
  const ReplicationDraw& drawn_;
  std::vector<StageChange>& changes_;
  std::span<const char> works_;
  const PaceAhead* pace_;
  std::int32_t waited_;
  Day promised_;
  Day due_ = kNever;  ///< of the present state
  Day day_ = 0;
  CaseEnd end_;
};

}  // namespace

ReplicationSampler::ReplicationSampler(const BookModel& model)
    : model_{model},
      preparing_{model.preparing, model.horizon},
      review_{model.review, model.horizon},
      returned_{model.returned, model.horizon},
      pace_{model.changes, model.authorities, model.as_of, model.horizon, review_} {}

void ReplicationSampler::draw(std::uint64_t seed, std::uint32_t first,
                              std::vector<ReplicationDraw>& drawn) const {
  std::vector<StateDraw> futures(drawn.size());
  const auto fill = [&](const StateSampler& sampler, StateDraw ReplicationDraw::* member) {
    for (std::size_t i = 0; i < drawn.size(); ++i) futures[i] = std::move(drawn[i].*member);
    sampler.draw(seed, first, futures);
    for (std::size_t i = 0; i < drawn.size(); ++i) drawn[i].*member = std::move(futures[i]);
  };
  fill(preparing_, &ReplicationDraw::preparing);
  fill(review_, &ReplicationDraw::review);
  fill(returned_, &ReplicationDraw::returned);
  if (pace_.is_idle()) return;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    pace_.draw(seed, first + static_cast<std::uint32_t>(i), drawn[i].review, drawn[i].pace);
  }
}

void ReplicationSampler::set_effects(const std::vector<std::string>& values, OpenCase& open) const {
  std::vector<std::int32_t> levels;
  levels.reserve(values.size());
  for (std::size_t k = 0; k < values.size(); ++k) {
    levels.push_back(model_.covariates[k].find(values[k]).value_or(kNoLevel));
  }
  open.preparing = {preparing_.effects_of(levels), preparing_.departures_of(levels)};
  open.review = {review_.effects_of(levels), review_.departures_of(levels)};
  open.returned = {returned_.effects_of(levels), returned_.departures_of(levels)};
}

CaseEnd follow_case(const OpenCase& open, const ReplicationSampler& sampler,
                    const ReplicationDraw& drawn, RandomStream decisions,
                    RandomStream resubmissions, std::vector<StageChange>& changes, Day promised) {
  return Walk{open, sampler, drawn, changes, promised}.follow(decisions, resubmissions);
}

}  // namespace runout::regime
