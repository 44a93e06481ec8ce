#include "runout/regime/backtest/schedule.h"

#include <charconv>
#include <chrono>
#include <string>
#include <system_error>

namespace runout::regime::backtest {
namespace {

constexpr int kMostUnits = 9999;

Date add_months(Date from, int months) {
  const std::chrono::year_month_day day{from};
  const auto month = day.year() / day.month() + std::chrono::months{months};
  const std::chrono::year_month_day same = month / day.day();
  return same.ok() ? Date{same} : Date{month / std::chrono::last};
}

}  // namespace

std::optional<Step> find_step(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  Step step;
  switch (text.back()) {
    case 'd':
      step.unit = StepUnit::days;
      break;
    case 'w':
      step.unit = StepUnit::weeks;
      break;
    case 'm':
      step.unit = StepUnit::months;
      break;
    default:
      return std::nullopt;
  }
  const std::string digits{text.substr(0, text.size() - 1)};
  const char* const end = digits.data() + digits.size();
  const auto [stop, failure] = std::from_chars(digits.data(), end, step.count);
  if (failure != std::errc{} || stop != end || step.count < 1 || step.count > kMostUnits) {
    return std::nullopt;
  }
  return step;
}

std::vector<Date> schedule(Date from, Date to, Step step, std::size_t most) {
  std::vector<Date> days;
  for (int i = 0; days.size() < most; ++i) {
    Date day = from;
    if (step.unit == StepUnit::months) {
      day = add_months(from, i * step.count);
    } else {
      day += Days{i * step.count * (step.unit == StepUnit::weeks ? 7 : 1)};
    }
    if (day > to) break;
    days.push_back(day);
  }
  return days;
}

}  // namespace runout::regime::backtest
