#include "runout/report/evidence_json.h"

#include <nlohmann/json.hpp>

#include "runout/base/dates.h"
#include "runout/report/json_parts.h"

namespace runout::report {
namespace {

Json to_json(const regime::GrantOutlook& outlook) {
  Json json;
  json["granted_within"] = Json::array();
  for (std::size_t i = 0; i < regime::kExplainedDays.size(); ++i) {
    json["granted_within"].push_back(
        {{"days", regime::kExplainedDays[i]},
         {"mean", outlook.granted[i] ? Json(*outlook.granted[i]) : Json(nullptr)}});
  }
  json["typical_grant"] =
      outlook.typical_grant ? Json(to_string(*outlook.typical_grant)) : Json(nullptr);
  return json;
}

Json to_json(const std::optional<regime::ReportEffect::Share>& share) {
  if (!share) return nullptr;
  return {{"reported", share->reported},
          {"of", share->of ? Json(*share->of) : Json(nullptr)},
          {"expected", share->p},
          {"expected_low", share->low},
          {"expected_high", share->high},
          {"expected_count", share->of ? Json(share->p * *share->of) : Json(nullptr)},
          {"with_report", share->with_report}};
}

Json to_json(const regime::ReportEffect& report) {
  Json json;
  json["evidence"] = report.evidence;
  json["population"] = report.population;
  json["source"] = report.source;
  json["reported_on"] = to_string(report.reported_on);
  json["says"] = report.says;
  json["read_as"] = report.read_as;
  json["authority"] = report.authority;
  json["filed"] = {{"from", to_string(report.filed_from)}, {"to", to_string(report.filed_to)}};
  json["own_applications"] = report.own;
  json["used"] = report.used;
  json["unused_because"] = report.used ? Json(nullptr) : Json(report.unused);
  json["remarks"] = report.remarks;
  json["weight"] = report.weight;
  json["effective_applications"] = report.applications;
  json["share"] = to_json(report.share);
  json["without"] = to_json(report.without);
  return json;
}

}  // namespace

std::string evidence_json(const regime::EvidenceExplanation& explanation) {
  Json json;
  json["pending"] = explanation.pending;
  json["replications"] = explanation.replications;
  json["with_all"] = to_json(explanation.with_all);
  json["with_none"] = to_json(explanation.with_none);
  json["reports"] = Json::array();
  for (const auto& report : explanation.reports) json["reports"].push_back(to_json(report));
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace runout::report
