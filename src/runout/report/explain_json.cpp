#include "runout/report/explain_json.h"

#include <cmath>

#include "runout/report/honesty_json.h"
#include "runout/report/json_parts.h"

namespace runout::report {
namespace {

using regime::Explanation;
using report::to_json;

Json to_json(const std::optional<Day>& days) { return days ? Json(*days) : Json(nullptr); }

double to_thousandths(long thousandths) { return static_cast<double>(thousandths) / 1000.0; }

double rounded(double value) { return to_thousandths(std::lround(value * 1000.0)); }

Json decided_of(const Explanation& explanation) {
  if (!explanation.decided) return nullptr;
  const Explanation::Decision& decided = *explanation.decided;
  return {{"on", to_json(decided.on)},
          {"outcome", decided.outcome},
          {"waited", decided.waited ? Json(*decided.waited) : Json(nullptr)}};
}

Json parts_of(const Explanation& explanation) {
  Json list = Json::array();
  double days = explanation.typical_days;
  long before = std::lround(days * 1000.0);
  for (const regime::ExplainedPart& part : explanation.parts) {
    days += part.days;
    const long after = std::lround(days * 1000.0);  // What is reached is rounded, not the step.
    list.push_back({{"code", part.code},
                    {"label", part.label},
                    {"days", to_thousandths(after - before)},
                    {"low", rounded(part.low)},
                    {"high", rounded(part.high)}});
    before = after;
  }
  return list;
}

Json outcomes_of(const Explanation& explanation) {
  Json list = Json::array();
  for (const regime::ExplainedOutcome& outcome : explanation.outcomes) {
    Json changes = Json::array();
    for (const double change : outcome.change) changes.push_back(rounded(change));
    list.push_back({{"outcome", outcome.name},
                    {"typical", rounded(outcome.typical)},
                    {"chance", rounded(outcome.chance)},
                    {"change", changes}});
  }
  return list;
}

Json similar_of(const Explanation& explanation) {
  Json list = Json::array();
  for (const regime::SimilarCase& one : explanation.similar) {
    list.push_back({{"id", one.id},
                    {"filed_on", to_json(one.filed_on)},
                    {"decided_on", to_string(one.decided_on)},
                    {"waited", one.waited},
                    {"outcome", one.outcome},
                    {"same", one.same},
                    {"different", one.other}});
  }
  return list;
}

}  // namespace

std::string explanation_json(const Explanation& explanation) {
  Json json;
  json["as_of"] = to_string(explanation.as_of);
  json["application"] = explanation.application;
  json["state"] = explanation.state;
  json["decided"] = decided_of(explanation);
  if (!explanation.decided) {
    const auto day = [&](const std::optional<Day>& days) {
      return days ? to_json(std::optional{explanation.as_of + Days{*days}}) : Json(nullptr);
    };
    json["horizon_days"] = explanation.horizon;
    json["draws"] = explanation.draws;
    json["typical_days"] = rounded(explanation.typical_days);
    json["parts"] = parts_of(explanation);
    json["median_days"] = rounded(explanation.days);
    json["beyond_horizon"] = explanation.beyond_horizon;
    json["remaining_days"] = {{"p10", to_json(explanation.p10)},
                              {"p50", to_json(explanation.p50)},
                              {"p90", to_json(explanation.p90)}};
    json["decided_on"] = {{"p10", day(explanation.p10)},
                          {"p50", day(explanation.p50)},
                          {"p90", day(explanation.p90)}};
    json["outcomes"] = outcomes_of(explanation);
    json["prior_share"] = rounded(explanation.prior_share);
    json["waits_in"] = explanation.day_words;
    json["similar"] = similar_of(explanation);
    json["flags"] = flags_json(explanation.flags);
  }
  return json_text(json);
}

}  // namespace runout::report
