#include "runout/report/explain_text.h"

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/report/explain_words.h"
#include "runout/report/text_layout.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

constexpr std::size_t kDaysWidth = 6;
constexpr std::size_t kRangeWidth = 16;

std::string repeat(std::string_view mark, long times) {
  std::string text;
  for (long i = 0; i < times; ++i) text += mark;
  return text;
}

class ExplanationPrinter {
 public:
  ExplanationPrinter(std::ostream& out, const regime::Explanation& explanation,
                     const TextStyle& style)
      : out_{out},
        explanation_{explanation},
        utf8_{style.utf8},
        width_{std::clamp<std::size_t>(style.width, 72, 200)} {}

  void print() {
    if (explanation_.decided) {
      wrap(decided_words(explanation_), 0);
      return;
    }
    wrap(fmt::format("{} ({}) at the end of {}. {}", plain_text(explanation_.application),
                     plain_text(explanation_.state), to_words(explanation_.as_of, WithYear::yes),
                     explain_answer(explanation_)),
         0);
    print_bridge();
    print_outcomes();
    print_similar();
    print_flags();
  }

 private:
  void line(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    out_ << text << '\n';
  }

  void wrap(const std::string& text, std::size_t indent) {
    for (const std::string& one : wrap_text(text, width_, indent)) line(one);
  }

  void print_bridge() {
    const std::vector<BridgeRow> rows = bridge_rows(explanation_);
    long longest = 1;
    std::size_t label_width = 16;
    for (const BridgeRow& row : rows) {
      longest = std::max({longest, row.before, row.after});
      label_width = std::max(label_width, text_columns(row.label));
    }
    label_width = std::min(label_width, width_ - kDaysWidth - kRangeWidth - 16);
    const long columns =
        std::min<long>(48, static_cast<long>(width_ - label_width - kDaysWidth - kRangeWidth - 2));
    const auto at = [&](long days) { return days * columns / longest; };
    line("");
    line(fill_text("half of the cases are decided within", label_width) +
         fill_text("days", kDaysWidth, Align::right) +
         fill_text("80 % range", kRangeWidth, Align::right));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const BridgeRow& row = rows[i];
      const long change = row.after - row.before;
      const std::string_view mark = i == 0       ? (utf8_ ? "\u2588" : "#")
                                    : change < 0 ? (utf8_ ? "\u2592" : "-")
                                                 : (utf8_ ? "\u2593" : "+");
      const long from = at(std::min(row.before, row.after));
      const long to = std::max(at(std::max(row.before, row.after)), from + (change != 0 ? 1 : 0));
      line(fill_text(row.label, label_width) +
           fill_text(i == 0 ? fmt::format("{}", change) : fmt::format("{:+d}", change), kDaysWidth,
                     Align::right) +
           fill_text(row.range.value_or(""), kRangeWidth, Align::right) + "  " +
           std::string(static_cast<std::size_t>(from), ' ') + repeat(mark, to - from));
    }
    const long days = rows.back().after;
    line(fill_text("this application", label_width) +
         fill_text(fmt::format("{}", days), kDaysWidth, Align::right) +
         std::string(kRangeWidth + 2, ' ') +
         repeat(utf8_ ? "\u2588" : "#", std::max<long>(1, at(days))));
    if (explanation_.beyond_horizon) {
      wrap(fmt::format("A time beyond {} days counts as {} days here.", explanation_.horizon,
                       explanation_.horizon),
           0);
    }
    line("");
    wrap(fmt::format("Calendar days, each step given those above it. What is believed about its "
                     "speed is {:.0f} % general experience, the rest comes from the records.",
                     100.0 * explanation_.prior_share),
         0);
  }

  void print_outcomes() {
    line("");
    line("How it may end, and what moves that:");
    std::size_t name_width = 8;
    for (const auto& outcome : explanation_.outcomes) {
      name_width = std::max(name_width, text_columns(plain_text(outcome.name)));
    }
    name_width = std::min<std::size_t>(name_width, 24);
    for (const auto& outcome : explanation_.outcomes) {
      wrap(fmt::format("  {}{}  on average {}; {}", fill_text(plain_text(outcome.name), name_width),
                       fill_text(chance_words(outcome.chance, 0.0), 6, Align::right),
                       chance_words(outcome.typical, 0.0), outcome_moves(explanation_, outcome)),
           name_width + 10);
    }
  }

  void print_similar() {
    if (explanation_.similar.empty()) return;
    line("");
    line("The most similar decided cases:");
    for (const regime::SimilarCase& one : explanation_.similar) {
      std::string outcome = plain_text(one.outcome);
      std::ranges::replace(outcome, '_', ' ');
      wrap(fmt::format(
               "  {}  {} after {} {}, filed {}; {}", plain_text(one.id), outcome, one.waited,
               explanation_.day_words,
               one.filed_on ? day_words(*one.filed_on, explanation_.as_of)
                            : std::string{"on an unknown day"},
               one.same.empty()
                   ? fmt::format("differs in {}", count_words(one.other, "covariate", "covariates"))
                   : fmt::format("same {}", fmt::join(one.same, ", "))),
           4);
    }
  }

  void print_flags() {
    if (explanation_.flags.empty()) return;
    line("");
    line("What the records cannot tell here:");
    for (const regime::Flag& flag : explanation_.flags) {
      std::string text = "- " + plain_text(flag.message);
      if (!flag.help.empty()) text += ". What would help: " + plain_text(flag.help);
      wrap(text, 2);
    }
  }

  std::ostream& out_;
  const regime::Explanation& explanation_;
  bool utf8_;
  std::size_t width_;
};

}  // namespace

void print_explanation(std::ostream& out, const regime::Explanation& explanation,
                       const TextStyle& style) {
  ExplanationPrinter{out, explanation, style}.print();
}

}  // namespace runout::report
