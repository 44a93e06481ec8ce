#include "runout/book/as_of.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

namespace runout::book {
namespace {

/// Groups the versions of a file into rows.
class Rows {
 public:
  Rows(const Book& book, const FileSpec& file)
      : book_{book},
        file_{file},
        history_{book.files[static_cast<std::size_t>(file.file)]},
        row_of_(history_.versions.size(), kNotPresent) {
    file.key.empty() ? group_by_place() : group_by_key();
  }

  /// [row] the versions of each, ascending as in the file.
  [[nodiscard]] const std::vector<std::vector<std::size_t>>& rows() const { return rows_; }

 private:
  void put(std::size_t version, std::size_t row) {
    if (row == rows_.size()) rows_.emplace_back();
    rows_[row].push_back(version);
    row_of_[version] = row;
  }

  /// Cells of the named columns with a separator that no cell holds; all columns when none named.
  [[nodiscard]] std::string text_of(std::size_t index, bool key_only) const {
    const VersionCells row = cells_of(book_, file_.file, history_.versions[index]);
    const auto& columns = row.in_present_order ? history_.columns : history_.stored_columns;
    std::string text;
    const auto add = [&](std::string_view column) {
      const auto at = find_index(columns, column);
      if (at) text += row.cells[*at];
      text.push_back('\0');
    };
    if (key_only) {
      for (const std::string_view column : file_.key) add(column);
    } else {
      for (const std::string& column : history_.stored_columns) add(column);
    }
    return text;
  }

  void group_by_key() {
    std::unordered_map<std::string, std::size_t> row_of_key;
    for (std::size_t i = 0; i < history_.versions.size(); ++i) {
      put(i, row_of_key.try_emplace(text_of(i, true), rows_.size()).first->second);
    }
  }

  void group_by_place() {
    const auto& versions = history_.versions;
    // Who took a place: the version that the same batch put where it ended another.
    std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> ended_at;  // place, batch
    for (std::size_t i = 0; i < versions.size(); ++i) {
      if (versions[i].ended_by) ended_at[{versions[i].position, *versions[i].ended_by}] = i;
    }
    std::vector<std::size_t> predecessor(versions.size(), kNotPresent);
    std::vector<bool> succeeded(versions.size(), false);
    for (std::size_t i = 0; i < versions.size(); ++i) {
      const auto found = ended_at.find({versions[i].position, versions[i].added_by});
      if (found == ended_at.end()) continue;
      predecessor[i] = found->second;
      succeeded[found->second] = true;
    }
    // A row that was moved: ended in one place and added with the same cells in another.
    std::multimap<std::pair<std::int64_t, std::string>, std::size_t> moved;
    for (std::size_t i = 0; i < versions.size(); ++i) {
      if (versions[i].ended_by && !succeeded[i]) {
        moved.emplace(std::pair{*versions[i].ended_by, text_of(i, false)}, i);
      }
    }
    for (std::size_t i = 0; i < versions.size() && !moved.empty(); ++i) {
      if (predecessor[i] != kNotPresent) continue;
      const auto found = moved.find({versions[i].added_by, text_of(i, false)});
      if (found == moved.end()) continue;
      predecessor[i] = found->second;
      moved.erase(found);
    }
    // Predecessors may stand later in the file but never in the same or a later batch.
    std::vector<std::size_t> by_batch(versions.size());
    for (std::size_t i = 0; i < by_batch.size(); ++i) by_batch[i] = i;
    std::ranges::sort(by_batch, {},
                      [&](std::size_t i) { return std::pair{versions[i].added_by, i}; });
    for (const std::size_t i : by_batch) {
      put(i, predecessor[i] == kNotPresent ? rows_.size() : row_of_[predecessor[i]]);
    }
  }

  const Book& book_;
  const FileSpec& file_;
  const FileHistory& history_;
  std::vector<std::size_t> row_of_;
  std::vector<std::vector<std::size_t>> rows_;
};

/// True when a batch known by `day` removed the row after its version of `added_by`.
bool is_removed(const std::vector<RowVersion>& versions, const std::vector<std::size_t>& row,
                const KnownDays& known, std::int64_t added_by, Date day) {
  return std::ranges::any_of(row, [&](std::size_t i) {
    const auto removes = [&](std::int64_t batch) {
      const bool is_replaced = std::ranges::any_of(
          row, [&](std::size_t other) { return versions[other].added_by == batch; });
      return !is_replaced && batch > added_by && known.of_batch(batch) <= day;
    };
    // Batches that were taken back since count where the book is looked at as it was before.
    return (versions[i].ended_by && removes(*versions[i].ended_by)) ||
           std::ranges::any_of(versions[i].spared_by, removes);
  });
}

}  // namespace

std::vector<HoldingVersion> holding_versions(const Book& book, const KnownDays& known,
                                             const FileSpec& file, Date day) {
  const auto& versions = book.files[static_cast<std::size_t>(file.file)].versions;
  std::vector<HoldingVersion> holding;
  const bool has_ended = std::ranges::any_of(
      versions, [](const RowVersion& v) { return v.ended_by.has_value() || !v.spared_by.empty(); });
  if (!has_ended) {
    holding.reserve(versions.size());
    for (std::size_t i = 0; i < versions.size(); ++i) {
      if (known.of(file.file, versions[i]) <= day) holding.push_back({i, versions[i].present_row});
    }
    return holding;
  }
  const Rows rows{book, file};
  for (const std::vector<std::size_t>& row : rows.rows()) {
    std::optional<std::int64_t> last;
    std::size_t present_row = kNotPresent;
    for (const std::size_t i : row) {
      if (versions[i].present_row != kNotPresent) present_row = versions[i].present_row;
      if (known.of(file.file, versions[i]) > day) continue;
      last = std::max(last.value_or(versions[i].added_by), versions[i].added_by);
    }
    if (!last || is_removed(versions, row, known, *last, day)) continue;
    for (const std::size_t i : row) {
      if (versions[i].added_by == *last && known.of(file.file, versions[i]) <= day) {
        const std::size_t own_row = versions[i].present_row;
        holding.push_back({i, own_row == kNotPresent ? present_row : own_row});
      }
    }
  }
  std::ranges::sort(holding, {}, &HoldingVersion::version);
  return holding;
}

}  // namespace runout::book
