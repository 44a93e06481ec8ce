// Where the hazard may change: the cut points of waiting time.
#pragma once

#include <cstddef>
#include <vector>

namespace runout::regime {

/// Starts of the pieces, ascending whole days from 0; the last piece is open-ended.
///
/// Two rules together: a geometric grid, fine where many decisions were seen and coarse where few,
/// and cuts at the quantiles of the decided durations, so that a day on which many are decided
/// stands alone. At most about `most_pieces`.
[[nodiscard]] std::vector<double> choose_pieces(std::vector<double> decided_after,
                                                std::size_t most_pieces);

/// The piece that holds the waiting time `waited` (days up to its end belong to the piece before).
[[nodiscard]] std::size_t piece_at(const std::vector<double>& starts, double waited);

}  // namespace runout::regime
