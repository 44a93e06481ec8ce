#include <algorithm>
#include <cstdint>
#include <numeric>
#include <tuple>

#include <fmt/format.h>

#include "runout/report/fuse.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

/// A line with less chance than this of running short has nothing to be blamed for.
constexpr double kNothingToBlame = 0.005;

enum class Rank : std::uint8_t { overdue, dated, none };

Rank rank_of(const forecast::Forecast& forecast, const forecast::LineForecast& line) {
  if (line.overdue || line.down_since || (line.act_by && *line.act_by < forecast.as_of)) {
    return Rank::overdue;
  }
  return decide_by(line) ? Rank::dated : Rank::none;
}

/// One application or consignment is to blame in several stages: the shares of all its stages
/// count together, and it is named with the most frequent one. Ties go to the earlier row.
const forecast::Blame& find_top_blame(const forecast::LineForecast& line) {
  const forecast::Blame* top = &line.blame.front();
  double most = 0.0;
  for (const forecast::Blame& candidate : line.blame) {
    double share = 0.0;
    for (const forecast::Blame& other : line.blame) {
      const bool same = candidate.application.empty()
                            ? other.application.empty() && other.item == candidate.item &&
                                  other.order == candidate.order
                            : other.application == candidate.application;
      if (same) share += other.share;
    }
    if (share > most * (1 + 1e-9)) {
      most = share;
      top = &candidate;  // rows descend by share: the first of a culprit is its most frequent
    }
  }
  return *top;
}

Because explain_safety(const forecast::Forecast& forecast, const forecast::LineForecast& line) {
  const forecast::ComponentOutlook* first = nullptr;
  for (const forecast::ComponentOutlook& component : line.components) {
    if (!component.secured_until) continue;
    if (first == nullptr || *component.secured_until < *first->secured_until) first = &component;
  }
  if (first == nullptr) return {"-", ""};
  return {fmt::format("next: {}, {}", first->item, day_words(first->secured_until, forecast.as_of)),
          ""};
}

}  // namespace

std::optional<Date> decide_by(const forecast::LineForecast& line) {
  if (line.relief.empty()) return line.act_by;
  const Date relief = line.relief.front().by;
  return line.act_by ? std::min(*line.act_by, relief) : relief;
}

std::optional<Date> short_date(const forecast::LineForecast& line) {
  return line.dates.secured ? line.dates.secured : line.run_out.p50;
}

double chance_in_horizon(const forecast::LineForecast& line) {
  return line.p_runout_within.empty() ? 0.0 : line.p_runout_within.back().p;
}

std::vector<std::size_t> order_by_act_by(const forecast::Forecast& forecast) {
  const auto key = [&](std::size_t index) {
    const forecast::LineForecast& line = forecast.lines[index];
    const Rank rank = rank_of(forecast, line);
    const Date never = Date::max();
    return std::tuple{rank, line.down_since ? 0 : 1,
                      rank == Rank::dated ? decide_by(line).value_or(never) : never,
                      short_date(line).value_or(never), index};
  };
  std::vector<std::size_t> order(forecast.lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, key);
  return order;
}

const forecast::ApplicationForecast* find_application(const forecast::Forecast& forecast,
                                                      std::string_view code) {
  if (code.empty()) return nullptr;
  const auto found =
      std::ranges::find(forecast.applications, code, &forecast::ApplicationForecast::application);
  return found == forecast.applications.end() ? nullptr : &*found;
}

Because explain_line(const forecast::Forecast& forecast, const forecast::LineForecast& line) {
  if (line.blame.empty() || chance_in_horizon(line) < kNothingToBlame) {
    return explain_safety(forecast, line);
  }
  const forecast::Blame& top = find_top_blame(line);
  if (const std::string feeding = feeding_line(forecast, line, top); !feeding.empty()) {
    return {"fed by " + feeding, fmt::format("{}: {} is short itself", top.item, feeding)};
  }
  const std::string cause = cause_words(top.cause);
  if (top.application.empty()) {
    if (top.order.empty()) return {fmt::format("{} {}", top.item, cause), ""};
    return {fmt::format("{} {}", top.order, cause), top.item};
  }
  const forecast::ApplicationForecast* application = find_application(forecast, top.application);
  const bool step = application != nullptr && !application->next_step.empty();
  return {fmt::format("{} {}", top.application, cause), step ? application->next_step : top.item};
}

std::vector<std::string> down_words(const forecast::Forecast& forecast,
                                    const forecast::LineForecast& line) {
  const std::string since = day_words(line.down_since, forecast.as_of);
  const auto or_never = [&](std::optional<Date> date) {
    return date ? day_words(*date, forecast.as_of) : std::string{"never"};
  };
  if (!line.restart.p50 && !line.restart.p10) {
    return {fmt::format("DOWN since {}, no restart within {} days", since, forecast.horizon),
            fmt::format("DOWN since {}, no restart in sight", since), "DOWN, no restart in sight"};
  }
  const std::string range =
      fmt::format("({} - {})", or_never(line.restart.p10), or_never(line.restart.p90));
  if (!line.restart.p50) {
    return {fmt::format("DOWN since {}, may restart {}", since, range),
            fmt::format("DOWN, may restart {}", range), "DOWN, may not restart"};
  }
  const std::string restart = day_words(line.restart.p50, forecast.as_of);
  return {fmt::format("DOWN since {}, restarts {} {}", since, restart, range),
          fmt::format("DOWN since {}, restarts {}", since, restart),
          fmt::format("DOWN, restarts {}", restart)};
}

}  // namespace runout::report
