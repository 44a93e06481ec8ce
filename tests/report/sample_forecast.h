// Forecasts made by hand, so that the faces can be judged without a book and a simulator.
#pragma once

#include <cstddef>

#include "runout/forecast/forecast.h"

namespace runout::report {

/// A manufacturer on 30 June 2025: nine lines (down, overdue, tight, mixed-model, safe, without
/// any date) and eleven applications.
[[nodiscard]] forecast::Forecast sample_forecast();

/// The same, as if nothing could be said: every optional field empty, every list empty, one
/// replication.
[[nodiscard]] forecast::Forecast sample_of_nulls();

/// `lines` lines and `applications` applications with long codes, in a regular pattern.
[[nodiscard]] forecast::Forecast sample_of_many(std::size_t lines, std::size_t applications);

/// Codes and texts that hold markup, quotes, control characters, wide characters and bytes that
/// are no UTF-8.
[[nodiscard]] forecast::Forecast sample_of_attacks();

}  // namespace runout::report
