// Forecasts that are kept in the book.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runout/book/book.h"
#include "runout/cli/console.h"
#include "runout/forecast/forecast.h"
#include "runout/forecast/moved/saved.h"

namespace runout::cli {

/// Number of the last batch; 0 for a book without history.
[[nodiscard]] std::int64_t last_batch_of(const book::Book& book);

/// Refuses to save where it could not be told later what the book was. Throws Error{conflict} for
/// changes by hand that are not recorded, CLI::ValidationError for a name that is taken.
void need_savable(const book::Book& book, const std::string& path,
                  const std::vector<forecast::SavedForecast>& saved, const std::string& name);

/// Writes the forecast into the book as a batch of its own. `before` is the book that was looked
/// at; throws Error{conflict} when another one has been recorded since.
void save_forecast(const std::string& path, const book::Book& before,
                   const forecast::SavedForecast& saved);

/// The saved forecast of that name. Throws CLI::ValidationError, which names those there are.
[[nodiscard]] const forecast::SavedForecast& find_saved_named(
    const std::vector<forecast::SavedForecast>& saved, const std::string& argument,
    const std::string& name);

/// The newest, by the day it looks from; of one day the last saved. Null: none.
[[nodiscard]] const forecast::SavedForecast* find_newest(
    const std::vector<forecast::SavedForecast>& saved);

}  // namespace runout::cli
