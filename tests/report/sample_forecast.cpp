#include "report/sample_forecast.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace runout::report {
namespace {

using forecast::ApplicationForecast;
using forecast::Blame;
using forecast::ChanceByDay;
using forecast::Forecast;
using forecast::LineForecast;

constexpr Day kHorizon = 120;
constexpr double kReplications = 10'000;

Date day(const char* text) { return parse_date(text); }

/// Rises from 0 on day `from` to `top` on day `to`, smoothly.
std::vector<ChanceByDay> rising(Day from, Day to, double top) {
  std::vector<ChanceByDay> chances;
  for (Day k = 1; k <= kHorizon; ++k) {
    const double x =
        std::clamp(static_cast<double>(k - from + 1) / std::max(1, to - from + 1), 0.0, 1.0);
    const double p = std::round(top * x * x * (3 - 2 * x) * kReplications) / kReplications;
    chances.push_back({k, p, std::sqrt(p * (1 - p) / kReplications)});
  }
  return chances;
}

std::optional<Date> quantile(const Forecast& forecast, const std::vector<ChanceByDay>& chances,
                             double share) {
  for (const ChanceByDay& chance : chances) {
    if (chance.p >= share) return forecast.as_of + Days{chance.days};
  }
  return std::nullopt;
}

forecast::DateQuantiles quantiles(const Forecast& forecast,
                                  const std::vector<ChanceByDay>& chances) {
  return {quantile(forecast, chances, 0.1), quantile(forecast, chances, 0.5),
          quantile(forecast, chances, 0.9)};
}

forecast::StockProjection falling(const char* item, double start, double per_day) {
  forecast::StockProjection projection{item, "pcs", {}, {}, {}, per_day};
  for (Day k = 0; k <= kHorizon; ++k) {
    const double used = start - per_day * k * 5 / 7;
    const double hoped = k > 34 ? 9000.0 : 0.0;
    projection.p10.push_back(std::max(0.0, used));
    projection.p50.push_back(std::max(0.0, used + 0.5 * hoped));
    projection.p90.push_back(std::max(0.0, used + 1.4 * hoped));
  }
  return projection;
}

LineForecast make_line(const Forecast& forecast, const char* code, const char* site,
                       std::vector<std::string> items, std::vector<ChanceByDay> chances) {
  LineForecast line;
  line.line = code;
  line.site = site;
  line.items = std::move(items);
  line.p_runout_within = std::move(chances);
  line.p_stop_within = line.p_runout_within;
  for (ChanceByDay& chance : line.p_stop_within) chance.p *= 0.8;
  line.run_out = quantiles(forecast, line.p_runout_within);
  line.stop = quantiles(forecast, line.p_stop_within);
  const double p = line.p_runout_within.back().p;
  line.expected_lost_units = {p * 18'437.25, p * 92.4};
  line.expected_stop_days = {p * 17.31, p * 0.14};
  line.expected_loss = {p * 2'345'678.9, p * 11'723.0};
  line.currency = "EUR";
  return line;
}

void add_lines(Forecast& f) {
  LineForecast tight = make_line(f, "GYOR-2", "Gyor", {"EPS-420"}, rising(17, 45, 0.55));
  tight.dates = {day("2025-07-10"), day("2025-07-14"), day("2025-07-17"), day("2025-08-26")};
  tight.act_by = day("2025-07-04");
  tight.act_by_application = "A-031";
  tight.blame = {{"MAG-N42-12", "O-1107", "A-031", "review", 0.71},
                 {"MAG-N42-12", "O-1122", "A-037", "preparing", 0.19},
                 {"RES-7", "O-0990", "", "transit", 0.1}};
  tight.components = {{"MAG-N42-12", day("2025-07-16"), day("2025-07-21")},
                      {"RES-7", day("2025-08-09"), day("2025-08-01")},
                      {"HOUSING-3", std::nullopt, std::nullopt}};
  tight.projection = falling("MAG-N42-12", 5'200, 420);

  LineForecast overdue = make_line(f, "PUNE-1", "Pune", {"TRACTION-9"}, rising(8, 26, 0.88));
  overdue.dates = {day("2025-07-05"), day("2025-07-08"), day("2025-07-08"), day("2025-07-22")};
  overdue.act_by = f.as_of;
  overdue.overdue = true;
  overdue.act_by_application = "A-044";
  overdue.blame = {{"MAG-SM-30", "O-2001", "A-044", "review", 1.0}};
  overdue.components = {{"MAG-SM-30", day("2025-07-07"), day("2025-07-22")}};
  overdue.projection = falling("MAG-SM-30", 1'900, 310);

  LineForecast down = make_line(f, "OHIO-3", "Toledo", {"WIPER-2", "WIPER-3"}, rising(1, 1, 1.0));
  down.dates = {day("2025-07-01"), day("2025-07-01"), day("2025-07-01"), day("2025-07-01")};
  down.down_since = day("2025-06-24");
  down.restart = {day("2025-07-09"), day("2025-07-21"), std::nullopt};
  down.act_by = f.as_of;
  down.overdue = true;
  down.act_by_application = "A-052";
  down.blame = {{"MAG-F-8", "O-3300", "A-052", "preparing", 1.0}};
  down.components = {{"MAG-F-8", f.as_of, day("2025-07-09")}};
  down.projection = falling("MAG-F-8", 0, 80);

  LineForecast safe = make_line(f, "REGEN-1", "Gyor", {"REGEN-A"}, rising(24, 100, 0.31));
  safe.dates = {day("2025-07-18"), day("2025-07-27"), day("2025-08-02"), std::nullopt};
  safe.act_by = day("2025-07-18");
  safe.act_by_application = "A-060";
  safe.blame = {{"RESOLVER", "O-1300", "A-060", "returned", 0.6},
                {"RESOLVER", "", "", "no_order", 0.4}};
  safe.components = {{"RESOLVER", day("2025-08-01"), day("2025-08-09")}};

  LineForecast steady = make_line(f, "GYOR-1", "Gyor", {"EPS-400"}, rising(1, 1, 0.0));
  steady.components = {{"SENSOR-2", day("2025-10-20"), day("2025-09-01")}};

  LineForecast orderless = make_line(f, "PUNE-2", "Pune", {"FAN-1"}, rising(38, 44, 0.97));
  orderless.dates = {day("2025-08-07"), day("2025-08-07"), day("2025-08-07"), day("2025-08-07")};
  orderless.blame = {{"RING-FERRITE", "", "", "no_order", 1.0}};
  orderless.components = {{"RING-FERRITE", day("2025-08-06"), std::nullopt}};

  LineForecast mixed =
      make_line(f, "DETROIT-4", "Detroit", {"PUMP-A", "PUMP-B", "PUMP-C"}, rising(20, 90, 0.42));
  mixed.dates = {day("2025-07-11"), day("2025-07-30"), day("2025-08-12"), day("2025-10-02")};
  mixed.act_by = day("2025-07-29");
  mixed.act_by_application = "A-047";
  mixed.blame = {{"MAG-BLOCK-4", "O-3402", "A-047", "review", 0.83},
                 {"MAG-BLOCK-4", "O-3407", "A-048", "refused", 0.17}};
  mixed.currency = "USD";
  mixed.components = {{"MAG-BLOCK-4", day("2025-08-11"), day("2025-08-20")}};

  LineForecast rare =
      make_line(f, "CHENNAI-1", "Chennai (customer)", {"EV-AXLE"}, rising(60, 110, 0.018));
  rare.dates = {day("2025-09-02"), std::nullopt, std::nullopt, std::nullopt};
  rare.blame = {{"EPS-420", "O-5001", "", "transit", 1.0}};
  rare.components = {{"EPS-420", day("2025-10-09"), day("2025-07-19")}};

  LineForecast empty = make_line(f, "TEST-RIG", "Gyor", {"RIG"}, rising(1, 1, 0.0));
  f.lines = {std::move(safe),      std::move(tight), std::move(steady),
             std::move(orderless), std::move(down),  std::move(overdue),
             std::move(mixed),     std::move(rare),  std::move(empty)};
}

ApplicationForecast make_application(const Forecast& f, const char* code, const char* state,
                                     const char* words, std::int64_t waited,
                                     std::vector<ChanceByDay> chances) {
  ApplicationForecast application;
  application.application = code;
  application.state = state;
  application.words = words;
  application.waiting_working_days = waited;
  application.p_granted_within = std::move(chances);
  application.granted_on = quantiles(f, application.p_granted_within);
  application.p_refused = 0.04;
  return application;
}

void add_applications(Forecast& f) {
  auto& list = f.applications;
  list.push_back(
      make_application(f, "A-031", "accepted", "attempt 1, day 31 of 45", 31, rising(1, 60, 0.93)));
  list.back().filed_on = day("2025-05-15");
  list.back().need_by_booked = day("2025-07-02");
  list.back().need_by_fastest = day("2025-07-04");
  list.back().p_in_hand_by_need = 0.5983;
  list.back().lines = {"GYOR-2"};
  list.back().orders = {"O-1107"};
  list.back().owner = "Purchasing";
  list.back().next_step = "ask the ministry for the day";
  list.back().promised_on = day("2025-07-11");

  list.push_back(
      make_application(f, "A-044", "query_open", "day 40 of 45, paused 6", 40, rising(6, 80, 0.8)));
  list.back().need_by_booked = f.as_of;
  list.back().need_by_fastest = f.as_of;
  list.back().p_in_hand_by_need = 0.0;
  list.back().lines = {"PUNE-1"};
  list.back().end_user_country = "IN";
  list.back().filed_on = day("2025-04-29");

  list.push_back(
      make_application(f, "A-052", "preparing", "preparing, day 12", 12, rising(9, 110, 0.74)));
  list.back().need_by_booked = f.as_of;
  list.back().need_by_fastest = f.as_of;
  list.back().p_in_hand_by_need = 0.0;
  list.back().lines = {"OHIO-3"};
  list.back().owner = "Supplier";
  list.back().next_step = "end-user certificate";
  list.back().p_refused = 0.11;

  list.push_back(make_application(f, "A-060", "returned", "attempt 2, returned 2025-06-20", 6,
                                  rising(10, 115, 0.71)));
  list.back().need_by_booked = day("2025-07-10");
  list.back().need_by_fastest = day("2025-07-18");
  list.back().p_in_hand_by_need = 0.17;
  list.back().lines = {"REGEN-1"};

  list.push_back(
      make_application(f, "A-047", "filed", "attempt 1, day 4 of 45", 4, rising(12, 118, 0.66)));
  list.back().need_by_fastest = day("2025-07-29");
  list.back().p_in_hand_by_need = 0.31;
  list.back().lines = {"DETROIT-4", "OHIO-3", "REGEN-1"};
  list.back().owner = "Customs desk";

  for (int i = 0; i < 6; ++i) {
    list.push_back(make_application(f, "", "accepted", "day 9 of 45", 9, rising(5, 90, 0.85)));
    list.back().application = fmt::format("A-{}", 100 + i);
    list.back().filed_on = day("2025-06-10") + Days{i};
  }
}

}  // namespace

Forecast sample_forecast() {
  Forecast f;
  f.as_of = day("2025-06-30");
  f.horizon = kHorizon;
  f.replications = 10'000;
  add_lines(f);
  for (LineForecast& line : f.lines) line.dates.if_all_fly = line.dates.secured;
  add_applications(f);
  const auto add_unknown = [&](const char* what, const char* where, const char* message) {
    forecast::Unknown unknown;
    unknown.what = what;
    unknown.where = where;
    unknown.message = message;
    f.unknown.push_back(unknown);
  };
  add_unknown("control_status", "items.csv:12", "7 parts without control status");
  add_unknown("count_age", "stock.csv:31", "1 count 9 days old");
  add_unknown("lane", "orders.csv:8", "O-2001 has no lane on file");
  add_unknown("control_status", "items.csv:40", "EPS-420 asked, no answer");
  Diagnostic late;
  late.severity = Severity::warning;
  late.code = "promise_passed";
  late.file = "events.csv";
  late.row = 31;
  late.column = "expected_on";
  late.message = "A-044 was promised for 2025-06-20";
  late.help = "ask for a new day";
  f.warnings = {late};
  f.assumptions = {"a refusal is final", "items of unknown control status need no licence",
                   "stock is rolled forward to the as-of day"};
  f.basis.decisions_seen = 12;
  f.basis.pending_seen = 11;
  f.basis.prior_share = 0.64;
  f.basis.notes = {"all decisions seen come from one month"};
  return f;
}

Forecast sample_of_many(std::size_t lines, std::size_t applications) {
  Forecast f;
  f.as_of = day("2025-06-30");
  f.horizon = kHorizon;
  f.replications = 10'000;
  for (std::size_t i = 0; i < lines; ++i) {
    const auto from = static_cast<Day>(5 + i % 60);
    const std::string code = fmt::format("PLANT-{:03}-ASSEMBLY-LINE-WITH-A-LONG-NAME", i);
    LineForecast line = make_line(f, code.c_str(), "Somewhere", {"ITEM"},
                                  rising(from, from + 40, static_cast<double>(i % 10) / 10.0));
    line.dates.stock_only = f.as_of + Days{from};
    line.dates.on_the_way = f.as_of + Days{from + 3};
    line.dates.secured = line.dates.if_all_fly = f.as_of + Days{from + 5};
    if (i % 3 == 0) line.act_by = f.as_of + Days{from};
    line.blame = {{"ITEM", "ORDER", fmt::format("APPLICATION-{:05}", i), "review", 1.0}};
    f.lines.push_back(std::move(line));
  }
  for (std::size_t i = 0; i < applications; ++i) {
    const std::string code = fmt::format("APPLICATION-{:05}", i);
    f.applications.push_back(
        make_application(f, code.c_str(), "accepted", "day 9 of 45", 9, rising(5, 90, 0.85)));
    if (i % 2 == 0)
      f.applications.back().need_by_fastest = f.as_of + Days{static_cast<Day>(i % 50)};
  }
  return f;
}

}  // namespace runout::report
