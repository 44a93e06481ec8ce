#include "runout/report/json_parts.h"

namespace runout::report {

Json to_json(const std::optional<Date>& date) {
  return date ? Json(to_string(*date)) : Json(nullptr);
}

Json to_json(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }

Json to_json(const forecast::DateQuantiles& quantiles) {
  return {{"p10", to_json(quantiles.p10)},
          {"p50", to_json(quantiles.p50)},
          {"p90", to_json(quantiles.p90)}};
}

Json to_json(const forecast::Estimate& estimate) {
  return {{"mean", estimate.mean}, {"se", to_json(estimate.standard_error)}};
}

std::string json_text(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json name_or_null(const std::string& name) { return name.empty() ? Json(nullptr) : Json(name); }

Json warnings_json(const Diagnostics& warnings) {
  Json list = Json::array();
  for (const Diagnostic& warning : warnings) {
    list.push_back(
        {{"code", warning.code}, {"where", where(warning)}, {"message", warning.message}});
  }
  return list;
}

}  // namespace runout::report
