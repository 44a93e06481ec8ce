// What is wrong or doubtful in a book beyond the form of its rows.
#pragma once

#include "runout/base/diagnostics.h"
#include "runout/book/snapshot.h"

namespace runout::book {

/// Finds what a careful planner would ask about: goods ready long ago, stock counted long ago or
/// never, licences overdrawn or ending before their consignment or due for renewal, goods overdue,
/// promises passed, events out of order, consignments that need a licence and have none, items of
/// unknown control status, decisions on closed days. Warnings only (what cannot be read or points
/// nowhere, cycles included, parse_records has refused before), ordered by file and row.
[[nodiscard]] Diagnostics check_snapshot(const Snapshot& snapshot);

}  // namespace runout::book
