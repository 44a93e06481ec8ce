#include "runout/report/honesty_json.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "runout/report/json_parts.h"

namespace runout::report {
namespace {

double thousandths(double value) { return std::round(value * 1000.0) / 1000.0; }

}  // namespace

Json flags_json(const std::vector<regime::Flag>& flags) {
  Json list = Json::array();
  for (const regime::Flag& flag : flags) {
    list.push_back({{"code", flag.code},
                    {"message", flag.message},
                    {"help", flag.help},
                    {"applications", flag.applications}});
  }
  return list;
}

Json contraction_json(const std::vector<regime::LearntPart>& parts) {
  Json list = Json::array();
  for (const regime::LearntPart& part : parts) {
    list.push_back({{"state", part.state},
                    {"of", part.of},
                    {"block", part.block},
                    {"covariate", part.covariate.empty() ? Json(nullptr) : Json(part.covariate)},
                    {"unknowns", part.unknowns},
                    {"contraction", thousandths(part.contraction)},
                    {"sd_before", thousandths(part.before)},
                    {"sd_after", thousandths(part.after)}});
  }
  return list;
}

Json k_hat_json(std::optional<double> k_hat) {
  return k_hat ? Json(std::round(*k_hat * 100.0) / 100.0) : Json(nullptr);
}

Json promises_json(const std::vector<regime::PromiseRecord>& promises) {
  Json list = Json::array();
  for (const regime::PromiseRecord& record : promises) {
    list.push_back({{"source", record.source.empty() ? Json(nullptr) : Json(record.source)},
                    {"judged", record.kept + record.missed},
                    {"kept", record.kept},
                    {"open", record.open},
                    {"holds", thousandths(record.reliability())}});
  }
  return list;
}

}  // namespace runout::report
