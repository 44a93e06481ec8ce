// The passes of parse_records over one set of tables; each fills its part of the records.
#pragma once

#include <string_view>

#include "runout/book/parse/cells.h"
#include "runout/book/parse/code_index.h"
#include "runout/book/records.h"
#include "runout/book/tables.h"

namespace runout::book {

/// What the passes share. Codes are collected from all rows first, faulty ones included, so that
/// one fault does not make every reference to its row a fault too.
struct Parsing {
  const Tables& tables;
  Records& records;
  Findings& findings;

  CodeIndex items;
  CodeIndex families;
  CodeIndex sites;
  CodeIndex lines;
  CodeIndex lanes;
  CodeIndex orders;
  CodeIndex applications;
  CodeIndex licences;
  CodeIndex calendars;    ///< built-in ones included
  CodeIndex authorities;  ///< names used in controls, applications and authorities, and MOFCOM

  /// The table of a file for the pass that reads it; reports its columns.
  [[nodiscard]] Sheet sheet(File file) const {
    Sheet opened{tables, file, findings};
    opened.check_columns();
    return opened;
  }
};

// Every record stands at the position of its row in the table, so that the positions in the
// indexes above are positions in the records. Only events may be fewer than their rows.

void parse_items(Parsing& parsing);
void parse_controls(Parsing& parsing);
void parse_sites(Parsing& parsing);
void parse_stock(Parsing& parsing);
void parse_bom(Parsing& parsing);

void parse_calendars(Parsing& parsing);
void parse_lines(Parsing& parsing);
void parse_plan(Parsing& parsing);
void parse_lanes(Parsing& parsing);
void parse_replenishment(Parsing& parsing);

void parse_orders(Parsing& parsing);
void parse_applications(Parsing& parsing);
void parse_licences(Parsing& parsing);
void parse_scope(Parsing& parsing);
void parse_evidence(Parsing& parsing);
void parse_authorities(Parsing& parsing);

void parse_events(Parsing& parsing);

void parse_forecasts(Parsing& parsing);

/// Checks across the rows of one table, when each could be read by itself: components twice in
/// force and cycles in bom, rows of a line that disagree, overlapping plans, amounts too large.
void check_structure(Parsing& parsing);

/// Doubts about names that must agree between files and are no references: countries that are no
/// codes of two letters or that no site has, authorities that differ from another one by little.
void check_names(Parsing& parsing);

}  // namespace runout::book
