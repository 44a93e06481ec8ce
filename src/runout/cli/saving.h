// Forecasts that are kept in the book.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "runout/book/book.h"
#include "runout/forecast/moved/saved.h"

namespace runout::cli {

/// The name under which a forecast as of that day is to be saved, `wanted` or one after the day.
/// Refuses to save where it could not be told later what was forecast. Throws Error{conflict} for
/// changes by hand that are not recorded, CLI::ValidationError for a name that any saved forecast
/// of the book has and for scenarios that could not be told apart again.
[[nodiscard]] std::string need_savable(const book::Book& book, const std::string& path,
                                       const std::string& wanted, Date as_of,
                                       const std::vector<regime::Scenario>& scenarios);

/// Writes the forecast into the book as a batch of its own. `before` is the book that was looked
/// at; throws Error{conflict} when it is another one now.
void save_forecast(const std::string& path, const book::Book& before,
                   const forecast::SavedForecast& saved);

/// The saved forecast of that name. Throws CLI::ValidationError, which names those there are.
[[nodiscard]] const forecast::SavedForecast& find_saved_named(
    const std::vector<forecast::SavedForecast>& saved, const std::string& argument,
    const std::string& name);

/// The newest, by the day it looks from; of one day the last saved. Null: none. With `counts` of
/// those alone of which it is true.
[[nodiscard]] const forecast::SavedForecast* find_newest(
    const std::vector<forecast::SavedForecast>& saved,
    const std::function<bool(const forecast::SavedForecast&)>& counts = {});

}  // namespace runout::cli
