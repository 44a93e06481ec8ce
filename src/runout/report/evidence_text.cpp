#include "runout/report/evidence_text.h"

#include <ostream>
#include <string>

#include <fmt/format.h>

#include "runout/report/evidence_words.h"
#include "runout/report/text_layout.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

using regime::ReportEffect;

/// All lines begin with `indent` blanks.
void print_paragraph(std::ostream& out, const std::string& text, const TextStyle& style,
                     std::size_t indent) {
  const std::size_t width = style.width > indent ? style.width - indent : style.width;
  for (std::string line : wrap_text(text, width)) {
    line.erase(line.find_last_not_of(' ') + 1);
    out << std::string(indent, ' ') << line << '\n';
  }
}

std::string expected_words(const ReportEffect::Share& share) {
  std::string text = fmt::format("From all else {} was expected ({} to {})", percent_words(share.p),
                                 percent_words(share.low), percent_words(share.high));
  if (share.of) {
    text += fmt::format(", {:.1f} of {:.0f}", share.p * *share.of, *share.of);
  }
  return text + fmt::format("; it says {}; the model now says {}.", percent_words(share.reported),
                            percent_words(share.with_report));
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
  print_paragraph(out, fmt::format("Taken as {}.", taken_words(report, as_of)), style, 2);
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
  print_paragraph(out,
                  fmt::format("It weighs as much as {} decided for certain.", weight_words(report)),
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
  print_paragraph(out, used_words(explanation), style, 0);
  const std::string all = all_reports_words(explanation);
  if (!all.empty()) print_paragraph(out, all, style, 0);
  for (const ReportEffect& report : explanation.reports) {
    out << '\n';
    print_report(out, explanation, report, style);
  }
}

}  // namespace runout::report
