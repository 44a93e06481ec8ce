#include "runout/regime/backtest/baselines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "runout/base/portable_math.h"
#include "runout/regime/backtest/product_limit.h"

namespace runout::regime::backtest {
namespace {

using enum Baseline;

constexpr std::array kWords{
    BaselineWords{published_median, "published_median", "published median",
                  "the median waiting time of recent decisions, taken as the day"},
    BaselineWords{published_distribution, "published_distribution", "published distribution",
                  "the waiting times of recent decisions, as authorities publish them"},
    BaselineWords{kaplan_meier, "kaplan_meier", "Kaplan-Meier",
                  "how long all cases so far have waited, the pending ones included"},
    BaselineWords{period_kaplan_meier, "period_kaplan_meier", "period Kaplan-Meier",
                  "how long cases wait at the pace of the recent past"},
};

/// With fewer decided in the window all decided ones are taken.
constexpr std::size_t kFewestCompleted = 20;
/// Of those who waited as long as a case has, too few to read a distribution off.
constexpr std::ptrdiff_t kFewestLonger = 3;
constexpr double kDaysWithoutThem = 30.0;

enum class Period { all, window };

/// [group] life days of the decided waits, ascending.
using Completed = std::vector<std::vector<Day>>;

Completed completed_waits(const ReplayDay& day, Day window) {
  Completed recent(day.groups);
  Completed all(day.groups);
  std::vector<Day> of_any_group;
  for (const KnownWait& wait : day.known) {
    if (!wait.decided) continue;
    all[wait.group].push_back(wait.seen);
    of_any_group.push_back(wait.seen);
    if (wait.age - wait.seen < window) recent[wait.group].push_back(wait.seen);
  }
  for (std::size_t group = 0; group < recent.size(); ++group) {
    if (recent[group].size() < kFewestCompleted) recent[group] = std::move(all[group]);
    if (recent[group].empty()) recent[group] = of_any_group;
    std::ranges::sort(recent[group]);
  }
  return recent;
}

Distribution fit_median(const ReplayDay& day, Day window) {
  std::vector<Day> medians;
  for (const std::vector<Day>& waits : completed_waits(day, window)) {
    if (waits.empty()) {
      medians.push_back(kNever);
      continue;
    }
    const std::size_t half = waits.size() / 2;
    const double median =
        waits.size() % 2 == 1 ? waits[half] : 0.5 * (waits[half - 1] + waits[half]);
    medians.push_back(static_cast<Day>(std::nearbyint(median)));  // half a day to the even one
  }
  return [medians](const PendingCase& pending, std::span<double> by_day) {
    const auto after =
        static_cast<std::size_t>(std::max<Day>(1, medians[pending.group] - pending.waited));
    for (std::size_t k = 1; k <= by_day.size(); ++k) by_day[k - 1] = k >= after ? 1.0 : 0.0;
  };
}

Distribution fit_distribution(const ReplayDay& day, Day window) {
  return [completed = completed_waits(day, window)](const PendingCase& pending,
                                                    std::span<double> by_day) {
    const std::vector<Day>& waits = completed[pending.group];
    const auto waited = std::ranges::upper_bound(waits, pending.waited);
    const std::ptrdiff_t longer = waits.end() - waited;
    for (std::size_t k = 1; k <= by_day.size(); ++k) {
      if (longer < kFewestLonger) {
        by_day[k - 1] = std::min(1.0, static_cast<double>(k) / kDaysWithoutThem);
        continue;
      }
      const auto by = std::upper_bound(waited, waits.end(), pending.waited + static_cast<Day>(k));
      by_day[k - 1] = static_cast<double>(by - waited) / static_cast<double>(longer);
    }
  };
}

Distribution fit_product_limit(const ReplayDay& day, Period period, Day window, Day horizon) {
  std::vector<std::vector<RiskInterval>> samples(day.groups);
  for (const KnownWait& wait : day.known) {
    const Day entry =
        period == Period::window ? std::max(wait.entry, wait.age - window) : wait.entry;
    if (wait.seen > entry) samples[wait.group].push_back({entry, wait.seen, wait.decided});
  }
  Day longest = 0;
  for (const PendingCase& pending : day.pending) longest = std::max(longest, pending.waited);
  std::vector<std::vector<double>> hazards;
  hazards.reserve(samples.size());
  for (const auto& sample : samples) {
    hazards.push_back(cumulative_hazard(sample, longest + std::max<Day>(horizon, 1)));
  }
  return [hazards](const PendingCase& pending, std::span<double> by_day) {
    const std::vector<double>& hazard = hazards[pending.group];
    const auto waited = static_cast<std::size_t>(pending.waited);
    for (std::size_t k = 1; k <= by_day.size(); ++k) {
      by_day[k - 1] = 1.0 - portable::exp(hazard[waited] - hazard[waited + k]);
    }
  };
}

}  // namespace

std::span<const BaselineWords> baseline_words() { return kWords; }

const BaselineWords& words_of(Baseline baseline) {
  return *std::ranges::find(kWords, baseline, &BaselineWords::baseline);
}

Distribution fit_baseline(Baseline baseline, const ReplayDay& day, Day window, Day horizon) {
  switch (baseline) {
    case published_median:
      return fit_median(day, window);
    case published_distribution:
      return fit_distribution(day, window);
    case kaplan_meier:
      return fit_product_limit(day, Period::all, window, horizon);
    case period_kaplan_meier:
      break;
  }
  return fit_product_limit(day, Period::window, window, horizon);
}

}  // namespace runout::regime::backtest
