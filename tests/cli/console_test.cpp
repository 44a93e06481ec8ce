#include "runout/cli/console.h"

#include <optional>
#include <sstream>
#include <string>

#include <gmock/gmock.h>

#include "runout/book/change.h"
#include "runout/book/schema.h"
#include "runout/cli/import_diff.h"

namespace runout::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

// A terminal obeys escape sequences, and turns text around after U+202E: what a cell holds must not
// decide what is seen when somebody is asked to confirm it.
const std::string kEvil = "Z-\x1b[31m9\xE2\x80\xAEtxt";

void expect_harmless(const std::string& text) {
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_THAT(text, HasSubstr("Z-"));
}

TEST(Console, PrintsProblemsWithoutWhatATerminalObeys) {
  std::ostringstream out;
  std::ostringstream err;
  Console console{out, err};
  print_problems(console, {{Severity::error, "unknown", "events.csv", 2, "subject",
                            "'" + kEvil + "' is unknown", ""}});
  expect_harmless(err.str());
}

TEST(Console, PrintsChangesWithoutWhatATerminalObeys) {
  book::Table table;
  table.name = "items.csv";
  table.columns = {"item", "unit"};
  book::Row row;
  row.cells = {kEvil, "pcs"};
  row.line = 2;
  table.rows = {row};
  std::optional<book::Table> after = table;
  const std::optional<book::Table> before;
  const book::FileChange change = book::find_change(book::spec(book::File::items), before, after);
  std::ostringstream out;
  print_change(out, change, before, after);
  expect_harmless(out.str());
}

}  // namespace
}  // namespace runout::cli
