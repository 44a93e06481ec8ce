#include "runout/book/known_days.h"

#include <algorithm>
#include <set>

namespace runout::book {

VersionCells cells_of(const Book& book, File file, const RowVersion& version) {
  if (version.present_row == kNotPresent) return {version.cells, false};
  return {book.present[file]->rows[version.present_row].cells, true};
}

KnownDays::KnownDays(const Book& book, std::int64_t last_batch) : book_{book} {
  std::set<std::int64_t> taken_back;
  for (const Batch& batch : book.batches) {
    if (batch.takes_back && batch.number <= last_batch) taken_back.insert(*batch.takes_back);
    if (batch.undone && last_batch == kUnrecorded) taken_back.insert(batch.number);
  }
  for (const Batch& batch : book.batches) {
    // A batch that only takes another back tells nothing new of the world.
    const bool brings_nothing =
        taken_back.contains(batch.number) || batch.takes_back || batch.number > last_batch;
    batches_[batch.number] = brings_nothing ? kNeverKnown : batch.known_on.value_or(kAlways);
    const auto recorded = find_date(std::string_view{batch.recorded_at}.substr(0, 10));
    if (recorded) recorded_[batch.number] = *recorded;
  }
  for (const FileSpec& file : schema()) {
    const FileHistory& history = book.files[static_cast<std::size_t>(file.file)];
    columns_.push_back({OwnDay{file, history.columns}, OwnDay{file, history.stored_columns},
                        find_index(history.columns, "licence"),
                        find_index(history.stored_columns, "licence")});
  }
  collect_issue_days();
  collect_corrections();
  unrecorded_ = last_batch == kUnrecorded ? latest_of_recorded().value_or(kAlways) : kNeverKnown;
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

void KnownDays::collect_corrections() {
  const FileHistory& events = book_.files[static_cast<std::size_t>(File::events)];
  const auto present = find_index(events.columns, "supersedes");
  const auto stored = find_index(events.stored_columns, "supersedes");
  for (const RowVersion& version : events.versions) {
    const VersionCells row = cells_of(book_, File::events, version);
    const auto& column = row.in_present_order ? present : stored;
    if (!column || row.cells[*column].empty()) continue;
    const Date day = of(File::events, version);
    if (day == kNeverKnown) continue;
    const auto [place, is_new] = superseded_.try_emplace(row.cells[*column], day);
    if (!is_new) place->second = std::min(place->second, day);
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

std::optional<KnownDays::Own> KnownDays::find_own_day(File file, const RowVersion& version) const {
  const Columns& columns = columns_[static_cast<std::size_t>(file)];
  const VersionCells row = cells_of(book_, file, version);
  if (file == File::licences) {
    const auto licence = row.in_present_order ? columns.present_licence : columns.stored_licence;
    if (licence && issued_.contains(row.cells[*licence])) return std::nullopt;
  }
  const auto column =
      (row.in_present_order ? columns.present : columns.stored).column_of(row.cells);
  if (!column) return std::nullopt;
  const FileHistory& history = book_.files[static_cast<std::size_t>(file)];
  const auto& names = row.in_present_order ? history.columns : history.stored_columns;
  return Own{*find_date(row.cells[*column]), names[*column]};
}

Date KnownDays::counted_on(File file, const RowVersion& version) const {
  Date day = of(file, version);
  if (day == kNeverKnown) return day;
  if (version.ended_by) {
    const auto recorded = recorded_.find(*version.ended_by);
    const bool is_slip = recorded != recorded_.end() && day > recorded->second;
    if (is_slip) day = std::min(day, of_batch(*version.ended_by));
  }
  if (file != File::events || superseded_.empty()) return day;
  const FileHistory& events = book_.files[static_cast<std::size_t>(File::events)];
  const VersionCells row = cells_of(book_, File::events, version);
  const auto id = find_index(row.in_present_order ? events.columns : events.stored_columns, "id");
  const auto correction = id ? superseded_.find(row.cells[*id]) : superseded_.end();
  return correction == superseded_.end() ? day : std::min(day, correction->second);
}

std::optional<Date> KnownDays::latest_of_recorded() const {
  Date latest = kAlways;
  // Rows changed by hand since are no longer what the book says; they count where nothing else has
  // a day.
  Date latest_of_changed = kAlways;
  const auto take = [](Date day, Date& sum) {
    if (day != kNeverKnown) sum = std::max(sum, day);
  };
  for (const auto& [number, day] : batches_) take(day, latest);
  for (const FileSpec& file : schema()) {
    if (file.file == File::forecasts) continue;  // To look at a book makes nothing known.
    for (const RowVersion& version : book_.files[static_cast<std::size_t>(file.file)].versions) {
      if (version.added_by == kUnrecorded) continue;
      take(counted_on(file.file, version),
           version.ended_by == kUnrecorded ? latest_of_changed : latest);
    }
  }
  if (latest == kAlways) latest = latest_of_changed;
  return latest == kAlways ? std::nullopt : std::optional{latest};
}

std::optional<Date> KnownDays::latest() const {
  Date latest = unrecorded_;
  for (const FileSpec& file : schema()) {
    if (file.file == File::forecasts) continue;
    for (const RowVersion& version : book_.files[static_cast<std::size_t>(file.file)].versions) {
      if (version.added_by == kUnrecorded) {
        latest = std::max(latest, counted_on(file.file, version));
      }
    }
  }
  return latest == kAlways ? std::nullopt : std::optional{latest};
}

}  // namespace runout::book
