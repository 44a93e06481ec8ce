// Options that several commands have, read the same way and refused in the same words.
#pragma once

#include <cstdint>
#include <string>

#include <CLI/CLI.hpp>

#include "runout/base/dates.h"
#include "runout/base/draws.h"
#include "runout/forecast/forecast.h"

namespace runout::cli {

/// How far ahead any forecast looks at most, in calendar days.
inline constexpr Day kLongestHorizon = 3650;

/// Days from which a book can be read. Before, calendars do not count; after, horizons, transits
/// and statutory times would end in years of five digits.
inline constexpr Date kFirstAsOf{std::chrono::year{1} / 1 / 1};
inline constexpr Date kLastAsOf{std::chrono::year{8999} / 12 / 31};

/// Random futures of a simulation, at most.
inline constexpr std::uint64_t kMostReplications = 1'000'000;
/// Random futures of decisions, at most.
inline constexpr std::uint64_t kMostDraws = 1'000'000;

struct WholeRange {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
};

/// Reads plain digits. Throws CLI::ValidationError, "--seed: '-1' is not a whole number from 0 to
/// 18446744073709551615", for anything else.
[[nodiscard]] std::uint64_t read_whole(const std::string& option, const std::string& text,
                                       WholeRange range);

/// Adds an option that holds a whole number of `range`, which `Number` must be able to hold.
template <typename Number>
CLI::Option& add_whole(CLI::App& command, const std::string& name, Number& value, WholeRange range,
                       const std::string& description) {
  return *command.add_option_function<std::string>(
      name,
      [&value, name, range](const std::string& text) {
        value = static_cast<Number>(read_whole(name, text, range));
      },
      description);
}

/// Adds --horizon, --seed or --threads with the ranges that every command has.
void add_horizon(CLI::App& command, Day& horizon);
void add_seed(CLI::App& command, std::uint64_t& seed);
void add_threads(CLI::App& command, unsigned& threads);

/// Adds BOOK, --as-of, --format (text or json), --quiet or --unknown (free or controlled), in the
/// same words in every command.
void add_book(CLI::App& command, std::string& book);
void add_as_of(CLI::App& command, std::string& as_of);
void add_format(CLI::App& command, std::string& format);
void add_quiet(CLI::App& command, bool& quiet);
void add_unknown(CLI::App& command, std::string& reading);
/// What --unknown says.
[[nodiscard]] forecast::UnknownItems read_unknown(const std::string& reading);

/// The whole text of a file that a command line names. Throws Error{not_found} for none and for a
/// folder, Error{forbidden} for one that cannot be read.
[[nodiscard]] std::string read_text(const std::string& path);

/// Says what is wrong with the name of a page to write, or nothing.
[[nodiscard]] std::string check_page(const std::string& path);
/// Refuses a place where no report can be written: before the work, not after it. Throws
/// Error{forbidden}.
void need_folder(const std::string& report);

/// Says what is wrong with `text` as a day that a book can be read on, or nothing.
[[nodiscard]] std::string check_day(const std::string& text);

}  // namespace runout::cli
