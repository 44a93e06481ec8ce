// Any bytes are read as a table without a crash, and what was read survives writing and reading.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "runout/base/csv.h"
#include "runout/book/history/history_log.h"
#include "runout/book/store/table_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string_view text{reinterpret_cast<const char*>(bytes), size};
  runout::Diagnostics diagnostics;
  const auto& orders = runout::book::spec(runout::book::File::orders);
  runout::book::Table table =
      runout::book::read_table_text(text, orders, "orders.csv", diagnostics);
  if (diagnostics.empty() && table.separator == ',' && !table.columns.empty()) {
    const std::string canonical = runout::book::write_table_text(table);
    runout::Diagnostics again;
    const auto copy = runout::book::read_table_text(canonical, orders, "orders.csv", again);
    if (copy.columns != table.columns || copy.rows.size() != table.rows.size()) std::abort();
    for (std::size_t row = 0; row < copy.rows.size(); ++row) {
      if (copy.rows[row].cells != table.rows[row].cells) std::abort();
    }
  }
  runout::Diagnostics faults;
  static_cast<void>(runout::book::read_history(std::move(table), faults));
  return 0;
}
