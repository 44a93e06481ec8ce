// Which versions of the rows of a file hold at the end of a day.
#pragma once

#include <cstddef>
#include <vector>

#include "runout/book/known_days.h"

namespace runout::book {

/// A version that holds, and the version of the same row that is in force now (kNotPresent: none).
struct HoldingVersion {
  std::size_t version = 0;
  std::size_t present_row = kNotPresent;
};

/// The versions of one file that hold at the end of `day`, in the order of the file.
///
/// Versions are of the same row when they have the same key; without a key, when one took the
/// other's place. Of several versions the last known one holds, unless a known batch removed the
/// row after it.
[[nodiscard]] std::vector<HoldingVersion> holding_versions(const Book& book, const KnownDays& known,
                                                           const FileSpec& file, Date day);

}  // namespace runout::book
