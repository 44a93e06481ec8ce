#include "runout/report/evidence_text.h"

#include <cmath>
#include <optional>
#include <ostream>
#include <string>

#include <fmt/format.h>

#include "runout/report/text_layout.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

using regime::GrantOutlook;
using regime::ReportEffect;

void print_paragraph(std::ostream& out, const std::string& text, const TextStyle& style,
                     std::size_t indent) {
  for (std::string line : wrap_text(std::string(indent, ' ') + text, style.width, indent)) {
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }
}

std::string percent(double share) {
  return share > 0.0 && share < 0.01 ? "<1 %" : fmt::format("{:.0f} %", 100.0 * share);
}

std::string typical_words(const GrantOutlook& outlook, Date as_of) {
  return outlook.typical_grant ? day_words(*outlook.typical_grant, as_of)
                               : "later than the horizon";
}

/// "12.3 within 30 days instead of 14.4; ...": grants as they are, and as they would be.
std::string compared_words(const GrantOutlook& now, const GrantOutlook& otherwise, Date as_of) {
  std::string text;
  for (std::size_t i = 0; i < regime::kExplainedDays.size(); ++i) {
    if (!now.granted[i] || !otherwise.granted[i]) continue;
    text += fmt::format("{}{:.1f} within {} days instead of {:.1f}", text.empty() ? "" : ", ",
                        *now.granted[i], regime::kExplainedDays[i], *otherwise.granted[i]);
  }
  text += "; the typical pending one " + typical_words(now, as_of);
  if (now.typical_grant == otherwise.typical_grant) return text + ", as without";
  return text + " instead of " + typical_words(otherwise, as_of);
}

std::string expected_words(const ReportEffect::Share& share) {
  std::string text = fmt::format("From all else {} was expected ({} to {})", percent(share.p),
                                 percent(share.low), percent(share.high));
  if (share.of) {
    text += fmt::format(", {:.1f} of {:.0f}", share.p * *share.of, *share.of);
  }
  return text + fmt::format("; it says {}; the model now says {}.", percent(share.reported),
                            percent(share.with_report));
}

void print_report(std::ostream& out, const regime::EvidenceExplanation& explanation,
                  const ReportEffect& report, const TextStyle& style) {
  const Date as_of = explanation.as_of;
  print_paragraph(
      out,
      fmt::format("{}  {}{}", plain_text(report.evidence), plain_text(report.says),
                  report.population.empty() ? std::string{}
                                            : fmt::format(" ({})", plain_text(report.population))),
      style, 0);
  print_paragraph(
      out,
      fmt::format("Taken as {}{}, filed evenly from {} to {}.",
                  report.read_as.empty() ? "the average case" : plain_text(report.read_as),
                  report.authority.empty() ? "" : " at " + plain_text(report.authority),
                  day_words(report.filed_from, as_of), day_words(report.filed_to, as_of)),
      style, 2);
  if (report.own > 0) {
    print_paragraph(out,
                    fmt::format("{} of the book are among those it would count.",
                                count_words(report.own, "application", "applications")),
                    style, 2);
  }
  for (const std::string& remark : report.remarks) {
    print_paragraph(out, fmt::format("Note: {}.", plain_text(remark)), style, 2);
  }
  if (report.share) print_paragraph(out, expected_words(*report.share), style, 2);
  if (!report.used) {
    print_paragraph(out, fmt::format("Not used: {}.", plain_text(report.unused)), style, 2);
    return;
  }
  print_paragraph(
      out,
      fmt::format("It weighs as much as {} decided for certain.",
                  count_words(static_cast<std::size_t>(std::lround(report.applications)),
                              "application", "applications")),
      style, 2);
  print_paragraph(out,
                  fmt::format("With it and without it: {}.",
                              compared_words(explanation.with_all, report.without, as_of)),
                  style, 2);
}

}  // namespace

void print_evidence(std::ostream& out, const regime::EvidenceExplanation& explanation,
                    const TextStyle& style) {
  out << '\n';
  if (explanation.reports.empty()) {
    out << "No aggregate report is on file (evidence.csv).\n";
    return;
  }
  std::size_t used = 0;
  for (const ReportEffect& report : explanation.reports) used += report.used ? 1U : 0U;
  print_paragraph(out,
                  fmt::format("What the aggregate reports do: {} of {} used.", used,
                              explanation.reports.size()),
                  style, 0);
  if (used > 0) {
    print_paragraph(
        out,
        fmt::format("Of the {} pending, granted with all reports and with none: {}.",
                    explanation.pending,
                    compared_words(explanation.with_all, explanation.with_none, explanation.as_of)),
        style, 0);
  }
  for (const ReportEffect& report : explanation.reports) {
    out << '\n';
    print_report(out, explanation, report, style);
  }
}

}  // namespace runout::report
