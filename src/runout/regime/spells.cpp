#include "runout/regime/spells.h"

namespace runout::regime {

std::optional<std::int32_t> Covariate::find(std::string_view level) const {
  const auto found = numbers.find(level);
  if (found == numbers.end()) return std::nullopt;
  return found->second;
}

std::int32_t Covariate::add(std::string_view level) {
  if (level.empty()) return kNoLevel;
  if (const auto known = find(level)) return *known;
  const auto number = static_cast<std::int32_t>(levels.size());
  levels.emplace_back(level);
  numbers.emplace(level, number);
  return number;
}

}  // namespace runout::regime
