// What is supposed to be otherwise: read from words, and put into a copy of what the book knew.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runout/base/diagnostics.h"
#include "runout/book/snapshot.h"
#include "runout/forecast/forecast.h"
#include "runout/forecast/whatif/change_text.h"

namespace runout::forecast {

/// Stock at the end of the as-of day.
struct StockChange {
  ItemId item{0};
  SiteId site{0};
  std::int64_t millionths = 0;
  bool is_relative = false;
  std::string words;  ///< "stock of MAG-1 at PLANT is 200 more"
};

/// All changes together.
struct Changes {
  book::Snapshot snapshot;  ///< with other orders and lines
  std::vector<GivenDecision> decisions;
  std::vector<StockChange> stock;
  std::vector<regime::Scenario> scenarios;
  std::vector<std::string>
      words;                  ///< one for each change, as sentences' ends: "A-1 is granted today"
  bool changes_rows = false;  ///< orders or lines are others than in the book
};

/// Reads changes of these forms; names with blanks stand in quotes.
///   application A-1 granted [2025-07-10] | application A-1 refused [DATE] | application A-1 never
///   stock ITEM SITE 500 | stock ITEM SITE +200 | stock ITEM SITE -50
///   order O-1 quantity 120 | order O-1 ready_on 2025-07-10 | order O-1 lane AIR
///   order O-1 supplier_site SUP-2
///   line L-1 units_per_day 12 [ITEM] | line L-1 priority 1
///   freeze 2025-07-01..2025-08-01 [AUTHORITY]
/// The order of changes means nothing, but that a later one of the same thing replaces an earlier
/// one. Every fault is appended to `diagnostics` under its source; with errors the result must not
/// be used.
[[nodiscard]] Changes read_changes(const std::vector<ChangeText>& texts,
                                   const book::Snapshot& snapshot, Diagnostics& diagnostics);

}  // namespace runout::forecast
