#include "runout/book/parse_records.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "runout/book/damage.h"
#include "runout/book/parse/parsing.h"

namespace runout::book {
namespace {

void collect(const Sheet& sheet, std::string_view column_name, CodeIndex& index) {
  if (!sheet.is_whole()) index.mark_partial();
  const Column column = sheet.column(column_name);
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    const std::string_view code = sheet.cell(row, column);
    if (!code.empty()) index.add(code, row);
  }
}

/// Collects the codes of all rows before any record is read.
void collect_codes(Parsing& parsing) {
  const auto sheet = [&](File file) { return Sheet{parsing.tables, file, parsing.findings}; };
  collect(sheet(File::items), "item", parsing.items);
  collect(sheet(File::items), "family", parsing.families);
  collect(sheet(File::sites), "site", parsing.sites);
  collect(sheet(File::lines), "line", parsing.lines);
  collect(sheet(File::lanes), "lane", parsing.lanes);
  collect(sheet(File::orders), "order", parsing.orders);
  collect(sheet(File::applications), "application", parsing.applications);
  collect(sheet(File::licences), "licence", parsing.licences);
  for (const std::string& name : built_in_calendar_words()) parsing.calendars.add(name, 0);
  collect(sheet(File::calendars), "calendar", parsing.calendars);
  parsing.authorities.add("MOFCOM", 0);
  collect(sheet(File::authorities), "authority", parsing.authorities);
  collect(sheet(File::controls), "authority", parsing.authorities);
  collect(sheet(File::applications), "authority", parsing.authorities);
}

Records parse(const Tables& tables, Findings& findings) {
  Records records;
  for (std::size_t i = 0; i < kFileCount; ++i) {
    if (tables.files[i]) records.names[i] = tables.files[i]->name;
  }
  Parsing parsing{tables, records, findings, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
  collect_codes(parsing);
  // What others look into comes first: calendars, sites, lanes, applications.
  parse_calendars(parsing);
  parse_items(parsing);
  parse_controls(parsing);
  parse_sites(parsing);
  parse_stock(parsing);
  parse_bom(parsing);
  parse_lines(parsing);
  parse_plan(parsing);
  parse_lanes(parsing);
  parse_orders(parsing);
  parse_applications(parsing);
  parse_licences(parsing);
  parse_scope(parsing);
  parse_events(parsing);
  parse_evidence(parsing);
  parse_replenishment(parsing);
  parse_authorities(parsing);
  parse_forecasts(parsing);
  check_structure(parsing);
  check_names(parsing);
  std::ranges::stable_sort(findings, {}, [](const Finding& finding) {
    return std::pair{finding.file, finding.diagnostic.row};
  });
  return records;
}

bool has_blank_rows(const Tables& tables) {
  return std::ranges::any_of(tables.files, [](const std::optional<Table>& table) {
    return table && std::ranges::any_of(table->rows, is_blank_row, &Row::cells);
  });
}

/// Stores keep such rows; as records they are like blank lines.
void drop_blank_rows(Tables& tables) {
  for (std::optional<Table>& table : tables.files) {
    if (table) {
      std::erase_if(table->rows, [](const Row& row) { return is_blank_row(row.cells); });
    }
  }
}

Records parse_rows(const Tables& tables, Findings& findings) {
  if (!has_blank_rows(tables)) return parse(tables, findings);
  Tables filled = tables;
  drop_blank_rows(filled);
  return parse(filled, findings);
}

}  // namespace

Records parse_records(const Tables& tables, Diagnostics& diagnostics) {
  Findings findings;
  Records records = parse_rows(tables, findings);
  for (Finding& finding : findings) diagnostics.push_back(std::move(finding.diagnostic));
  return records;
}

Records parse_known_records(Tables tables, Diagnostics& diagnostics) {
  drop_blank_rows(tables);
  std::array<std::size_t, kFileCount> left_out{};
  while (true) {
    Findings findings;
    Records records = parse(tables, findings);
    std::array<std::set<std::size_t>, kFileCount> faulty;
    bool is_sound = true;
    for (const Finding& finding : findings) {
      if (finding.diagnostic.severity != Severity::error) continue;
      is_sound = false;
      const auto file = static_cast<std::size_t>(finding.file);
      if (finding.row != kNoRow) {
        faulty[file].insert(finding.row);
      } else {
        for (std::size_t row = 0; row < tables.files[file]->rows.size(); ++row) {
          faulty[file].insert(row);
        }
      }
    }
    if (is_sound) {
      for (Finding& finding : findings) diagnostics.push_back(std::move(finding.diagnostic));
      for (std::size_t file = 0; file < kFileCount; ++file) {
        if (left_out[file] == 0) continue;
        diagnostics.push_back({Severity::warning, "not_yet_known",
                               records.name_of(static_cast<File>(file)), 0, "",
                               fmt::format("{} rows name something that was not known yet and are "
                                           "left out",
                                           left_out[file]),
                               ""});
      }
      return records;
    }
    for (std::size_t file = 0; file < kFileCount; ++file) {
      if (faulty[file].empty()) continue;
      left_out[file] += faulty[file].size();
      std::vector<Row> kept;
      auto& rows = tables.files[file]->rows;
      for (std::size_t row = 0; row < rows.size(); ++row) {
        if (!faulty[file].contains(row)) kept.push_back(std::move(rows[row]));
      }
      rows = std::move(kept);
    }
  }
}

}  // namespace runout::book
