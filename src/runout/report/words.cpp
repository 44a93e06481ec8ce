#include "runout/report/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace runout::report {
namespace {

/// Farther away than this a day without its year could be read as the wrong one.
constexpr Days kYearIsPlain{300};

WithYear needs_year(Date date, Date as_of) {
  return std::chrono::abs(date - as_of) > kYearIsPlain ? WithYear::yes : WithYear::no;
}

std::string group_thousands(std::string digits) {
  const std::size_t begin = digits.starts_with('-') ? 1 : 0;
  for (std::size_t end = std::min(digits.find('.'), digits.size()); end > begin + 3;) {
    end -= 3;
    digits.insert(end, ",");
  }
  return digits;
}

/// Rounds to the power of ten that keeps two digits of the standard error.
double round_to_error(const forecast::Estimate& estimate) {
  if (!estimate.standard_error || !(*estimate.standard_error > 0)) return estimate.mean;
  const double step = std::pow(10.0, std::floor(std::log10(*estimate.standard_error)) - 1.0);
  return step > 1.0 ? std::round(estimate.mean / step) * step : estimate.mean;
}

}  // namespace

std::string day_words(Date date, Date as_of) {
  return to_words(date, needs_year(date, as_of)).substr(4);  // without the day of the week
}

std::string day_words(std::optional<Date> date, Date as_of) {
  return date ? day_words(*date, as_of) : "-";
}

std::string need_words(std::optional<Date> need, Date as_of) {
  if (!need) return "-";
  return *need <= as_of ? "today" : day_words(*need, as_of);
}

std::string capitalized(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

std::string weekday_words(Date date, Date as_of) { return to_words(date, needs_year(date, as_of)); }

std::string chance_words(double p, std::optional<double> standard_error) {
  if (!std::isfinite(p)) return "-";
  const double percent = 100.0 * std::clamp(p, 0.0, 1.0);
  if (!standard_error) return fmt::format("{:.0f} %", percent);
  if (percent < 0.5) return "<1 %";
  if (percent > 99.5) return ">99 %";
  if (percent < 2.5 || percent > 97.5) {
    return fmt::format("{:.0f} %", std::clamp(std::round(percent), 1.0, 99.0));
  }
  const double step = 200.0 * *standard_error > 5.0 ? 10.0 : 5.0;
  // A chance that is neither none nor all never becomes so by rounding.
  return fmt::format("{:.0f} %", std::clamp(std::round(percent / step) * step, 5.0, 95.0));
}

std::string chance_words(const forecast::ChanceByDay* chance) {
  return chance == nullptr ? "-" : chance_words(chance->p, chance->standard_error);
}

const forecast::ChanceByDay* chance_by(const std::vector<forecast::ChanceByDay>& chances, Day day) {
  const forecast::ChanceByDay* last = nullptr;
  for (const forecast::ChanceByDay& chance : chances) {
    if (chance.days > day) break;
    last = &chance;
  }
  return last;
}

std::string number_words(double value) {
  if (!std::isfinite(value)) return "-";
  const bool whole = std::abs(value) >= 99.95 || value == std::floor(value);
  return group_thousands(whole ? fmt::format("{:.0f}", value) : fmt::format("{:.1f}", value));
}

std::string estimate_words(const forecast::Estimate& estimate) {
  return number_words(round_to_error(estimate));
}

std::string money_words(const forecast::Estimate& estimate, std::string_view currency) {
  if (currency.empty() && estimate.mean == 0) return "-";
  const std::string amount = number_words(std::round(round_to_error(estimate)));
  return currency.empty() ? amount : fmt::format("{} {}", amount, currency);
}

std::string interval_words(const forecast::DateQuantiles& dates,
                           const forecast::Forecast& forecast) {
  if (!dates.p10) return fmt::format("not within {} days", forecast.horizon);
  const auto words = [&](std::optional<Date> date) {
    return date ? day_words(*date, forecast.as_of) : std::string{"later"};
  };
  return fmt::format("{} \u2013 {} \u2013 {}", words(dates.p10), words(dates.p50),
                     words(dates.p90));
}

std::vector<std::string> unknown_words(const forecast::Forecast& forecast) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kMany{{
      {"control_status", "parts without control status"},
      {"stock", "components without a count on file"},
      {"count_age", "counts that are old"},
      {"lane", "consignments without a lane"},
      {"application_events", "applications without an event"},
      {"filed_on", "applications filed on a day nobody knows"},
      {"calendar", "calendars that end before the horizon"},
  }};
  std::vector<std::string> phrases;
  std::vector<std::string_view> said;
  for (const forecast::Unknown& unknown : forecast.unknown) {
    if (std::ranges::find(said, unknown.what) != said.end()) continue;
    said.push_back(unknown.what);
    const auto count = std::ranges::count(forecast.unknown, unknown.what, &forecast::Unknown::what);
    const auto* const many =
        std::ranges::find(kMany, unknown.what, [](const auto& kind) { return kind.first; });
    if (count == 1) {
      phrases.push_back(unknown.message);
    } else if (many != kMany.end()) {
      phrases.push_back(fmt::format("{} {}", count, many->second));
    } else {
      phrases.push_back(fmt::format("{} and {} like it", unknown.message, count - 1));
    }
  }
  return phrases;
}

std::string cause_words(std::string_view cause) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kWords{{
      {"preparing", "paperwork"},
      {"review", "review"},
      {"returned", "sent back"},
      {"refused", "refused"},
      {"in_hand", "in hand, to ship"},
      {"not_ready", "goods not ready"},
      {"transit", "in transit"},
      {"held", "held on the way"},
      {"no_order", "no order"},
      {"unknown_control", "status unknown"},
  }};
  for (const auto& [word, said] : kWords) {
    if (word == cause) return std::string{said};
  }
  return std::string{cause};
}

std::string feeding_line(const forecast::Forecast& forecast, const forecast::LineForecast& line,
                         const forecast::Blame& blame) {
  if (blame.cause != "no_order" || !blame.order.empty() || !blame.policy.empty()) return {};
  for (const forecast::LineForecast& other : forecast.lines) {
    const bool is_short = !other.p_runout_within.empty() && other.p_runout_within.back().p > 0;
    if (&other == &line || !is_short ||
        std::ranges::find(other.items, blame.item) == other.items.end())
      continue;
    return other.line;
  }
  return {};
}

std::string blame_words(const forecast::Forecast& forecast, const forecast::LineForecast& line,
                        const forecast::Blame& blame) {
  const std::string feeding = feeding_line(forecast, line, blame);
  if (feeding.empty()) return cause_words(blame.cause);
  return fmt::format("fed by {}, which is short", feeding);
}

std::string state_name(std::string_view code) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kWords{{
      {"needed", "not begun"},
      {"preparing", "paperwork"},
      {"filed", "review"},
      {"accepted", "review"},
      {"query_open", "query open"},
      {"returned", "sent back"},
      {"held", "held"},
  }};
  for (const auto& [word, said] : kWords) {
    if (word == code) return std::string{said};
  }
  return std::string{code};
}

std::string state_words(const forecast::ApplicationForecast& application) {
  std::string state = state_name(application.state);
  std::string_view far = application.words;
  if (far.starts_with(application.state)) far.remove_prefix(application.state.size());
  if (far.starts_with(": ") || far.starts_with(", ")) far.remove_prefix(2);
  if (far.empty()) return state;
  return state.empty() ? std::string{far} : fmt::format("{}, {}", state, far);
}

std::string basis_words(const forecast::Forecast& forecast) {
  if (forecast.decisions_given) return "with the decisions given";
  const std::string seen =
      count_words(forecast.basis.decisions_seen, "decision seen", "decisions seen");
  return forecast.basis.prior_share > 0.5 ? "mostly prior: " + seen : seen;
}

std::string count_words(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", group_thousands(fmt::format("{}", count)), count == 1 ? one : many);
}

std::string list_words(const std::vector<std::string>& names, std::size_t most) {
  std::string text;
  const std::size_t shown = names.size() > most ? most : names.size();
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  if (shown < names.size()) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

}  // namespace runout::report
