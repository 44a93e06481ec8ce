#include <cstring>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "report/sample_backtest.h"
#include "runout/report/backtest_html.h"
#include "runout/report/backtest_json.h"
#include "runout/report/backtest_text.h"
#include "runout/report/backtest_words.h"

namespace runout::report {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string text_of(const regime::backtest::Backtest& backtest, std::size_t width = 100) {
  std::ostringstream out;
  print_backtest(out, backtest, {.width = width});
  return out.str();
}

// Ours: 0.01 + 0.04 + 0.01 and 0.01 + 0.64 + 0.01, mean 0.36. Kaplan-Meier: 0.0625 + 0.25 + 0.0625
// and 0.0625 + 0.25 + 0.0625, mean 0.375.
TEST(BacktestFaces, SayTheAnswerInASentence) {
  const BacktestSummary summary = summarise(sample_backtest());
  EXPECT_EQ(summary.answer,
            "Over 2 dates and 4 pending cases the forecast was off by 0.4 days on average, 4 % "
            "less than the usual way (Kaplan-Meier).");
  EXPECT_THAT(summary.honesty, HasSubstr("of its counts 100 %"));
}

TEST(BacktestFaces, CompareWithNothingWhereNothingWasAskedFor) {
  EXPECT_EQ(summarise(sample_backtest(0)).answer,
            "Over 2 dates and 4 pending cases the forecast was off by 0.4 days on average.");
  EXPECT_THAT(text_of(sample_backtest(0)), Not(HasSubstr("best usual")));
  EXPECT_FALSE(best_baseline(sample_backtest(0)));
}

TEST(BacktestFaces, SayWhenAUsualWayIsBetterOrAsGood) {
  auto backtest = sample_backtest();
  backtest.methods[1].pooled.mean.crps = 0.18;
  EXPECT_THAT(summarise(backtest).answer, HasSubstr("100 % more than the usual way"));
  backtest.methods[1].pooled.mean.crps = 0.3601;
  EXPECT_THAT(summarise(backtest).answer, HasSubstr("as much as the usual way"));
  backtest.methods.push_back(backtest.methods[1]);
  backtest.methods.push_back(backtest.methods[1]);
  EXPECT_THAT(summarise(backtest).answer, HasSubstr("the best of the three usual ways"));
}

TEST(BacktestFaces, MarkTheBestOfEachColumn) {
  auto backtest = sample_backtest();
  backtest.methods[0].pooled.mean.coverage90 = 0.85;
  backtest.methods[1].pooled.mean.coverage90 = 0.93;
  backtest.methods[0].pooled.mean.width90 = 2.0;
  backtest.methods[1].pooled.mean.width90 = 3.0;
  for (const ScoreColumn& column : score_columns(backtest)) {
    if (column.heading == "off by") {
      EXPECT_THAT(column.best, ElementsAre(0));
    }
    // 3 % too much is nearer than 5 % too little.
    if (column.heading == "90 %") {
      EXPECT_THAT(column.best, ElementsAre(1));
    }
    // The narrower one does not hold what it promises.
    if (column.heading == "width") {
      EXPECT_THAT(column.best, ElementsAre(1));
    }
    // The same number of decisions was expected of both, to the last digit shown.
    if (column.heading == "counts") {
      EXPECT_THAT(column.best, ElementsAre(0, 1));
    }
  }
}

TEST(BacktestFaces, PrintTheTableOfMethodsAndDates) {
  const std::string text = text_of(sample_backtest());
  EXPECT_THAT(text, AllOf(HasSubstr("this forecast"), HasSubstr("0.36*"), HasSubstr("0.38 "),
                          HasSubstr("2025-04-01"), HasSubstr("1 date skipped:"),
                          HasSubstr("2025-06-29  what comes is not known")));
}

TEST(BacktestFaces, FitTheTerminal) {
  auto backtest = sample_backtest();
  backtest.skipped[0].reason = std::string(60, 'a') + " " + std::string(60, 'b');
  for (const std::size_t width : {72U, 100U, 160U}) {
    std::istringstream lines{text_of(backtest, width)};
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), width) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
  }
}

TEST(BacktestFaces, GiveEveryNumberAsJson) {
  const auto json = nlohmann::ordered_json::parse(backtest_json(sample_backtest()));
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_THAT(keys,
              ElementsAre("settings", "summary", "assumptions", "dates", "skipped", "methods"));
  EXPECT_EQ(json["settings"]["observed_until"], "2025-06-30");
  EXPECT_EQ(json["skipped"][0]["code"], "not_observed");
  const auto& pooled = json["methods"][0]["pooled"];
  EXPECT_NEAR(pooled["crps"].get<double>(), 0.36, 1e-12);
  EXPECT_EQ(pooled["pit"].size(), 10U);
  EXPECT_EQ(pooled["horizons"][0]["reliability"][8]["forecasts"], 4);
  EXPECT_EQ(pooled["horizons"][0]["reliability"][8]["share_came"], 0.5);
  EXPECT_TRUE(pooled["horizons"][0]["reliability"][0]["share_came"].is_null());
  const auto& date = json["methods"][1]["by_date"][1];
  EXPECT_EQ(date["as_of"], "2025-04-01");
  EXPECT_EQ(date["horizons"][1]["observed"], 2);
}

/// Visits all elements below a node.
void visit(pugi::xml_node node, const std::function<void(pugi::xml_node)>& seen) {
  for (const pugi::xml_node child : node.children()) {
    if (child.type() != pugi::node_element) continue;
    seen(child);
    visit(child, seen);
  }
}

TEST(BacktestFaces, MakeASoundPageThatLoadsNothing) {
  for (const std::size_t baselines : {0U, 1U}) {
    const std::string page = backtest_html(sample_backtest(baselines));
    pugi::xml_document document;
    const auto parsed =
        document.load_string(page.c_str(), pugi::parse_default | pugi::parse_doctype);
    ASSERT_TRUE(parsed) << parsed.description();
    std::size_t pictures = 0;
    visit(document, [&](pugi::xml_node node) {
      for (const char* loads : {"src", "href"}) {
        const std::string value = node.attribute(loads).value();
        EXPECT_TRUE(value.empty() || value.starts_with('#')) << value;
      }
      EXPECT_STRNE(node.name(), "script");
      if (std::strcmp(node.name(), "svg") == 0 &&
          std::strcmp(node.attribute("role").value(), "img") == 0) {
        ++pictures;
        EXPECT_STRNE(node.child("title").text().get(), "");
      }
      if (std::strcmp(node.name(), "table") == 0) {
        EXPECT_STRNE(node.child("caption").text().get(), "");
      }
    });
    EXPECT_EQ(pictures, 2U + 2U + 1U + baselines);  // counts, reliability, a transform each
    EXPECT_THAT(page, Not(HasSubstr("http")));
    EXPECT_THAT(page, Not(HasSubstr("nan")));
  }
}

TEST(BacktestFaces, DrawOneDateAndHarmlessNames) {
  auto backtest = sample_backtest();
  backtest.dates.resize(1);
  for (auto& method : backtest.methods) method.by_date.resize(1);
  backtest.methods[1].title = "<b>&\"bold\"";
  const std::string page = backtest_html(backtest);
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(page.c_str(), pugi::parse_default | pugi::parse_doctype));
  EXPECT_THAT(page, Not(HasSubstr("<b>")));
}

}  // namespace
}  // namespace runout::report
