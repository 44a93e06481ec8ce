#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "runout/book/history/history_cells.h"
#include "runout/book/history/history_log.h"
#include "runout/book/known_days.h"

namespace runout::book {
namespace {

/// The records of one batch in one file, by place.
struct FileRecords {
  const Layout* layout = nullptr;
  std::set<std::int64_t> ended;
  std::map<std::int64_t, std::size_t> begun;  ///< versions by place
};

/// What each batch did to a file. A batch that changed a row ended one version and began another
/// at the same place.
std::map<std::int64_t, FileRecords> records_of(const FileHistory& history) {
  std::map<std::int64_t, FileRecords> records;
  for (const Layout& layout : history.layouts) {
    if (layout.set_by != kUnrecorded) records[layout.set_by].layout = &layout;
  }
  for (std::size_t i = 0; i < history.versions.size(); ++i) {
    const RowVersion& version = history.versions[i];
    if (version.added_by == kUnrecorded) continue;
    records[version.added_by].begun.emplace(version.position, i);
    if (version.ended_by && *version.ended_by != kUnrecorded) {
      records[*version.ended_by].ended.insert(version.position);
    }
    for (const std::int64_t batch : version.spared_by) {
      records[batch].ended.insert(version.position);
    }
  }
  return records;
}

class Writer {
 public:
  explicit Writer(const Book& book) : book_{book} {
    table_.name = "history.csv";
    table_.columns = history_columns();
    for (const FileSpec& file : schema()) {
      records_.push_back(records_of(book.files[static_cast<std::size_t>(file.file)]));
    }
    layouts_.resize(kFileCount);
  }

  Table write() {
    for (const Batch& batch : book_.batches) {
      add({std::to_string(batch.number), batch.takes_back ? "undo" : "batch", "", "",
           batch.takes_back ? std::to_string(*batch.takes_back) : "", batch.recorded_at,
           batch.known_on ? to_string(*batch.known_on) : "", batch.author, batch.source});
      if (batch.takes_back) {
        restore_layouts();
        continue;
      }
      for (const FileSpec& file : schema()) write_file(batch, file);
    }
    return std::move(table_);
  }

 private:
  void add(std::vector<std::string> cells) {
    table_.rows.push_back({table_.rows.size() + 2, std::move(cells), std::nullopt});
  }

  void add(const Batch& batch, const char* change, const FileSpec& file, std::string place,
           std::string cells) {
    add({std::to_string(batch.number), change, std::string{file.name}, std::move(place),
         std::move(cells), "", "", "", ""});
  }

  /// After an undo the columns in force are those of an earlier batch again.
  void restore_layouts() {
    // The batches that are taken back by now; later undos have not happened yet at this record.
    std::set<std::int64_t> undone;
    for (const Batch& batch : book_.batches) {
      if (batch.takes_back) undone.insert(*batch.takes_back);
      if (batch.number == current_number()) break;
    }
    for (std::size_t file = 0; file < kFileCount; ++file) {
      layouts_[file] = nullptr;
      for (const Layout& layout : book_.files[file].layouts) {
        if (layout.set_by < current_number() && !undone.contains(layout.set_by)) {
          layouts_[file] = &layout;
        }
      }
    }
  }

  [[nodiscard]] std::int64_t current_number() const {
    return std::stoll(table_.rows.back().cells[0]);
  }

  void write_file(const Batch& batch, const FileSpec& file) {
    const auto place = static_cast<std::size_t>(file.file);
    const auto found = records_[place].find(batch.number);
    if (found == records_[place].end()) return;
    const FileRecords& records = found->second;
    if (records.layout != nullptr) {
      layouts_[place] = records.layout;
      add(batch, records.layout->present ? "columns" : "absent", file, "",
          join_cells(records.layout->columns));
    }
    for (const std::int64_t ended : records.ended) {
      if (!records.begun.contains(ended)) add(batch, "removed", file, std::to_string(ended), "");
    }
    for (const auto& [begun, version] : records.begun) {
      if (records.ended.contains(begun)) write_row(batch, "changed", file, begun, version);
    }
    for (const auto& [begun, version] : records.begun) {
      if (!records.ended.contains(begun)) write_row(batch, "added", file, begun, version);
    }
  }

  void write_row(const Batch& batch, const char* change, const FileSpec& file, std::int64_t place,
                 std::size_t version) {
    const auto index = static_cast<std::size_t>(file.file);
    const FileHistory& history = book_.files[index];
    const VersionCells source = cells_of(book_, file.file, history.versions[version]);
    const auto& order = source.in_present_order ? history.columns : history.stored_columns;
    const std::vector<std::string>& columns = layouts_[index]->columns;
    if (order == columns) {
      add(batch, change, file, std::to_string(place), join_cells(source.cells));
      return;
    }
    std::vector<std::string> cells;
    for (const std::string& column : columns) {
      const auto at = find_index(order, column);
      cells.push_back(at ? source.cells[*at] : std::string{});
    }
    add(batch, change, file, std::to_string(place), join_cells(cells));
  }

  const Book& book_;
  Table table_;
  std::vector<std::map<std::int64_t, FileRecords>> records_;  ///< [file] by batch
  std::vector<const Layout*> layouts_;                        ///< [file] in force at this record
};

}  // namespace

const std::vector<std::string>& history_columns() {
  static const std::vector<std::string> columns{
      "batch", "change", "file", "place", "cells", "recorded_at", "known_on", "author", "source"};
  return columns;
}

Table history_table(const Book& book) { return Writer{book}.write(); }

}  // namespace runout::book
