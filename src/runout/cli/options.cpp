#include "runout/cli/options.h"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <system_error>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/book/damage.h"
#include "runout/book/file_text.h"

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

void add_book(CLI::App& command, std::string& book) {
  command.add_option("BOOK", book, "The book: a folder, a .db or an .xlsx file")
      ->type_name("BOOK")
      ->required();
}

void add_as_of(CLI::App& command, std::string& as_of) {
  command
      .add_option("--as-of", as_of,
                  "Forecast from what was known at the end of this day (default: the latest)")
      ->type_name("DATE")
      ->check(CLI::Validator{check_day, ""});
}

void add_format(CLI::App& command, std::string& format) {
  command.add_option("--format", format, "text or json (default text)")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}));
}

void add_quiet(CLI::App& command, bool& quiet) {
  command.add_flag("--quiet", quiet, "No progress on standard error");
}

void add_unknown(CLI::App& command, std::string& reading) {
  command
      .add_option("--unknown", reading,
                  "How to read items of unknown control status: free or controlled (default free)")
      ->type_name("READING")
      ->check(CLI::IsMember({"free", "controlled"}));
}

std::string read_text(const std::string& path) {
  std::error_code failure;
  if (std::filesystem::is_directory(path, failure)) {
    throw Error{ErrorKind::not_found, fmt::format("'{}' is a folder, not a file", path)};
  }
  if (!book::is_there(path)) {
    throw Error{ErrorKind::not_found, fmt::format("there is no file '{}'", path)};
  }
  std::ifstream file{path, std::ios::binary};
  if (!file) throw Error{ErrorKind::forbidden, fmt::format("'{}' cannot be read", path)};
  return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
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

std::string check_page(const std::string& path) {
  const std::string extension = book::lower_extension(path);
  if (extension == ".html" || extension == ".htm") return "";
  return fmt::format("'{}' does not end in .html", path);
}

void need_folder(const std::string& report) {
  const std::filesystem::path folder = std::filesystem::path{report}.parent_path();
  std::error_code failure;
  if (folder.empty() || std::filesystem::is_directory(folder, failure)) return;
  throw Error{ErrorKind::forbidden, fmt::format("cannot write the report '{}': there is no folder "
                                                "'{}'",
                                                report, folder.string())};
}

forecast::UnknownItems read_unknown(const std::string& reading) {
  return reading == "controlled" ? forecast::UnknownItems::controlled
                                 : forecast::UnknownItems::free;
}

}  // namespace runout::cli
