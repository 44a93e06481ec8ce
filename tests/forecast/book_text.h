// Books written into a test as CSV text.
#pragma once

#include <map>
#include <string>

#include "runout/book/schema.h"
#include "runout/book/snapshot.h"

namespace runout::forecast {

/// File contents by file, header line included.
using BookText = std::map<book::File, std::string>;

/// One line L (10 CAR a day, every day) at PLANT in DE that takes one MAG; supplier SUP in CN with
/// lane SEA of 5 days; MAG is controlled (1C905), controls ask for a licence of MOFCOM from CN.
/// No stock, no orders, no applications: tests replace or add files.
[[nodiscard]] BookText small_book();

/// The snapshot of the text as known at the end of the day. Fails the test on errors in the text.
[[nodiscard]] book::Snapshot snapshot_of(const BookText& text, Date as_of);

}  // namespace runout::forecast
