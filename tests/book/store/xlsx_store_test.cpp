// Workbooks as other programs write them: dates, formulas, merged headers, prefixes, damage.
#include "runout/book/store/xlsx_store.h"

#include <zip.h>

#include <cstdlib>
#include <map>
#include <string>

#include <gmock/gmock.h>

#include "book/book_sample.h"
#include "runout/base/error.h"
#include "runout/book/store.h"

namespace runout::book {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Packs parts into a file.
void pack(const std::filesystem::path& path, const std::map<std::string, std::string>& parts) {
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  for (const auto& [name, text] : parts) {
    zip_source_t* source = zip_source_buffer(archive, text.data(), text.size(), 0);
    zip_file_add(archive, name.c_str(), source, ZIP_FL_OVERWRITE);
  }
  zip_close(archive);
}

/// A workbook with one sheet; style 1 is a built-in date, style 2 an own one, style 3 a number.
std::map<std::string, std::string> workbook(const std::string& sheet, const std::string& rows,
                                            const std::string& properties = "",
                                            const std::string& after = "") {
  return {{"_rels/.rels",
           "<Relationships><Relationship Id=\"r1\" Type=\"http://x/officeDocument\" "
           "Target=\"xl/workbook.xml\"/></Relationships>"},
          {"xl/workbook.xml", "<workbook xmlns:r=\"r\">" + properties + "<sheets><sheet name=\"" +
                                  sheet + "\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
          {"xl/_rels/workbook.xml.rels",
           "<Relationships><Relationship Id=\"r1\" Type=\"http://x/worksheet\" "
           "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" "
           "Type=\"http://x/sharedStrings\" Target=\"/xl/strings.xml\"/><Relationship Id=\"r3\" "
           "Type=\"http://x/styles\" Target=\"styles.xml\"/></Relationships>"},
          {"xl/strings.xml",
           "<sst><si><t>0012</t></si><si><r><t>two </t></r><r><t>runs</t></r><rPh><t>no</t></rPh>"
           "</si></sst>"},
          {"xl/styles.xml",
           "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd\\.mm\\.yyyy\"/><numFmt "
           "numFmtId=\"171\" formatCode=\"0.0 &quot;days&quot;\"/></numFmts><cellXfs><xf "
           "numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/>"
           "</cellXfs></styleSheet>"},
          {"xl/worksheets/sheet1.xml",
           "<worksheet><sheetData>" + rows + "</sheetData>" + after + "</worksheet>"}};
}

std::string text(const char* address, const std::string& value) {
  return std::string{"<c r=\""} + address + "\" t=\"inlineStr\"><is><t>" + value + "</t></is></c>";
}

const std::string kHeader = "<row r=\"1\">" + text("A1", "item") + text("B1", "site") +
                            text("C1", "on_hand") + text("D1", "counted_on") + "</row>";

Book read(const std::map<std::string, std::string>& parts) {
  const TempFolder place;
  pack(place / "book.xlsx", parts);
  return read_xlsx(place / "book.xlsx");
}

TEST(Workbook, ReadsStringsNumbersAndDatesOfEveryKind) {
  const Book book = read(workbook(
      "Stock", kHeader +
                   "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"B3\" t=\"s\"><v>1</v></c>"
                   "<c r=\"C3\" s=\"3\"><v>0.30000000000000004</v></c><c r=\"D3\" s=\"1\">"
                   "<v>45838</v></c></row>"
                   "<row r=\"5\"><c r=\"A5\" t=\"str\"><v>x</v></c><c r=\"C5\"><v>1E3</v></c>"
                   "<c r=\"D5\" s=\"2\"><v>45838.5</v></c></row>"));
  ASSERT_TRUE(book.present[File::stock].has_value());
  const auto& rows = book.present[File::stock]->rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_THAT(rows[0].cells, ElementsAre("0012", "two runs", "0.3", "2025-06-30"));
  EXPECT_THAT(rows[1].cells, ElementsAre("x", "", "1000", "2025-06-30 12:00:00"));
  EXPECT_EQ(rows[0].line, 3U);
  EXPECT_EQ(rows[1].line, 5U);
  EXPECT_EQ(book.present[File::stock]->name, "book.xlsx:stock");
}

TEST(Workbook, CountsDaysFrom1904WhereItSaysSo) {
  const Book book = read(workbook(
      "stock",
      kHeader + "<row r=\"2\">" + text("A2", "A") + "<c r=\"D2\" s=\"1\"><v>44376</v></c></row>",
      "<workbookPr date1904=\"1\"/>"));
  EXPECT_EQ(book.present[File::stock]->rows[0].cells[3], "2025-06-30");
}

TEST(Workbook, TakesStoredValuesOfFormulasAndSaysSo) {
  const Book book =
      read(workbook("stock", kHeader + "<row r=\"2\">" + text("A2", "A") +
                                 "<c r=\"C2\"><f>2*5</f><v>10</v></c></row><row r=\"3\">" +
                                 text("A3", "B") + "<c r=\"C3\"><f>2*5</f></c></row><row r=\"4\">" +
                                 text("A4", "C") + "<c r=\"C4\" t=\"e\"><v>#N/A</v></c></row>"));
  EXPECT_EQ(book.present[File::stock]->rows[0].cells[2], "10");
  ASSERT_EQ(book.diagnostics.size(), 3U);
  EXPECT_EQ(to_line(book.diagnostics[0]),
            "book.xlsx:stock:2: C2 holds a formula; its stored value '10' is taken");
  EXPECT_EQ(book.diagnostics[0].severity, Severity::warning);
  EXPECT_THAT(to_line(book.diagnostics[1]), HasSubstr("3: C3 holds a formula without"));
  EXPECT_THAT(to_line(book.diagnostics[2]), HasSubstr("4: C4 holds the error #N/A"));
}

TEST(Workbook, PassesOverATitleAndNamesTextInNamelessColumns) {
  const Book book =
      read(workbook("stock",
                    "<row r=\"1\">" + text("A1", "Our stock") + "</row><row r=\"2\">" +
                        text("A2", "item") + text("C2", "site") + "</row><row r=\"3\">" +
                        text("A3", "A") + text("B3", "stray") + "</row>",
                    "", "<mergeCells><mergeCell ref=\"A1:C1\"/></mergeCells>"));
  EXPECT_THAT(book.present[File::stock]->columns, ElementsAre("item", "site"));
  ASSERT_EQ(book.diagnostics.size(), 2U);
  EXPECT_THAT(to_line(book.diagnostics[1]),
              HasSubstr("book.xlsx:stock:3: 'stray' stands in column B, which has no name"));
}

TEST(Workbook, WarnsOfUnknownSheetsButNotOfAbout) {
  EXPECT_TRUE(read(workbook("About", kHeader)).diagnostics.empty());
  const Book book = read(workbook("Stok", kHeader));
  ASSERT_EQ(book.diagnostics.size(), 1U);
  EXPECT_THAT(to_line(book.diagnostics[0]), HasSubstr("'Stok' is not part of a book"));
  EXPECT_THAT(to_line(book.diagnostics[0]), HasSubstr("did you mean 'stock'?"));
}

TEST(Workbook, KeepsRowsThatAreBlankAndColumnsWithoutRows) {
  const TempFolder place;
  auto texts = small_files();
  texts["bom.csv"] = "parent,component,quantity_per\n,,\nMOTOR,0012,2\n,,\n";
  texts["plan.csv"] = "line,item\n";
  texts["lanes.csv"] = "";
  put_book(place / "book", texts);
  write_book(read_store(place / "book"), place / "book.xlsx");
  const Book book = read_store(place / "book.xlsx");
  EXPECT_TRUE(book.diagnostics.empty());
  write_book(book, place / "again");
  EXPECT_EQ(texts_in(place / "again"), texts);
}

TEST(Workbook, RefusesTextThatNoCellHolds) {
  const TempFolder place;
  auto texts = small_files();
  texts["items.csv"] = "item,unit\nA," + std::string(40'000, 'x') + "\n";
  put_book(place / "book", texts);
  EXPECT_THROW(write_book(read_store(place / "book"), place / "book.xlsx"), Error);
  EXPECT_FALSE(std::filesystem::exists(place / "book.xlsx"));
}

class Broken : public testing::TestWithParam<int> {};

TEST_P(Broken, IsRefusedClearly) {
  auto parts = workbook("stock", kHeader);
  switch (GetParam()) {
    case 0:
      parts["xl/worksheets/sheet1.xml"] = "<worksheet><sheetData><row";
      break;
    case 1:
      parts.erase("xl/worksheets/sheet1.xml");
      break;
    case 2:
      parts.erase("xl/workbook.xml");
      break;
    case 3:
      parts["xl/worksheets/sheet1.xml"] = std::string(std::size_t{64} << 20, ' ');
      break;
    case 4:
      parts = workbook("stock", "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>99</v></c></row>");
      break;
    default:
      parts = workbook("stock", "<row r=\"9999999\"/>");
  }
  EXPECT_THROW(static_cast<void>(read(parts)), Error);
}

INSTANTIATE_TEST_SUITE_P(Workbook, Broken, testing::Range(0, 6));

}  // namespace
}  // namespace runout::book
