// Any bytes are read as a workbook without a crash; also as the parts of one, without the packing.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runout/base/error.h"
#include "runout/book/store/xlsx_package.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string_view text{reinterpret_cast<const char*>(bytes), size};
  runout::Diagnostics diagnostics;
  try {
    static_cast<void>(runout::book::read_workbook(text, "book.xlsx", diagnostics));
  } catch (const runout::Error&) {
    // a clear refusal is what broken files get
  }
  return 0;
}
