// Finding rows of one table by the cells of another one's rows, whatever the order of columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runout/book/book.h"

namespace runout::book {

/// The places of the same columns in two tables; nothing where a table lacks one (blank there).
struct ColumnPair {
  std::optional<std::size_t> before;
  std::optional<std::size_t> after;
};

/// Pairs all columns of two tables by name, those of `before` first.
[[nodiscard]] std::vector<ColumnPair> pair_columns(const Table& before, const Table& after);
/// Pairs the named columns only.
[[nodiscard]] std::vector<ColumnPair> pair_columns(const Table& before, const Table& after,
                                                   const std::vector<std::string_view>& names);

/// True when a row of `before` and a row of `after` agree in all pairs.
[[nodiscard]] bool agree(const Row& before, const Row& after, const std::vector<ColumnPair>& pairs);

/// Rows of the table `before`, to be found by what they hold in some columns; each is given out
/// once, the first of equals first. Keeps references to the table.
class RowIndex {
 public:
  RowIndex(const Table& before, std::vector<ColumnPair> pairs);

  /// The next row that agrees with a row of `after`; kNotPresent if none.
  [[nodiscard]] std::size_t take(const Row& after);
  /// The first row that agrees with a row of `after` and was not taken, without taking it.
  [[nodiscard]] std::size_t find_first(const Row& after) const;

 private:
  /// Entries of rows_ that may agree with a row of `after`, those taken at the front left out.
  [[nodiscard]] std::pair<std::size_t, std::size_t> run_of(const Row& after) const;
  [[nodiscard]] std::uint64_t hash(const Row& row, bool is_before) const;

  const Table& before_;
  std::vector<ColumnPair> pairs_;
  /// Hash and row, ascending: equal rows stand together, the first one first.
  std::vector<std::pair<std::uint64_t, std::size_t>> rows_;
  /// [entry that begins a run of equal hashes] how many at its front are taken.
  std::vector<std::uint32_t> taken_at_front_;
  std::vector<bool> taken_;
};

}  // namespace runout::book
