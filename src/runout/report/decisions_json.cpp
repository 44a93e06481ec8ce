#include "runout/report/decisions_json.h"

#include <cmath>
#include <cstdint>
#include <iterator>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "runout/report/evidence_json.h"
#include "runout/report/honesty_json.h"

namespace runout::report {
namespace {

using Millionths = std::vector<std::int64_t>;

/// Text is written by the JSON library, numbers here: a large file has millions of them.
std::string in_quotes(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Millionths cut(const std::vector<double>& probabilities) {
  // Sums of shares such as 0.3 fall short of a whole millionth by the last bits of a double.
  constexpr double kLastBits = 1e-7;
  Millionths result;
  result.reserve(probabilities.size());
  for (const double p : probabilities) {
    result.push_back(static_cast<std::int64_t>(std::floor(p * 1e6 + kLastBits)));
  }
  return result;
}

void append_array(std::string& text, const Millionths& numbers) {
  text += '[';
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0) text += ',';
    if (numbers[i] >= 1'000'000) {
      text += '1';
    } else if (numbers[i] <= 0) {
      text += '0';
    } else {
      std::string digits = fmt::format("{:06}", numbers[i]);
      digits.erase(digits.find_last_not_of('0') + 1);
      text.append("0.").append(digits);
    }
  }
  text += ']';
}

void append_pending(std::string& text, const regime::PendingForecast& pending,
                    const std::vector<std::string>& names) {
  std::vector<Millionths> outcomes;
  Millionths any(pending.outcomes.empty() ? 0 : pending.outcomes.front().size(), 0);
  for (const auto& outcome : pending.outcomes) {
    outcomes.push_back(cut(outcome));
    for (std::size_t day = 0; day < any.size(); ++day) any[day] += outcomes.back()[day];
  }
  text += R"({"id":)" + in_quotes(pending.id) + R"(,"any":)";
  append_array(text, any);
  text += R"(,"outcomes":{)";
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    text += (i > 0 ? "," : "") + in_quotes(names[i]) + ":";
    append_array(text, outcomes[i]);
  }
  text += "}}";
}

}  // namespace

std::string decisions_json(const regime::DecisionForecast& forecast) {
  std::string text = fmt::format(R"({{"as_of":"{}","horizon_days":{},"draws":{},"pending":[)",
                                 to_string(forecast.as_of), forecast.horizon, forecast.draws);
  for (std::size_t i = 0; i < forecast.pending.size(); ++i) {
    if (i > 0) text += ',';
    append_pending(text, forecast.pending[i], forecast.outcomes);
  }
  text += "],\"fleet\":[";
  for (std::size_t i = 0; i < forecast.fleet.size(); ++i) {
    const regime::FleetDay& day = forecast.fleet[i];
    fmt::format_to(std::back_inserter(text),
                   "{}{{\"days\":{},\"mean\":{:.6g},\"sd\":{:.6g},\"q05\":{},\"q50\":{},"
                   "\"q95\":{}}}",
                   i > 0 ? "," : "", day.days, day.mean, day.sd, day.q05, day.q50, day.q95);
  }
  text += "],\"assumptions\":[";
  for (std::size_t i = 0; i < forecast.basis.assumptions.size(); ++i) {
    text += (i > 0 ? "," : "") + in_quotes(forecast.basis.assumptions[i]);
  }
  const auto dump = [](const nlohmann::ordered_json& json) {
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  };
  text += "],\"flags\":" + dump(flags_json(forecast.basis.flags));
  text += ",\"k_hat\":" + k_hat_json(forecast.basis.k_hat).dump();
  text += ",\"contraction\":" + dump(contraction_json(forecast.basis.contraction));
  text += ",\"promises\":" + dump(promises_json(forecast.basis.promises));
  if (forecast.evidence) text += ",\"evidence\":" + evidence_json(*forecast.evidence);
  text += "}\n";
  return text;
}

}  // namespace runout::report
