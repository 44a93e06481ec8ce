// Parts that several JSON faces have in common.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "runout/base/dates.h"
#include "runout/forecast/forecast.h"

namespace runout::report {

using Json = nlohmann::ordered_json;  ///< keys in the order of the contract

[[nodiscard]] Json to_json(const std::optional<Date>& date);
[[nodiscard]] Json to_json(const std::optional<double>& number);
/// `{p10, p50, p90}`
[[nodiscard]] Json to_json(const forecast::DateQuantiles& quantiles);
/// `{mean, se}`
[[nodiscard]] Json to_json(const forecast::Estimate& estimate);
/// A name that may be missing: `null` where it is empty.
[[nodiscard]] Json name_or_null(const std::string& name);
/// The whole document: indented, bytes that are no UTF-8 replaced, a line end.
[[nodiscard]] std::string json_text(const Json& json);
/// Objects `{code, where, message}`.
[[nodiscard]] Json warnings_json(const Diagnostics& warnings);

}  // namespace runout::report
