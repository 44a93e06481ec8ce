#include "runout/forecast/values/licence_values.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "runout/base/quantity.h"
#include "runout/forecast/describe.h"
#include "runout/forecast/reach.h"
#include "runout/forecast/values/bundles.h"

namespace runout::forecast {
namespace {

/// Days ahead by which a licence may come instead of today.
constexpr std::array<Day, 4> kDates{7, 14, 30, 60};
/// Dates are worked out for so many applications, those worth most today.
constexpr std::size_t kMostWithDates = 10;

/// Which network lines the day of an application can touch, and which are named in its currency.
class Valuer {
 public:
  Valuer(const book::Snapshot& snapshot, const BuiltNetwork& built,
         const std::vector<Standing>& standings, Futures& futures)
      : snapshot_{snapshot},
        built_{built},
        standings_{standings},
        futures_{futures},
        reach_{built.network},
        names_(built.network.lines.size()),
        currencies_(built.network.lines.size()) {
    for (const LineRows& rows : built.lines) {
      names_[rows.index] = rows.line;
      currencies_[rows.index] = currency_of(snapshot.records, rows);
    }
  }

  LicenceValues find(const Telling& tell) {
    LicenceValues values;
    values.replications = futures_.replications();
    values.of.resize(snapshot_.records.applications.size());
    std::vector<std::size_t> pending;
    for (std::size_t row = 0; row < values.of.size(); ++row) {
      if (book::is_pending(snapshot_.applications[row].state) && standings_[row].is_open) {
        pending.push_back(row);
      }
    }
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < pending.size(); ++i) {
      constexpr std::size_t kApart = 20;
      if (tell && i % kApart == 0) {
        tell(fmt::format("values of {} of {} licences", i, pending.size()));
      }
      const std::size_t row = pending[i];
      values.of[row] = value_today(row);
      if (values.of[row]->matters) open.push_back(row);
    }
    const auto worth = [&](std::size_t row) { return values.of[row]->rank(); };
    std::ranges::stable_sort(open, std::greater{}, worth);
    for (std::size_t i = 0; i < std::min(open.size(), kMostWithDates); ++i) {
      add_dates(open[i], *values.of[open[i]]);
    }
    values.bundles = find_bundles(built_, reach_, currencies_, names_, open, futures_);
    for (Bundle& bundle : values.bundles) {
      for (const std::size_t row : bundle.rows) {
        bundle.applications.push_back(snapshot_.records.applications[row].application);
      }
    }
    return values;
  }

 private:
  using Kind = Supposition::Kind;

  LicenceValue value_today(std::size_t row) {
    LicenceValue value;
    const std::vector<char> lines = touch(row);
    value.currency = currency_in(lines);
    value.matters = !touched_.empty();
    if (!value.matters) return value;
    const Sufferings granted = suppose({row, Kind::granted_by, 0}, lines);
    value.granted_today = total(value.currency, granted, Sign::avoided);
    value.stop_days = days(granted);
    value.lost_units = units(granted);
    value.lines = by_line(granted);
    value.refused = total(value.currency, suppose({row, Kind::refused, 0}, lines), Sign::added);
    if (standings_[row].stage == Stage::preparing) {
      value.paperwork_today =
          total(value.currency, suppose({row, Kind::paperwork_done, 0}, lines), Sign::avoided);
    }
    return value;
  }

  /// The one of most lines that are touched.
  [[nodiscard]] std::string currency_in(const std::vector<char>& lines) const {
    std::map<std::string, std::size_t> uses;
    for (std::size_t line = 0; line < lines.size(); ++line) {
      if (lines[line] != 0) ++uses[currencies_[line]];
    }
    const auto most = std::ranges::max_element(
        uses, [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == uses.end() ? std::string{} : most->first;
  }

  void add_dates(std::size_t row, LicenceValue& value) {
    const std::vector<char> lines = touch(row);
    for (const Day day : kDates) {
      if (day > built_.network.horizon) break;
      value.granted_by.emplace_back(
          day, total(value.currency, suppose({row, Kind::granted_by, day}, lines), Sign::avoided));
    }
  }

  /// Looks at the lines that the application can touch from here on: the others do the same.
  std::vector<char> touch(std::size_t row) {
    std::vector<char> lines = reach_.of_application(row);
    touched_.clear();
    for (std::size_t line = 0; line < lines.size(); ++line) {
      if (lines[line] != 0) touched_.push_back(line);
    }
    return lines;
  }

  Sufferings suppose(const Supposition& one, const std::vector<char>& lines) {
    return futures_.suppose({&one, 1}, lines);
  }

  enum class Sign { avoided, added };

  /// Over the lines in one currency.
  [[nodiscard]] Estimate total(const std::string& currency, const Sufferings& with,
                               Sign sign) const {
    return each_future([&](std::size_t r) {
      NumberTally::Wide sum = 0;
      for (const std::size_t line : touched_) {
        if (currencies_[line] != currency) continue;
        const std::size_t at = r * names_.size() + line;
        sum += futures_.base()[at].loss - with[at].loss;
      }
      return sign == Sign::avoided ? sum : -sum;
    });
  }

  [[nodiscard]] Estimate days(const Sufferings& with) const {
    return sum_of_whole(with, [](const Suffered& one) { return std::int64_t{one.stop_days}; });
  }
  [[nodiscard]] Estimate units(const Sufferings& with) const {
    return sum_of_whole(with, [](const Suffered& one) { return one.lost_units; });
  }

  template <typename Of>
  [[nodiscard]] Estimate sum_of_whole(const Sufferings& with, const Of& of) const {
    return each_future([&](std::size_t r) {
      NumberTally::Wide sum = 0;
      for (const std::size_t line : touched_) {
        const std::size_t at = r * names_.size() + line;
        sum += NumberTally::Wide{of(futures_.base()[at])} - of(with[at]);
      }
      return sum * kMillion;
    });
  }

  [[nodiscard]] std::vector<LineValue> by_line(const Sufferings& with) const {
    std::vector<LineValue> lines;
    for (const LineRows& rows : built_.lines) {
      const std::size_t line = rows.index;
      if (!std::ranges::binary_search(touched_, line)) continue;
      const auto at = [&](std::size_t r) { return r * names_.size() + line; };
      const Estimate loss = each_future(
          [&](std::size_t r) { return futures_.base()[at(r)].loss - with[at(r)].loss; });
      const Estimate stop_days = each_future([&](std::size_t r) {
        return NumberTally::Wide{futures_.base()[at(r)].stop_days - with[at(r)].stop_days} *
               kMillion;
      });
      const Estimate lost_units = each_future([&](std::size_t r) {
        return (NumberTally::Wide{futures_.base()[at(r)].lost_units} - with[at(r)].lost_units) *
               kMillion;
      });
      const bool is_changed = loss.mean != 0.0 || stop_days.mean != 0.0 || lost_units.mean != 0.0;
      if (is_changed) lines.push_back({rows.line, currencies_[line], loss, stop_days, lost_units});
    }
    return lines;
  }

  template <typename Difference>
  [[nodiscard]] Estimate each_future(const Difference& difference) const {
    NumberTally tally;
    for (std::size_t r = 0; r < futures_.replications(); ++r) tally.add(difference(r));
    return tally.estimate();
  }

  const book::Snapshot& snapshot_;
  const BuiltNetwork& built_;
  const std::vector<Standing>& standings_;
  Futures& futures_;
  Reach reach_;
  std::vector<std::size_t> touched_;     ///< network lines, ascending
  std::vector<std::string> names_;       ///< [network line]
  std::vector<std::string> currencies_;  ///< [network line]
};

}  // namespace

double LicenceValue::rank() const {
  // Money where there is any, else days, else units: each far below the one before.
  return granted_today.mean * 1e6 + stop_days.mean * 1e3 + lost_units.mean;
}

LicenceValues find_licence_values(const book::Snapshot& snapshot, const BuiltNetwork& built,
                                  const std::vector<Standing>& standings, Futures& futures,
                                  const Telling& tell) {
  return Valuer{snapshot, built, standings, futures}.find(tell);
}

}  // namespace runout::forecast
