#include "runout/regime/explain/explain_common.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "runout/base/text.h"

namespace runout::regime {
namespace {

std::optional<std::size_t> effect_of(const StateSampler& sampler, std::size_t covariate,
                                     std::int32_t level) {
  std::vector<std::int32_t> levels(covariate + 1, kNoLevel);
  levels.back() = level;
  const std::vector<std::size_t> effects = sampler.effects_of(levels);
  return effects.empty() ? std::nullopt : std::optional{effects.front()};
}

}  // namespace

Day explained_horizon(const DecisionRequest& request) {
  constexpr Day kTwoYears = 730;
  return std::max(request.horizon, kTwoYears);
}

Error unknown_application(const std::string& id, const std::vector<std::string>& ids, Date as_of) {
  const auto nearest = nearest_word(id, ids);
  return Error{ErrorKind::not_found,
               fmt::format("no application '{}' is known on {}; {}", id, to_string(as_of),
                           nearest       ? fmt::format("did you mean '{}'?", *nearest)
                           : ids.empty() ? std::string{"there is none at all"}
                                         : fmt::format("there are {}, such as '{}'", ids.size(),
                                                       ids.front()))};
}

void add_covariate(const StateSampler& sampler, std::size_t covariate,
                   const std::vector<double>& counts, double all, std::int32_t own,
                   RouteStage& stage) {
  std::vector<std::pair<std::size_t, double>> usual;
  for (std::size_t level = 0; level < counts.size(); ++level) {
    if (counts[level] <= 0.0) continue;
    const auto effect = effect_of(sampler, covariate, static_cast<std::int32_t>(level));
    if (effect) usual.emplace_back(*effect, counts[level] / all);
  }
  stage.usual.push_back(std::move(usual));
  stage.own.push_back(own == kNoLevel ? std::nullopt : effect_of(sampler, covariate, own));
}

std::string covariate_label(const std::string& covariate, const std::string& value) {
  return value.empty() ? covariate + " not known" : covariate + " " + value;
}

std::vector<Flag> flags_for(const std::vector<Flag>& flags, const std::string& id) {
  std::vector<Flag> own;
  for (const Flag& flag : flags) {
    if (flag.applications.empty() ||
        std::ranges::find(flag.applications, id) != flag.applications.end()) {
      own.push_back(flag);
    }
  }
  return own;
}

}  // namespace runout::regime
