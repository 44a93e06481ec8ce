#include "runout/regime/book_model.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/regime/evidence/book_reports.h"
#include "runout/regime/future/change_words.h"
#include "runout/regime/honesty/book_basis.h"
#include "runout/regime/waiting_prior.h"

namespace runout::regime {
namespace {

/// Working days on which offices decide because the law says so, beside the authorities' own.
constexpr std::array<std::int32_t, 3> kStatutoryDays{20, 45, 60};

DaysAhead days_ahead(const Calendar& calendar, Date as_of, Day horizon) {
  DaysAhead ahead;
  for (Day day = 1; day <= horizon; ++day) {
    ahead.works.push_back(calendar.is_working(as_of + Days{day}) ? 1 : 0);
  }
  return ahead;
}

std::vector<std::int32_t> statutory_marks(const std::vector<std::string>& authorities,
                                          const book::Records& records) {
  std::vector<std::int32_t> marks{kStatutoryDays.begin(), kStatutoryDays.end()};
  for (const std::string& name : authorities) {
    const book::Authority authority = records.authority(name);
    if (authority.statutory_days && authority.unit == book::ClockUnit::working) {
      marks.push_back(*authority.statutory_days);
    }
  }
  // Waiting n days ends on the n-th: the day that begins after n - 1 of them.
  for (std::int32_t& mark : marks) --mark;
  std::ranges::sort(marks);
  const auto repeated = std::ranges::unique(marks);
  marks.erase(repeated.begin(), repeated.end());
  return marks;
}

/// The book's own changes of authorities, then the scenarios'.
std::vector<Intervention> all_changes(const book::Snapshot& snapshot,
                                      const std::vector<Scenario>& scenarios) {
  std::vector<Intervention> changes = book_interventions(snapshot);
  for (const Scenario& scenario : scenarios) {
    if (scenario.kind == ChangeKind::bare_minimum) continue;  // Changes the order, not the pace.
    changes.push_back(to_intervention(scenario, snapshot.as_of));
  }
  return changes;
}

/// Fits the records alone. The calendar of the review reaches back to what reports speak of.
BookModel fit_records(const book::Snapshot& snapshot,
                      const std::vector<const book::Application*>& others,
                      const DrawSettings& settings, BookSpells& spells) {
  const UsedCovariates used = used_covariates(snapshot, settings.covariates);
  spells = collect_spells(snapshot, used);
  std::vector<Covariate> covariates = spells.review.covariates;
  BookModel model;
  model.used = used;
  model.authorities = spells.authorities;
  for (const book::Application* other : others) {
    const std::vector<std::string> values = covariate_values(*other, used);
    for (std::size_t k = 0; k < values.size(); ++k) covariates[k].add(values[k]);
    if (std::ranges::find(model.authorities, other->authority) == model.authorities.end()) {
      model.authorities.push_back(other->authority);
    }
  }
  for (const std::string& name : model.authorities) {
    const book::Authority authority = snapshot.records.authority(name);
    model.calendars.push_back(days_ahead(snapshot.records.calendar(authority.calendar),
                                         snapshot.as_of, settings.horizon));
    model.after_refusal.push_back(authority.after_refusal);
  }
  model.covariates = covariates;
  model.horizon = settings.horizon;
  model.as_of = snapshot.as_of;
  // Levels met only in pending or future applications are appended: numbers stay valid.
  for (SpellTable* table : {&spells.preparing, &spells.review, &spells.returned}) {
    table->covariates = covariates;
  }
  StateSettings state;
  state.as_of = snapshot.as_of;
  model.preparing = fit_state("preparing", spells.preparing, preparing_prior(), state);
  model.returned = fit_state("returned", spells.returned, returned_prior(), state);
  state.marks = statutory_marks(model.authorities, snapshot.records);
  // Authorities decide; preparation and resubmission are the applicants'.
  model.changes = apply_changes(all_changes(snapshot, settings.scenarios), spells.authorities,
                                snapshot.as_of, spells.review, state.given);
  model.need = find_need_factors(snapshot, settings.scenarios);
  model.readings = read_reports(snapshot, snapshot.records.evidence, covariates);
  state.reaches_back = reports_reach_back(model.readings);
  model.delay = learn_report_delay(snapshot);
  for (const Clock& clock : spells.review.clocks) {
    model.unknown.push_back(unknown_share(model.delay, clock, snapshot.as_of));
  }
  model.unknown.resize(model.authorities.size());
  thin_newest_days(model.delay, snapshot.as_of, spells.review.clocks);
  model.review = fit_state("review", spells.review, review_prior(), state);
  model.decided_applications = spells.decided_applications;
  model.pending_applications = spells.pending_applications;
  const double exposure = model.review.exposure;
  model.promises =
      collect_promises(snapshot, exposure > 0.0 ? model.review.decided / exposure : 0.0);
  return model;
}

}  // namespace

BookModel fit_book(const book::Snapshot& snapshot,
                   const std::vector<const book::Application*>& others,
                   const DrawSettings& settings) {
  BookSpells spells;
  BookModel model = fit_records(snapshot, others, settings, spells);
  use_reports(snapshot, model, model.readings);
  model.notes = report_notes(model.readings);
  model.basis = describe_book(snapshot, spells, model,
                              settings.covariates.value_or(std::vector<std::string>{}));
  model.basis.assumptions = describe_changes(model.changes, model.review, model.as_of);
  model.basis.assumptions.insert(model.basis.assumptions.end(), model.need.assumptions.begin(),
                                 model.need.assumptions.end());
  model.basis.promises = model.promises.sources;
  for (std::string& sentence : describe_promises(model.promises)) {
    model.basis.assumptions.push_back(std::move(sentence));
  }
  return model;
}

BookModel fit_book_without_reports(const book::Snapshot& snapshot, const DrawSettings& settings) {
  BookSpells spells;
  return fit_records(snapshot, {}, settings, spells);
}

std::vector<double> unknown_of_case(const BookModel& model, std::size_t authority,
                                    const book::ApplicationStatus& status) {
  if (status.state != book::ApplicationState::filed &&
      status.state != book::ApplicationState::accepted) {
    return {};
  }
  std::vector<double> own = model.unknown[authority];
  own.resize(
      std::min(own.size(), static_cast<std::size_t>(std::max<std::int64_t>(0, status.waited))));
  return own;
}

std::size_t authority_index(const BookModel& model, const std::string& authority) {
  const auto found = std::ranges::find(model.authorities, authority);
  if (found == model.authorities.end()) {
    throw Error{ErrorKind::internal, fmt::format("no calendar for authority '{}'", authority)};
  }
  return static_cast<std::size_t>(found - model.authorities.begin());
}

}  // namespace runout::regime
