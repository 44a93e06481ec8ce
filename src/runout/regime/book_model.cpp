#include "runout/regime/book_model.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/regime/waiting_prior.h"

namespace runout::regime {
namespace {

/// With fewer periods of a few decisions each the spread of the authority's speed is assumed.
constexpr int kBusyPeriods = 12;
constexpr double kBusy = 5.0;

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

/// Weeks with enough decisions in review to show how fast the authority was.
int busy_weeks(const SpellTable& review, Date as_of) {
  std::map<std::int64_t, double> decided;
  for (const Spell& spell : review.spells) {
    if (spell.cause) decided[(as_of - spell.last).count() / 7] += 1.0;
  }
  return static_cast<int>(
      std::ranges::count_if(decided, [](const auto& week) { return week.second >= kBusy; }));
}

std::string evidence_note(const book::Records& records) {
  return records.evidence.empty()
             ? std::string{}
             : fmt::format("{} aggregate report{} on file and not used by this version",
                           records.evidence.size(), records.evidence.size() == 1 ? " is" : "s are");
}

/// What the data cannot tell, in sentences.
std::vector<std::string> write_notes(const BookSpells& spells, const book::Records& records,
                                     Date as_of) {
  std::vector<std::string> notes;
  if (spells.decided_applications < 20) {
    notes.push_back(
        fmt::format("{} decision{} seen: durations and outcomes rest mostly on general experience",
                    spells.decided_applications, spells.decided_applications == 1 ? "" : "s"));
  }
  if (busy_weeks(spells.review, as_of) < kBusyPeriods) {
    notes.emplace_back(
        "too few weeks with several decisions to learn how much the authority's speed varies: "
        "mostly assumed");
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
    model.calendars.push_back(days_ahead(snapshot.records.calendar(authority.calendar),
                                         snapshot.as_of, settings.horizon));
    model.after_refusal.push_back(authority.after_refusal);
  }
  model.covariates = covariates;
  model.horizon = settings.horizon;
  // Levels met only in pending or future applications are appended: numbers stay valid.
  for (SpellTable* table : {&spells.preparing, &spells.review, &spells.returned}) {
    table->covariates = covariates;
  }
  StateSettings state;
  state.as_of = snapshot.as_of;
  model.preparing = fit_state("preparing", spells.preparing, preparing_prior(), state);
  model.returned = fit_state("returned", spells.returned, returned_prior(), state);
  state.marks = statutory_marks(model.authorities, snapshot.records);
  model.review = fit_state("review", spells.review, review_prior(), state);
  model.decided_applications = spells.decided_applications;
  model.pending_applications = spells.pending_applications;
  model.notes = write_notes(spells, snapshot.records, snapshot.as_of);
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
