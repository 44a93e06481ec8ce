// What a forecast does beside being shown: it is kept, compared with an earlier one, and looked
// through for lines that have become urgent.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "runout/book/book.h"
#include "runout/cli/console.h"
#include "runout/forecast/forecast.h"
#include "runout/forecast/moved/alert.h"
#include "runout/forecast/moved/saved.h"
#include "runout/regime/future/scenario.h"

namespace runout::cli {

struct WatchOptions {
  bool save = false;
  std::string save_as;
  std::string since;  ///< empty: the newest saved
  std::string alert;

  [[nodiscard]] bool saves() const { return save || !save_as.empty(); }
};

/// Adds --save, --save-as, --since and --alert.
void add_watch(CLI::App& command, WatchOptions& options);

/// How a forecast is asked for, as far as one that is saved has to know it.
struct AskedFor {
  std::string book;  ///< path
  forecast::UnknownItems unknown_items = forecast::UnknownItems::free;
  std::vector<regime::Scenario> scenarios;
  Day horizon = 0;
  unsigned threads = 1;
};

class Watch {
 public:
  /// Refuses what can be refused before the work: CLI::ValidationError for names, an alert that
  /// cannot be read or looks beyond the horizon, a scenario that could not be read back;
  /// Error{conflict} for a book that cannot be saved into, unless there is an alert to look for
  /// first. `book` must outlive it.
  Watch(const WatchOptions& options, AskedFor asked, const book::Book& book,
        const book::Snapshot& snapshot);

  /// Whether it is only asked which lines have crossed the threshold.
  [[nodiscard]] bool is_alert() const { return alert_.has_value(); }
  /// Looks for lines that have crossed the threshold, and finds what moved since the last saved
  /// forecast where `shows_moves`. The forecast is complete.
  void look_at(forecast::Forecast& forecast, bool shows_moves, Console& console);
  /// Keeps the forecast that was looked at, if that was asked for. Call it when everything has been
  /// printed: what could not be is not kept, so that the next alert fires again. A book that cannot
  /// be saved into is told, and the exit code is 3 where no alert has fired.
  void save(Console& console) const;
  /// Prints what has crossed; the exit code is 4 where something has.
  void print_alert(const forecast::Forecast& forecast, const std::string& format,
                   Console& console) const;

 private:
  AskedFor asked_;
  const book::Book& book_;
  std::vector<forecast::SavedForecast> saved_;  ///< known on the as-of day
  const forecast::SavedForecast* last_ = nullptr;
  const forecast::SavedForecast* alert_base_ = nullptr;  ///< the last one that was asked for alike
  std::optional<forecast::Alert> alert_;
  std::optional<std::string> save_as_;  ///< nothing: it is not saved
  std::string cannot_save_;             ///< why, where it is known before
  std::optional<forecast::SavedForecast> now_;
  std::vector<forecast::FiredAlert> fired_;
};

}  // namespace runout::cli
