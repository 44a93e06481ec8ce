// The model of a book: three fitted states and the calendars of the authorities.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runout/base/draws.h"
#include "runout/book/snapshot.h"
#include "runout/regime/evidence/reports.h"
#include "runout/regime/future/bare_minimum.h"
#include "runout/regime/future/known_changes.h"
#include "runout/regime/promises.h"
#include "runout/regime/regime.h"
#include "runout/regime/report_delay.h"
#include "runout/regime/state_model.h"
#include "runout/regime/training.h"

namespace runout::regime {

/// Which days ahead an authority works.
struct DaysAhead {
  std::vector<char> works;  ///< [day - 1]
};

/// Everything that drawing decisions needs, independent of replications.
struct BookModel {
  StateModel preparing;
  StateModel review;
  StateModel returned;
  std::vector<Covariate> covariates;  ///< the same in all states
  std::vector<std::string> authorities;
  std::vector<DaysAhead> calendars;     ///< [authority]
  std::vector<ChangeInUse> changes;     ///< of authorities
  std::vector<ReportReading> readings;  ///< of the aggregate reports on file
  NeedFactors need;                     ///< of the scenario bare-minimum
  Promises promises;
  ReportDelay delay;  ///< of decisions on their way to the book
  /// [authority] unknown_share of its review; empty: all is known at once
  std::vector<std::vector<double>> unknown;
  Date as_of;
  Day horizon = 0;
  std::vector<book::AfterRefusal> after_refusal;
  UsedCovariates used{};
  std::size_t decided_applications = 0;
  std::size_t pending_applications = 0;
  std::vector<std::string> notes;  ///< sentences that no flag says
  Basis basis;
};

/// Fits the three states to the snapshot. `others` are applications that the book does not have:
/// their authorities and levels are added, so that draws exist for them.
[[nodiscard]] BookModel fit_book(const book::Snapshot& snapshot,
                                 const std::vector<const book::Application*>& others,
                                 const DrawSettings& settings);

/// The same for the book's applications from its records alone, with the reports read and not used:
/// to see what each of them does. No `basis` and no `notes`.
[[nodiscard]] BookModel fit_book_without_reports(const book::Snapshot& snapshot,
                                                 const DrawSettings& settings);

/// Draws the decisions of the book's applications, of `new_cases` and of the policies' orders from
/// a fitted model.
[[nodiscard]] DrawnDecisions draw_from_model(const BookModel& model, const book::Snapshot& snapshot,
                                             const std::vector<NewCase>& new_cases,
                                             const std::vector<PolicyCase>& policies,
                                             const DrawSettings& settings);

/// The newest days of unknown_share that an application has waited in its review: none unless it is
/// in one, with the clock running.
[[nodiscard]] std::vector<double> unknown_of_case(const BookModel& model, std::size_t authority,
                                                  const book::ApplicationStatus& status);

/// Row of an authority in the model; Error{internal} for an unknown one.
[[nodiscard]] std::size_t authority_index(const BookModel& model, const std::string& authority);

}  // namespace runout::regime
