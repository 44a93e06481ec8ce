#include "runout/report/fuse.h"

#include <algorithm>
#include <cmath>

#include "runout/report/words.h"

namespace runout::report {
namespace {

/// Below this chance the hope is not drawn at all.
constexpr double kNoHope = 0.02;
/// The window shows the dates of this share of the lines that have one; the others run off it.
constexpr double kShownShare = 0.75;
constexpr Day kWeeks = 28;  // ticks a quarter of it apart fall on one day of the week

Day days_until(std::optional<Date> date, const forecast::Forecast& forecast) {
  if (!date) return forecast.horizon + 1;
  return static_cast<Day>(std::clamp<std::int64_t>((*date - forecast.as_of).count(), 0,
                                                   std::int64_t{forecast.horizon} + 1));
}

Day choose_window(const forecast::Forecast& forecast) {
  std::vector<Day> dates;
  for (const forecast::LineForecast& line : forecast.lines) {
    if (line.down_since) continue;
    if (const auto date = short_date(line)) dates.push_back(days_until(date, forecast));
  }
  const Day horizon = std::max<Day>(forecast.horizon, 4);
  Day wanted = 2 * kWeeks;
  if (!dates.empty()) {
    std::ranges::sort(dates);
    const auto rank = static_cast<double>(dates.size() - 1) * kShownShare;
    wanted = std::max(wanted, dates[static_cast<std::size_t>(std::ceil(rank))] + kSoonDays / 2);
  }
  const Day window = (wanted + kWeeks - 1) / kWeeks * kWeeks;
  // Nothing is known beyond the horizon, so nothing is shown there.
  return window <= horizon      ? window
         : horizon / kWeeks > 1 ? horizon / kWeeks * kWeeks
                                : horizon / 4 * 4;
}

std::string act_by_words(const forecast::Forecast& forecast, const forecast::LineForecast& line) {
  if (line.overdue && !line.down_since) return "overdue";
  const auto day = decide_by(line);
  if (!day) return "-";
  return *day <= forecast.as_of ? "today" : day_words(*day, forecast.as_of);
}

FuseRow make_row(const forecast::Forecast& forecast, const forecast::LineForecast& line) {
  FuseRow row;
  row.line = &line;
  row.down = line.down_since.has_value();
  row.stock_until = days_until(line.dates.stock_only, forecast);
  row.on_the_way_until = std::max(row.stock_until, days_until(line.dates.on_the_way, forecast));
  row.secured_until = std::max(row.on_the_way_until, days_until(line.dates.secured, forecast));
  row.runs_out_when_secured = line.dates.secured.has_value();
  row.p_running.reserve(line.p_runout_within.size());
  for (const forecast::ChanceByDay& chance : line.p_runout_within) {
    row.p_running.push_back(1.0 - std::clamp(chance.p, 0.0, 1.0));
  }
  row.act_by = act_by_words(forecast, line);
  row.chance = chance_words(chance_by(line.p_runout_within, kSoonDays));
  const auto date = short_date(line);
  const bool soon = date && *date - forecast.as_of <= Days{kSoonDays};
  row.short_on = soon ? day_words(*date, forecast.as_of) : "-";
  const Because because = explain_line(forecast, line);
  row.because = because.what;
  row.because_more = because.more;
  return row;
}

}  // namespace

Fuel FuseRow::fuel_on(double day) const {
  if (day < stock_until) return Fuel::stock;
  if (day < on_the_way_until) return Fuel::on_the_way;
  if (day < secured_until) return Fuel::licence_in_hand;
  return hope_on(day) > kNoHope ? Fuel::pending : Fuel::none;
}

double FuseRow::hope_on(double day) const {
  if (p_running.empty()) return 0.0;
  const auto last = static_cast<double>(p_running.size() - 1);
  return p_running[static_cast<std::size_t>(std::clamp(std::floor(day) - 1.0, 0.0, last))];
}

Fuse make_fuse(const forecast::Forecast& forecast) {
  Fuse fuse;
  fuse.window = choose_window(forecast);
  for (std::size_t i = 0; i < fuse.ticks.size(); ++i) {
    fuse.ticks.at(i) = fuse.window / 4 * static_cast<Day>(i);
  }
  fuse.rows.reserve(forecast.lines.size());
  for (const std::size_t line : order_by_act_by(forecast)) {
    fuse.rows.push_back(make_row(forecast, forecast.lines[line]));
  }
  return fuse;
}

}  // namespace runout::report
