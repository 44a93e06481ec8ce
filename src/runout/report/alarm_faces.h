// Alerts that fired, alarms and saved forecasts: text and JSON (docs/reference/compare-json.md).
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

#include "runout/forecast/moved/alarms.h"
#include "runout/forecast/moved/alert.h"
#include "runout/forecast/moved/saved.h"

namespace runout::report {

/// One line for each that fired, nothing for none. `last`: what it was compared with, or null.
void print_fired(std::ostream& out, const forecast::Alert& alert,
                 const std::vector<forecast::FiredAlert>& fired,
                 const forecast::SavedForecast* last);
[[nodiscard]] std::string fired_json(const forecast::Alert& alert,
                                     const std::vector<forecast::FiredAlert>& fired, Date as_of,
                                     const forecast::SavedForecast* last);

void print_alarms(std::ostream& out, const std::vector<forecast::Alarm>& alarms, std::size_t width);
[[nodiscard]] std::string alarms_json(const std::vector<forecast::Alarm>& alarms);

/// Which forecasts are saved.
void print_saved(std::ostream& out, const std::vector<forecast::SavedForecast>& saved,
                 std::size_t width);
[[nodiscard]] std::string saved_json(const std::vector<forecast::SavedForecast>& saved);

}  // namespace runout::report
