// Statuses in the contract's words, and in sentences for people.
#include <array>
#include <string>

#include <fmt/format.h>

#include "runout/book/snapshot.h"

namespace runout::book {

const char* to_text(ApplicationState state) {
  static constexpr std::array<const char*, 12> kWords{
      "needed", "preparing", "filed",   "accepted", "query_open", "returned",
      "held",   "granted",   "in_hand", "refused",  "withdrawn",  "lapsed"};
  return kWords[static_cast<std::size_t>(state)];
}

bool is_pending(ApplicationState state) { return state <= ApplicationState::held; }

bool is_in_review(ApplicationState state) {
  return state == ApplicationState::filed || state == ApplicationState::accepted ||
         state == ApplicationState::query_open || state == ApplicationState::held;
}

std::string ApplicationStatus::words() const {
  if (!is_pending(state)) {
    const std::string what = decided_event.empty() ? to_text(state) : decided_event;
    return decided_on ? fmt::format("{} on {}", what, to_string(*decided_on)) : what;
  }
  std::string words = attempt > 1 ? fmt::format("attempt {}, ", attempt) : "";
  if (!filed_on && !accepted_on) {
    words += to_text(state);
    if (clock_start) words += fmt::format(", day {}", waited);
    return words;
  }
  if (returned_on) return words + fmt::format("returned, day {}", waited);
  words += statutory_end ? fmt::format("day {} of {}", clock_days, *statutory)
                         : fmt::format("day {}", waited);
  if (paused > 0) words += fmt::format(", paused {}", paused);
  return words;
}

}  // namespace runout::book
