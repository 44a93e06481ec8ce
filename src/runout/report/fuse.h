// The fuse: one bar a line that burns from the left. What every face draws, before it is drawn.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runout/forecast/forecast.h"

namespace runout::report {

/// What keeps a line running on a day, from certain to hoped for.
enum class Fuel : std::uint8_t { stock, on_the_way, licence_in_hand, pending, none };

/// One line of the fuse. Days are counted from the as-of day.
///
/// Invariant: stock_until <= on_the_way_until <= secured_until; a line is short on the day these
/// name, or not before the end of the horizon (horizon + 1).
struct FuseRow {
  const forecast::LineForecast* line = nullptr;
  Day stock_until = 0;
  Day on_the_way_until = 0;
  Day secured_until = 0;
  bool runs_out_when_secured = false;  ///< secured_until is a run-out date, not the horizon
  std::vector<double> p_running;       ///< [horizon] chance of not having run short by day k + 1
  std::string act_by;                  ///< "overdue", "today", "4 Jul", "-"
  std::string chance;                  ///< of running short within 30 days
  std::string short_on;                ///< the date it does, "-" when not within 30 days
  std::string because;                 ///< "A-031 review"
  std::string because_more;            ///< the item and the next step, where there is room
  bool down = false;

  /// What feeds the line on day `day` (0 is the as-of day).
  [[nodiscard]] Fuel fuel_on(double day) const;
  /// Chance of still running on that day while it hangs on pending licences, 0..1.
  [[nodiscard]] double hope_on(double day) const;
};

struct Fuse {
  Day window = 28;             ///< days shown; a multiple of 4
  std::array<Day, 4> ticks{};  ///< days at 0, 1/4, 1/2 and 3/4 of the window
  std::vector<FuseRow> rows;   ///< sorted by act by
};

/// "short within 30 d" counts this many days.
inline constexpr Day kSoonDays = 30;

/// Lays out the fuse. The rows point into `forecast`, which must outlive them.
[[nodiscard]] Fuse make_fuse(const forecast::Forecast& forecast);

/// Lines by act by: overdue ones first (among them those that are down), then dates ascending,
/// then those on which no application has an influence; ties by the day they run short, then by
/// the order of the book. Indices into forecast.lines.
[[nodiscard]] std::vector<std::size_t> order_by_act_by(const forecast::Forecast& forecast);

/// The last day on which a decision still helps the line: its act by, or the latest relief if that
/// is earlier or there is no act by. Act by asks what one licence costs when all others come; where
/// licences stand in for each other only relief has a day.
[[nodiscard]] std::optional<Date> decide_by(const forecast::LineForecast& line);

/// The day a line runs short when nothing pending is granted, else (it does not) the day by which
/// half of all replications have run short; nothing within the horizon.
[[nodiscard]] std::optional<Date> short_date(const forecast::LineForecast& line);

/// The chance of having run short by the end of the horizon, 0 when there is none.
[[nodiscard]] double chance_in_horizon(const forecast::LineForecast& line);

/// The pending application of that code; null when there is none.
[[nodiscard]] const forecast::ApplicationForecast* find_application(
    const forecast::Forecast& forecast, std::string_view code);

/// "A-031 review", or for a line that is safe "next: RESOLVER, 9 Aug"; then what else is known.
struct Because {
  std::string what;
  std::string more;
};
[[nodiscard]] Because explain_line(const forecast::Forecast& forecast,
                                   const forecast::LineForecast& line);

/// "DOWN since 24 Jun, restarts 21 Jul (9 Jul - never)" and shorter forms, longest first.
[[nodiscard]] std::vector<std::string> down_words(const forecast::Forecast& forecast,
                                                  const forecast::LineForecast& line);

}  // namespace runout::report
