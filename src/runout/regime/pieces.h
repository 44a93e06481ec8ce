// Where the hazard may change: the cut points of waiting time.
#pragma once

#include <cstddef>
#include <vector>

namespace runout::regime {

/// What was seen on each day of waiting, day 0 first.
struct WaitingDays {
  std::vector<double> at_risk;  ///< cases
  std::vector<double> decided;
};

/// Starts of the pieces, ascending whole days from 0; the last piece is open-ended.
///
/// Two rules together: a coarse geometric grid, on which the prior has its shape, and cuts wherever
/// enough has been learnt since the last: decisions, or days at risk that would have brought as
/// many at the average hazard. So a day on which many are decided stands alone, a stretch in which
/// nothing ever happens is seen, and the tail with few cases left is one long piece. At most about
/// `most_pieces`.
[[nodiscard]] std::vector<double> choose_pieces(const WaitingDays& seen, std::size_t most_pieces);

/// The piece that holds the waiting time `waited` (days up to its end belong to the piece before).
[[nodiscard]] std::size_t piece_at(const std::vector<double>& starts, double waited);

}  // namespace runout::regime
