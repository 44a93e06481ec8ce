#include "runout/report/html_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <pugixml.hpp>
#include <set>
#include <string>

#include "report/sample_forecast.h"
#include "runout/report/html_evidence.h"

namespace runout::report {
namespace {

using testing::HasSubstr;
using testing::Not;

/// The page as a tree; fails the test when it is not well-formed.
class Page {
 public:
  explicit Page(const forecast::Forecast& forecast) : text_{html_report(forecast)} {
    const pugi::xml_parse_result result =
        document_.load_string(text_.c_str(), pugi::parse_default | pugi::parse_doctype);
    EXPECT_TRUE(result) << result.description() << " near "
                        << text_.substr(static_cast<std::size_t>(result.offset), 80);
  }

  [[nodiscard]] const std::string& text() const { return text_; }

  /// All elements, in the order of the page.
  [[nodiscard]] std::vector<pugi::xml_node> elements() const {
    std::vector<pugi::xml_node> found;
    const std::function<void(pugi::xml_node)> collect = [&](pugi::xml_node node) {
      for (const pugi::xml_node child : node.children()) {
        if (child.type() != pugi::node_element) continue;
        found.push_back(child);
        collect(child);
      }
    };
    collect(document_);
    return found;
  }

  [[nodiscard]] std::vector<pugi::xml_node> elements(const char* name) const {
    std::vector<pugi::xml_node> found;
    for (const pugi::xml_node node : elements()) {
      if (std::strcmp(node.name(), name) == 0) found.push_back(node);
    }
    return found;
  }

 private:
  std::string text_;
  pugi::xml_document document_;
};

void expect_sound(const Page& page) {
  std::set<std::string> ids;
  std::set<std::string> named;
  for (const pugi::xml_node node : page.elements()) {
    const std::string id = node.attribute("id").value();
    if (!id.empty()) {
      EXPECT_TRUE(ids.insert(id).second) << "the id " << id << " is there twice";
    }
    const std::string label = node.attribute("aria-labelledby").value();
    if (!label.empty()) named.insert(label);
    for (const pugi::xml_attribute attribute : node.attributes()) {
      EXPECT_NE(std::strncmp(attribute.name(), "on", 2), 0) << attribute.name();
    }
    for (const char* loads : {"src", "srcset", "xlink:href", "data", "action", "poster"}) {
      EXPECT_FALSE(node.attribute(loads)) << node.name();
    }
    const std::string href = node.attribute("href").value();
    EXPECT_TRUE(href.empty() || href.starts_with('#')) << href;
  }
  for (const std::string& id : named) EXPECT_TRUE(ids.contains(id)) << id;
  for (const char* active :
       {"script", "link", "iframe", "object", "embed", "img", "base", "form"}) {
    EXPECT_TRUE(page.elements(active).empty()) << active;
  }
  for (const pugi::xml_node svg : page.elements("svg")) {
    EXPECT_STRNE(svg.child("title").text().get(), "");
    const bool hidden = std::strcmp(svg.attribute("aria-hidden").value(), "true") == 0;
    EXPECT_TRUE(hidden || std::strcmp(svg.attribute("role").value(), "img") == 0);
  }
  for (const pugi::xml_node table : page.elements("table")) {
    EXPECT_STRNE(table.child("caption").text().get(), "");
    for (const pugi::xml_node heading : table.select_nodes(".//th").first().node().parent()) {
      EXPECT_TRUE(heading.attribute("scope")) << table.child("caption").text().get();
    }
  }
  EXPECT_EQ(page.elements("h1").size(), 1U);
  EXPECT_EQ(page.elements("main").size(), 1U);
  EXPECT_EQ(page.text().find("@import"), std::string::npos);
}

TEST(HtmlReport, IsSoundForEveryKindOfForecast) {
  expect_sound(Page{sample_forecast()});
  expect_sound(Page{sample_of_nulls()});
  expect_sound(Page{sample_of_many(200, 300)});
  expect_sound(Page{sample_of_attacks()});
  forecast::Forecast empty;
  empty.as_of = parse_date("2025-06-30");
  expect_sound(Page{empty});
}

TEST(HtmlReport, LoadsNothingFromAnywhere) {
  const std::string page = html_report(sample_forecast());
  EXPECT_THAT(page, Not(HasSubstr("http:")));
  EXPECT_THAT(page, Not(HasSubstr("https:")));
  EXPECT_THAT(page, Not(HasSubstr("//fonts")));
  // The only references in the style sheet are to patterns of this page.
  for (std::size_t at = page.find("url("); at != std::string::npos;
       at = page.find("url(", at + 1)) {
    EXPECT_EQ(page.substr(at, 5), "url(#");
  }
}

TEST(HtmlReport, ShowsCodesThatLookLikeMarkupAsText) {
  const Page page{sample_of_attacks()};
  EXPECT_THAT(page.text(), Not(HasSubstr("<script")));
  EXPECT_THAT(page.text(), Not(HasSubstr("<img")));
  EXPECT_THAT(page.text(), HasSubstr("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
  EXPECT_THAT(page.text(), HasSubstr("]]&gt; &amp; &amp;amp; --&gt; &lt;!--"));
  for (const char c : page.text()) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
  // The style sheet ends where it should: its element holds what it held before.
  EXPECT_STREQ(page.elements("style").front().text().get(),
               Page{sample_forecast()}.elements("style").front().text().get());
}

TEST(HtmlReport, AnswersOnTheFirstScreen) {
  const Page page{sample_forecast()};
  EXPECT_STREQ(page.elements("h1").front().text().get(),
               "PUNE-1 runs short Tue 8 Jul: A-044 (query open, day 40 of 45, paused 6) would "
               "have to be in hand already.");
  const pugi::xml_node fuse = page.elements("table").front();
  std::vector<std::string> names;
  for (const pugi::xml_node row : fuse.child("tbody").children("tr")) {
    names.emplace_back(row.child("th").text().get());
  }
  ASSERT_EQ(names.size(), 9U);
  EXPECT_THAT(names[0], HasSubstr("OHIO-3"));
  EXPECT_THAT(names[8], HasSubstr("TEST-RIG"));
}

TEST(HtmlReport, RepeatsEveryPictureInATable) {
  const std::string page = html_report(sample_forecast());
  for (const char* number : {
           "20.5 % \u00B1 0.4",  // GYOR-2 by 28 July
           "5,200 at 420 a working day",
           "13 Jul \u2013 1 Aug \u2013 23 Aug",  // A-031
           "Thu 10 Jul",                         // GYOR-2, stock only
           "71 %",                               // blame of A-031
       }) {
    EXPECT_THAT(page, HasSubstr(number));
  }
}

TEST(HtmlReport, NamesWhatIsUnknownAssumedAndDoubtful) {
  const std::string page = html_report(sample_forecast());
  EXPECT_THAT(page, HasSubstr("1 count 9 days old"));
  EXPECT_THAT(page, HasSubstr("A refusal is final."));
  EXPECT_THAT(page, HasSubstr("A-044 was promised for 2025-06-20"));
  EXPECT_THAT(page, HasSubstr("All decisions seen come from one month."));
  EXPECT_THAT(page, HasSubstr("1 warning about the book"));
}

TEST(HtmlReport, TellsWhatPromisesWereWorthOnce) {
  forecast::Forecast forecast = sample_forecast();
  forecast.basis.promises = {{"a <page>", 0, 3, 0, 0.5, 5.0}, {"telephone", 2, 7, 1, 2.5, 9.0}};
  forecast.assumptions.push_back(regime::describe_promise(forecast.basis.promises[1]));
  const Page page{forecast};
  expect_sound(page);
  EXPECT_THAT(page.text(), HasSubstr("What promised days were worth so far"));
  EXPECT_THAT(page.text(), HasSubstr("a &lt;page&gt;"));
  EXPECT_THAT(page.text(), HasSubstr("2 of 9"));
  EXPECT_THAT(page.text(), HasSubstr("22 %"));  // 2.5 / 11.5
  EXPECT_THAT(page.text(), Not(HasSubstr("Promised days from telephone")));
  EXPECT_THAT(html_report(sample_forecast()), Not(HasSubstr("What promised days")));
}

regime::EvidenceExplanation sample_evidence() {
  regime::EvidenceExplanation explanation;
  explanation.as_of = parse_date("2025-06-30");
  explanation.pending = 12;
  explanation.with_all.granted = {1.2, 3.4, std::nullopt};
  explanation.with_none.granted = {2.2, 4.4, std::nullopt};
  regime::ReportEffect used;
  used.evidence = "E-<1>";
  used.population = "suppliers";
  used.says = "60 of 240 granted by 2025-06-30";
  used.reported_on = used.filed_to = explanation.as_of;
  used.filed_from = parse_date("2025-04-04");
  used.used = true;
  used.applications = 31.4;
  used.share = regime::ReportEffect::Share{0.4, 0.3, 0.5, 0.25, 0.33, 240.0};
  regime::ReportEffect unused = used;
  unused.evidence = "E-2";
  unused.used = false;
  unused.unused = "its weight is 0";
  unused.share.reset();
  explanation.reports = {used, unused};
  return explanation;
}

TEST(HtmlReport, ShowsReportsBesideWhatWasExpectedOfThem) {
  forecast::Forecast forecast = sample_forecast();
  EXPECT_THAT(html_report(forecast), Not(HasSubstr("What the aggregate reports do")));
  forecast.evidence = sample_evidence();
  const Page page{forecast};
  expect_sound(page);
  for (const char* text :
       {"E-&lt;1&gt;: 25 % reported, 40 % expected (30 % to 50 %), now 33 %", "31 applications",
        "40 % (30 %\u201350 %)", "Not used: its weight is 0.", "with all reports", "with none"}) {
    EXPECT_THAT(page.text(), HasSubstr(text));
  }
  // Of a single report "without it" is "with none".
  EXPECT_THAT(page.text(), Not(HasSubstr("without E-")));
  // The bar of what was expected, and the mark of what was reported.
  EXPECT_THAT(page.text(), HasSubstr("x=\"30%\" y=\"6\" width=\"20%\""));
  EXPECT_THAT(page.text(), HasSubstr("x1=\"25%\" y1=\"0\" x2=\"25%\""));
}

TEST(HtmlReport, SaysThatThereAreNoReports) {
  forecast::Forecast forecast = sample_forecast();
  forecast.evidence = regime::EvidenceExplanation{};
  expect_sound(Page{forecast});
  EXPECT_THAT(html_report(forecast), HasSubstr("No aggregate report is on file"));
}

TEST(HtmlReport, EvidenceHasASoundPageOfItsOwn) {
  pugi::xml_document document;
  const std::string page = evidence_page(sample_evidence());
  ASSERT_TRUE(document.load_string(page.c_str(), pugi::parse_default | pugi::parse_doctype));
  EXPECT_STREQ(document.select_node("//h1").node().text().get(), "1 of 2 aggregate reports used");
}

TEST(HtmlReport, IsTheSameForTheSameForecast) {
  EXPECT_EQ(html_report(sample_forecast()), html_report(sample_forecast()));
}

}  // namespace
}  // namespace runout::report
