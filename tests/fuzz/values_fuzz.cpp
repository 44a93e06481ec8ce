// Dates, decimals, calendar days of workbooks and nested records: what is read writes back the
// same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "runout/base/dates.h"
#include "runout/base/quantity.h"
#include "runout/book/history/history_cells.h"
#include "runout/book/store/xlsx_value.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string_view text{reinterpret_cast<const char*>(bytes), size};
  if (const auto date = runout::find_date(text)) {
    if (runout::to_string(*date) != text) std::abort();
    const auto serial = runout::book::serial_of(*date);
    if (serial && runout::book::date_text(*serial, runout::book::DateSystem::from_1900) != text) {
      std::abort();
    }
  }
  for (const auto sign : {runout::DecimalSign::point, runout::DecimalSign::point_or_comma}) {
    const auto decimal = runout::parse_decimal(text, sign);
    if (!decimal.millionths) continue;
    const std::string shortest = runout::decimal_text(*decimal.millionths);
    if (runout::parse_decimal(shortest).millionths != decimal.millionths) std::abort();
  }
  if (const auto cells = runout::book::split_cells(text)) {
    if (runout::book::split_cells(runout::book::join_cells(*cells)) != cells) std::abort();
  }
  static_cast<void>(runout::book::unescape(text));
  static_cast<void>(runout::book::is_date_format(text));
  static_cast<void>(runout::book::column_of(text));
  return 0;
}
