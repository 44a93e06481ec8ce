// Why one application of a book is forecast as it is.
#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "runout/base/random.h"
#include "runout/regime/book_model.h"
#include "runout/regime/explain/explain_common.h"
#include "runout/regime/explain/route_sampler.h"
#include "runout/regime/explain/similar_cases.h"
#include "runout/regime/prior_share.h"
#include "runout/regime/review_outcomes.h"
#include "runout/regime/state_words.h"

namespace runout::regime {
namespace {

enum class Standing { preparing, review, returned };

Standing standing_of(const book::ApplicationStatus& status) {
  if (status.state == book::ApplicationState::needed ||
      status.state == book::ApplicationState::preparing) {
    return Standing::preparing;
  }
  return status.state == book::ApplicationState::returned ? Standing::returned : Standing::review;
}

std::size_t find_application(const book::Snapshot& snapshot, const std::string& code) {
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < snapshot.records.applications.size(); ++i) {
    codes.push_back(snapshot.records.applications[i].application);
    if (codes.back() == code) return i;
  }
  throw unknown_application(code, codes, snapshot.as_of);
}

/// Days of its state's clock that are over.
std::int32_t waited_in_state(const book::Snapshot& snapshot, std::size_t i) {
  const book::ApplicationStatus& status = snapshot.applications[i];
  const book::Records& records = snapshot.records;
  switch (standing_of(status)) {
    case Standing::review:
      return static_cast<std::int32_t>(status.waited);
    case Standing::returned:
      return status.returned_on
                 ? static_cast<std::int32_t>(
                       records
                           .calendar(records.authority(records.applications[i].authority).calendar)
                           .working_days_between(*status.returned_on, snapshot.as_of))
                 : 0;
    case Standing::preparing:
      break;
  }
  if (!status.preparing_since) return 0;
  return static_cast<std::int32_t>(
      std::max<std::int64_t>(0, (snapshot.as_of - *status.preparing_since).count()));
}

std::string waited_label(Standing standing, std::int32_t waited) {
  switch (standing) {
    case Standing::preparing:
      return fmt::format("in preparation for {} days", waited);
    case Standing::returned:
      return fmt::format("sent back {} working days ago", waited);
    case Standing::review:
      break;
  }
  return fmt::format("has waited {} working days", waited);
}

class Route {
 public:
  Route(const book::Snapshot& snapshot, const BookModel& model, std::size_t application)
      : snapshot_{snapshot},
        model_{model},
        number_{application},
        application_{snapshot.records.applications[application]},
        authority_{authority_index(model, application_.authority)},
        standing_{standing_of(snapshot.applications[application])},
        waited_{waited_in_state(snapshot, application)} {}

  [[nodiscard]] std::vector<RouteStage> stages() const {
    std::vector<RouteStage> route;
    if (standing_ == Standing::preparing) {
      route.push_back(make_stage(model_.preparing, {std::nullopt, review::kWithdrawn}));
    } else if (standing_ == Standing::returned) {
      route.push_back(make_stage(model_.returned, {std::nullopt, review::kWithdrawn}));
    }
    route.push_back(make_stage(model_.review, {review::kGranted, review::kRefused,
                                               review::kReturned, review::kWithdrawn}));
    route.front().waited = waited_;
    if (standing_ == Standing::review) {
      route.front().unknown = unknown_of_case(model_, authority_, snapshot_.applications[number_]);
    }
    if (!model_.need.factor.empty()) route.back().need_factor = model_.need.factor[number_];
    if (standing_ == Standing::preparing) {  // Paperwork counts every day.
      std::ranges::fill(route.front().open, 1.0);
      std::ranges::fill(route.front().ticks, 1);
    }
    return route;
  }

  [[nodiscard]] RouteChanges changes() const {
    return {model_.changes, model_.authorities, authority_, snapshot_.as_of};
  }

 private:
  [[nodiscard]] RouteStage make_stage(const StateModel& state,
                                      std::vector<std::optional<std::size_t>> outcomes) const {
    RouteStage stage;
    stage.model = &state;
    stage.outcomes = std::move(outcomes);
    stage.ticks = model_.calendars[authority_].works;
    stage.open.assign(stage.ticks.begin(), stage.ticks.end());
    const StateSampler sampler{state, model_.horizon};
    const BookCovariates covariates{snapshot_, model_.used};
    const std::vector<std::string> own = covariates.of(number_);
    const auto& applications = snapshot_.records.applications;
    std::vector<std::int32_t> levels;
    levels.reserve(own.size());
    for (std::size_t k = 0; k < own.size(); ++k) {
      levels.push_back(model_.covariates[k].find(own[k]).value_or(kNoLevel));
    }
    for (std::size_t k = 0; k < own.size(); ++k) {
      const Covariate& covariate = model_.covariates[k];
      std::vector<double> counts(covariate.levels.size(), 0.0);
      for (std::size_t row = 0; row < applications.size(); ++row) {
        const auto level = covariate.find(covariates.of(row)[k]);
        if (level) counts[static_cast<std::size_t>(*level)] += 1.0;
      }
      add_covariate(sampler, k, counts, static_cast<double>(applications.size()), levels[k], stage);
      stage.departures.push_back(sampler.log_departures_of(levels, k));
    }
    return stage;
  }

  const book::Snapshot& snapshot_;
  const BookModel& model_;
  std::size_t number_;
  const book::Application& application_;
  std::size_t authority_;
  Standing standing_;
  std::int32_t waited_;
};

std::vector<Candidate> decided_applications(const book::Snapshot& snapshot,
                                            const UsedCovariates& used) {
  const BookCovariates covariates{snapshot, used};
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < snapshot.applications.size(); ++i) {
    const book::ApplicationStatus& status = snapshot.applications[i];
    if (book::is_pending(status.state) || !status.decided_on) continue;
    const book::Application& application = snapshot.records.applications[i];
    candidates.push_back({{application.application,
                           status.clock_start ? status.clock_start : status.filed_on,
                           *status.decided_on,
                           status.waited,
                           status.decided_event,
                           {},
                           0},
                          covariates.of(i)});
  }
  return candidates;
}

}  // namespace

Explanation explain_application(const book::Snapshot& snapshot,
                                const std::vector<std::string>& covariates,
                                const std::string& application, const DecisionRequest& request) {
  const std::size_t number = find_application(snapshot, application);
  const book::ApplicationStatus& status = snapshot.applications[number];
  Explanation explanation;
  explanation.as_of = snapshot.as_of;
  explanation.application = application;
  explanation.day_words = "working days";
  explanation.state = state_words(status);
  if (!book::is_pending(status.state)) {
    explanation.decided = {status.decided_on, status.decided_event, status.waited};
    return explanation;
  }
  explanation.horizon = explained_horizon(request);
  explanation.draws = request.draws;
  DrawSettings settings{.replications = request.draws,
                        .seed = request.seed,
                        .horizon = explanation.horizon,
                        .threads = request.threads,
                        .scenarios = request.scenarios};
  if (!covariates.empty()) settings.covariates = covariates;
  const BookModel model = fit_book(snapshot, {}, settings);
  const Route route{snapshot, model, number};
  const RouteSampler sampler{route.stages(), route.changes(), explanation.horizon};
  std::unique_ptr<BookModel> without;  // Heavy, and only there when reports say something.
  std::unique_ptr<RouteSampler> before;
  if (model.review.reports) {
    without = std::make_unique<BookModel>(fit_book_without_reports(snapshot, settings));
    const Route plain{snapshot, *without, number};
    before = std::make_unique<RouteSampler>(plain.stages(), plain.changes(), explanation.horizon);
  }
  for (const char* name : review::kNames) {
    explanation.outcomes.push_back({name, 0.0, 0.0, {}});
  }
  const std::vector<std::string> values = BookCovariates{snapshot, model.used}.of(number);
  const std::int32_t waited = waited_in_state(snapshot, number);
  RouteSteps steps;
  steps.waited = waited_label(standing_of(status), waited);
  for (std::size_t k = 0; k < values.size(); ++k) {
    // The last two are off unless the records can tell.
    if (k >= kFiler && !model.used[k] && !model.used[kEscalated]) continue;
    steps.covariates.push_back(k == kEscalated && values[k].empty() ? "not escalated"
                               : k == kFiler && values[k].empty()
                                   ? "filed by the holder"
                                   : covariate_label(book_covariates()[k], values[k]));
  }
  explain_route(sampler, before.get(), steps, entity_hash(application), request, explanation);
  const std::int32_t in_review = standing_of(status) == Standing::review ? waited : 0;
  explanation.prior_share = prior_shares(model.review, {in_review}).front();
  explanation.flags = flags_for(model.basis.flags, application);
  explanation.similar =
      find_similar(decided_applications(snapshot, model.used), book_covariates(), values,
                   status.clock_start.value_or(status.filed_on.value_or(snapshot.as_of)));
  return explanation;
}

}  // namespace runout::regime
