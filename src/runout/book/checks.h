// The groups of checks behind check_snapshot.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "runout/base/diagnostics.h"
#include "runout/book/snapshot.h"

namespace runout::book {

/// Where findings of the checks go.
struct Checks {
  const Snapshot& snapshot;
  Diagnostics& findings;

  void warn(File file, std::size_t row, std::string_view column, std::string_view code,
            std::string message, std::string help);
};

/// Items in use without control status or rule; lines without components.
void check_items(Checks& checks);
/// Counts that are old or lacking, stock below its minimum.
void check_stock(Checks& checks);
/// Goods overdue or ready long ago, orders above their application's quantity.
void check_orders(Checks& checks);
/// Consignments that need a licence and have none, or one that will not do.
void check_coverage(Checks& checks);
/// Promises, statutory times and next steps that have passed.
void check_applications(Checks& checks);
/// Dates of events that cannot be as they stand, decisions on the authority's closed days.
void check_events(Checks& checks);
/// Licences overdrawn or due for renewal.
void check_licences(Checks& checks);

/// The stated days of transit of an order's lane; one day without a lane.
[[nodiscard]] std::int32_t transit_high(const Records& records, const Order& order);

/// "8 working days", "1 working day".
[[nodiscard]] std::string count_words(std::int64_t count, std::string_view unit);

}  // namespace runout::book
