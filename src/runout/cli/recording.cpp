#include "runout/cli/recording.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "runout/book/file_text.h"

namespace runout::cli {
namespace {

std::string user_name() {
  std::array<char, 4096> space{};
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(::geteuid(), &entry, space.data(), space.size(), &found) == 0 &&
      found != nullptr) {
    return found->pw_name;
  }
  return fmt::format("user {}", ::geteuid());
}

}  // namespace

book::Batch batch_of_now(const std::string& author, std::optional<Date> known_on,
                         std::string source) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const Date today = std::chrono::floor<Days>(now);
  const std::chrono::hh_mm_ss time{now - today};
  book::Batch batch;
  batch.known_on = known_on.value_or(today);
  batch.recorded_at = fmt::format("{}T{:02}:{:02}:{:02}Z", to_string(today), time.hours().count(),
                                  time.minutes().count(), time.seconds().count());
  batch.author = author.empty() ? user_name() : author;
  batch.source = std::move(source);
  return batch;
}

void refuse_foreign_form(const std::string& argument, const std::string& path) {
  static constexpr std::array<std::string_view, 18> kForeign{
      ".ods", ".xls",  ".xlsm", ".xlsb", ".xltx", ".csv",  ".tsv", ".txt", ".json",
      ".xml", ".html", ".htm",  ".pdf",  ".zip",  ".yaml", ".sql", ".mdb", ".parquet"};
  std::error_code failure;
  if (std::filesystem::exists(path, failure)) return;
  const std::string extension = book::lower_extension(path);
  if (std::ranges::find(kForeign, extension) == kForeign.end()) return;
  throw CLI::ValidationError{
      argument,
      fmt::format("'{}' ends in {}; a book is a folder, a .db or an .xlsx", path, extension)};
}

void survive_file_size_limit() { static_cast<void>(std::signal(SIGXFSZ, SIG_IGN)); }

}  // namespace runout::cli
