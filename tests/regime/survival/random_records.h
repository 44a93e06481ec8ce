// Records drawn by RapidCheck for the laws that every estimator keeps.
#pragma once

#include <vector>

#include "runout/regime/survival/risk_table.h"

namespace runout::regime::survival {

/// 1 to 40 records on whole days up to 40 with ties, delayed entries and censoring; causes up to
/// `causes`. To be called inside a property.
[[nodiscard]] std::vector<Observation> random_records(int causes);

/// The same information: every record longer than a day in two parts, in the opposite order.
[[nodiscard]] std::vector<Observation> split_and_reverse(const std::vector<Observation>& records);

}  // namespace runout::regime::survival
