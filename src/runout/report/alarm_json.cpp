#include <array>

#include "runout/report/alarm_faces.h"
#include "runout/report/alarm_words.h"
#include "runout/report/json_parts.h"

namespace runout::report {

const char* outcome_word(forecast::AlarmOutcome outcome) {
  static constexpr std::array<const char*, 4> kWords{"open", "stopped", "averted", "false"};
  return kWords[static_cast<std::size_t>(outcome)];
}

std::string fired_json(const forecast::Alert& alert, const std::vector<forecast::FiredAlert>& fired,
                       Date as_of, const forecast::SavedForecast* last) {
  Json json;
  json["as_of"] = to_string(as_of);
  json["p"] = alert.p;
  json["days"] = alert.days;
  json["since"] = name_or_null(last != nullptr ? last->name : "");
  json["fired"] = Json::array();
  for (const forecast::FiredAlert& one : fired) {
    json["fired"].push_back({{"line", one.line},
                             {"p_runout", one.p},
                             {"p_runout_before", to_json(one.p_before)},
                             {"by", to_string(one.by)},
                             {"mostly", name_or_null(one.culprit)}});
  }
  return json_text(json);
}

std::string alarms_json(const std::vector<forecast::Alarm>& alarms) {
  Json json = Json::array();
  for (const forecast::Alarm& alarm : alarms) {
    json.push_back({{"forecast", alarm.forecast},
                    {"line", alarm.line},
                    {"as_of", to_string(alarm.as_of)},
                    {"until", to_string(alarm.until)},
                    {"alert", alarm.alert},
                    {"p_runout", alarm.chance},
                    {"outcome", outcome_word(alarm.outcome)},
                    {"stopped_on", to_json(alarm.stopped_on)},
                    {"by_stock", alarm.is_by_stock},
                    {"p_runout_unaided", to_json(alarm.chance_unaided)}});
  }
  return json_text(json);
}

std::string saved_json(const std::vector<forecast::SavedForecast>& saved) {
  Json json = Json::array();
  for (const forecast::SavedForecast& one : saved) {
    Json scenarios = Json::array();
    for (const regime::Scenario& scenario : one.scenarios) scenarios.push_back(scenario.text);
    json.push_back({{"forecast", one.name},
                    {"as_of", to_string(one.as_of)},
                    {"horizon_days", one.horizon},
                    {"replications", one.replications},
                    {"seed", one.seed},
                    {"scenarios", scenarios},
                    {"lines", one.lines.size()}});
  }
  return json_text(json);
}

}  // namespace runout::report
