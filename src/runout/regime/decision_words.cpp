#include "runout/regime/decision_words.h"

#include <algorithm>
#include <array>

namespace runout::regime {

bool is_decision(std::string_view event) {
  static constexpr std::array<std::string_view, 7> kDecisions{
      "granted", "granted_partly", "not_required", "refused", "returned", "withdrawn", "lapsed"};
  return std::ranges::find(kDecisions, event) != kDecisions.end();
}

}  // namespace runout::regime
