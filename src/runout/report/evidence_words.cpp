#include "runout/report/evidence_words.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "runout/report/text_layout.h"
#include "runout/report/words.h"

namespace runout::report {

using regime::GrantOutlook;
using regime::ReportEffect;

std::string percent_words(double share) {
  return share > 0.0 && share < 0.01 ? "<1 %" : fmt::format("{:.0f} %", 100.0 * share);
}

std::string typical_words(const GrantOutlook& outlook, Date as_of) {
  return outlook.typical_grant ? day_words(*outlook.typical_grant, as_of)
                               : "later than the horizon";
}

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

std::string used_words(const regime::EvidenceExplanation& explanation) {
  return fmt::format("What the aggregate reports do: {} of {} used.",
                     std::ranges::count_if(explanation.reports, &ReportEffect::used),
                     explanation.reports.size());
}

std::string all_reports_words(const regime::EvidenceExplanation& explanation) {
  if (std::ranges::none_of(explanation.reports, &ReportEffect::used)) return "";
  return fmt::format(
      "Of the {} pending, granted with all reports and with none: {}.", explanation.pending,
      compared_words(explanation.with_all, explanation.with_none, explanation.as_of));
}

std::string taken_words(const ReportEffect& report, Date as_of) {
  return fmt::format("{}{}, filed from {} to {}",
                     report.read_as.empty() ? "the average case" : plain_text(report.read_as),
                     report.authority.empty() ? "" : " at " + plain_text(report.authority),
                     day_words(report.filed_from, as_of), day_words(report.filed_to, as_of));
}

std::string weight_words(const ReportEffect& report) {
  return count_words(static_cast<std::size_t>(std::lround(report.applications)), "application",
                     "applications");
}

}  // namespace runout::report
