// The cells of a row as one CSV record inside a cell of the history.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runout::book {

/// One canonical CSV record without its line end.
[[nodiscard]] std::string join_cells(const std::vector<std::string>& cells);

/// Reads what join_cells wrote; nothing on anything that is no single record.
[[nodiscard]] std::optional<std::vector<std::string>> split_cells(std::string_view text);

}  // namespace runout::book
