#include "runout/report/movement_json.h"

#include <array>

#include "runout/report/movement_faces.h"

namespace runout::report {
namespace {

const char* cause_word(forecast::MoveCause cause) {
  static constexpr std::array<const char*, 5> kWords{"program", "time", "record", "settings",
                                                     "together"};
  return kWords[static_cast<std::size_t>(cause)];
}

Json step_json(const forecast::MoveStep& step) {
  return {{"cause", cause_word(step.cause)},
          {"words", step.words},
          {"where", name_or_null(step.where)},
          {"known_on", to_json(step.known_on)}};
}

template <typename Move>
void put_move(const Move& move, Json& json) {
  json["run_out"] = {{"before", to_json(move.before)}, {"after", to_json(move.after)}};
  json["days"] = nullptr;
  if (move.before && move.after) json["days"] = (*move.after - *move.before).count();
  json["p_soon"] = {{"before", move.chance_before}, {"after", move.chance_after}};
}

}  // namespace

Json to_json(const forecast::Movement& movement) {
  Json json;
  json["from"] = movement.from;
  json["to"] = name_or_null(movement.to);
  json["from_as_of"] = to_string(movement.from_as_of);
  json["to_as_of"] = to_string(movement.to_as_of);
  json["soon"] = to_string(movement.soon);
  json["replications"] = movement.replications;
  json["rows_that_differ"] = movement.news;
  json["lines"] = Json::array();
  for (const forecast::LineMovement& line : movement.lines) {
    Json one;
    one["line"] = line.line;
    put_move(line, one);
    one["because"] = Json::array();
    for (const forecast::LineMove& move : line.moves) {
      Json because = step_json(movement.steps[move.step]);
      put_move(move, because);
      one["because"].push_back(std::move(because));
    }
    json["lines"].push_back(std::move(one));
  }
  json["new_lines"] = movement.new_lines;
  json["gone_lines"] = movement.gone_lines;
  return json;
}

std::string movement_json(const forecast::Movement& movement) {
  return json_text(to_json(movement));
}

}  // namespace runout::report
