#include "runout/cli/options.h"

#include <charconv>
#include <limits>
#include <system_error>

#include <fmt/format.h>

#include "runout/book/damage.h"

namespace runout::cli {

std::uint64_t read_whole(const std::string& option, const std::string& text, WholeRange range) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, number);
  if (failure == std::errc{} && stop == end && range.least <= number && number <= range.most) {
    return number;
  }
  throw CLI::ValidationError{option, fmt::format("'{}' is not a whole number from {} to {}", text,
                                                 range.least, range.most)};
}

void add_horizon(CLI::App& command, Day& horizon) {
  add_whole(command, "--horizon", horizon, {1, kLongestHorizon},
            fmt::format("Calendar days ahead, 1 to {} (default 180)", kLongestHorizon))
      .type_name("DAYS");
}

void add_seed(CLI::App& command, std::uint64_t& seed) {
  add_whole(command, "--seed", seed, {0, std::numeric_limits<std::uint64_t>::max()},
            "Names the random numbers: a whole number (default 1)")
      .type_name("N");
}

void add_threads(CLI::App& command, unsigned& threads) {
  constexpr std::uint64_t kMostThreads = 1024;
  add_whole(command, "--threads", threads, {1, kMostThreads},
            fmt::format("Threads, 1 to {} (default: one a processor)", kMostThreads))
      .type_name("N");
}

std::string check_day(const std::string& text) {
  const auto day = find_date(text);
  if (!day) {
    const std::string help = book::date_help(text);
    return fmt::format("'{}' is not a date like 2025-06-30{}{}", text, help.empty() ? "" : "; ",
                       help);
  }
  if (kFirstAsOf <= *day && *day <= kLastAsOf) return "";
  return fmt::format("'{}' is out of range; days are counted from {} to {}", text,
                     to_string(kFirstAsOf), to_string(kLastAsOf));
}

}  // namespace runout::cli
