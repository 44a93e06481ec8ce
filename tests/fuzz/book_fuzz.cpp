// Any set of files is read as a book, checked, forecast and shown without a crash; what is refused
// is refused with words. The first line may hold the as-of day. "@decisions" are given decisions;
// "@drawn" has them drawn, which is slow and so has to be asked for.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "fuzz/bundle.h"
#include "runout/base/error.h"
#include "runout/book/check.h"
#include "runout/book/parse_records.h"
#include "runout/book/store/folder.h"
#include "runout/forecast/given_decisions.h"
#include "runout/report/forecast_json.h"
#include "runout/report/html_report.h"
#include "runout/report/text_forecast.h"

namespace {

constexpr std::size_t kReplications = 2;
constexpr runout::Day kHorizon = 40;

using Files = std::map<std::string, std::string>;

std::optional<runout::book::Snapshot> read_snapshot(const Files& files) {
  runout::book::FolderFiles folder;
  for (const auto& [name, text] : files) {
    folder.names.push_back(name);
    if (runout::book::is_book_file(name)) folder.texts[name] = text;
  }
  const runout::book::Book book = runout::book::book_of(std::move(folder));
  runout::Diagnostics problems = book.diagnostics;
  static_cast<void>(runout::book::parse_records(book.present, problems));
  const std::string& first = files.at("");
  auto as_of = runout::find_date(std::string_view{first}.substr(0, first.find('\n')));
  if (!as_of) as_of = book.latest_known();
  if (runout::count_errors(problems) > 0 || !as_of) return std::nullopt;
  auto known = runout::book::parse_known_records(book.tables_as_of(*as_of), problems);
  auto snapshot = runout::book::make_snapshot(std::move(known), *as_of);
  const auto doubts = runout::book::check_snapshot(snapshot);
  problems.insert(problems.end(), doubts.begin(), doubts.end());
  snapshot.warnings = std::move(problems);
  return snapshot;
}

/// Every application is granted five days later, or what the files say. False: they are refused.
bool add_decisions(const Files& files, const runout::book::Snapshot& snapshot,
                   runout::forecast::ForecastRequest& request) {
  request.decisions_are_given = !files.contains("drawn");
  if (const auto given = files.find("decisions"); given != files.end()) {
    runout::Diagnostics problems;
    request.decisions_are_given = true;
    request.given = runout::forecast::parse_given_decisions(
        given->second, "decisions.csv", snapshot.records, kReplications, problems);
    return runout::count_errors(problems) == 0;
  }
  for (const auto& application : snapshot.records.applications) {
    request.given.push_back(
        {application.application, snapshot.as_of + runout::Days{5}, "granted", std::nullopt});
  }
  return true;
}

void forecast_and_show(const Files& files, const runout::book::Snapshot& snapshot) {
  runout::forecast::ForecastRequest request;
  request.horizon = kHorizon;
  request.replications = kReplications;
  if (!add_decisions(files, snapshot, request)) return;
  const auto forecast = runout::forecast::make_forecast(snapshot, request);
  for (const auto& line : forecast.lines) {
    for (const auto& chance : line.p_runout_within) {
      if (!(chance.p >= 0.0 && chance.p <= 1.0)) std::abort();
    }
  }
  std::ostringstream text;
  runout::report::print_forecast(text, forecast, {});
  static_cast<void>(runout::report::forecast_json(forecast));
  static_cast<void>(runout::report::html_report(forecast));
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* bytes, std::size_t size, std::size_t most);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* bytes, std::size_t size,
                                               std::size_t most, unsigned seed) {
  const std::size_t changed =
      seed % 4 == 0 ? 0 : runout::fuzz::mutate_cells(bytes, size, most, seed);
  return changed > 0 ? changed : LLVMFuzzerMutate(bytes, size, most);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const Files files = runout::fuzz::split_bundle({reinterpret_cast<const char*>(bytes), size});
  try {
    if (const auto snapshot = read_snapshot(files)) forecast_and_show(files, *snapshot);
  } catch (const runout::Error& error) {
    // Amounts too large to be held exactly are refused late; a fault of ours is none of these.
    if (error.kind() == runout::ErrorKind::internal) std::abort();
  }
  return 0;
}
