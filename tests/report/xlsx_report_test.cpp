#include "runout/report/xlsx_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

#include <filesystem>
#include <map>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "report/sample_forecast.h"
#include "report/temporary_folder.h"
#include "runout/report/fuse_headline.h"

namespace runout::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Parts = std::map<std::string, std::string>;

Parts unzip(const std::filesystem::path& path) {
  Parts parts;
  int failed = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY, &failed);
  EXPECT_NE(archive, nullptr);
  if (archive == nullptr) return parts;
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    zip_file_t* file = zip_fopen_index(archive, index, 0);
    std::string content;
    char buffer[4096];
    for (zip_int64_t got = 0; (got = zip_fread(file, buffer, sizeof buffer)) > 0;) {
      content.append(buffer, static_cast<std::size_t>(got));
    }
    zip_fclose(file);
    parts[zip_get_name(archive, index, 0)] = content;
  }
  zip_close(archive);
  return parts;
}

Parts written(const forecast::Forecast& forecast) {
  const TemporaryFolder folder;
  write_xlsx_report(forecast, folder.path() / "report.xlsx");
  Parts parts = unzip(folder.path() / "report.xlsx");
  for (const auto& [name, content] : parts) {
    pugi::xml_document document;
    EXPECT_TRUE(document.load_string(content.c_str())) << name;
  }
  return parts;
}

std::vector<std::string> sheet_names(const Parts& parts) {
  pugi::xml_document book;
  book.load_string(parts.at("xl/workbook.xml").c_str());
  std::vector<std::string> names;
  for (const pugi::xml_node sheet : book.child("workbook").child("sheets")) {
    names.emplace_back(sheet.attribute("name").value());
  }
  return names;
}

/// Cells of a sheet by reference: text as itself, numbers as written.
std::map<std::string, std::string> cells(const Parts& parts, int sheet) {
  pugi::xml_document strings;
  strings.load_string(parts.at("xl/sharedStrings.xml").c_str());
  std::vector<std::string> shared;
  for (const pugi::xml_node item : strings.child("sst").children("si")) {
    shared.emplace_back(item.child("t").text().get());
  }
  pugi::xml_document document;
  document.load_string(parts.at("xl/worksheets/sheet" + std::to_string(sheet) + ".xml").c_str());
  std::map<std::string, std::string> found;
  for (const pugi::xml_node row : document.child("worksheet").child("sheetData")) {
    for (const pugi::xml_node cell : row) {
      EXPECT_FALSE(cell.child("f")) << "a formula in " << cell.attribute("r").value();
      const std::string value = cell.child("v").text().get();
      const bool is_text = std::string{cell.attribute("t").value()} == "s";
      found[cell.attribute("r").value()] = is_text ? shared.at(std::stoul(value)) : value;
    }
  }
  return found;
}

TEST(XlsxReport, HasTheTablesAndAChart) {
  const Parts parts = written(sample_forecast());
  EXPECT_THAT(sheet_names(parts), ElementsAre("Summary", "Lines", "Applications", "Probabilities",
                                              "Chart", "Blame", "Unknown", "Warnings", "Basis"));
  ASSERT_TRUE(parts.contains("xl/charts/chart1.xml"));
  EXPECT_THAT(parts.at("xl/charts/chart1.xml"), HasSubstr("Probabilities!$C$2:$C$121"));
}

TEST(XlsxReport, BeginsWithTheHeadlineAndTheMostUrgentLines) {
  const auto summary = cells(written(sample_forecast()), 1);
  EXPECT_EQ(summary.at("A2"), write_headline(sample_forecast()).lead);
  std::vector<std::string> lines;
  for (const auto& [cell, text] : summary) {
    if (cell.starts_with('A') && (text == "As of" || text == "OHIO-3")) lines.push_back(text);
  }
  EXPECT_THAT(lines, testing::UnorderedElementsAre("As of", "OHIO-3"));
}

TEST(XlsxReport, SaysCausesAndStatesInTheWordsOfTheOtherFaces) {
  const Parts parts = written(sample_forecast());
  for (const char* code : {">no_order<", ">preparing<", ">returned<", ">in_hand<"}) {
    EXPECT_THAT(parts.at("xl/sharedStrings.xml"), testing::Not(HasSubstr(code)));
  }
}

TEST(XlsxReport, HoldsDatesAsDatesAndChancesAsNumbers) {
  const auto lines = cells(written(sample_forecast()), 2);
  EXPECT_EQ(lines.at("A1"), "Line");
  EXPECT_EQ(lines.at("A2"), "OHIO-3");
  EXPECT_EQ(lines.at("A4"), "GYOR-2");
  EXPECT_EQ(lines.at("D4"), "45842");  // 4 July 2025 in days since 30 December 1899
  EXPECT_EQ(lines.at("E4"), "no");
  EXPECT_EQ(lines.at("G4"), "A-031 review");
  EXPECT_NEAR(std::stod(lines.at("I4")), 0.2560, 0.01);
  EXPECT_FALSE(lines.contains("H4"));  // not down: nothing, and not a made-up date
}

TEST(XlsxReport, HasOneRowADay) {
  const auto days = cells(written(sample_forecast()), 4);
  EXPECT_EQ(days.at("A2"), "1");
  EXPECT_EQ(days.at("B2"), "45839");
  EXPECT_EQ(days.at("A121"), "120");
  EXPECT_FALSE(days.contains("A122"));
  EXPECT_EQ(days.at("C1"), "OHIO-3");
  EXPECT_EQ(days.at("L1"), "OHIO-3 std error");
}

TEST(XlsxReport, KeepsTextThatLooksLikeAFormulaAsText) {
  const auto lines = cells(written(sample_of_attacks()), 2);
  EXPECT_EQ(lines.at("A3"), "=1+1");
  const auto applications = cells(written(sample_of_attacks()), 3);
  EXPECT_EQ(applications.at("R4"), "=HYPERLINK(\"http://example.org\")");
}

TEST(XlsxReport, WritesWhatIsMissingAsEmptyCells) {
  const Parts parts = written(sample_of_nulls());
  EXPECT_FALSE(parts.contains("xl/charts/chart1.xml"));
  EXPECT_EQ(cells(parts, 2).at("A2"), "L1");
  forecast::Forecast empty;
  empty.as_of = parse_date("2025-06-30");
  EXPECT_EQ(sheet_names(written(empty)).size(), 8U);
}

TEST(XlsxReport, CutsTextThatNoCellCanHold) {
  forecast::Forecast forecast = sample_of_nulls();
  forecast.lines[0].line = std::string(50'000, 'x');
  EXPECT_EQ(cells(written(forecast), 2).at("A2").size(), 32'000U);
}

TEST(XlsxReport, IsTheSameForTheSameForecast) {
  EXPECT_EQ(written(sample_forecast()), written(sample_forecast()));
}

}  // namespace
}  // namespace runout::report
