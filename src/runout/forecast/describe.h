// From tallies and deterministic runs to the words of the contract.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runout/base/draws.h"
#include "runout/forecast/certain_runs.h"
#include "runout/forecast/need_by.h"
#include "runout/forecast/tally.h"
#include "runout/forecast/values/licence_values.h"

namespace runout::forecast {

/// Everything that has been found out, before it is put into words.
struct Findings {
  const book::Snapshot& snapshot;
  const ForecastRequest& request;
  const BuiltNetwork& built;
  const std::vector<Standing>& standings;
  const Tally& tally;
  const CertainRuns& certain;
  const std::vector<NeedBy>& need_by;  ///< [application of the book]; empty where it is decided
  /// [application of the book, then new case][network line]; empty where it is decided.
  const std::vector<std::vector<std::optional<Day>>>& relief;
  const LicenceValues* values = nullptr;  ///< where they were asked for
};

/// What a line loses with each unit and day, in millionths of its currency: [network line]. Rows
/// in another currency than the line's first count nothing; a warning says so.
[[nodiscard]] std::vector<LossRates> find_loss_rates(const book::Snapshot& snapshot,
                                                     const BuiltNetwork& built,
                                                     Diagnostics& warnings);

/// The currency of a line's rows: the first that is given.
[[nodiscard]] const std::string& currency_of(const book::Records& records, const LineRows& rows);

/// All lines, in the order of the book.
[[nodiscard]] std::vector<LineForecast> describe_lines(const Findings& findings);

enum class Applications { pending, decided };

/// The applications of one kind, in the order of the book.
[[nodiscard]] std::vector<ApplicationForecast> describe_applications(const Findings& findings,
                                                                     Applications which);

/// What the forecast assumed, in sentences.
[[nodiscard]] std::vector<std::string> describe_assumptions(const Findings& findings);

/// Adds to each line the projection of the component that has most of its blame (else of the one
/// whose secured supply ends first), from the first replications of `draws`.
void add_stock_projections(const Findings& findings, const Draws& draws,
                           std::vector<LineForecast>& lines);

}  // namespace runout::forecast
