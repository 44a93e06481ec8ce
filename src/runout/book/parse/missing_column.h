// A required column that a table lacks, and the one that may be meant for it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runout/base/diagnostics.h"
#include "runout/book/schema.h"

namespace runout::book {

/// "stock.csv:1: item: the required column is missing; the columns are Item, site, on_hand; did you
/// mean 'item' by 'Item'?" for a table called `name` that has `columns`.
[[nodiscard]] Diagnostic missing_column(const FileSpec& spec, const std::string& name,
                                        std::string_view column,
                                        const std::vector<std::string>& columns);

}  // namespace runout::book
