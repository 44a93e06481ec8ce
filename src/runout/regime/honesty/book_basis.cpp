#include "runout/regime/honesty/book_basis.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "runout/base/portable_math.h"
#include "runout/regime/honesty/flag_writers.h"
#include "runout/regime/honesty/flags.h"
#include "runout/regime/interval_events.h"
#include "runout/regime/waiting_prior.h"

namespace runout::regime {
namespace {

std::vector<PendingView> pending_views(const book::Snapshot& snapshot, const BookModel& model) {
  std::vector<PendingView> views;
  const BookCovariates covariates{snapshot, model.used};
  for (std::size_t i = 0; i < snapshot.applications.size(); ++i) {
    const book::ApplicationStatus& status = snapshot.applications[i];
    if (!book::is_pending(status.state)) continue;
    const book::Application& application = snapshot.records.applications[i];
    PendingView view;
    view.id = application.application;
    if (book::is_in_review(status.state)) view.waited = static_cast<std::int32_t>(status.waited);
    const std::vector<std::string> values = covariates.of(i);
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
                         " known only to lie between two days: each day between counts as far as "
                         "the forecast itself finds it likely",
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

/// Says how late decisions reach the book, and how many of the pending ones are over already.
void flag_late_reports(const BookModel& model, const book::Snapshot& snapshot,
                       const std::vector<PendingView>& pending, Basis& basis) {
  if (!model.delay.is_late()) return;
  double decided = 0.0;
  std::size_t place = 0;
  Flag flag;
  for (std::size_t i = 0; i < snapshot.applications.size(); ++i) {
    const book::ApplicationStatus& status = snapshot.applications[i];
    if (!book::is_pending(status.state)) continue;
    PendingView one = pending[place++];
    const std::size_t authority =
        authority_index(model, snapshot.records.applications[i].authority);
    const std::vector<double> unknown = unknown_of_case(model, authority, status);
    if (unknown.empty()) continue;
    double kept = 1.0;
    for (const double share : unknown) {
      --one.waited;
      kept *= portable::exp(share * portable::log(share_beyond(model.review, one, one.waited + 1)));
    }
    decided += 1.0 - kept;
    flag.applications.push_back(one.id);
  }
  flag.code = "late_reports";
  flag.message = fmt::format(
      "half of the decisions reach this book within {}, nine of ten within {}: no news of the "
      "newest days counts only in part",
      counted(static_cast<std::size_t>(model.delay.days_until(0.5)), "day", "days"),
      counted(static_cast<std::size_t>(model.delay.days_until(0.9)), "day", "days"));
  if (decided >= 0.5) {
    flag.message += fmt::format(", and about {:.0f} of {} in review {} decided already", decided,
                                counted(flag.applications.size(), "application", "applications"),
                                decided < 1.5 ? "is" : "are");
  }
  flag.help = "note decisions on the day they are made; ask about what is pending";
  add_flag(basis, std::move(flag));
}

/// Says that escalations are on file, and that nothing can be learnt from them yet.
void flag_untold_escalation(const book::Snapshot& snapshot, const BookModel& model, Basis& basis) {
  if (model.used[kEscalated]) return;
  UsedCovariates all{};
  all[kEscalated] = true;
  const BookCovariates covariates{snapshot, all};
  Flag flag;
  for (std::size_t i = 0; i < snapshot.applications.size(); ++i) {
    if (!book::is_pending(snapshot.applications[i].state)) continue;
    if (covariates.of(i)[kEscalated].empty()) continue;
    flag.applications.push_back(snapshot.records.applications[i].application);
  }
  if (flag.applications.empty()) return;
  flag.code = "untold_escalation";
  flag.message = fmt::format(
      "{} escalated: too few decided ones were, or were not, to tell whether that helps",
      counted(flag.applications.size(), "pending application was", "pending applications were"));
  flag.help = "note escalations of decided applications, too";
  add_flag(basis, std::move(flag));
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
  const std::optional<SpellTable> dated = without_intervals(spells.review);
  experience.spells = dated ? &*dated : &spells.review;
  experience.has_guessed_days = dated.has_value();
  experience.model = &model.review;
  experience.outcomes = review_prior().outcomes;
  experience.pending = pending_views(snapshot, model);
  experience.decided = spells.decided_applications;
  experience.covariates = book_covariates().size();
  experience.first_with_blank = kFiler;
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
  flag_late_reports(model, snapshot, experience.pending, basis);
  if (asked.empty()) flag_untold_escalation(snapshot, model, basis);
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
