#include "runout/regime/weekdays.h"

#include <chrono>
#include <numbers>
#include <numeric>

#include "runout/base/portable_math.h"

namespace runout::regime {

std::vector<double> learn_weekdays(const std::vector<Date>& decisions, Date as_of) {
  constexpr double kPriorWorth = 14.0;  // decisions: two weeks of one a day
  constexpr double kWeekendShare = 0.01;
  std::vector<double> open(7, kPriorWorth * (1.0 - 2.0 * kWeekendShare) / 5.0);
  open[0] = open[6] = kPriorWorth * kWeekendShare;
  constexpr double kForgetting = std::numbers::ln2 / 365.0;  // Half as much a year earlier.
  for (const Date day : decisions) {
    open[std::chrono::weekday{day}.c_encoding()] +=
        portable::exp(-kForgetting * static_cast<double>((as_of - day).count()));
  }
  const double mean = std::accumulate(open.begin(), open.end(), 0.0) / 7.0;
  for (double& share : open) share /= mean;
  return open;
}

}  // namespace runout::regime
