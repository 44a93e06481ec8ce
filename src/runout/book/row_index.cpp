#include "runout/book/row_index.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "runout/book/own_day.h"

namespace runout::book {
namespace {

const std::string& cell(const Row& row, const std::optional<std::size_t>& column) {
  static const std::string blank;
  return column ? row.cells[*column] : blank;
}

}  // namespace

std::vector<ColumnPair> pair_columns(const Table& before, const Table& after) {
  std::vector<ColumnPair> pairs;
  pairs.reserve(before.columns.size() + after.columns.size());
  for (std::size_t i = 0; i < before.columns.size(); ++i) {
    pairs.push_back({i, find_index(after.columns, before.columns[i])});
  }
  for (std::size_t i = 0; i < after.columns.size(); ++i) {
    if (!find_index(before.columns, after.columns[i])) pairs.push_back({std::nullopt, i});
  }
  return pairs;
}

std::vector<ColumnPair> pair_columns(const Table& before, const Table& after,
                                     const std::vector<std::string_view>& names) {
  std::vector<ColumnPair> pairs;
  pairs.reserve(names.size());
  for (const std::string_view name : names) {
    pairs.push_back({find_index(before.columns, name), find_index(after.columns, name)});
  }
  return pairs;
}

bool agree(const Row& before, const Row& after, const std::vector<ColumnPair>& pairs) {
  return std::ranges::all_of(pairs, [&](const ColumnPair& pair) {
    return cell(before, pair.before) == cell(after, pair.after);
  });
}

RowIndex::RowIndex(const Table& before, std::vector<ColumnPair> pairs)
    : before_{before},
      pairs_{std::move(pairs)},
      taken_at_front_(before.rows.size(), 0),
      taken_(before.rows.size(), false) {
  rows_.reserve(before.rows.size());
  for (std::size_t row = 0; row < before.rows.size(); ++row) {
    rows_.emplace_back(hash(before.rows[row], true), row);
  }
  std::ranges::sort(rows_);
}

std::uint64_t RowIndex::hash(const Row& row, bool is_before) const {
  std::uint64_t mixed = 0;
  for (const ColumnPair& pair : pairs_) {
    const std::uint64_t one =
        std::hash<std::string>{}(cell(row, is_before ? pair.before : pair.after));
    mixed = (mixed ^ one) * 0x9E3779B97F4A7C15U;
    mixed ^= mixed >> 29U;
  }
  return mixed;
}

std::pair<std::size_t, std::size_t> RowIndex::run_of(const Row& after) const {
  const auto run = std::ranges::equal_range(rows_, hash(after, false), {},
                                            [](const auto& entry) { return entry.first; });
  const auto begin = static_cast<std::size_t>(run.begin() - rows_.begin());
  return {begin, begin + run.size()};
}

std::size_t RowIndex::find_first(const Row& after) const {
  const auto [begin, end] = run_of(after);
  if (begin == end) return kNotPresent;
  for (std::size_t entry = begin + taken_at_front_[begin]; entry < end; ++entry) {
    const std::size_t row = rows_[entry].second;
    if (!taken_[row] && agree(before_.rows[row], after, pairs_)) return row;
  }
  return kNotPresent;
}

std::size_t RowIndex::take(const Row& after) {
  const std::size_t first = find_first(after);
  if (first == kNotPresent) return first;
  taken_[first] = true;
  const auto [begin, end] = run_of(after);
  std::uint32_t& front = taken_at_front_[begin];
  while (begin + front < end && taken_[rows_[begin + front].second]) ++front;
  return first;
}

}  // namespace runout::book
