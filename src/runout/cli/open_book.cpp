#include "runout/cli/open_book.h"

#include <algorithm>
#include <iterator>
#include <ostream>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/book/check.h"
#include "runout/book/parse_records.h"
#include "runout/book/store.h"
#include "runout/cli/options.h"

namespace runout::cli {
namespace {

/// Adds what is not there yet.
void append(Diagnostics& all, const Diagnostics& more) {
  const auto name = [](const Diagnostic& one) {
    return std::tie(one.file, one.row, one.code, one.message, one.column, one.help, one.severity);
  };
  const auto comes_before = [&](const Diagnostic* a, const Diagnostic* b) {
    return name(*a) < name(*b);
  };
  all.reserve(all.size() + more.size());  // What the set points to stays where it is.
  std::set<const Diagnostic*, decltype(comes_before)> known{comes_before};
  for (const Diagnostic& diagnostic : all) known.insert(&diagnostic);
  for (const Diagnostic& diagnostic : more) {
    if (known.contains(&diagnostic)) continue;
    all.push_back(diagnostic);
    known.insert(&all.back());
  }
}

}  // namespace

Diagnostics check_as_of(const std::vector<book::KnownDay>& known, Date as_of,
                        const std::string& source) {
  if (kFirstAsOf <= as_of && as_of <= kLastAsOf) return {};
  Diagnostics errors = book::refuse_as_of(known, as_of, kFirstAsOf, kLastAsOf);
  if (errors.empty()) {
    errors.push_back({Severity::error, "as_of_out_of_range", source, 0, "",
                      fmt::format("the latest day on which anything became known, '{}', is out of "
                                  "range",
                                  to_string(as_of)),
                      "give --as-of"});
  }
  return errors;
}

OpenedBook inspect_book(const std::string& path, std::optional<Date> as_of) {
  return inspect_book(book::read_book(path), path, as_of);
}

OpenedBook inspect_book(const book::Book& book, const std::string& path,
                        std::optional<Date> as_of) {
  const std::vector<book::KnownDay> known_days = book::find_known_days(book);
  OpenedBook opened;
  opened.hand_edits = book.hand_edits;
  opened.as_of = as_of ? as_of : book.latest_known();
  Diagnostics of_book = book.diagnostics;
  append(of_book, book::find_far_days(known_days));
  opened.problems = of_book;
  if (!as_of && opened.as_of) append(opened.problems, check_as_of(known_days, *opened.as_of, path));
  Diagnostics doubts;
  // Errors anywhere refuse the book, so the present rows are read whatever the as-of day.
  book::Records present = book::parse_records(book.present, doubts);
  opened.problems.insert(opened.problems.end(), doubts.begin(), doubts.end());
  if (count_errors(opened.problems) > 0 || !opened.as_of) return opened;

  // Doubts about rows that were not known then are none of the snapshot's.
  Diagnostics warnings = std::move(of_book);
  book::Records known = book::parse_known_records(book.tables_as_of(*opened.as_of), warnings);
  known.names = present.names;
  opened.snapshot = book::make_snapshot(std::move(known), *opened.as_of);
  append(warnings, opened.snapshot->warnings);
  append(warnings, book::check_snapshot(*opened.snapshot));
  opened.snapshot->warnings = warnings;
  opened.problems = std::move(warnings);
  return opened;
}

std::string hand_edit_note(std::size_t hand_edits, const std::string& path) {
  if (hand_edits == 0) return {};
  return fmt::format("{} row{} changed by hand, not yet recorded; `runout import {}` records {}",
                     hand_edits, hand_edits == 1 ? "" : "s", path, hand_edits == 1 ? "it" : "them");
}

std::optional<book::Snapshot> open_snapshot(Console& console, const std::string& path,
                                            std::optional<Date> as_of) {
  return open_snapshot(console, book::read_book(path), path, as_of);
}

std::optional<book::Snapshot> open_snapshot(Console& console, const book::Book& book,
                                            const std::string& path, std::optional<Date> as_of) {
  OpenedBook opened = inspect_book(book, path, as_of);
  if (const std::string note = hand_edit_note(opened.hand_edits, path); !note.empty()) {
    console.err << "runout: " << note << '\n';
  }
  if (count_errors(opened.problems) > 0) {
    Diagnostics errors;
    std::ranges::copy_if(opened.problems, std::back_inserter(errors),
                         [](const Diagnostic& d) { return d.severity == Severity::error; });
    print_problems(console, errors);
    return std::nullopt;
  }
  if (!opened.snapshot) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("nothing in '{}' says when it became known; give --as-of, such as "
                            "--as-of 2025-06-30",
                            path)};
  }
  return std::move(opened.snapshot);
}

}  // namespace runout::cli
