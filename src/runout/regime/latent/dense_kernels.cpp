#include "runout/regime/latent/dense_kernels.h"

#include <algorithm>
#include <cstring>

namespace runout::regime {
namespace {

/// kLanes numbers; the compiler spreads them over as many registers as the instructions need.
using Lanes = double __attribute__((vector_size(kLanes * sizeof(double))));

#define RUNOUT_INLINE inline __attribute__((always_inline))

RUNOUT_INLINE void load(const double* from, Lanes& to) { std::memcpy(&to, from, sizeof(Lanes)); }
RUNOUT_INLINE void store(const Lanes& from, double* to) { std::memcpy(to, &from, sizeof(Lanes)); }

/// Columns of a result that are worked on together: as many as keep eight registers busy. Each
/// sum is the same for any number.
constexpr std::size_t columns_for(Instructions which) {
  if (which == Instructions::avx512) return 8;
  return which == Instructions::avx2 ? 4 : 2;
}
/// So many terms of a sum at a time: what they need stays in the cache.
constexpr std::size_t kTerms = 128;

// NOLINTBEGIN(modernize-avoid-c-arrays): std::array would check every index, here of all places.
template <std::size_t kColumns>
RUNOUT_INLINE void subtract_square_body(const double* a, std::size_t n, std::size_t k, double* c) {
  for (std::size_t first = 0; first < k; first += kTerms) {
    const std::size_t last = std::min(k, first + kTerms);
    for (std::size_t j = 0; j < n; j += kColumns) {
      for (std::size_t i = j / kLanes * kLanes; i < n; i += kLanes) {
        Lanes sum[kColumns] = {};
        for (std::size_t term = first; term < last; ++term) {
          const double* column = a + term * n;
          Lanes rows;
          load(column + i, rows);
          for (std::size_t q = 0; q < kColumns; ++q) sum[q] += rows * column[j + q];
        }
        for (std::size_t q = 0; q < kColumns; ++q) {
          Lanes to;
          load(c + (j + q) * n + i, to);
          to -= sum[q];
          store(to, c + (j + q) * n + i);
        }
      }
    }
  }
}

template <std::size_t kColumns>
RUNOUT_INLINE void multiply_lower_body(const double* l, const double* x, std::size_t n,
                                       std::size_t m, double* y) {
  for (std::size_t j = 0; j < m; j += kColumns) {
    const std::size_t columns = std::min(kColumns, m - j);
    for (std::size_t i = 0; i < n; i += kLanes) {
      Lanes sum[kColumns] = {};
      const double* own[kColumns];
      for (std::size_t q = 0; q < kColumns; ++q) own[q] = x + (j + std::min(q, columns - 1)) * n;
      for (std::size_t term = 0; term < i + kLanes; ++term) {
        Lanes rows;
        load(l + term * n + i, rows);
        for (std::size_t q = 0; q < kColumns; ++q) sum[q] += rows * own[q][term];
      }
      for (std::size_t q = 0; q < columns; ++q) store(sum[q], y + (j + q) * n + i);
    }
  }
}

/// Loads kLanes rows of a block, from `row` on, and takes what the neighbour has of them. `link`: c
/// x c, an entry by own and neighbour's unknown at own * own_step + other * other_step.
RUNOUT_INLINE void load_less_neighbour(const ChainedBlock& block, const double* neighbour,
                                       std::size_t n, std::size_t row, const double* x,
                                       std::size_t own_step, std::size_t other_step, Lanes* own) {
  for (std::size_t j = 0; j < block.size; ++j) load(x + j * n + row, own[j]);
  if (block.link == nullptr) return;
  Lanes* chained = own + (block.size - block.chained);
  for (std::size_t k = 0; k < block.chained; ++k) {
    Lanes other;
    load(neighbour + k * n + row, other);
    for (std::size_t j = 0; j < block.chained; ++j) {
      chained[j] -= other * block.link[j * own_step + k * other_step];
    }
  }
}

RUNOUT_INLINE void store_block(const Lanes* own, std::size_t columns, std::size_t n, double* x) {
  for (std::size_t j = 0; j < columns; ++j) store(own[j], x + j * n);
}

template <std::size_t>
RUNOUT_INLINE void solve_forward_body(const ChainedBlock& block, const double* before,
                                      std::size_t n, double* x) {
  const std::size_t q = block.size;
  Lanes own[kMostUnknowns];
  for (std::size_t i = 0; i < n; i += kLanes) {
    load_less_neighbour(block, before, n, i, x, 1, block.chained, own);
    for (std::size_t j = 0; j < q; ++j) {
      own[j] /= block.lower[j * q + j];
      for (std::size_t k = j + 1; k < q; ++k) own[k] -= own[j] * block.lower[j * q + k];
    }
    store_block(own, q, n, x + i);
  }
}

template <std::size_t>
RUNOUT_INLINE void solve_backward_body(const ChainedBlock& block, const double* next, std::size_t n,
                                       double* x) {
  const std::size_t q = block.size;
  Lanes own[kMostUnknowns];
  for (std::size_t i = 0; i < n; i += kLanes) {
    load_less_neighbour(block, next, n, i, x, block.chained, 1, own);
    for (std::size_t j = q; j-- > 0;) {
      own[j] /= block.lower[j * q + j];
      for (std::size_t k = 0; k < j; ++k) own[k] -= own[j] * block.lower[k * q + j];
    }
    store_block(own, q, n, x + i);
  }
}
// NOLINTEND(modernize-avoid-c-arrays)

template <std::size_t>
RUNOUT_INLINE double inner_product_body(const double* a, const double* b, std::size_t n) {
  Lanes sum = {};
  for (std::size_t i = 0; i < n; i += kLanes) {
    Lanes one;
    Lanes other;
    load(a + i, one);
    load(b + i, other);
    sum += one * other;
  }
  double total = 0.0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) total += sum[lane];
  return total;
}

// The same bodies, compiled for each kind of machine.
// NOLINTBEGIN(bugprone-macro-parentheses): parameters and arguments bring their own.
#define RUNOUT_BODY(name, which) name##_body<columns_for(Instructions::which)>
#if defined(__x86_64__)
#define RUNOUT_CLONES(name, result, parameters, arguments)             \
  __attribute__((target("avx2"))) result name##_avx2 parameters {      \
    return RUNOUT_BODY(name, avx2) arguments;                          \
  }                                                                    \
  __attribute__((target("avx512f"))) result name##_avx512 parameters { \
    return RUNOUT_BODY(name, avx512) arguments;                        \
  }                                                                    \
  result name##_on(Instructions which, auto... given) {                \
    if (which == Instructions::avx512) return name##_avx512(given...); \
    if (which == Instructions::avx2) return name##_avx2(given...);     \
    return RUNOUT_BODY(name, plain)(given...);                         \
  }
#else
#define RUNOUT_CLONES(name, result, parameters, arguments)  \
  result name##_on(Instructions /*which*/, auto... given) { \
    return RUNOUT_BODY(name, plain)(given...);              \
  }
#endif

RUNOUT_CLONES(subtract_square, void, (const double* a, std::size_t n, std::size_t k, double* c),
              (a, n, k, c))
RUNOUT_CLONES(multiply_lower, void,
              (const double* l, const double* x, std::size_t n, std::size_t m, double* y),
              (l, x, n, m, y))
RUNOUT_CLONES(solve_forward, void,
              (const ChainedBlock& block, const double* before, std::size_t n, double* x),
              (block, before, n, x))
RUNOUT_CLONES(solve_backward, void,
              (const ChainedBlock& block, const double* next, std::size_t n, double* x),
              (block, next, n, x))
RUNOUT_CLONES(inner_product, double, (const double* a, const double* b, std::size_t n), (a, b, n))
// NOLINTEND(bugprone-macro-parentheses)

}  // namespace

void subtract_square(const double* a, std::size_t n, std::size_t k, double* c, Instructions which) {
  subtract_square_on(which, a, n, k, c);
}

void multiply_lower(const double* l, const double* x, std::size_t n, std::size_t m, double* y,
                    Instructions which) {
  multiply_lower_on(which, l, x, n, m, y);
}

void solve_forward(const ChainedBlock& block, const double* before, std::size_t n, double* x,
                   Instructions which) {
  solve_forward_on(which, block, before, n, x);
}

void solve_backward(const ChainedBlock& block, const double* next, std::size_t n, double* x,
                    Instructions which) {
  solve_backward_on(which, block, next, n, x);
}

double inner_product(const double* a, const double* b, std::size_t n, Instructions which) {
  return inner_product_on(which, a, b, n);
}

}  // namespace runout::regime
