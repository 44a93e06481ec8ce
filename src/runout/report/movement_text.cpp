#include <algorithm>
#include <limits>
#include <ostream>

#include <fmt/format.h>

#include "runout/report/movement_faces.h"
#include "runout/report/text_layout.h"
#include "runout/report/words.h"

namespace runout::report {

void print_movement(std::ostream& out, const forecast::Movement& movement, const TextStyle& style) {
  const std::size_t width = std::clamp<std::size_t>(style.width, 72, 200);
  const auto print = [&](const std::string& text, std::size_t indent) {
    print_wrapped(out, text, width - 2, indent);
  };
  const std::string to = movement.to.empty() ? "the book as it is" : movement.to;
  print(fmt::format("From {} (as of {}) to {} (as of {}):", movement.from,
                    to_words(movement.from_as_of, WithYear::yes), to,
                    to_words(movement.to_as_of, WithYear::yes)),
        0);
  print_line(out, "");
  const auto sentences = movement_sentences(movement, std::numeric_limits<std::size_t>::max());
  for (const std::string& sentence : sentences) print(sentence + ".", 2);
  if (sentences.empty()) {
    print(
        "No line's date moved by more than a day, and no chance of a run-out within 30 days by "
        "more than 5 points.",
        0);
  }
  print_line(out, "");
  print(fmt::format(
            "  {} between them, {} with the same seed.",
            movement.news == 0 ? "Nothing new"
                               : count_words(movement.news, "row differs", "rows differ"),
            count_words(static_cast<std::size_t>(movement.replications), "future", "futures")),
        2);
}

}  // namespace runout::report
