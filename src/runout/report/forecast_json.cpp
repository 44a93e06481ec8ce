#include "runout/report/forecast_json.h"

#include <algorithm>
#include <ostream>
#include <sstream>
#include <utility>
#include <vector>

#include "runout/report/evidence_json.h"
#include "runout/report/honesty_json.h"
#include "runout/report/json_parts.h"
#include "runout/report/json_stream.h"
#include "runout/report/movement_json.h"

namespace runout::report {
namespace {

using forecast::Forecast;
using report::to_json;

Json to_json(const std::vector<forecast::ChanceByDay>& chances) {
  Json list = Json::array();
  for (const forecast::ChanceByDay& chance : chances) {
    list.push_back(
        {{"days", chance.days}, {"p", chance.p}, {"se", to_json(chance.standard_error)}});
  }
  return list;
}

Json blame_of(const forecast::LineForecast& line) {
  Json list = Json::array();
  for (const forecast::Blame& blame : line.blame) {
    list.push_back({{"item", blame.item},
                    {"order", name_or_null(blame.order)},
                    {"application", name_or_null(blame.application)},
                    {"cause", blame.cause},
                    {"share", blame.share},
                    {"policy", name_or_null(blame.policy)}});
  }
  return list;
}

Json components_of(const forecast::LineForecast& line) {
  Json list = Json::array();
  for (const forecast::ComponentOutlook& component : line.components) {
    list.push_back({{"item", component.item},
                    {"secured_until", to_json(component.secured_until)},
                    {"next_arrival", to_json(component.next_arrival)}});
  }
  return list;
}

Json to_json(const forecast::LineForecast& line) {
  Json json;
  json["line"] = line.line;
  json["site"] = line.site;
  json["items"] = line.items;
  json["p_runout_within"] = to_json(line.p_runout_within);
  json["run_out"] = to_json(line.run_out);
  json["p_stop_within"] = to_json(line.p_stop_within);
  json["stop"] = to_json(line.stop);
  json["restart"] = to_json(line.restart);
  json["dates"] = {{"stock_only", to_json(line.dates.stock_only)},
                   {"secured", to_json(line.dates.secured)},
                   {"if_granted_today", to_json(line.dates.if_granted_today)}};
  json["act_by"] = to_json(line.act_by);
  json["expected_lost_units"] = to_json(line.expected_lost_units);
  json["expected_stop_days"] = to_json(line.expected_stop_days);
  json["expected_loss"] = to_json(line.expected_loss);
  json["expected_loss"]["currency"] = name_or_null(line.currency);
  json["blame"] = blame_of(line);
  json["components"] = components_of(line);
  json["on_the_way"] = to_json(line.dates.on_the_way);
  json["if_all_fly"] = to_json(line.dates.if_all_fly);
  json["act_by_application"] = name_or_null(line.act_by_application);
  json["overdue"] = line.overdue;
  json["relief"] = Json::array();
  for (const forecast::Relief& relief : line.relief) {
    json["relief"].push_back({{"application", name_or_null(relief.application)},
                              {"order", name_or_null(relief.order)},
                              {"by", to_string(relief.by)}});
  }
  json["down_since"] = to_json(line.down_since);
  return json;
}

Json value_of(const std::optional<forecast::LicenceValue>& value) {
  if (!value) return nullptr;
  Json json = to_json(value->granted_today);
  json["currency"] = name_or_null(value->currency);
  json["stop_days"] = to_json(value->stop_days);
  json["lost_units"] = to_json(value->lost_units);
  json["if_refused"] = to_json(value->refused);
  json["paperwork_today"] =
      value->paperwork_today ? to_json(*value->paperwork_today) : Json(nullptr);
  json["granted_by"] = Json::array();
  for (const auto& [days, loss] : value->granted_by) {
    Json by = to_json(loss);
    by["days"] = days;
    json["granted_by"].push_back(std::move(by));
  }
  json["lines"] = Json::array();
  for (const forecast::LineValue& line : value->lines) {
    json["lines"].push_back({{"line", line.line},
                             {"currency", name_or_null(line.currency)},
                             {"loss", to_json(line.loss)},
                             {"stop_days", to_json(line.stop_days)},
                             {"lost_units", to_json(line.lost_units)}});
  }
  return json;
}

Json bundles_of(const Forecast& forecast) {
  Json list = Json::array();
  for (const forecast::Bundle& bundle : forecast.bundles) {
    Json json;
    json["line"] = bundle.line;
    json["currency"] = name_or_null(bundle.currency);
    json["avoided"] = to_json(bundle.avoided);
    json["of_loss"] = bundle.of_loss;
    json["applications"] = Json::array();
    for (std::size_t i = 0; i < bundle.applications.size(); ++i) {
      json["applications"].push_back(
          {{"application", bundle.applications[i]},
           {"alone", to_json(bundle.alone[i])},
           {"share", bundle.shares.empty() ? Json(nullptr) : Json(bundle.shares[i])}});
    }
    list.push_back(std::move(json));
  }
  return list;
}

Json to_json(const forecast::ApplicationForecast& application) {
  Json json;
  json["application"] = application.application;
  json["state"] = application.state;
  json["waiting_working_days"] = application.waiting_working_days;
  json["p_granted_within"] = to_json(application.p_granted_within);
  json["granted_on"] = to_json(application.granted_on);
  json["p_refused"] = application.p_refused;
  json["promised_on"] = to_json(application.promised_on);
  json["need_by"] = {{"booked", to_json(application.need_by_booked)},
                     {"fastest", to_json(application.need_by_fastest)}};
  json["value"] = value_of(application.value);
  json["state_words"] = application.words;
  json["filed_on"] = to_json(application.filed_on);
  json["relief_by"] = to_json(application.relief_by);
  json["p_in_hand_by_need"] = application.p_in_hand_by_need;
  json["lines"] = application.lines;
  json["orders"] = application.orders;
  json["owner"] = name_or_null(application.owner);
  json["next_step"] = name_or_null(application.next_step);
  return json;
}

/// Pending and decided applications together.
std::vector<const forecast::ApplicationForecast*> in_book_order(const Forecast& forecast) {
  std::vector<const forecast::ApplicationForecast*> all;
  all.reserve(forecast.applications.size() + forecast.decided_applications.size());
  for (const auto& application : forecast.applications) all.push_back(&application);
  for (const auto& application : forecast.decided_applications) all.push_back(&application);
  std::ranges::stable_sort(all, {}, &forecast::ApplicationForecast::book_order);
  return all;
}

Json unknown_of(const Forecast& forecast) {
  Json list = Json::array();
  for (const forecast::Unknown& unknown : forecast.unknown) {
    list.push_back({{"what", unknown.what},
                    {"where", unknown.where},
                    {"item", name_or_null(unknown.item)},
                    {"message", unknown.message}});
  }
  return list;
}

}  // namespace

void write_forecast_json(std::ostream& out, const Forecast& forecast) {
  JsonStream json{out};
  json.member("as_of", to_string(forecast.as_of));
  json.member("horizon_days", forecast.horizon);
  json.member("replications", forecast.replications);
  json.member("seed", forecast.seed);
  json.list("lines", forecast.lines.size(),
            [&](std::size_t i) { return to_json(forecast.lines[i]); });
  const auto applications = in_book_order(forecast);
  json.list("applications", applications.size(),
            [&](std::size_t i) { return to_json(*applications[i]); });
  json.member("unknown", unknown_of(forecast));
  json.member("warnings", warnings_json(forecast.warnings));
  json.member("assumptions", forecast.assumptions);
  json.member("basis", {{"decisions_seen", forecast.basis.decisions_seen},
                        {"pending_seen", forecast.basis.pending_seen},
                        {"prior_share", forecast.basis.prior_share},
                        {"notes", forecast.basis.notes},
                        {"decisions_given", forecast.decisions_given}});
  json.member("flags", flags_json(forecast.basis.flags));
  json.member("k_hat", k_hat_json(forecast.basis.k_hat));
  json.member("contraction", contraction_json(forecast.basis.contraction));
  json.member("promises", promises_json(forecast.basis.promises));
  json.member("bundles", bundles_of(forecast));
  json.member("values", {{"replications", forecast.value_replications},
                         {"assumes", "all other decisions as drawn, whatever is decided here"}});
  json.member("effort", {{"points", forecast.effort.points},
                         {"points_followed", forecast.effort.points_followed},
                         {"uses", forecast.effort.uses},
                         {"uses_followed", forecast.effort.uses_followed},
                         {"parts", forecast.effort.parts},
                         {"parts_in_lanes", forecast.effort.parts_in_lanes}});
  json.member("complete", forecast.is_complete);
  if (forecast.since) json.member("since", to_json(*forecast.since));
  if (forecast.evidence) {
    json.member("evidence", Json::parse(evidence_json(*forecast.evidence)));
  }
  json.end();
}

std::string forecast_json(const Forecast& forecast) {
  std::ostringstream text;
  write_forecast_json(text, forecast);
  return std::move(text).str();
}

}  // namespace runout::report
