#include "runout/book/known_days.h"

#include <algorithm>

namespace runout::book {

VersionCells cells_of(const Book& book, File file, const RowVersion& version) {
  if (version.present_row == kNotPresent) return {version.cells, false};
  return {book.present[file]->rows[version.present_row].cells, true};
}

KnownDays::KnownDays(const Book& book) : book_{book} {
  for (const Batch& batch : book.batches) {
    // A batch that only takes another back tells nothing new of the world.
    const bool brings_nothing = batch.undone || batch.takes_back;
    batches_[batch.number] = brings_nothing ? kNeverKnown : batch.known_on.value_or(kAlways);
  }
  for (const FileSpec& file : schema()) {
    const FileHistory& history = book.files[static_cast<std::size_t>(file.file)];
    columns_.push_back({OwnDay{file, history.columns}, OwnDay{file, history.stored_columns},
                        find_index(history.columns, "licence"),
                        find_index(history.stored_columns, "licence")});
  }
  collect_issue_days();
  unrecorded_ = latest_of_recorded().value_or(kAlways);
}

void KnownDays::collect_issue_days() {
  const FileHistory& events = book_.files[static_cast<std::size_t>(File::events)];
  const IssueDayCollector present{events.columns};
  const IssueDayCollector stored{events.stored_columns};
  for (const RowVersion& version : events.versions) {
    if (of_batch(version.added_by) == kNeverKnown) continue;
    const VersionCells row = cells_of(book_, File::events, version);
    (row.in_present_order ? present : stored).add(row.cells, issued_);
  }
}

Date KnownDays::of_batch(std::int64_t number) const {
  if (number == kUnrecorded) return unrecorded_;
  const auto batch = batches_.find(number);
  return batch == batches_.end() ? kAlways : batch->second;
}

std::optional<Date> KnownDays::own_day(File file, const RowVersion& version) const {
  const Columns& columns = columns_[static_cast<std::size_t>(file)];
  const VersionCells row = cells_of(book_, file, version);
  if (file == File::licences) {
    const auto licence = row.in_present_order ? columns.present_licence : columns.stored_licence;
    const auto issued = licence ? issued_.find(row.cells[*licence]) : issued_.end();
    if (issued != issued_.end()) return issued->second;
  }
  return (row.in_present_order ? columns.present : columns.stored).of(row.cells);
}

Date KnownDays::of(File file, const RowVersion& version) const {
  const Date batch = of_batch(version.added_by);
  if (batch == kNeverKnown) return batch;
  return own_day(file, version).value_or(batch);
}

std::optional<Date> KnownDays::latest_of_recorded() const {
  Date latest = kAlways;
  const auto take = [&](Date day) {
    if (day != kNeverKnown) latest = std::max(latest, day);
  };
  for (const auto& [number, day] : batches_) take(day);
  for (const FileSpec& file : schema()) {
    for (const RowVersion& version : book_.files[static_cast<std::size_t>(file.file)].versions) {
      if (version.added_by != kUnrecorded) take(of(file.file, version));
    }
  }
  return latest == kAlways ? std::nullopt : std::optional{latest};
}

std::optional<Date> KnownDays::latest() const {
  Date latest = unrecorded_;
  for (const FileSpec& file : schema()) {
    for (const RowVersion& version : book_.files[static_cast<std::size_t>(file.file)].versions) {
      if (version.added_by == kUnrecorded) latest = std::max(latest, of(file.file, version));
    }
  }
  return latest == kAlways ? std::nullopt : std::optional{latest};
}

}  // namespace runout::book
