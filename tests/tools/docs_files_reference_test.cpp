// docs/reference/files.md lists every file, column, key and word of a book: the tables of the page
// are printed from the schema that the program itself reads, so they cannot differ.
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "runout/book/schema.h"
#include "tools/pages.h"
#include "tools/shown_commands.h"

namespace runout::docs {
namespace {

using book::ColumnSpec;
using book::FileSpec;
using book::Range;
using book::ValueKind;

const std::string kPage = "docs/reference/files.md";

std::string range_words(Range range) {
  switch (range) {
    case Range::any:
      return "";
    case Range::positive:
      return ", above 0";
    case Range::non_negative:
      return ", 0 or more";
    case Range::share:
      return ", 0 to 1";
    case Range::below_one:
      return ", 0 or more and below 1";
  }
  return "";
}

std::string list(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "`" : ", `") + word + "`";
  return text;
}

std::string reference_words(const ColumnSpec& column, std::string_view noun) {
  std::string text{noun};
  if (column.refers_to) text += " of " + book::file_name(*column.refers_to);
  if (!column.words.empty()) text += ", or " + list(column.words);
  return text;
}

std::string kind_words(const ColumnSpec& column) {
  switch (column.kind) {
    case ValueKind::code:
      return reference_words(column, "code");
    case ValueKind::codes:
      return reference_words(column, "codes");
    case ValueKind::text:
      return "text";
    case ValueKind::word:
      // The words of events have a table of their own.
      return column.words.size() > 20 ? "word, see below" : "one of " + list(column.words);
    case ValueKind::yes_no:
      return "`yes` or `no`";
    case ValueKind::date:
      return "date";
    case ValueKind::decimal:
      return "number" + range_words(column.range);
    case ValueKind::whole:
      return "whole number" + range_words(column.range);
  }
  return "";
}

bool in_key(const FileSpec& file, std::string_view column) {
  for (const std::string_view key : file.key) {
    if (key == column) return true;
  }
  return false;
}

std::vector<std::string> table_of(const FileSpec& file) {
  std::vector<std::string> lines{"", "| column | holds | meaning |", "|---|---|---|"};
  for (const ColumnSpec& column : file.columns) {
    const char* mark = column.required ? (in_key(file, column.name) ? " (key)" : " (required)")
                                       : (in_key(file, column.name) ? " (key, may be blank)" : "");
    lines.push_back("| `" + std::string{column.name} + "`" + mark + " | " + kind_words(column) +
                    " | " + std::string{column.meaning} + " |");
  }
  lines.emplace_back();
  return lines;
}

std::vector<std::string> all_tables() {
  std::vector<std::string> lines;
  for (const FileSpec& file : book::schema()) {
    lines.push_back("## " + std::string{file.name} + ".csv");
    lines.push_back("One row is " + std::string{file.row_is} + "." +
                    (file.needed ? " A book cannot start without this file." : ""));
    for (const std::string& line : table_of(file)) lines.push_back(line);
  }
  lines.pop_back();
  return lines;
}

std::vector<std::string> event_words() {
  return {"",
          "| subject | words |",
          "|---|---|",
          "| application | " + list(book::application_event_words()) + " |",
          "| licence | " + list(book::licence_event_words()) + " |",
          "| order | " + list(book::order_event_words()) + " |",
          "| authority | " + list(book::authority_event_words()) + " |",
          "| line | " + list(book::line_event_words()) + " |",
          "| any | `void` |",
          ""};
}

TEST(DocsFilesReference, SaysWhatTheSchemaSays) {
  const std::vector<std::string> page = read_page(kPage);
  std::vector<std::string> printed = replace_part(page, "files", all_tables());
  printed = replace_part(printed, "event words", event_words());
  if (updating()) {
    if (printed != page) write_page(kPage, printed);
    return;
  }
  EXPECT_EQ(join_lines(page), join_lines(printed)) << "./dev docs rewrites the page";
}

}  // namespace
}  // namespace runout::docs
