#include <algorithm>
#include <iterator>

#include "runout/book/change.h"
#include "runout/book/row_index.h"

namespace runout::book {
namespace {

std::vector<std::size_t> match_all(const Table& before, const Table& after,
                                   std::vector<ColumnPair> pairs) {
  RowIndex index{before, std::move(pairs)};
  std::vector<std::size_t> match;
  match.reserve(after.rows.size());
  for (const Row& row : after.rows) match.push_back(index.take(row));
  return match;
}

/// Of the rows without a key that nobody matched: a row is the successor of the one in whose place
/// it stands, when both speak of the same subject.
void match_by_place(const FileSpec& spec, const Table& before, const Table& after,
                    std::vector<std::size_t>& match) {
  std::vector<bool> is_free(before.rows.size(), true);
  for (const std::size_t row : match) {
    if (row != kNotPresent) is_free[row] = false;
  }
  const auto subject = pair_columns(before, after, {spec.columns.at(1).name});
  std::size_t next = 0;
  for (std::size_t row = 0; row < match.size(); ++row) {
    if (match[row] == kNotPresent && next < before.rows.size() && is_free[next] &&
        agree(before.rows[next], after.rows[row], subject)) {
      match[row] = next;
      is_free[next] = false;
    }
    if (match[row] != kNotPresent) next = match[row] + 1;
  }
}

/// For each new row whether it keeps its place: the longest ascending run of old rows (patience
/// sorting, O(n log n)); the others were moved.
std::vector<bool> find_stayed(const std::vector<std::size_t>& match) {
  std::vector<bool> stayed(match.size(), false);
  std::vector<std::size_t> tails;  // new rows that end the best run of each length
  std::vector<std::size_t> previous(match.size(), kNotPresent);
  for (std::size_t row = 0; row < match.size(); ++row) {
    if (match[row] == kNotPresent) continue;
    const auto place = std::ranges::lower_bound(tails, match[row], {},
                                                [&](std::size_t tail) { return match[tail]; });
    if (place != tails.begin()) previous[row] = *std::prev(place);
    if (place == tails.end()) {
      tails.push_back(row);
    } else {
      *place = row;
    }
  }
  for (std::size_t row = tails.empty() ? kNotPresent : tails.back(); row != kNotPresent;
       row = previous[row]) {
    stayed[row] = true;
  }
  return stayed;
}

}  // namespace

std::size_t FileChange::count(RowChangeKind kind) const {
  return static_cast<std::size_t>(std::ranges::count(rows, kind, &RowChange::kind));
}

FileChange find_change(const FileSpec& spec, const std::optional<Table>& before,
                       const std::optional<Table>& after) {
  static const Table nothing;
  const Table& old_table = before ? *before : nothing;
  const Table& new_table = after ? *after : nothing;
  FileChange change;
  change.file = spec.file;
  change.columns_differ =
      before.has_value() != after.has_value() || (before && before->columns != after->columns);
  const auto all = pair_columns(old_table, new_table);
  if (spec.key.empty()) {
    change.match = match_all(old_table, new_table, all);
    match_by_place(spec, old_table, new_table, change.match);
  } else {
    change.match = match_all(old_table, new_table, pair_columns(old_table, new_table, spec.key));
  }

  change.stays = find_stayed(change.match);
  std::vector<bool> is_left(old_table.rows.size(), false);
  for (std::size_t row = 0; row < change.match.size(); ++row) {
    const std::size_t old_row = change.match[row];
    if (old_row == kNotPresent) {
      change.rows.push_back({RowChangeKind::added, kNotPresent, row});
      continue;
    }
    is_left[old_row] = true;
    if (!agree(old_table.rows[old_row], new_table.rows[row], all)) {
      change.rows.push_back({RowChangeKind::changed, old_row, row});
    } else if (!change.stays[row]) {
      change.rows.push_back({RowChangeKind::moved, old_row, row});
    } else {
      ++change.unchanged;
    }
  }
  for (std::size_t row = 0; row < is_left.size(); ++row) {
    if (!is_left[row]) change.rows.push_back({RowChangeKind::removed, row, kNotPresent});
  }
  return change;
}

}  // namespace runout::book
