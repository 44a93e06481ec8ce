#include "runout/report/text_forecast.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "runout/report/fuse_headline.h"
#include "runout/report/movement_faces.h"
#include "runout/report/promise_words.h"
#include "runout/report/text_applications.h"
#include "runout/report/text_fuse.h"
#include "runout/report/text_layout.h"
#include "runout/report/text_values.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

constexpr std::size_t kUnknownNamed = 4;
constexpr std::size_t kAssumedLines = 2;
constexpr std::size_t kPromisesNamed = 3;
constexpr std::size_t kMovesNamed = 5;
constexpr std::size_t kNarrowest = 72;
constexpr std::size_t kWidest = 200;

void print_headline(std::ostream& out, const forecast::Forecast& forecast, const TextStyle& style) {
  const Headline headline = write_headline(forecast);
  const std::string lead =
      headline.chance.empty() ? headline.lead : headline.lead + " " + headline.chance;
  for (const std::string& line : wrap_text(plain_text(lead), style.width)) {
    out << emphasize(line, Emphasis::strong, style) << '\n';
  }
  for (const std::string& sentence : headline.more) print_wrapped(out, sentence, style.width);
}

/// What moved since the last saved forecast: the first thing that a reader of last week asks.
void print_since(std::ostream& out, const forecast::Forecast& forecast, const TextStyle& style) {
  if (!forecast.since) return;
  const auto sentences = movement_sentences(*forecast.since, kMovesNamed);
  const std::string since = since_words(*forecast.since);
  if (sentences.empty()) {
    print_wrapped(out, since + ": no line has moved.", style.width);
    return;
  }
  print_line(out, since + ":");
  for (const std::string& sentence : sentences) print_wrapped(out, "  " + sentence, style.width, 4);
}

/// Sentences from elsewhere may end in a full stop; here they are joined.
std::string_view without_stop(std::string_view sentence) {
  return sentence.ends_with('.') ? sentence.substr(0, sentence.size() - 1) : sentence;
}

void print_unknown(std::ostream& out, const forecast::Forecast& forecast, const TextStyle& style) {
  const std::size_t count = forecast.unknown.size();
  if (count == 0) return;
  const std::vector<std::string> phrases = unknown_words(forecast);
  std::string text = fmt::format("{} unknown: ", count_words(count, "thing is", "things are"));
  for (std::size_t i = 0; i < std::min(phrases.size(), kUnknownNamed); ++i) {
    if (i > 0) text += "; ";
    text += without_stop(phrases[i]);
  }
  if (phrases.size() > kUnknownNamed) text += "; and others";
  print_wrapped(out, text + ".", style.width, 2);
}

/// "A refusal is final." in the middle of a sentence; abbreviations stay as they are.
std::string as_clause(std::string_view sentence) {
  std::string clause{without_stop(sentence)};
  const auto is_capital = [&](std::size_t i) {
    return i < clause.size() && clause[i] >= 'A' && clause[i] <= 'Z';
  };
  if (is_capital(0) && !is_capital(1)) clause[0] = static_cast<char>(clause[0] - 'A' + 'a');
  return clause;
}

/// As many as two lines hold, and how many more there are.
void print_assumptions(std::ostream& out, const std::vector<std::string>& assumptions,
                       const TextStyle& style) {
  if (assumptions.empty()) return;
  const std::string more_words = "; and 99 more";
  std::string text = "Assumed: ";
  std::size_t said = 0;
  for (const std::string& assumption : assumptions) {
    const std::string clause = (said > 0 ? "; " : "") + plain_text(as_clause(assumption));
    const bool is_last = said + 1 == assumptions.size();
    const std::string rest = is_last ? "." : more_words;
    if (said > 0 &&
        wrap_text(fmt::format("{}{}{}", text, clause, rest), style.width, 2).size() > kAssumedLines)
      break;
    text += clause;
    ++said;
  }
  const std::size_t more = assumptions.size() - said;
  if (more > 0) text += fmt::format("; and {} more", more);
  print_wrapped(out, text + ".", style.width, 2);
}

void print_foot(std::ostream& out, const forecast::Forecast& forecast, const TextStyle& style) {
  if (!forecast.warnings.empty()) {
    print_wrapped(out,
                  fmt::format("{} about the book: see 'runout check' or the report.",
                              count_words(forecast.warnings.size(), "warning", "warnings")),
                  style.width, 2);
  }
  for (const std::string& sentence : promise_sentences(forecast.basis, kPromisesNamed)) {
    print_wrapped(out, sentence, style.width, 2);
  }
  print_assumptions(out, without_promises(forecast.assumptions, forecast.basis), style);
  print_wrapped(
      out,
      fmt::format("As of {}, {} days ahead, {}, seed {}.", to_words(forecast.as_of, WithYear::yes),
                  forecast.horizon,
                  count_words(forecast.replications, "replication", "replications"), forecast.seed),
      style.width, 2);
}

}  // namespace

void print_forecast(std::ostream& out, const forecast::Forecast& forecast, const TextStyle& style) {
  TextStyle fitting = style;
  fitting.width = std::clamp(style.width, kNarrowest, kWidest);
  print_headline(out, forecast, fitting);
  print_since(out, forecast, fitting);
  if (!forecast.lines.empty()) {
    print_line(out, "");
    print_fuse(out, make_fuse(forecast), forecast, fitting);
  }
  print_applications(out, forecast, fitting);
  print_values(out, forecast, fitting);
  print_line(out, "");
  print_unknown(out, forecast, fitting);
  print_foot(out, forecast, fitting);
}

}  // namespace runout::report
