#include "runout/cli/watch.h"

#include <algorithm>
#include <ostream>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/text.h"
#include "runout/book/history_state.h"
#include "runout/cli/progress_line.h"
#include "runout/cli/saving.h"
#include "runout/forecast/moved/movement.h"
#include "runout/report/alarm_faces.h"

namespace runout::cli {
namespace {

/// Says what is wrong with the name of a saved forecast, or nothing.
std::string check_name(const std::string& name) {
  const bool has_blank = name.find_first_of(" \t\r\n") != std::string::npos;
  constexpr std::size_t kLongest = 60;
  if (name.size() > kLongest) {
    return fmt::format("a name of {} bytes is too long: at most {}", name.size(), kLongest);
  }
  if (!name.empty() && !has_blank && name != "none" && is_utf8(name)) return "";
  return fmt::format("'{}' is no name: it may not be empty, hold blanks or be 'none'", name);
}

forecast::Alert need_alert(const std::string& text, Day horizon) {
  const auto alert = forecast::read_alert(text);
  if (alert && alert->days <= horizon) return *alert;
  throw CLI::ValidationError{
      "--alert",
      fmt::format("'{}' is not like p=0.2,days=30: a chance above 0, at most 1, and 1 to {} days "
                  "(the horizon)",
                  text, horizon)};
}

/// Whether it answers the same question: the same scenarios, the same reading of unknown items.
bool is_alike(const forecast::SavedForecast& saved, const AskedFor& asked) {
  return saved.unknown_items == asked.unknown_items &&
         std::ranges::equal(saved.scenarios, asked.scenarios, {}, &regime::Scenario::text,
                            &regime::Scenario::text);
}

/// As a word that a shell reads as it stands.
std::string quoted_for_shell(const std::string& word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./+:@%,=";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return quoted + "'";
}

}  // namespace

void add_watch(CLI::App& command, WatchOptions& options) {
  auto* decisions = command.get_option("--decisions");
  command
      .add_flag("--save", options.save,
                "Keep the forecast in the book, named after its day: the next one says what "
                "moved since")
      ->excludes(decisions);
  command.add_option("--save-as", options.save_as, "The same under a name of your own")
      ->type_name("NAME")
      ->check(CLI::Validator{check_name, ""})
      ->excludes(decisions);
  command
      .add_option("--since", options.since,
                  "The saved forecast to compare with, or none (default the newest saved)")
      ->type_name("NAME");
  command
      .add_option("--alert", options.alert,
                  "Print only lines whose chance to run out within DAYS has reached P since the "
                  "last saved forecast, and end with code 4 if there is one")
      ->type_name("p=P,days=DAYS");
}

Watch::Watch(const WatchOptions& options, AskedFor asked, const book::Book& book,
             const book::Snapshot& snapshot)
    : asked_{std::move(asked)}, book_{book}, saved_{forecast::find_saved(snapshot.records)} {
  if (options.since.empty()) {
    last_ = find_newest(saved_);
  } else if (options.since != "none") {
    last_ = &find_saved_named(saved_, "--since", options.since);
  }
  if (!options.alert.empty()) alert_ = need_alert(options.alert, asked_.horizon);
  alert_base_ = last_;
  if (options.since.empty()) {
    alert_base_ = find_newest(saved_, [&](const auto& one) { return is_alike(one, asked_); });
  }
  if (!options.saves()) return;
  try {
    save_as_ = need_savable(book, asked_.book, options.save_as, snapshot.as_of, asked_.scenarios);
  } catch (const Error& error) {
    if (!alert_) throw;
    cannot_save_ = error.what();
  }
}

void Watch::look_at(forecast::Forecast& forecast, bool shows_moves, Console& console) {
  forecast::SavedForecast now =
      forecast::to_saved(forecast, save_as_.value_or(""), book::last_number(book_),
                         asked_.unknown_items, asked_.scenarios);
  if (alert_) {
    fired_ = forecast::find_fired(*alert_, forecast, alert_base_);
    for (const forecast::FiredAlert& one : fired_) {
      std::ranges::find(now.lines, one.line, &forecast::RunOuts::line)->alert = alert_->text;
    }
  }
  if (last_ != nullptr && shows_moves) {
    forecast::MovementSettings settings;
    settings.threads = asked_.threads;
    settings.to_is_fresh = true;
    ProgressLine stopping{console, "forecast"};
    settings.progress = [&](std::size_t made) {
      if (!stopping.show({0, 0, std::nullopt, false})) {
        throw Error{ErrorKind::conflict, "stopped"};
      }
      show_progress(console, fmt::format("forecast: what moved since {}: {} forecasts made",
                                         last_->name, made));
    };
    // As it is now: changes by hand included.
    forecast::SavedForecast as_it_is = now;
    as_it_is.name.clear();
    try {
      forecast.since = forecast::find_movement(book_, *last_, as_it_is, settings);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::conflict) throw;
      console.err << fmt::format("runout: what moved since {} is left out: {}\n", last_->name,
                                 error.what());
      console.exit_code = kOtherFailure;
    }
    show_progress(console, "");
  }
  now_ = std::move(now);
}

void Watch::save(Console& console) const {
  std::string problem = cannot_save_;
  if (save_as_ && now_) {
    try {
      save_forecast(asked_.book, book_, *now_);
      console.err << fmt::format("runout: saved as {}; `runout compare {} {}` says what moves\n",
                                 now_->name, quoted_for_shell(asked_.book),
                                 quoted_for_shell(now_->name));
    } catch (const Error& error) {
      problem = error.what();
    }
  }
  if (problem.empty()) return;
  console.err << "runout: " << problem << '\n';
  if (console.exit_code == 0) console.exit_code = kOtherFailure;
}

void Watch::print_alert(const forecast::Forecast& forecast, const std::string& format,
                        Console& console) const {
  if (format == "json") {
    console.out << report::fired_json(*alert_, fired_, forecast.as_of, alert_base_);
  } else {
    report::print_fired(console.out, *alert_, fired_, alert_base_);
  }
  if (!fired_.empty()) console.exit_code = kAlert;
}

}  // namespace runout::cli
