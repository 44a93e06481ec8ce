#include "small_book.h"

#include <filesystem>
#include <stdexcept>

#include "runout/base/csv.h"
#include "runout/book/parse_records.h"
#include "runout/book/store.h"

namespace runout::book {

Tables small_book() {
  static const Tables tables =
      read_book(std::filesystem::path{RUNOUT_SOURCE_DIR} / "tests" / "malformed" / "base").present;
  return tables;
}

void add_rows(Tables& tables, File file, std::string_view rows) {
  Diagnostics faults;
  CsvText text = read_csv(rows, file_name(file), faults);
  std::size_t first = 0;
  if (!tables[file]) {
    Table& table = tables[file].emplace();
    table.name = file_name(file);
    table.columns = text.records.at(0).fields;
    first = 1;
  }
  Table& table = *tables[file];
  std::size_t line = table.rows.empty() ? 2 : table.rows.back().line + 1;
  for (std::size_t i = first; i < text.records.size(); ++i) {
    Row row;
    row.line = line++;
    row.cells = text.records[i].fields;
    row.cells.resize(table.columns.size());
    table.rows.push_back(row);
  }
}

void add_event(Tables& tables, const std::string& subject, const std::string& happened_on,
               const std::string& event) {
  std::string row = ",";  // no id
  row.append(subject).append(",").append(happened_on).append(",,,").append(event).append("\n");
  add_rows(tables, File::events, row);
}

void set_file(Tables& tables, File file, std::string_view rows) {
  tables[file].reset();
  add_rows(tables, file, rows);
}

Records sound_records(const Tables& tables) {
  Diagnostics diagnostics;
  Records records = parse_records(tables, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == Severity::error) throw std::runtime_error{to_line(diagnostic)};
  }
  return records;
}

Snapshot snapshot_of(const Tables& tables, std::string_view as_of) {
  return make_snapshot(sound_records(tables), parse_date(as_of));
}

std::vector<std::string> codes_of(const Diagnostics& diagnostics) {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : diagnostics) codes.push_back(diagnostic.code);
  return codes;
}

}  // namespace runout::book
