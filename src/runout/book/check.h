// What is wrong or doubtful in a book beyond the form of its rows.
#pragma once

#include "runout/base/diagnostics.h"
#include "runout/book/snapshot.h"

namespace runout::book {

/// Finds what a careful planner would ask about: cycles in the bill of materials (errors), stock
/// blocked above on hand, components twice in force, lanes that join other sites (errors); goods
/// ready long ago, stock counted long ago, licences overdrawn or ending before their consignment
/// or due for renewal, goods overdue, promises passed, events out of order, consignments that need
/// a licence and have none, items of unknown control status (warnings). Ordered by file and row.
[[nodiscard]] Diagnostics check_snapshot(const Snapshot& snapshot);

}  // namespace runout::book
