// Spells for tests: by hand, and random ones of every kind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runout/regime/cells/cell_table.h"
#include "runout/regime/spells.h"

namespace runout::regime::fixtures {

/// A clock that ticks every day and is wholly open.
[[nodiscard]] Clock every_day(Date first, Date last);
/// Monday to Friday, with one day more closed.
[[nodiscard]] Clock working_days(Date first, Date last, const std::string& holiday = "");
/// Ticks every day, less open on some weekdays and closed on Sundays.
[[nodiscard]] Clock uneven_week(Date first, Date last);

/// A table with covariates of so many levels each, named a, b, ...
[[nodiscard]] SpellTable table_with(std::vector<Clock> clocks,
                                    const std::vector<std::size_t>& levels = {});

/// Adds a spell of `waited` days before `first`.
void add_spell(SpellTable& table, Date first, Date last, std::optional<std::size_t> cause,
               double waited = 0.0, const std::vector<std::int32_t>& levels = {},
               std::size_t clock = 0);

/// Spells of all kinds on three clocks that end on `as_of`: left truncated, pending, decided on the
/// day of filing and on closed days, three causes, two covariates with blanks.
[[nodiscard]] SpellTable random_spells(std::uint64_t seed, std::size_t count, Date as_of);

/// The same spells in another order.
[[nodiscard]] SpellTable shuffled(const SpellTable& table, std::uint64_t seed);

/// Every spell of two days or more cut in two at a random day.
[[nodiscard]] SpellTable cut_in_two(const SpellTable& table, std::uint64_t seed);

/// The cells as they are defined: spell by spell, day by day.
[[nodiscard]] CellTable count_day_by_day(const SpellTable& table, const CellGrid& grid);

/// Exposure in a cell of a table; 0 where it has none.
[[nodiscard]] double exposure_in(const CellTable& table, std::size_t bin, std::size_t period,
                                 std::size_t pattern = 0);
/// Decisions in a cell of a table, likewise.
[[nodiscard]] double decided_in(const CellTable& table, std::size_t bin, std::size_t period,
                                std::size_t pattern = 0);

/// Throws std::logic_error naming the first difference between two tables. Exposures may differ by
/// rounding.
void expect_same_cells(const CellTable& one, const CellTable& other);

}  // namespace runout::regime::fixtures
