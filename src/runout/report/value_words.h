// What licences are worth, in words: which to press for first, and which only help together.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runout/forecast/forecast.h"

namespace runout::report {

/// Licences that are named in each currency.
inline constexpr std::size_t kPressed = 3;

/// The applications that are worth most if granted today, at most `most` in each currency; those
/// whose worth is not clearly above nothing (two standard errors) are left out. Without any money,
/// by days of standstill, then units.
[[nodiscard]] std::vector<const forecast::ApplicationForecast*> press_first(
    const forecast::Forecast& forecast, std::size_t most);

/// "7,950,000 EUR", "12 days of standstill" or "1,200 units": what it avoids if granted today.
[[nodiscard]] std::string worth_words(const forecast::LicenceValue& value);

/// "7,950,000 EUR" of a loss; "-" where there is none.
[[nodiscard]] std::string loss_words(const forecast::Estimate& loss, const std::string& currency);

/// What finishing the paperwork today saves; "filed" where it is.
[[nodiscard]] std::string paperwork_words(const forecast::LicenceValue& value);

/// "LEIP-1 loses 96 % less (25,100,000 EUR) only if A-073, A-057 and 5 more are all granted today;
/// the best of them alone (A-073) saves 7,600,000 EUR." A sentence for each bundle.
[[nodiscard]] std::vector<std::string> bundle_sentences(const forecast::Forecast& forecast);

/// "By the fastest lanes on file what is secured lasts longer: GYOR-4 until 25 Jul (20 Jul)." Empty
/// where no line gains by it.
[[nodiscard]] std::string fly_sentence(const forecast::Forecast& forecast);

/// What every value takes for granted.
[[nodiscard]] std::string value_caveat(const forecast::Forecast& forecast);

}  // namespace runout::report
