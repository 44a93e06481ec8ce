#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/report/movement_faces.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

using forecast::LineMove;
using forecast::LineMovement;
using forecast::Movement;

std::string signed_days(std::int64_t days) {
  return fmt::format("{:+} {}", days, std::abs(days) == 1 ? "day" : "days");
}

std::string chance_move_words(double before, double after) {
  return fmt::format("{} to {}", chance_words(before, std::nullopt),
                     chance_words(after, std::nullopt));
}

/// Whether a date moved, or only the chance of a near run-out.
bool moves_date(const std::optional<Date>& before, const std::optional<Date>& after) {
  if (before.has_value() != after.has_value()) return true;
  return before && std::abs((*after - *before).count()) > 1;
}

std::string move_words(const LineMove& move, const Movement& movement) {
  if (!moves_date(move.before, move.after)) {
    return chance_move_words(move.chance_before, move.chance_after);
  }
  if (!move.before) return "into sight, " + day_words(*move.after, movement.to_as_of);
  if (!move.after) return "out of sight";
  return signed_days((*move.after - *move.before).count());
}

/// How far, for sorting: days, out of sight being farthest.
double size_of(const LineMovement& line) {
  if (!moves_date(line.before, line.after)) return std::abs(line.chance_after - line.chance_before);
  if (!line.before || !line.after) return 1e6;
  return static_cast<double>(std::abs((*line.after - *line.before).count()));
}

std::string lead_of(const LineMovement& line, const Movement& movement) {
  const Date as_of = movement.to_as_of;
  if (!moves_date(line.before, line.after)) {
    return fmt::format("{} {} to run short by {}", line.line,
                       chance_move_words(line.chance_before, line.chance_after),
                       day_words(movement.soon, as_of));
  }
  if (!line.before) {
    return fmt::format("{} now runs short, {}", line.line, day_words(*line.after, as_of));
  }
  if (!line.after) {
    return fmt::format("{} no longer runs short in sight (was {})", line.line,
                       day_words(*line.before, as_of));
  }
  return fmt::format("{} {}, {} to {}", line.line,
                     signed_days((*line.after - *line.before).count()),
                     day_words(*line.before, as_of), day_words(*line.after, as_of));
}

}  // namespace

std::vector<std::string> movement_sentences(const Movement& movement, std::size_t most) {
  std::vector<const LineMovement*> lines;
  lines.reserve(movement.lines.size());
  for (const LineMovement& line : movement.lines) lines.push_back(&line);
  std::ranges::stable_sort(lines, std::greater{},
                           [](const LineMovement* line) { return size_of(*line); });
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < std::min(most, lines.size()); ++i) {
    std::vector<std::string> causes;
    for (const LineMove& move : lines[i]->moves) {
      const forecast::MoveStep& step = movement.steps[move.step];
      causes.push_back(fmt::format("{}{} ({})", step.words,
                                   step.where.empty() ? "" : ", " + step.where,
                                   move_words(move, movement)));
    }
    sentences.push_back(
        fmt::format("{}: {}", lead_of(*lines[i], movement), fmt::join(causes, "; ")));
  }
  if (lines.size() > most) {
    sentences.push_back(
        fmt::format("and {} more", count_words(lines.size() - most, "line", "lines")));
  }
  for (const std::string& line : movement.new_lines) sentences.push_back(line + " is a new line");
  for (const std::string& line : movement.gone_lines) sentences.push_back(line + " is gone");
  return sentences;
}

std::string since_words(const Movement& movement) {
  const std::string day = day_words(movement.from_as_of, movement.to_as_of);
  const bool is_named = !movement.from.starts_with(to_string(movement.from_as_of));
  return fmt::format("Since {}{}", day, is_named ? " (" + movement.from + ")" : "");
}

}  // namespace runout::report
