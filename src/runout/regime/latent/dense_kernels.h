// Products of tall matrices: the inner loops of an arrow's factorisation.
//
// Every element is a sum in one fixed order, whatever the width of the machine's registers: the
// same bits everywhere, which a library that chooses its order by machine does not give. Matrices
// are stored by columns; the number of rows is a multiple of kLanes, the rest filled with zeros.
#pragma once

#include <cstddef>

#include "runout/base/instructions.h"

namespace runout::regime {

/// Rows that are worked on together.
inline constexpr std::size_t kLanes = 8;
/// Unknowns of a block at most.
inline constexpr std::size_t kMostUnknowns = 64;

/// The next multiple of kLanes.
[[nodiscard]] constexpr std::size_t padded(std::size_t rows) {
  return (rows + kLanes - 1) / kLanes * kLanes;
}

/// A lower triangular block by columns, and how it is chained to the block before.
struct ChainedBlock {
  std::size_t size = 0;           ///< q, at most kMostUnknowns
  std::size_t chained = 0;        ///< c, its last unknowns
  const double* lower = nullptr;  ///< q x q
  const double* link = nullptr;   ///< c x c with the neighbour's last c unknowns; null: none
};

/// c -= a a', the lower triangle of it. a: n x k, c: n x n.
void subtract_square(const double* a, std::size_t n, std::size_t k, double* c, Instructions which);

/// y = l x for a lower triangular l. l: n x n, x and y: n x m.
void multiply_lower(const double* l, const double* x, std::size_t n, std::size_t m, double* y,
                    Instructions which);

/// x becomes (x - [0, before link']) inv(lower)'. x: n x q; before: n x c, the neighbour's last
/// columns, after it was treated so.
void solve_forward(const ChainedBlock& block, const double* before, std::size_t n, double* x,
                   Instructions which);

/// x becomes (x - [0, next link]) inv(lower). next: n x c, the last columns of the next block.
void solve_backward(const ChainedBlock& block, const double* next, std::size_t n, double* x,
                    Instructions which);

/// The inner product of two columns.
[[nodiscard]] double inner_product(const double* a, const double* b, std::size_t n,
                                   Instructions which);

}  // namespace runout::regime
