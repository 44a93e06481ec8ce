#include "runout/regime/state_words.h"

#include <algorithm>

#include <fmt/format.h>

namespace runout::regime {

std::string state_words(const book::ApplicationStatus& status) {
  std::string state = book::to_text(status.state);
  std::string words = status.words();
  if (words.find(state) != std::string::npos) return words;
  if (state == "filed" || state == "accepted") state = "review";
  std::ranges::replace(state, '_', ' ');
  return words.empty() ? state : fmt::format("{}, {}", state, words);
}

}  // namespace runout::regime
