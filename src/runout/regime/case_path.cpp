#include "runout/regime/case_path.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "runout/regime/speed.h"

namespace runout::regime {
namespace {

double product(const std::vector<double>& factors, const std::vector<std::size_t>& places) {
  double value = 1.0;
  for (const std::size_t place : places) value *= factors[place];
  return value;
}

/// One case under way: the day, the stage, and the waiting time in it.
class Walk {
 public:
  Walk(const OpenCase& open, const BookModel& model, const ReplicationDraw& drawn,
       std::vector<StageChange>& changes)
      : open_{open},
        model_{model},
        drawn_{drawn},
        changes_{changes},
        ahead_{model.calendars[open.authority]},
        waited_{open.waited} {
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
      waited_ = 0.0;
    }
    return end_;
  }

 private:
  /// The preparation runs on calendar days; the others on the authority's working days.
  bool prepare(RandomStream& stream, Stage& stage) {
    const double factor = product(drawn_.preparing_factors, open_.factors);
    const double leaves = drawn_.preparing.solve(waited_, stream.exponential() / factor);
    const double uniform = stream.uniform();
    const double days = std::max(1.0, std::ceil(leaves - waited_));
    const auto horizon = static_cast<double>(ahead_.worked_by.size() - 1);
    if (!(day_ + days <= horizon)) return false;
    day_ += static_cast<Day>(days);
    if (drawn_.preparing.cause(leaves, uniform) == index(PreparingCause::filed)) {
      stage = Stage::review;
      end_.first_review_day = std::min(end_.first_review_day, day_);
    } else {
      finish(stage, FinalOutcome::withdrawn);
    }
    return true;
  }

  bool review(RandomStream& stream, Stage& stage) {
    const double factor = product(drawn_.review_factors, open_.factors);
    const double needed =
        needed_hazard(stream.exponential(), drawn_.speed[open_.authority], model_.speed_shape);
    const double leaves = drawn_.review.solve(waited_, needed / factor);
    const double uniform = stream.uniform();
    if (!advance(leaves)) return false;
    switch (static_cast<ReviewCause>(drawn_.review.cause(leaves, uniform))) {
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
    const double factor = product(drawn_.returned_factors, open_.factors);
    const double leaves = drawn_.returned.solve(waited_, stream.exponential() / factor);
    const double uniform = stream.uniform();
    if (!advance(leaves)) return false;
    if (drawn_.returned.cause(leaves, uniform) == index(ReturnedCause::resubmitted)) {
      stage = Stage::review;
    } else {
      finish(stage, FinalOutcome::withdrawn);
    }
    return true;
  }

  /// Moves to the working day on which the waiting time `leaves` is reached.
  bool advance(double leaves) {
    const std::optional<Day> day = ahead_.after(day_, std::ceil(leaves - waited_));
    if (day) day_ = *day;
    return day.has_value();
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
  const BookModel& model_;
  const ReplicationDraw& drawn_;
  std::vector<StageChange>& changes_;
  const WorkingDaysAhead& ahead_;
  double waited_;
  Day day_ = 0;
  CaseEnd end_;
};

}  // namespace

ReplicationSampler::ReplicationSampler(const BookModel& model)
    : model_{model},
      preparing_{"preparing", model.preparing.posterior, model.preparing.covariates},
      review_{"review", model.review.posterior, model.review.covariates},
      returned_{"returned", model.returned.posterior, model.returned.covariates} {
  for (const std::string& authority : model.authorities) {
    authority_names_.push_back(entity_hash(authority));
  }
}

void ReplicationSampler::draw(std::uint64_t seed, std::uint32_t replication,
                              ReplicationDraw& drawn) const {
  preparing_.draw_hazard(seed, replication, drawn.preparing);
  review_.draw_hazard(seed, replication, drawn.review);
  returned_.draw_hazard(seed, replication, drawn.returned);
  preparing_.draw_factors(seed, replication, drawn.preparing_factors);
  review_.draw_factors(seed, replication, drawn.review_factors);
  returned_.draw_factors(seed, replication, drawn.returned_factors);
  drawn.speed.clear();
  for (const std::uint64_t name : authority_names_) {
    RandomStream stream{seed, replication, name, Purpose::speed};
    drawn.speed.push_back(stream.gamma(model_.speed_shape) / model_.speed_shape);
  }
}

std::vector<std::size_t> ReplicationSampler::factor_places(
    const book::Application& application) const {
  std::vector<std::size_t> places;
  const std::vector<std::string> values = covariate_values(application, model_.used);
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (const auto level = model_.review.covariates[k].find(values[k])) {
      places.push_back(review_.factor_index(k, *level));
    }
  }
  return places;
}

CaseEnd follow_case(const OpenCase& open, const BookModel& model, const ReplicationDraw& drawn,
                    RandomStream decisions, RandomStream resubmissions,
                    std::vector<StageChange>& changes) {
  return Walk{open, model, drawn, changes}.follow(decisions, resubmissions);
}

}  // namespace runout::regime
