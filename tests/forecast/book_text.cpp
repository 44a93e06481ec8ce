#include "forecast/book_text.h"

#include <gtest/gtest.h>

#include "runout/base/csv.h"
#include "runout/book/parse_records.h"

namespace runout::forecast {

using book::File;

BookText small_book() {
  return {
      {File::items,
       "item,unit,control_entry,control_status,kg_per_unit,family\n"
       "CAR,pcs,,free,,\nMAG,pcs,1C905,,0.5,magnets\n"},
      {File::controls,
       "control,authority,control_entry,from_country,to_country,valid_from,valid_to\n"
       "K1,MOFCOM,1C905,CN,,2025-04-04,\n"},
      {File::sites, "site,country,kind,firm,calendar\nSUP,CN,supplier,Sup,\nPLANT,DE,plant,Us,\n"},
      {File::lines,
       "line,item,site,units_per_day,calendar,contribution_per_unit,currency,stop_cost_per_day\n"
       "L,CAR,PLANT,10,every-day,3,EUR,100\n"},
      {File::bom, "parent,component,quantity_per\nCAR,MAG,1\n"},
      {File::lanes, "lane,origin,destination,mode,transit_typical\nSEA,SUP,PLANT,sea,5\n"},
      {File::orders, "order,item,supplier_site,destination_site,quantity\n"},
      {File::stock, "item,site,on_hand\n"},
  };
}

book::Snapshot snapshot_of(const BookText& text, Date as_of) {
  book::Tables tables;
  Diagnostics diagnostics;
  for (const auto& [file, content] : text) {
    const CsvText csv = read_csv(content, book::file_name(file), diagnostics);
    book::Table table;
    table.name = book::file_name(file);
    for (std::size_t i = 0; i < csv.records.size(); ++i) {
      if (i == 0) {
        table.columns = csv.records[i].fields;
        continue;
      }
      table.rows.push_back({csv.records[i].line, csv.records[i].fields, {}});
    }
    tables[file] = std::move(table);
  }
  book::Records records = book::parse_records(tables, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == Severity::error) ADD_FAILURE() << to_line(diagnostic);
  }
  return book::make_snapshot(std::move(records), as_of);
}

}  // namespace runout::forecast
