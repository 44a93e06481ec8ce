// How an explanation is said, the same in the terminal and on the page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runout/regime/explain/explanation.h"

namespace runout::report {

/// One row of the bridge from the typical case to this one, in whole days that add up.
struct BridgeRow {
  std::string label;
  long before = 0;  ///< days reached by the rows above
  long after = 0;
  std::optional<std::string> range;  ///< "-31 to -19" of 80 % of the futures
};

/// The rows: parts in order; covariates of less than half a day together in one row, behind the
/// others. The first row begins at 0 and is the typical case.
[[nodiscard]] std::vector<BridgeRow> bridge_rows(const regime::Explanation& explanation);

/// "Decided within 24 days, by 24 Jul (10 to 90 %: 9 Jul to 2 Oct)."
[[nodiscard]] std::string explain_answer(const regime::Explanation& explanation);

/// "sector aerospace -5 %, has waited 31 working days +3 %": what moves an outcome by a percent or
/// more, the most first; "nothing by more than 1 %".
[[nodiscard]] std::string outcome_moves(const regime::Explanation& explanation,
                                        const regime::ExplainedOutcome& outcome);

/// "A-012 was granted on 3 Jun 2025 after 41 working days: there is nothing left to forecast."
[[nodiscard]] std::string decided_words(const regime::Explanation& explanation);

/// The label of a part.
[[nodiscard]] std::string explained_label(const regime::ExplainedPart& part);

}  // namespace runout::report
