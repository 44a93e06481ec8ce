#include "runout/regime/honesty/book_basis.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "runout/regime/honesty/flag_writers.h"
#include "runout/regime/honesty/flags.h"
#include "runout/regime/waiting_prior.h"

namespace runout::regime {
namespace {

bool is_in_review(book::ApplicationState state) {
  return state == book::ApplicationState::filed || state == book::ApplicationState::accepted ||
         state == book::ApplicationState::query_open || state == book::ApplicationState::held;
}

std::vector<PendingView> pending_views(const book::Snapshot& snapshot, const BookModel& model) {
  std::vector<PendingView> views;
  for (std::size_t i = 0; i < snapshot.applications.size(); ++i) {
    const book::ApplicationStatus& status = snapshot.applications[i];
    if (!book::is_pending(status.state)) continue;
    const book::Application& application = snapshot.records.applications[i];
    PendingView view;
    view.id = application.application;
    if (is_in_review(status.state)) view.waited = static_cast<std::int32_t>(status.waited);
    const std::vector<std::string> values = covariate_values(application, model.used);
    for (std::size_t k = 0; k < values.size(); ++k) {
      view.levels.push_back(model.covariates[k].find(values[k]).value_or(kNoLevel));
    }
    views.push_back(std::move(view));
  }
  return views;
}

/// Flags about records that are only partly used.
void flag_records(const BookSpells& spells, Basis& basis) {
  if (spells.intervals > 0) {
    add_flag(basis, {"interval_dates",
                     counted(spells.intervals, "event is", "events are") +
                         " known only to lie between two days: the middle one was taken",
                     "the day itself, in events.csv",
                     {}});
  }
  if (spells.hidden_by_entry > 0) {
    add_flag(basis, {"before_observation",
                     counted(spells.hidden_by_entry, "decision", "decisions") +
                         " before the application was under observation: not used",
                     "an earlier observed_from, if nothing before it was left out",
                     {}});
  }
}

/// Flags authorities that never work within the horizon: their cases cannot be decided.
void flag_closed_calendars(const book::Snapshot& snapshot, const BookModel& model, Basis& basis) {
  constexpr Day kLongestHoliday = 14;
  if (model.horizon <= kLongestHoliday) return;
  for (std::size_t a = 0; a < model.authorities.size(); ++a) {
    const std::vector<char>& works = model.calendars[a].works;
    if (std::ranges::find(works, 1) != works.end()) continue;
    Flag flag;
    for (std::size_t i = 0; i < snapshot.applications.size(); ++i) {
      const book::Application& application = snapshot.records.applications[i];
      if (application.authority == model.authorities[a] &&
          book::is_pending(snapshot.applications[i].state)) {
        flag.applications.push_back(application.application);
      }
    }
    if (flag.applications.empty()) continue;
    flag.code = "closed_calendar";
    flag.message = fmt::format(
        "authority {} has no working day within {} days by its calendar: nothing is decided there",
        model.authorities[a], model.horizon);
    flag.help = "check its calendar in authorities.csv and calendars.csv";
    add_flag(basis, std::move(flag));
  }
}

}  // namespace

Basis describe_book(const book::Snapshot& snapshot, const BookSpells& spells,
                    const BookModel& model, const std::vector<std::string>& asked) {
  Experience experience;
  experience.as_of = snapshot.as_of;
  experience.spells = &spells.review;
  experience.model = &model.review;
  experience.outcomes = review_prior().outcomes;
  experience.pending = pending_views(snapshot, model);
  experience.decided = spells.decided_applications;
  experience.covariates = book_covariates().size();
  experience.asked = asked;
  experience.day_words = "working days";
  Basis basis;
  basis.decisions_seen = spells.decided_applications;
  basis.pending_seen = spells.pending_applications;
  basis.prior_share = typical_prior_share(experience);
  basis.k_hat = largest_k_hat(model.review);
  basis.contraction = learnt_parts(model.review, spells.review, experience.outcomes);
  for (Flag& flag : find_flags(experience, basis.contraction, basis.prior_share)) {
    add_flag(basis, std::move(flag));
  }
  flag_records(spells, basis);
  flag_closed_calendars(snapshot, model, basis);
  for (const auto& [state, table, prior] :
       {std::tuple{&model.preparing, &spells.preparing, preparing_prior()},
        std::tuple{&model.returned, &spells.returned, returned_prior()}}) {
    for (LearntPart& part : learnt_parts(*state, *table, prior.outcomes)) {
      basis.contraction.push_back(std::move(part));
    }
  }
  basis.notes.insert(basis.notes.end(), model.notes.begin(), model.notes.end());
  return basis;
}

}  // namespace runout::regime
