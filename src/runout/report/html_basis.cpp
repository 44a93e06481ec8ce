#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "runout/report/html_honesty.h"
#include "runout/report/html_sections.h"
#include "runout/report/promise_words.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string sentence(std::string text) {
  text = capitalized(std::move(text));
  return text.empty() || text.ends_with('.') ? text : text + ".";
}

void write_sentences(HtmlWriter& html, const std::vector<std::string>& sentences) {
  if (sentences.empty()) return;
  html.open("ul");
  for (const std::string& text : sentences) html.element("li", sentence(text));
  html.close();
}

void write_unknown(HtmlWriter& html, const forecast::Forecast& forecast) {
  open_section(html, "unknown", "What is unknown");
  if (forecast.unknown.empty()) {
    html.element("p", "Nothing that the forecast knows to be missing.");
  } else {
    Rows rows;
    for (const forecast::Unknown& unknown : forecast.unknown) {
      rows.push_back({unknown.message, unknown.where});
    }
    write_table(html, "Things that are not known and could move a date", {{"What"}, {"Where"}},
                rows);
  }
  html.close();
}

void write_warnings(HtmlWriter& html, const forecast::Forecast& forecast) {
  if (forecast.warnings.empty()) return;
  Rows rows;
  for (const Diagnostic& warning : forecast.warnings) {
    rows.push_back({where(warning), warning.column, warning.message, warning.help});
  }
  html.open("details", {{"class", "warnings"}});  // the one that paper shows, too
  html.element("summary",
               count_words(rows.size(), "warning about the book", "warnings about the book"));
  write_table(html, "Doubtful records", {{"Where"}, {"Column"}, {"What"}, {"What would help"}},
              rows);
  html.close();
}

std::vector<std::string> basis_sentences(const forecast::Forecast& forecast) {
  std::vector<std::string> sentences;
  if (forecast.decisions_given) {
    sentences.emplace_back("The decisions were given: nothing was fitted");
  } else {
    sentences.push_back(fmt::format(
        "{} and {} went into the fit; the typical pending application's chance is {:.0f} % prior",
        count_words(forecast.basis.decisions_seen, "decision", "decisions"),
        count_words(forecast.basis.pending_seen, "pending application", "pending applications"),
        100.0 * forecast.basis.prior_share));
  }
  sentences.push_back(fmt::format(
      "{} of the {} days after {}, seed {}: the same book, day and seed give the same numbers",
      count_words(forecast.replications, "replication", "replications"), forecast.horizon,
      to_words(forecast.as_of, WithYear::yes), forecast.seed));
  for (const std::string& note : forecast.basis.notes) {
    // The flags have a table of their own.
    if (std::ranges::find(forecast.basis.flags, note, &regime::Flag::message) ==
        forecast.basis.flags.end()) {
      sentences.push_back(note);
    }
  }
  return sentences;
}

}  // namespace

void write_dates(HtmlWriter& html, const forecast::Forecast& forecast, const Fuse& fuse) {
  if (fuse.rows.empty()) return;
  open_section(html, "dates", "Check it with a pocket calculator");
  html.element("p",
               "No chance is in these dates: each is the first day on which the line would fall "
               "short of its plan if just that much arrived, at typical transit times.",
               {{"class", "note"}});
  const std::string after =
      "after " + day_words(forecast.as_of + Days{forecast.horizon}, forecast.as_of);
  Rows rows;
  for (const FuseRow& row : fuse.rows) {
    const forecast::LineForecast& line = *row.line;
    const auto date = [&](std::optional<Date> day) {
      return day ? weekday_words(*day, forecast.as_of) : after;
    };
    std::string stock = "-";
    if (line.projection && !line.projection->p50.empty() && line.projection->use_per_day > 0) {
      stock = fmt::format("{}: {} at {} a working day", line.projection->item,
                          number_words(line.projection->p50.front()),
                          number_words(line.projection->use_per_day));
    }
    rows.push_back({line.line, date(line.dates.stock_only), date(line.dates.on_the_way),
                    date(line.dates.secured), date(line.dates.if_all_fly),
                    date(line.dates.if_granted_today), stock});
  }
  write_table(html, "The first day on which a line falls short, if ...",
              {{"Line"},
               {"nothing more arrives", "n"},
               {"what is on the way arrives", "n"},
               {"and what has its licence", "n"},
               {"and that by the fastest lanes", "n"},
               {"and all pending were granted today", "n"},
               {"Stock of the part that binds"}},
              rows);
  html.close();
}

void write_basis(HtmlWriter& html, const forecast::Forecast& forecast) {
  write_unknown(html, forecast);
  const regime::Basis& basis = forecast.basis;
  if (!basis.flags.empty() || !basis.contraction.empty() || !basis.promises.empty()) {
    open_section(html, "honesty", "What the data can and cannot tell");
    write_flags(html, basis.flags);
    write_promises(html, basis.promises);
    write_learnt(html, basis.contraction);
    html.close();
  }
  open_section(html, "basis", "What it rests on");
  write_sentences(html, basis_sentences(forecast));
  const std::vector<std::string> assumed = without_promises(forecast.assumptions, basis);
  if (!assumed.empty()) {
    html.element("h3", "Assumed");
    write_sentences(html, assumed);
  }
  write_warnings(html, forecast);
  html.close();
}

}  // namespace runout::report
