#include "runout/report/decisions_text.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "runout/report/text_layout.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

constexpr std::size_t kMostRows = 60;

/// Days ahead for which chances are shown: the usual four as far as the horizon goes.
std::vector<Day> days_shown(Day horizon) {
  std::vector<Day> days;
  for (const Day day : {14, 30, 60, 90}) {
    if (day <= horizon) days.push_back(day);
  }
  if (days.empty()) days.push_back(horizon);
  return days;
}

std::optional<Day> quantile_day(const std::vector<double>& any, double share) {
  const auto reached = std::ranges::lower_bound(any, share - 1e-12);
  if (reached == any.end()) return std::nullopt;
  return static_cast<Day>(reached - any.begin()) + 1;
}

std::string quantile_words(const std::vector<double>& any, double share, Date as_of) {
  const auto day = quantile_day(any, share);
  return day ? day_words(as_of + Days{*day}, as_of) : "later";
}

/// "granted 80 %": the likeliest outcome, and its share of the decisions by the horizon.
std::string outcome_words(const regime::PendingForecast& pending,
                          const std::vector<std::string>& names) {
  double total = 0.0;
  double largest = -1.0;
  std::size_t likeliest = 0;
  for (std::size_t i = 0; i < pending.outcomes.size(); ++i) {
    const double p = pending.outcomes[i].back();
    total += p;
    if (p > largest) {
      largest = p;
      likeliest = i;
    }
  }
  if (total <= 0.0) return "-";
  return fmt::format("{} {}", plain_text(names[likeliest]), chance_words(largest / total, 0.0));
}

/// Rows to show, in the order of the source.
std::vector<std::size_t> choose_rows(const std::vector<std::vector<double>>& any, Day horizon) {
  std::vector<std::size_t> rows(any.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  if (rows.size() <= kMostRows) return rows;
  std::ranges::stable_sort(
      rows, {}, [&](std::size_t row) { return quantile_day(any[row], 0.5).value_or(horizon + 1); });
  rows.resize(kMostRows);
  std::ranges::sort(rows);
  return rows;
}

void print_table(std::ostream& out, const regime::DecisionForecast& forecast,
                 const TextStyle& style) {
  const std::vector<Day> days = days_shown(forecast.horizon);
  std::vector<std::vector<double>> any;
  std::size_t id_width = 4;
  std::size_t state_width = 5;
  for (const auto& pending : forecast.pending) {
    any.push_back(pending.any());
    id_width = std::max(id_width, text_columns(plain_text(pending.id)));
    state_width = std::max(state_width, text_columns(plain_text(pending.state)));
  }
  const std::size_t width = std::clamp<std::size_t>(style.width, 72, 200);
  const std::size_t date_width = forecast.horizon > 290 ? 13 : 8;  // with the year or without
  const std::size_t numbers = 6 * days.size() + 3 * date_width + 14;
  id_width = std::min<std::size_t>(id_width, 16);
  const std::size_t room = width > numbers + id_width + 4 ? width - numbers - id_width - 4 : 0;
  state_width = std::min(state_width, std::max<std::size_t>(room, 8));

  std::string head = fill_text("case", id_width) + "  " + fill_text("state", state_width) + " ";
  for (const Day day : days) head += fill_text(fmt::format("{} d", day), 6, Align::right);
  for (const char* share : {"10 %", "50 %", "90 %"})
    head += fill_text(share, date_width, Align::right);
  print_line(out, head + "  outcome");
  const std::vector<std::size_t> rows = choose_rows(any, forecast.horizon);
  for (const std::size_t row : rows) {
    const regime::PendingForecast& pending = forecast.pending[row];
    std::string line = fill_text(plain_text(pending.id), id_width) + "  " +
                       fill_text(plain_text(pending.state), state_width) + " ";
    for (const Day day : days) {
      line += fill_text(chance_words(any[row][static_cast<std::size_t>(day) - 1], 0.0), 6,
                        Align::right);
    }
    for (const double share : {0.1, 0.5, 0.9}) {
      line += fill_text(quantile_words(any[row], share, forecast.as_of), date_width, Align::right);
    }
    print_line(out, line + "  " + cut_text(outcome_words(pending, forecast.outcomes), 14));
  }
  if (rows.size() < any.size()) {
    out << fmt::format("... and {} more with later medians; --format json has all\n",
                       any.size() - rows.size());
  }
}

void print_fleet(std::ostream& out, const regime::DecisionForecast& forecast,
                 const TextStyle& style) {
  std::string text = fmt::format("Of the {} pending, decided within", forecast.pending.size());
  const char* separator = " ";
  for (const Day day : days_shown(forecast.horizon)) {
    const regime::FleetDay& fleet = forecast.fleet[static_cast<std::size_t>(day) - 1];
    text +=
        fmt::format("{}{} days: {} ({} to {})", separator, day, fleet.q50, fleet.q05, fleet.q95);
    separator = "; ";
  }
  for (const std::string& line : wrap_text(text + " (5 and 95 % limits).", style.width, 2)) {
    print_line(out, line);
  }
}

}  // namespace

void print_decisions(std::ostream& out, const regime::DecisionForecast& forecast,
                     const TextStyle& style) {
  out << fmt::format("{} pending at the end of {}.\n",
                     count_words(forecast.pending.size(), "case", "cases"),
                     to_words(forecast.as_of, WithYear::yes));
  if (!forecast.pending.empty()) {
    out << "Chance of a first decision within so many days, and the days by which it has come:\n\n";
    print_table(out, forecast, style);
    out << '\n';
    print_fleet(out, forecast, style);
  }
  const auto& basis = forecast.basis;
  std::string rests =
      fmt::format("Rests on {} seen{}.", count_words(basis.decisions_seen, "decision", "decisions"),
                  basis.prior_share > 0.5 ? ", so mostly on prior experience" : "");
  for (const std::string& line : wrap_text(rests, style.width, 2)) print_line(out, line);
  for (const std::string& assumption : basis.assumptions) {
    for (const std::string& line : wrap_text("- " + plain_text(assumption), style.width, 2)) {
      print_line(out, line);
    }
  }
  for (const std::string& note : basis.notes) {
    for (const std::string& line : wrap_text("- " + plain_text(note), style.width, 2)) {
      print_line(out, line);
    }
  }
}

}  // namespace runout::report
