#include "runout/report/explain_words.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/report/text_layout.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

/// A covariate that moves less than this many days stands with others of its kind.
constexpr double kSmallDays = 0.5;
/// A chance moved by less is not worth a word.
constexpr double kSmallChange = 0.01;

bool is_small(const regime::ExplainedPart& part) {
  return part.code == "covariate" && std::abs(part.days) < kSmallDays;
}

std::string range_words(double low, double high) {
  return fmt::format("{:+d} to {:+d}", std::lround(low), std::lround(high));
}

}  // namespace

std::string explained_label(const regime::ExplainedPart& part) {
  if (part.code == "calendar") return "the authority's pace, now and ahead";
  if (part.code == "reports") return "what aggregate reports say";
  if (part.code == "changes") return "changes of the authority's ways";
  return plain_text(part.label);
}

std::vector<BridgeRow> bridge_rows(const regime::Explanation& explanation) {
  std::vector<BridgeRow> rows;
  double days = 0.0;
  const auto add = [&](std::string label, double change, std::optional<std::string> range) {
    const long before = std::lround(days);
    days += change;
    rows.push_back({std::move(label), before, std::lround(days), std::move(range)});
  };
  add("the average application, newly begun", explanation.typical_days, std::nullopt);
  double small = 0.0;
  std::size_t smalls = 0;
  std::size_t covariates_left = static_cast<std::size_t>(std::ranges::count(
      explanation.parts, std::string{"covariate"}, &regime::ExplainedPart::code));
  for (const regime::ExplainedPart& part : explanation.parts) {
    if (is_small(part)) {
      small += part.days;
      ++smalls;
    } else {
      add(explained_label(part), part.days, range_words(part.low, part.high));
    }
    if (part.code == "covariate" && --covariates_left == 0 && smalls > 0) {
      add(count_words(smalls, "other covariate", "other covariates"), small, std::nullopt);
    }
  }
  return rows;
}

std::string explain_answer(const regime::Explanation& explanation) {
  if (!explanation.p50) {
    return fmt::format("More likely than not undecided for {} days and more.", explanation.horizon);
  }
  const auto day = [&](std::optional<Day> days) {
    return days ? day_words(explanation.as_of + Days{*days}, explanation.as_of)
                : std::string{"later than two years"};
  };
  return fmt::format("As likely as not decided within {}, by {} (10 and 90 %: {} and {}).",
                     count_words(static_cast<std::size_t>(*explanation.p50), "day", "days"),
                     day(explanation.p50), day(explanation.p10), day(explanation.p90));
}

std::string outcome_moves(const regime::Explanation& explanation,
                          const regime::ExplainedOutcome& outcome) {
  std::vector<std::size_t> order(outcome.change.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater{},
                           [&](std::size_t i) { return std::abs(outcome.change[i]); });
  std::vector<std::string> moves;
  for (const std::size_t i : order) {
    if (std::abs(outcome.change[i]) < kSmallChange || moves.size() == 3) break;
    moves.push_back(fmt::format("{} {:+d} %", explained_label(explanation.parts[i]),
                                std::lround(100.0 * outcome.change[i])));
  }
  if (moves.empty()) return "nothing moves it by more than 1 %";
  return fmt::format("{}", fmt::join(moves, ", "));
}

std::string decided_words(const regime::Explanation& explanation) {
  const regime::Explanation::Decision& decided = *explanation.decided;
  std::string outcome = plain_text(decided.outcome);
  std::ranges::replace(outcome, '_', ' ');
  std::string text =
      fmt::format("{} has its decision: {}", plain_text(explanation.application), outcome);
  if (decided.on) text += " on " + to_words(*decided.on, WithYear::yes);
  if (decided.waited) text += fmt::format(", after {} {}", *decided.waited, explanation.day_words);
  return text + ". There is nothing left to forecast.";
}

}  // namespace runout::report
