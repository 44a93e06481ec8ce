#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "runout/forecast/describe.h"
#include "runout/forecast/reach.h"

namespace runout::forecast {
namespace {

/// Whether a grant today would make up for some of the line's loss: where it is short whatever is
/// decided, the licence still ends the shortage.
bool gains(const Findings& findings, std::size_t row, const std::string& line) {
  if (findings.values == nullptr || !findings.values->of[row]) return false;
  return std::ranges::any_of(findings.values->of[row]->lines, [&](const LineValue& value) {
    return value.line == line &&
           (value.loss.mean > 0.0 || value.stop_days.mean > 0.0 || value.lost_units.mean > 0.0);
  });
}

std::vector<std::string> find_lines(const Findings& findings, std::size_t row) {
  const NeedBy& need = findings.need_by[row];
  const auto& relief = findings.relief[row];
  std::vector<std::string> lines;
  if (need.booked.by_line.empty()) return lines;  // Decided: no day of it matters any more.
  for (const LineRows& rows : findings.built.lines) {
    const bool is_relief = !relief.empty() && relief[rows.index].value_or(0) > 0;
    if (need.booked.by_line[rows.index] || need.fastest.by_line[rows.index] || is_relief ||
        gains(findings, row, rows.line)) {
      lines.push_back(rows.line);
    }
  }
  return lines;
}

ApplicationForecast describe_application(const Findings& findings, std::size_t row,
                                         const std::vector<std::size_t>& waiting) {
  const book::Application& record = findings.snapshot.records.applications[row];
  const book::ApplicationStatus& status = findings.snapshot.applications[row];
  const ApplicationTally& tally = findings.tally.applications[row];
  const std::size_t replications = findings.tally.replications;
  const Date as_of = findings.snapshot.as_of;
  const NeedBy& need = findings.need_by[row];

  ApplicationForecast application;
  application.book_order = row;
  application.application = record.application;
  application.state = book::to_text(status.state);
  application.words = status.words();
  application.owner = record.owner;
  application.next_step = record.next_step;
  application.end_user_country = record.end_user_country;
  application.waiting_working_days = status.waited;
  application.filed_on = status.filed_on;
  application.p_granted_within = tally.in_hand.chances(replications);
  application.granted_on = tally.in_hand.quantiles(replications, as_of);
  const Standing& standing = findings.standings[row];
  if (!standing.is_open && standing.decided.outcome == FinalOutcome::granted) {
    application.granted_on = {status.decided_on, status.decided_on, status.decided_on};
  }
  application.p_refused =
      static_cast<double>(tally.refused.count_by(findings.built.network.horizon)) /
      static_cast<double>(replications);
  application.promised_on = status.promised_on;
  const auto to_date = [&](std::optional<Day> day) {
    return day ? date_of(*day, as_of) : std::nullopt;
  };
  application.need_by_booked = to_date(need.booked.all_lines);
  application.need_by_fastest = to_date(need.fastest.all_lines);
  for (const std::optional<Day>& day : findings.relief[row]) {
    if (day.value_or(0) <= 0) continue;
    const Date by = as_of + Days{*day};
    application.relief_by = std::min(application.relief_by.value_or(by), by);
  }
  if (const auto needed = application.needed_by()) {
    const auto day = static_cast<Day>((*needed - as_of).count());
    application.p_in_hand_by_need =
        static_cast<double>(tally.in_hand.count_by(day)) / static_cast<double>(replications);
  }
  application.lines = find_lines(findings, row);
  if (findings.values != nullptr) application.value = findings.values->of[row];
  for (const std::size_t i : waiting) {
    application.orders.push_back(findings.built.network.consignments[i].code);
  }
  return application;
}

/// Which of the two S4 allows is assumed for each authority whose cases are open.
void add_refusals(const Findings& findings, std::vector<std::string>& assumptions) {
  const book::Records& records = findings.snapshot.records;
  std::set<std::string> known;
  const auto add = [&](const std::string& authority) {
    if (!known.insert(authority).second) return;
    const bool again = records.authority(authority).after_refusal == book::AfterRefusal::refile;
    const std::string name = authority.empty() ? "the authority" : authority;
    assumptions.push_back(
        again ? fmt::format("What {} refuses is filed again: its preparation starts anew.", name)
              : fmt::format("A refusal, withdrawal or lapse at {} is final: what waits for it does "
                            "not leave.",
                            name));
  };
  for (std::size_t row = 0; row < records.applications.size(); ++row) {
    if (findings.standings[row].is_open) add(records.applications[row].authority);
  }
  for (const regime::NewCase& made : findings.built.new_cases) add(made.application.authority);
}

}  // namespace

std::vector<ApplicationForecast> describe_applications(const Findings& findings,
                                                       Applications which) {
  const Reach reach{findings.built.network};
  std::vector<ApplicationForecast> applications;
  for (std::size_t row = 0; row < findings.snapshot.records.applications.size(); ++row) {
    const bool is_pending = book::is_pending(findings.snapshot.applications[row].state);
    if (is_pending == (which == Applications::pending)) {
      applications.push_back(describe_application(findings, row, reach.waiting_for(row)));
    }
  }
  return applications;
}

std::vector<std::string> describe_assumptions(const Findings& findings) {
  std::vector<std::string> assumptions;
  if (!findings.request.decisions_are_given) {
    add_refusals(findings, assumptions);
  } else {
    assumptions.emplace_back(
        "Given decisions hold as they are; other outcomes than a grant are "
        "final.");
  }
  const auto unknown_items = std::ranges::count_if(
      findings.built.unknown, [](const Unknown& u) { return u.what == "control_status"; });
  if (unknown_items > 0) {
    const bool free = findings.request.unknown_items == UnknownItems::free;
    assumptions.push_back(fmt::format("{} item{} of unknown control status {} read as {}.",
                                      unknown_items, unknown_items == 1 ? "" : "s",
                                      unknown_items == 1 ? "is" : "are",
                                      free ? "free" : "controlled"));
  }
  if (!findings.built.new_cases.empty()) {
    assumptions.push_back(fmt::format(
        "The preparation of {} licence{} that nobody has applied for starts tomorrow.",
        findings.built.new_cases.size(), findings.built.new_cases.size() == 1 ? "" : "s"));
  }
  assumptions.emplace_back(
      "Stock counted before the as-of day is rolled forward by arrivals and planned use.");
  assumptions.emplace_back(
      "A grant without a row in licences.csv covers all that waits for it, in full.");
  return assumptions;
}

}  // namespace runout::forecast
