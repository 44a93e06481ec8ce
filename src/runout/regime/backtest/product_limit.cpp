#include "runout/regime/backtest/product_limit.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "runout/base/portable_math.h"

namespace runout::regime::backtest {
namespace {

constexpr std::int64_t kFewest = 10;  ///< at risk, for a day to speak
constexpr double kTailBegins = 0.7;   ///< share of the last day that speaks
constexpr double kMostOfTail = 0.5;   ///< a day, in the tail
constexpr double kMostOfDay = 0.999;  ///< a day, elsewhere: nobody is certain

struct Counts {
  std::vector<std::int64_t> decided;  ///< [life day]
  std::vector<std::int64_t> at_risk;  ///< [life day]
};

Counts count(std::span<const RiskInterval> sample) {
  Day longest = 0;
  for (const RiskInterval& wait : sample) longest = std::max(longest, wait.seen);
  const auto days = static_cast<std::size_t>(longest) + 2;
  Counts counts{std::vector<std::int64_t>(days, 0), std::vector<std::int64_t>(days, 0)};
  for (const RiskInterval& wait : sample) {
    ++counts.at_risk[static_cast<std::size_t>(wait.entry) + 1];
    --counts.at_risk[static_cast<std::size_t>(wait.seen) + 1];
    if (wait.decided) ++counts.decided[static_cast<std::size_t>(wait.seen)];
  }
  std::partial_sum(counts.at_risk.begin(), counts.at_risk.end(), counts.at_risk.begin());
  return counts;
}

/// The last life day with a decision and at least `fewest` at risk; 0 for none.
std::size_t last_day_with(const Counts& counts, std::int64_t fewest) {
  for (std::size_t day = counts.decided.size(); day-- > 1;) {
    if (counts.decided[day] > 0 && counts.at_risk[day] >= fewest) return day;
  }
  return 0;
}

double tail_hazard(std::span<const RiskInterval> sample, std::size_t last_speaking) {
  const double begins = std::floor(kTailBegins * static_cast<double>(last_speaking));
  const Day from = last_speaking == 0 ? 0 : std::max<Day>(1, static_cast<Day>(begins));
  std::int64_t at_risk = 0;
  std::int64_t decided = 0;
  for (const RiskInterval& wait : sample) {
    at_risk += std::max<Day>(0, wait.seen - std::max(wait.entry, from));
    if (wait.decided && wait.seen > from) ++decided;
  }
  const double rate = (static_cast<double>(decided) + 0.5) / (static_cast<double>(at_risk) + 1.0);
  return std::min(kMostOfTail, rate);
}

}  // namespace

std::vector<double> cumulative_hazard(std::span<const RiskInterval> sample, Day last) {
  const Counts counts = count(sample);
  std::int64_t fewest = kFewest;
  std::size_t speaking = last_day_with(counts, fewest);
  if (speaking == 0) {
    fewest = 1;
    speaking = last_day_with(counts, fewest);
  }
  const double tail = tail_hazard(sample, speaking);
  std::vector<double> cumulative(static_cast<std::size_t>(last) + 1, 0.0);
  for (std::size_t day = 1; day < cumulative.size(); ++day) {
    double hazard = 0.0;
    if (day > speaking) {
      hazard = tail;
    } else if (counts.decided[day] > 0 && counts.at_risk[day] >= fewest) {
      hazard = std::min(kMostOfDay, static_cast<double>(counts.decided[day]) /
                                        static_cast<double>(counts.at_risk[day]));
    }
    cumulative[day] = cumulative[day - 1] - portable::log(1.0 - hazard);
  }
  return cumulative;
}

}  // namespace runout::regime::backtest
