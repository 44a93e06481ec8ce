#include "runout/cli/saving.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "runout/base/error.h"
#include "runout/base/text.h"
#include "runout/book/change.h"
#include "runout/book/history_state.h"
#include "runout/book/import.h"
#include "runout/book/parse_records.h"
#include "runout/book/store.h"
#include "runout/cli/open_book.h"
#include "runout/cli/recording.h"

namespace runout::cli {
namespace {

std::vector<std::string> names_of(const std::vector<forecast::SavedForecast>& saved) {
  std::vector<std::string> names;
  names.reserve(saved.size());
  for (const auto& one : saved) names.push_back(one.name);
  return names;
}

/// Whether anything has been recorded, taken back or changed by hand.
bool is_same(const book::Book& one, const book::Book& other) {
  return book::last_number(one) == book::last_number(other) &&
         std::ranges::all_of(book::schema(), [&](const book::FileSpec& spec) {
           return book::find_change(spec, one.present[spec.file], other.present[spec.file])
               .is_empty();
         });
}

}  // namespace

std::string need_savable(const book::Book& book, const std::string& path, const std::string& wanted,
                         Date as_of, const std::vector<regime::Scenario>& scenarios) {
  if (book.hand_edits > 0) {
    throw Error{ErrorKind::conflict, "not saved: " + hand_edit_note(book.hand_edits, path)};
  }
  for (const regime::Scenario& scenario : scenarios) {
    if (scenario.text.find(book::kBetweenScenarios) == std::string::npos) continue;
    throw CLI::ValidationError{
        "--scenario", fmt::format("'{}': a forecast with '{}' in a scenario cannot be saved",
                                  scenario.text, book::kBetweenScenarios)};
  }
  // Of any day: forecasts that look from later days have their names, too.
  Diagnostics ignored;
  const auto all = forecast::find_saved(book::parse_records(book.present, ignored));
  if (wanted.empty()) return forecast::free_name(all, as_of);
  if (std::ranges::find(all, wanted, &forecast::SavedForecast::name) != all.end()) {
    throw CLI::ValidationError{"--save-as",
                               fmt::format("'{}' is the name of a saved forecast already", wanted)};
  }
  return wanted;
}

void save_forecast(const std::string& path, const book::Book& before,
                   const forecast::SavedForecast& saved) {
  book::BookEditor editor{path};
  book::Book& book = editor.book();
  if (!is_same(before, book)) {
    throw Error{ErrorKind::conflict,
                "not saved: the book has been changed while the forecast was made"};
  }
  book::ImportSource source;
  source.tables[book::File::forecasts] = forecast::rows_of(saved);
  book::ImportPlan plan = book::plan_import(book, std::move(source), {});
  if (count_errors(plan.problems) > 0) {
    throw Error{ErrorKind::invalid_input, "not saved: " + to_line(plan.problems.front())};
  }
  // To look at a book makes nothing known: the day on which it is read by default stays.
  const std::optional<Date> latest = before.latest_known();
  const Date known_on = latest ? std::min(*latest, saved.as_of) : saved.as_of;
  book::Batch batch = batch_of_now("", known_on, fmt::format("forecast {}", saved.name));
  book::apply_import(book, std::move(plan), std::move(batch),
                     batch_of_now("", known_on, "the book as it was"));
  editor.save();
}

const forecast::SavedForecast& find_saved_named(const std::vector<forecast::SavedForecast>& saved,
                                                const std::string& argument,
                                                const std::string& name) {
  const auto found = std::ranges::find(saved, name, &forecast::SavedForecast::name);
  if (found != saved.end()) return *found;
  if (saved.empty()) {
    throw CLI::ValidationError{
        argument, fmt::format("there is no saved forecast '{}': `runout forecast BOOK --save` "
                              "keeps one",
                              name)};
  }
  const auto nearest = nearest_word(name, names_of(saved));
  constexpr std::size_t kNamed = 8;
  std::vector<std::string> names = names_of(saved);
  if (names.size() > kNamed) {
    names.erase(names.begin(), names.end() - static_cast<std::ptrdiff_t>(kNamed));
  }
  throw CLI::ValidationError{
      argument, fmt::format("there is no saved forecast '{}'; the last are {}{}", name,
                            fmt::join(names, ", "),
                            nearest ? fmt::format("; did you mean '{}'?", *nearest) : "")};
}

const forecast::SavedForecast* find_newest(
    const std::vector<forecast::SavedForecast>& saved,
    const std::function<bool(const forecast::SavedForecast&)>& counts) {
  const forecast::SavedForecast* newest = nullptr;
  for (const auto& one : saved) {
    if (counts && !counts(one)) continue;
    if (newest == nullptr || one.as_of >= newest->as_of) newest = &one;
  }
  return newest;
}

}  // namespace runout::cli
