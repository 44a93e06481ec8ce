#include "runout/book/check.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "runout/book/checks.h"

namespace runout::book {

void Checks::warn(File file, std::size_t row, std::string_view column, std::string_view code,
                  std::string message, std::string help) {
  findings.push_back({Severity::warning, std::string{code}, snapshot.records.name_of(file), row,
                      std::string{column}, std::move(message), std::move(help)});
}

std::int32_t transit_high(const Records& records, const Order& order) {
  return order.lane ? records.lanes[order.lane->index()].transit_high : 1;
}

std::string count_words(std::int64_t count, std::string_view unit) {
  return fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
}

Diagnostics check_snapshot(const Snapshot& snapshot) {
  Diagnostics findings;
  Checks checks{snapshot, findings};
  check_items(checks);
  check_stock(checks);
  check_orders(checks);
  check_coverage(checks);
  check_applications(checks);
  check_licences(checks);
  check_events(checks);
  std::ranges::stable_sort(findings, [&](const Diagnostic& a, const Diagnostic& b) {
    const auto place = [&](const Diagnostic& finding) {
      std::size_t file = 0;
      while (file < kFileCount &&
             snapshot.records.name_of(static_cast<File>(file)) != finding.file) {
        ++file;
      }
      return std::pair{file, finding.row};
    };
    return place(a) < place(b);
  });
  return findings;
}

}  // namespace runout::book
