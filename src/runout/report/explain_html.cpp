#include "runout/report/explain_html.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "runout/report/explain_words.h"
#include "runout/report/html_honesty.h"
#include "runout/report/html_sections.h"
#include "runout/report/html_writer.h"
#include "runout/report/report_file.h"
#include "runout/report/svg_writer.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

using regime::Explanation;

constexpr std::string_view kExplainStyle = R"css(
.bridge td,.bridge th{vertical-align:middle}
.bridge .bar-cell{width:52%}
.reached{fill:var(--deep)}
.shorter{fill:var(--mid)}
.longer{fill:var(--alarm)}
.total th,.total td{font-weight:700}
@media screen and (max-width:760px){.bridge .bar-cell{width:34%}}
)css";

void write_head(HtmlWriter& html, const Explanation& explanation) {
  html.open("head").empty("meta", {{"charset", "utf-8"}});
  html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  html.element("title", "Why: " + explanation.application);
  html.open("style").raw(style_sheet()).raw(kExplainStyle).close().close();
}

void draw_step(HtmlWriter& html, const BridgeRow& row, long longest, std::string_view css_class) {
  const auto share = [&](long days) {
    return static_cast<double>(days) / static_cast<double>(longest);
  };
  const double from = share(std::min(row.before, row.after));
  const double width = std::max(0.004, share(std::max(row.before, row.after)) - from);
  SvgWriter svg = SvgWriter::stretched(
      html, 18, fmt::format("{}: from {} to {} days", row.label, row.before, row.after));
  svg.rect(svg_share(from), "3", svg_share(width), "12", css_class);
  const std::string edge = svg_share(share(row.after));
  svg.line(edge, "0", edge, "18", "axis");
  svg.close();
}

void write_bridge(HtmlWriter& html, const Explanation& explanation) {
  open_section(html, "bridge", "In days");
  html.element("p",
               "The time within which half of such cases are decided, in calendar days from now. "
               "Each step is given those above it; the range holds 80 % of the futures.",
               {{"class", "note"}});
  std::vector<BridgeRow> rows = bridge_rows(explanation);
  const long days = rows.back().after;
  rows.push_back({"This application", 0, days, std::nullopt});
  long longest = 1;
  for (const BridgeRow& row : rows) longest = std::max({longest, row.before, row.after});
  constexpr std::string_view kCaption = "From the average application to this one";
  html.open("div",
            {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", kCaption}});
  html.open("table", {{"class", "bridge"}}).element("caption", kCaption);
  html.open("thead").open("tr");
  html.element("th", "Step", {{"scope", "col"}});
  html.element("th", "Days", {{"scope", "col"}, {"class", "n"}});
  html.element("th", "80 % range", {{"scope", "col"}, {"class", "n"}});
  html.element("th", "", {{"scope", "col"}, {"class", "bar-cell"}});
  html.close().close().open("tbody");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const BridgeRow& row = rows[i];
    const bool whole = i == 0 || i + 1 == rows.size();
    const long change = row.after - row.before;
    html.open("tr", {{"class", i + 1 == rows.size() ? "total" : ""}});
    html.element("th", row.label, {{"scope", "row"}});
    html.element("td", whole ? fmt::format("{}", change) : fmt::format("{:+d}", change),
                 {{"class", "n"}});
    html.element("td", row.range.value_or(""), {{"class", "n"}});
    html.open("td", {{"class", "bar-cell"}});
    draw_step(html, row, longest, whole ? "reached" : change < 0 ? "shorter" : "longer");
    html.close().close();
  }
  html.close().close().close();
  html.element("p", fmt::format("What is believed about its speed is {:.0f} % general experience; "
                                "the rest comes from the records.",
                                100.0 * explanation.prior_share));
  html.close();
}

void write_outcomes(HtmlWriter& html, const Explanation& explanation) {
  open_section(html, "outcomes", "How it may end");
  std::vector<std::vector<std::string>> rows;
  rows.reserve(explanation.outcomes.size());
  for (const auto& outcome : explanation.outcomes) {
    rows.push_back({outcome.name, chance_words(outcome.chance, 0.0),
                    chance_words(outcome.typical, 0.0), outcome_moves(explanation, outcome)});
  }
  write_table(html, fmt::format("Of what is decided within {} days", explanation.horizon),
              {{"Outcome"}, {"Chance", "n"}, {"On average", "n"}, {"What moves it"}}, rows);
  html.close();
}

void write_similar(HtmlWriter& html, const Explanation& explanation) {
  if (explanation.similar.empty()) return;
  open_section(html, "similar", "The most similar decided cases");
  std::vector<std::vector<std::string>> rows;
  for (const regime::SimilarCase& one : explanation.similar) {
    std::string outcome = one.outcome;
    std::ranges::replace(outcome, '_', ' ');
    rows.push_back({one.id, one.filed_on ? day_words(*one.filed_on, explanation.as_of) : "-",
                    fmt::format("{} {}", one.waited, explanation.day_words), outcome,
                    one.same.empty() ? "-" : list_words(one.same, 8)});
  }
  write_table(html, "By their covariates and the day of filing",
              {{"Case"}, {"Filed", "n"}, {"Waited", "n"}, {"Outcome"}, {"The same"}}, rows);
  html.close();
}

}  // namespace

std::string explanation_page(const Explanation& explanation) {
  HtmlWriter html;
  html.raw("<!DOCTYPE html>\n").open("html", {{"lang", "en"}});
  write_head(html, explanation);
  html.open("body");
  html.element("a", "To the answer", {{"class", "skip"}, {"href", "#main"}});
  html.open("header", {{"class", "banner"}});
  html.element("span", "Why is it forecast so?", {{"class", "brand"}});
  html.element("span", "as of " + to_words(explanation.as_of, WithYear::yes));
  html.close().open("main", {{"id", "main"}}).open("section", {{"id", "first"}});
  if (explanation.decided) {
    html.element("h1", decided_words(explanation));
    return html.finish();
  }
  html.element("h1", fmt::format("{} ({})", explanation.application, explanation.state));
  html.element("p", explain_answer(explanation), {{"class", "lead"}});
  html.close();
  write_bridge(html, explanation);
  write_outcomes(html, explanation);
  write_similar(html, explanation);
  if (!explanation.flags.empty()) {
    open_section(html, "flags", "What the records cannot tell here");
    write_flags(html, explanation.flags);
    html.close();
  }
  return html.finish();
}

void write_explanation(const Explanation& explanation, const std::filesystem::path& path) {
  write_whole_file(path, explanation_page(explanation));
}

}  // namespace runout::report
