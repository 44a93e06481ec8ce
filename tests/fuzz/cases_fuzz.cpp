// Any text is read as a plain file of cases and, when it is one, fitted and forecast.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/bundle.h"
#include "runout/base/error.h"
#include "runout/regime/decision_forecast.h"
#include "runout/report/decisions_json.h"
#include "runout/report/decisions_text.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* bytes, std::size_t size, std::size_t most);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* bytes, std::size_t size,
                                               std::size_t most, unsigned seed) {
  const std::size_t changed =
      seed % 4 == 0 ? 0 : runout::fuzz::mutate_cells(bytes, size, most, seed);
  return changed > 0 ? changed : LLVMFuzzerMutate(bytes, size, most);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string_view text{reinterpret_cast<const char*>(bytes), size};
  static_cast<void>(runout::regime::is_case_file(text));
  std::vector<std::string> covariates;
  if (text.find("country") != std::string_view::npos) covariates.emplace_back("country");
  runout::Diagnostics problems;
  const auto cases = runout::regime::read_cases(text, "cases.csv", covariates, problems);
  const auto as_of = runout::regime::latest_date(cases);
  if (runout::count_errors(problems) > 0 || !as_of) return 0;
  try {
    runout::regime::DecisionRequest request;
    request.horizon = 40;
    request.draws = 4;
    const auto forecast = runout::regime::forecast_cases(cases, *as_of, request);
    for (const auto& pending : forecast.pending) {
      for (const double p : pending.any()) {
        if (!(p >= 0.0 && p <= 1.0 + 1e-9)) std::abort();
      }
    }
    std::ostringstream out;
    runout::report::print_decisions(out, forecast, {});
    static_cast<void>(runout::report::decisions_json(forecast));
  } catch (const runout::Error& error) {
    if (error.kind() == runout::ErrorKind::internal) std::abort();
  }
  return 0;
}
