#include "runout/report/html_evidence.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "runout/report/evidence_words.h"
#include "runout/report/html_sections.h"
#include "runout/report/report_file.h"
#include "runout/report/svg_legend.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

using regime::EvidenceExplanation;
using regime::GrantOutlook;
using regime::ReportEffect;

/// Expected share with its interval, what was reported, and what the model says with it; from 0 on
/// the left to 100 % on the right.
void draw_shares(HtmlWriter& html, const ReportEffect& report) {
  const ReportEffect::Share& share = *report.share;
  SvgWriter svg = SvgWriter::stretched(
      html, 22,
      fmt::format("{}: {} reported, {} expected ({} to {}), now {}", report.evidence,
                  percent_words(share.reported), percent_words(share.p), percent_words(share.low),
                  percent_words(share.high), percent_words(share.with_report)));
  svg.line("0", "11", "100%", "11", "axis");
  svg.rect(svg_share(share.low), "6", svg_share(std::max(0.004, share.high - share.low)), "10",
           "interval");
  const std::string reported = svg_share(share.reported);
  svg.line(reported, "0", reported, "22", "secured");
  svg.circle(svg_share(share.with_report), "11", "5", "promise");
  svg.circle(svg_share(share.p), "11", "3.5", "median");
  svg.close();
}

void write_legend(HtmlWriter& html) {
  html.open("p", {{"class", "legend"}});
  write_legend_entry(html, "expected from all else, in 9 of 10 cases between these",
                     [](SvgWriter& svg) { svg.rect("0", "3", kSwatchWidth, "8", "interval"); });
  write_legend_entry(html, "expected",
                     [](SvgWriter& svg) { svg.circle("11", "7", "3.5", "median"); });
  write_legend_entry(html, "reported",
                     [](SvgWriter& svg) { svg.line("11", "0", "11", kSwatchHeight, "secured"); });
  write_legend_entry(html, "with the report",
                     [](SvgWriter& svg) { svg.circle("11", "7", "5", "promise"); });
  html.close();
}

void write_says(HtmlWriter& html, const ReportEffect& report, Date as_of) {
  html.open("td").text(report.says);
  std::string more = "Taken as " + taken_words(report, as_of) + ".";
  if (report.own > 0) {
    more += fmt::format(" {} of the book are among those it would count.",
                        count_words(report.own, "application", "applications"));
  }
  for (const std::string& remark : report.remarks) more += fmt::format(" Note: {}.", remark);
  if (!report.used) more += fmt::format(" Not used: {}.", report.unused);
  html.text(" ").element("small", more).close();
}

void write_report_row(HtmlWriter& html, const ReportEffect& report, Date as_of) {
  const auto number = [&](const std::string& text) { html.element("td", text, {{"class", "n"}}); };
  html.open("tr").open("th", {{"scope", "row"}}).text(report.evidence);
  if (!report.population.empty()) html.text(" ").element("small", report.population);
  html.close();
  write_says(html, report, as_of);
  if (report.share) {
    const ReportEffect::Share& share = *report.share;
    number(percent_words(share.reported));
    number(fmt::format("{} ({}\u2013{})", percent_words(share.p), percent_words(share.low),
                       percent_words(share.high)));
    number(percent_words(share.with_report));
  } else {
    for (int i = 0; i < 3; ++i) number("-");
  }
  number(report.used ? weight_words(report) : "-");
  html.open("td", {{"class", "share-bar"}});
  if (report.share) draw_shares(html, report);
  html.close().close();
}

void write_reports(HtmlWriter& html, const EvidenceExplanation& explanation) {
  constexpr std::string_view kCaption = "What each report says, and what was expected of it";
  html.open("div",
            {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", kCaption}});
  html.open("table", {{"class", "evidence"}}).element("caption", kCaption);
  html.open("thead").open("tr");
  for (const Heading& heading : std::vector<Heading>{{"Report"},
                                                     {"Says"},
                                                     {"Reported", "n"},
                                                     {"Expected", "n"},
                                                     {"With it", "n"},
                                                     {"Weighs as much as", "n"},
                                                     {"0 to 100 %", "share-bar"}}) {
    html.element("th", heading.name, {{"scope", "col"}, {"class", heading.css_class}});
  }
  html.close().close().open("tbody");
  for (const ReportEffect& report : explanation.reports) {
    write_report_row(html, report, explanation.as_of);
  }
  html.close().close().close();
  write_legend(html);
}

void write_grants(HtmlWriter& html, const EvidenceExplanation& explanation) {
  std::vector<std::vector<std::string>> rows;
  const auto add = [&](const std::string& name, const GrantOutlook& outlook) {
    std::vector<std::string> row{name};
    for (const auto& granted : outlook.granted) {
      row.push_back(granted ? fmt::format("{:.1f}", *granted) : "-");
    }
    row.push_back(typical_words(outlook, explanation.as_of));
    rows.push_back(std::move(row));
  };
  add("with all reports", explanation.with_all);
  const auto used = std::ranges::count_if(explanation.reports, &ReportEffect::used);
  for (const ReportEffect& report : explanation.reports) {
    if (report.used && used > 1) add("without " + report.evidence, report.without);
  }
  add("with none", explanation.with_none);
  std::vector<std::string> names;
  names.reserve(regime::kExplainedDays.size());
  for (const Day day : regime::kExplainedDays) names.push_back(fmt::format("within {} days", day));
  std::vector<Heading> headings{{""}};
  for (const std::string& name : names) headings.emplace_back(name, "n");
  headings.emplace_back("the typical one by", "n");
  write_table(html, fmt::format("Expected grants of the {} pending", explanation.pending), headings,
              rows);
}

}  // namespace

void write_evidence(HtmlWriter& html, const EvidenceExplanation& explanation) {
  open_section(html, "evidence", "What the aggregate reports do");
  if (explanation.reports.empty()) {
    html.element("p", "No aggregate report is on file (evidence.csv).");
    html.close();
    return;
  }
  const std::string all = all_reports_words(explanation);
  html.element("p", all.empty() ? "None of them is used." : all);
  write_reports(html, explanation);
  if (!all.empty()) write_grants(html, explanation);
  html.close();
}

std::string evidence_page(const EvidenceExplanation& explanation) {
  HtmlWriter html;
  html.raw("<!DOCTYPE html>\n").open("html", {{"lang", "en"}});
  html.open("head").empty("meta", {{"charset", "utf-8"}});
  html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  html.element("title", "Aggregate reports as of " + to_string(explanation.as_of));
  html.open("style").raw(style_sheet()).close().close();
  html.open("body");
  html.element("a", "To the answer", {{"class", "skip"}, {"href", "#main"}});
  html.open("header", {{"class", "banner"}});
  html.element("span", "Aggregate reports", {{"class", "brand"}});
  html.element("span", "as of " + to_words(explanation.as_of, WithYear::yes));
  html.close().open("main", {{"id", "main"}}).open("section", {{"id", "first"}});
  const auto used = std::ranges::count_if(explanation.reports, &ReportEffect::used);
  html.element("h1", fmt::format("{} of {} used", used,
                                 count_words(explanation.reports.size(), "aggregate report",
                                             "aggregate reports")));
  html.close();
  write_evidence(html, explanation);
  return html.finish();
}

void write_evidence_page(const EvidenceExplanation& explanation,
                         const std::filesystem::path& path) {
  write_whole_file(path, evidence_page(explanation));
}

}  // namespace runout::report
