#include "runout/regime/book_model.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/regime/speed.h"
#include "runout/regime/waiting_prior.h"

namespace runout::regime {
namespace {

/// Fewer pieces than a large file of cases: every replication draws all of them.
constexpr std::size_t kMostPieces = 24;

StateModel fit_state(SpellTable& table, const WaitingPrior& prior,
                     const std::vector<Covariate>& covariates, Date as_of) {
  // Levels met only in pending or future applications are appended: numbers stay valid.
  table.covariates = covariates;
  FitSettings settings{.as_of = as_of};
  settings.most_pieces = kMostPieces;
  return {fit_hazard(table, prior, settings), table.covariates};
}

std::string evidence_note(const book::Records& records) {
  return records.evidence.empty()
             ? std::string{}
             : fmt::format("{} aggregate report{} on file and not used by this version",
                           records.evidence.size(), records.evidence.size() == 1 ? " is" : "s are");
}

/// What the data cannot tell, in sentences.
std::vector<std::string> write_notes(const BookSpells& spells, const book::Records& records,
                                     const SpeedSpread& speed) {
  std::vector<std::string> notes;
  if (spells.decided_applications < 20) {
    notes.push_back(
        fmt::format("{} decision{} seen: durations and outcomes rest mostly on general experience",
                    spells.decided_applications, spells.decided_applications == 1 ? "" : "s"));
  }
  if (speed.months < kMonthsToLearnSpeed) {
    notes.emplace_back(
        "too few months of decisions to learn how much the authority's speed varies: assumed");
  }
  if (!spells.review.spells.empty()) {
    const auto [first, last] = std::ranges::minmax(spells.review.spells, {}, &Spell::first);
    if (last.first - first.first < Days{45}) {
      notes.emplace_back(
          "all applications were filed within 45 days: waiting time and the authority's pace "
          "cannot be told apart");
    }
  }
  if (spells.intervals > 0) {
    notes.push_back(
        fmt::format("{} event{} known only to lie between two days: the middle one was taken",
                    spells.intervals, spells.intervals == 1 ? " is" : "s are"));
  }
  if (spells.hidden_by_entry > 0) {
    notes.push_back(
        fmt::format("{} decision{} before the application was under observation: not used",
                    spells.hidden_by_entry, spells.hidden_by_entry == 1 ? "" : "s"));
  }
  if (std::string note = evidence_note(records); !note.empty()) notes.push_back(std::move(note));
  return notes;
}

}  // namespace

std::optional<Day> WorkingDaysAhead::after(Day day, double working_days) const {
  const double n = worked_by[static_cast<std::size_t>(day)] + std::max(1.0, working_days);
  if (!(n < static_cast<double>(nth.size()))) return std::nullopt;
  return nth[static_cast<std::size_t>(n)];
}

WorkingDaysAhead working_days_ahead(const Calendar& calendar, Date as_of, Day horizon) {
  WorkingDaysAhead ahead;
  ahead.nth.push_back(0);
  ahead.worked_by.push_back(0);
  for (Day day = 1; day <= horizon; ++day) {
    if (calendar.is_working(as_of + Days{day})) ahead.nth.push_back(day);
    ahead.worked_by.push_back(static_cast<Day>(ahead.nth.size()) - 1);
  }
  return ahead;
}

BookModel fit_book(const book::Snapshot& snapshot,
                   const std::vector<const book::Application*>& others,
                   const DrawSettings& settings) {
  const UsedCovariates used = used_covariates(settings.covariates);
  BookSpells spells = collect_spells(snapshot, used);
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
    model.calendars.push_back(working_days_ahead(snapshot.records.calendar(authority.calendar),
                                                 snapshot.as_of, settings.horizon));
    model.after_refusal.push_back(authority.after_refusal);
  }
  model.preparing = fit_state(spells.preparing, preparing_prior(), covariates, snapshot.as_of);
  model.review = fit_state(spells.review, review_prior(), covariates, snapshot.as_of);
  model.returned = fit_state(spells.returned, returned_prior(), covariates, snapshot.as_of);
  const SpeedSpread speed = learn_speed(spells.review, model.review.posterior, snapshot.as_of);
  model.speed_shape = speed.shape;
  model.decided_applications = spells.decided_applications;
  model.pending_applications = spells.pending_applications;
  model.notes = write_notes(spells, snapshot.records, speed);
  return model;
}

std::size_t authority_index(const BookModel& model, const std::string& authority) {
  const auto found = std::ranges::find(model.authorities, authority);
  if (found == model.authorities.end()) {
    throw Error{ErrorKind::internal, fmt::format("no calendar for authority '{}'", authority)};
  }
  return static_cast<std::size_t>(found - model.authorities.begin());
}

}  // namespace runout::regime
