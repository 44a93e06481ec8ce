#include "runout/report/value_words.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "runout/report/words.h"

namespace runout::report {
namespace {

bool is_clear(const forecast::Estimate& estimate) {
  return estimate.mean > 2.0 * estimate.standard_error.value_or(0.0) && estimate.mean > 0.0;
}

bool has_worth(const forecast::LicenceValue& value) {
  return is_clear(value.granted_today) || is_clear(value.stop_days) || is_clear(value.lost_units);
}

std::string amount_words(const forecast::Bundle& bundle, const forecast::Estimate& amount) {
  return bundle.currency.empty() ? estimate_words(amount) + " units"
                                 : money_words(amount, bundle.currency);
}

}  // namespace

std::vector<const forecast::ApplicationForecast*> press_first(const forecast::Forecast& forecast,
                                                              std::size_t most) {
  std::vector<const forecast::ApplicationForecast*> ranked;
  for (const forecast::ApplicationForecast& application : forecast.applications) {
    if (application.value && has_worth(*application.value)) ranked.push_back(&application);
  }
  std::ranges::stable_sort(ranked, std::greater{},
                           [](const auto* application) { return application->value->rank(); });
  std::map<std::string, std::size_t> seen;
  std::erase_if(
      ranked, [&](const auto* application) { return ++seen[application->value->currency] > most; });
  std::ranges::stable_sort(ranked, {},
                           [](const auto* application) { return application->value->currency; });
  return ranked;
}

std::string worth_words(const forecast::LicenceValue& value) {
  if (is_clear(value.granted_today)) return money_words(value.granted_today, value.currency);
  if (is_clear(value.stop_days)) return estimate_words(value.stop_days) + " days of standstill";
  return estimate_words(value.lost_units) + " units";
}

std::string loss_words(const forecast::Estimate& loss, const std::string& currency) {
  return loss.mean <= 0.0 ? "-" : money_words(loss, currency);
}

std::string paperwork_words(const forecast::LicenceValue& value) {
  return value.paperwork_today ? loss_words(*value.paperwork_today, value.currency) : "filed";
}

std::vector<std::string> bundle_sentences(const forecast::Forecast& forecast) {
  constexpr std::size_t kNamed = 4;
  std::vector<std::string> sentences;
  for (const forecast::Bundle& bundle : forecast.bundles) {
    const std::string saved =
        fmt::format("{} loses {:.0f} % less ({})", bundle.line, 100.0 * bundle.of_loss,
                    amount_words(bundle, bundle.avoided));
    if (bundle.applications.size() == 1) {
      sentences.push_back(
          fmt::format("{} if {} is granted today.", saved, bundle.applications.front()));
      continue;
    }
    const auto best = std::ranges::max_element(bundle.alone, {}, &forecast::Estimate::mean);
    const auto place = static_cast<std::size_t>(best - bundle.alone.begin());
    sentences.push_back(
        fmt::format("{} only if {} are all granted today; the best of them alone ({}) saves {}.",
                    saved, list_words(bundle.applications, kNamed), bundle.applications[place],
                    best->mean > 0.0 ? amount_words(bundle, *best) : "nothing"));
  }
  return sentences;
}

std::string fly_sentence(const forecast::Forecast& forecast) {
  constexpr std::size_t kNamed = 5;
  std::vector<std::string> lines;
  for (const forecast::LineForecast& line : forecast.lines) {
    const auto& secured = line.dates.secured;
    const auto& flying = line.dates.if_all_fly;
    if (!secured || (flying && *flying <= *secured)) continue;
    lines.push_back(fmt::format("{} until {} ({})", line.line,
                                flying ? day_words(*flying, forecast.as_of) : "beyond the horizon",
                                day_words(*secured, forecast.as_of)));
  }
  if (lines.empty()) return "";
  return fmt::format("By the fastest lanes on file what is secured lasts longer: {}.",
                     list_words(lines, kNamed));
}

std::string value_caveat(const forecast::Forecast& forecast) {
  return fmt::format(
      "Worth: expected loss avoided if granted today, in the same {}; the turns of all others are "
      "taken as drawn.",
      count_words(forecast.value_replications, "future", "futures"));
}

}  // namespace runout::report
