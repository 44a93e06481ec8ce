#include "runout/report/html_honesty.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "runout/report/svg_writer.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

/// Parts that a reader can do something about.
bool is_shown(const regime::LearntPart& part) {
  if (part.of != "speed") return part.state != "preparing" && part.block == "level";
  if (part.state == "preparing" || part.state == "returned") return part.block == "level";
  return part.block == "level" || part.block == "shape" || part.block == "walk" ||
         part.block == "pace" || part.block == "effect";
}

void draw_share(HtmlWriter& html, const regime::LearntPart& part) {
  SvgWriter svg = SvgWriter::stretched(
      html, 12,
      fmt::format("{:.0f} % of {} learnt", 100.0 * part.contraction, regime::part_words(part)));
  svg.rect("0", "2", "100%", "8", "band");
  svg.rect("0", "2", svg_share(part.contraction), "8", "stock");
  svg.close();
}

}  // namespace

void write_flags(HtmlWriter& html, const std::vector<regime::Flag>& flags) {
  if (flags.empty()) return;
  std::vector<std::vector<std::string>> rows;
  rows.reserve(flags.size());
  for (const regime::Flag& flag : flags) {
    rows.push_back({capitalized(flag.message),
                    flag.applications.empty() ? "all" : list_words(flag.applications, 4),
                    flag.help.empty() ? "-" : capitalized(flag.help)});
  }
  write_table(html, "What the records cannot tell, and what would help",
              {{"What cannot be told"}, {"Whose forecast"}, {"What would help"}}, rows);
}

void write_learnt(HtmlWriter& html, const std::vector<regime::LearntPart>& parts) {
  if (std::ranges::none_of(parts, is_shown)) return;
  constexpr std::string_view kCaption =
      "How much the records taught: 0 % is all assumed, 100 % all known";
  html.open("div",
            {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", kCaption}});
  html.open("table", {{"class", "learnt"}}).element("caption", kCaption);
  html.open("thead").open("tr");
  for (const char* heading : {"What", "Learnt"}) html.element("th", heading, {{"scope", "col"}});
  html.element("th", "", {{"scope", "col"}, {"class", "learnt-bar"}});
  html.close().close().open("tbody");
  for (const regime::LearntPart& part : parts) {
    if (!is_shown(part)) continue;
    html.open("tr").element("th", capitalized(regime::part_words(part)), {{"scope", "row"}});
    html.element("td", fmt::format("{:.0f} %", 100.0 * part.contraction), {{"class", "n"}});
    html.open("td", {{"class", "learnt-bar"}});
    draw_share(html, part);
    html.close().close();
  }
  html.close().close().close();
}

void write_promises(HtmlWriter& html, const std::vector<regime::PromiseRecord>& promises) {
  std::vector<std::vector<std::string>> rows;
  for (const regime::PromiseRecord& record : promises) {
    const std::size_t judged = record.kept + record.missed;
    if (judged + record.open == 0) continue;
    rows.push_back({record.source.empty() ? "(not named)" : record.source,
                    judged == 0 ? "none judged yet" : fmt::format("{} of {}", record.kept, judged),
                    fmt::format("{}", record.open),
                    fmt::format("{:.0f} %", 100.0 * record.reliability())});
  }
  if (rows.empty()) return;
  write_table(html, "What promised days were worth so far",
              {{"Promised by"}, {"Kept", "n"}, {"Open", "n"}, {"Each open one taken to hold", "n"}},
              rows);
}

}  // namespace runout::report
