#include "runout/report/comparison_faces.h"
#include "runout/report/json_parts.h"

namespace runout::report {
namespace {

using report::to_json;
Json to_json(const forecast::Compared& compared) {
  return {{"before", compared.before.mean},
          {"after", compared.after.mean},
          {"difference", compared.difference.mean},
          {"se", to_json(compared.difference.standard_error)}};
}

}  // namespace

std::string comparison_json(const forecast::Comparison& comparison) {
  Json json;
  json["as_of"] = to_string(comparison.as_of);
  json["horizon_days"] = comparison.horizon;
  json["replications"] = comparison.replications;
  json["seed"] = comparison.seed;
  json["changes"] = comparison.changes;
  json["lines"] = Json::array();
  for (const forecast::LineComparison& line : comparison.lines) {
    Json own;
    own["line"] = line.line;
    own["changed"] = line.is_changed;
    own["run_out"] = {{"before", to_json(line.run_out_before)},
                      {"after", to_json(line.run_out_after)}};
    own["p_runout_30"] = to_json(line.p_runout_soon);
    own["p_runout"] = to_json(line.p_runout);
    own["stop_days"] = to_json(line.stop_days);
    own["lost_units"] = to_json(line.lost_units);
    own["loss"] = to_json(line.loss);
    own["loss"]["currency"] = name_or_null(line.currency);
    json["lines"].push_back(std::move(own));
  }
  json["totals"] = Json::array();
  for (const forecast::TotalComparison& total : comparison.totals) {
    Json own = to_json(total.loss);
    own["currency"] = name_or_null(total.currency);
    json["totals"].push_back(std::move(own));
  }
  json["lines_followed"] = comparison.lines_followed;
  json["warnings"] = warnings_json(comparison.warnings);
  return json_text(json);
}

}  // namespace runout::report
