#include "runout/base/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace runout {
namespace {

using Fields = std::vector<std::string>;

CsvText read(std::string_view text) {
  Diagnostics diagnostics;
  CsvText csv = read_csv(text, "f.csv", diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << to_line(diagnostics.front());
  return csv;
}

TEST(Csv, TakesEveryUsualForm) {
  for (const char* text : {"a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2",
                           "\xEF\xBB\xBF"
                           "a,b\n1,2",
                           "a;b\n1;2\n", "a\tb\n1\t2\n", "\"a\",\"b\"\n\"1\",2\n\n"}) {
    const CsvText csv = read(text);
    ASSERT_EQ(csv.records.size(), 2U) << text;
    EXPECT_EQ(csv.records[0].fields, (Fields{"a", "b"}));
    EXPECT_EQ(csv.records[1].fields, (Fields{"1", "2"}));
  }
  EXPECT_EQ(read("a;b,c\n").separator, ',');  // a tie goes to the comma
  EXPECT_EQ(read("\"a,b\";c\n").separator, ';');
}

TEST(Csv, CountsPhysicalLines) {
  const CsvText csv = read("a,b\n\n\"two\nlines\",x\r\nlast,\"\"\"q\"\"\"\n");
  ASSERT_EQ(csv.records.size(), 3U);
  EXPECT_EQ(csv.records[1].line, 3U);
  EXPECT_EQ(csv.records[1].fields[0], "two\nlines");
  EXPECT_EQ(csv.records[2].line, 5U);
  EXPECT_EQ(csv.records[2].fields[1], "\"q\"");
}

TEST(Csv, NamesFaultsWithTheirLine) {
  const auto fault = [](std::string_view text) {
    Diagnostics diagnostics;
    (void)read_csv(text, "f.csv", diagnostics);
    return diagnostics.empty() ? "" : where(diagnostics[0]) + " " + diagnostics[0].message;
  };
  EXPECT_EQ(fault("a,b\n1,\"open\n2,3\n"), "f.csv:2 a quote is opened and never closed");
  EXPECT_EQ(fault("a,b\n1,\"x\"y\n"), "f.csv:2 text after a closing quote");
  EXPECT_EQ(fault("a,b\nGy\xF5r,1\n"), "f.csv:2 text that is not UTF-8");
  EXPECT_EQ(fault(std::string_view{"a\0,b\n", 5}), "f.csv:1 a NUL byte in the text");
}

RC_GTEST_PROP(Csv, SurvivesWritingAndReading, ()) {
  // RapidCheck's characters include quotes, separators and line ends often enough.
  const auto field =
      rc::gen::container<std::string>(rc::gen::elementOf(std::string{"ab,\";\n\r\t '1"}));
  const auto width = *rc::gen::inRange<std::size_t>(1, 5);
  const auto rows =
      *rc::gen::container<std::vector<Fields>>(rc::gen::container<Fields>(width, field));
  std::string text;
  Fields header(width, "h");
  append_csv_record(text, header);
  for (const Fields& row : rows) append_csv_record(text, row);
  Diagnostics diagnostics;
  const CsvText csv = read_csv(text, "f.csv", diagnostics);
  RC_ASSERT(diagnostics.empty());
  std::vector<Fields> expected;
  for (const Fields& row : rows) {
    if (!(width == 1 && row[0].empty())) expected.push_back(row);
  }
  RC_ASSERT(csv.records.size() == expected.size() + 1);
  for (std::size_t i = 0; i < expected.size(); ++i)
    RC_ASSERT(csv.records[i + 1].fields == expected[i]);
}

RC_GTEST_PROP(Csv, NeverTripsOverAnyBytes, (const std::string& bytes)) {
  Diagnostics diagnostics;
  (void)read_csv(bytes, "f.csv", diagnostics);
}

}  // namespace
}  // namespace runout
