#include <algorithm>

#include <fmt/format.h>

#include "runout/base/parallel.h"
#include "runout/forecast/describe.h"
#include "runout/forecast/reach.h"

namespace runout::forecast {
namespace {

CertainDates find_dates(const CertainRuns& certain, flow::Index line, Date as_of) {
  return {date_of(certain.stock_only[line].run_out, as_of),
          date_of(certain.on_the_way[line].run_out, as_of),
          date_of(certain.secured[line].run_out, as_of),
          date_of(certain.if_granted_today[line].run_out, as_of),
          date_of(certain.all_fly[line].run_out, as_of)};
}

/// The code of the application that the reader can look up: a case that is filed again has that of
/// the first filing, one that nobody has begun has none.
std::string name_application(const Findings& findings, std::size_t row) {
  const auto& applications = findings.snapshot.records.applications;
  if (row < applications.size()) return applications[row].application;
  const std::string& code =
      findings.built.new_cases[row - applications.size()].application.application;
  const bool is_known =
      std::ranges::find(applications, code, &book::Application::application) != applications.end();
  return is_known ? code : std::string{};
}

std::vector<Blame> find_blame(const Findings& findings, const LineTally& tally) {
  const flow::Network& network = findings.built.network;
  std::vector<Blame> blame;
  for (const auto& [culprit, sum] : tally.blame) {
    const auto& [point, consignment, policy, application, cause] = culprit;
    Blame found;
    found.item = network.points[point].item;
    if (consignment > 0) found.order = network.consignments[consignment - 1].code;
    if (policy > 0) found.policy = network.policies[policy - 1].code;
    if (application > 0) found.application = name_application(findings, application - 1);
    found.cause = flow::to_text(cause);
    found.share = sum / tally.blamed;
    const auto same = std::ranges::find_if(blame, [&](const Blame& other) {
      return other.item == found.item && other.order == found.order &&
             other.application == found.application && other.cause == found.cause;
    });
    if (same == blame.end()) {
      blame.push_back(std::move(found));
    } else {
      same->share += found.share;
    }
  }
  std::ranges::stable_sort(blame, std::greater{}, &Blame::share);
  return blame;
}

/// The application whose latest day comes first for this line, by the fastest lanes.
void find_act_by(const Findings& findings, flow::Index line, LineForecast& forecast) {
  std::optional<Day> first;
  for (std::size_t row = 0; row < findings.need_by.size(); ++row) {
    const auto& by_line = findings.need_by[row].fastest.by_line;
    if (by_line.empty() || !by_line[line]) continue;
    if (first && *first <= *by_line[line]) continue;
    first = by_line[line];
    forecast.act_by_application = findings.snapshot.records.applications[row].application;
  }
  if (!first) return;
  // A licence that is still pending at the end of the as-of day cannot be in hand on it.
  forecast.overdue = *first <= 0;
  forecast.act_by = findings.snapshot.as_of + Days{std::max(0, *first)};
}

/// The order that waits for a case, for one that has no code.
std::string find_waiting_order(const flow::Network& network, std::size_t row) {
  const auto waiting = find_waiting(network, row);
  return waiting.empty() ? std::string{} : network.consignments[waiting.front()].code;
}

std::vector<Relief> find_relief_of(const Findings& findings, flow::Index line) {
  std::vector<Relief> found;
  for (std::size_t row = 0; row < findings.relief.size(); ++row) {
    // A licence that is still pending at the end of the as-of day cannot be in hand on it.
    if (findings.relief[row].empty() || findings.relief[row][line].value_or(0) <= 0) continue;
    Relief relief;
    relief.application = name_application(findings, row);
    if (relief.application.empty()) {
      relief.order = find_waiting_order(findings.built.network, row);
    }
    relief.by = findings.snapshot.as_of + Days{*findings.relief[row][line]};
    found.push_back(std::move(relief));
  }
  std::ranges::stable_sort(found, std::greater{}, &Relief::by);
  return found;
}

/// A line is down on the as-of day when the secured run makes nothing on its first planned day and
/// a component of it could not cover its planned use up to the as-of day: since the first such day.
std::optional<Date> find_down_since(const Findings& findings, flow::Index line) {
  const flow::Network& network = findings.built.network;
  Day first_planned = kNever;
  std::optional<Date> since;
  for (const flow::Index task : network.lines[line].tasks) {
    const std::vector<std::int64_t>& plan = network.tasks[task].plan;
    for (Day day = 1; day <= network.horizon && day < first_planned; ++day) {
      if (plan[static_cast<std::size_t>(day)] > 0) first_planned = day;
    }
    for (const flow::Requirement& requirement : network.tasks[task].requirements) {
      for (const flow::ComponentUse& use : requirement.alternatives) {
        const auto& short_since = findings.built.short_since[use.point];
        if (short_since) since = std::min(since.value_or(*short_since), *short_since);
      }
    }
  }
  const bool is_down =
      first_planned != kNever && findings.certain.secured[line].stop == first_planned;
  return is_down ? since : std::nullopt;
}

LineForecast describe_line(const Findings& findings, const ComponentOutlooks& outlooks,
                           const LineRows& rows) {
  const book::Records& records = findings.snapshot.records;
  const Date as_of = findings.snapshot.as_of;
  const LineTally& tally = findings.tally.lines[rows.index];
  const std::size_t replications = findings.tally.replications;
  LineForecast line;
  line.line = rows.line;
  line.site = records.sites[records.lines[rows.rows.front()].site.index()].site;
  for (const std::size_t row : rows.rows) {
    line.items.push_back(records.items[records.lines[row].item.index()].item);
  }
  line.p_runout_within = tally.run_out.chances(replications);
  line.p_stop_within = tally.stop.chances(replications);
  line.run_out = tally.run_out.quantiles(replications, as_of);
  line.stop = tally.stop.quantiles(replications, as_of);
  line.restart = tally.restart.quantiles(replications, as_of);
  line.dates = find_dates(findings.certain, rows.index, as_of);
  find_act_by(findings, rows.index, line);
  line.relief = find_relief_of(findings, rows.index);
  line.down_since = find_down_since(findings, rows.index);
  line.expected_lost_units = tally.lost_units.estimate();
  line.expected_stop_days = tally.stop_days.estimate();
  line.expected_loss = tally.loss.estimate();
  line.currency = currency_of(records, rows);
  line.blame = find_blame(findings, tally);
  line.components = outlooks.of(rows.index);
  return line;
}

}  // namespace

const std::string& currency_of(const book::Records& records, const LineRows& rows) {
  for (const std::size_t row : rows.rows) {
    if (!records.lines[row].currency.empty()) return records.lines[row].currency;
  }
  return records.lines[rows.rows.front()].currency;
}

std::vector<LossRates> find_loss_rates(const book::Snapshot& snapshot, const BuiltNetwork& built,
                                       Diagnostics& warnings) {
  const book::Records& records = snapshot.records;
  std::vector<LossRates> rates(built.lines.size());
  for (const LineRows& rows : built.lines) {
    LossRates& line = rates[rows.index];
    const std::string& currency = currency_of(records, rows);
    line.stop_day = records.lines[rows.rows.front()].stop_cost_per_day.millionths;
    for (const std::size_t row : rows.rows) {
      const book::Line& record = records.lines[row];
      const bool is_same = record.currency.empty() || record.currency == currency;
      line.contribution.push_back(is_same ? record.contribution_per_unit.millionths : 0);
      if (is_same) continue;
      warnings.push_back({Severity::warning, "currency_mixed", records.name_of(book::File::lines),
                          record.line_number, "currency",
                          fmt::format("line '{}' is in {} here and in {} before: its contribution "
                                      "is left out of the expected loss",
                                      record.line, record.currency, currency),
                          "give one currency a line"});
    }
  }
  return rates;
}

std::vector<LineForecast> describe_lines(const Findings& findings) {
  const ComponentOutlooks outlooks{findings.built, findings.standings, findings.snapshot.as_of};
  std::vector<LineForecast> lines(findings.built.lines.size());
  parallel_blocks(lines.size(), 1, findings.request.threads, [&](std::size_t i, std::size_t) {
    lines[i] = describe_line(findings, outlooks, findings.built.lines[i]);
  });
  return lines;
}

}  // namespace runout::forecast
