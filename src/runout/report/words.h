// How numbers, days, causes and states are said to people, the same in every face.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runout/forecast/forecast.h"

namespace runout::report {

/// "17 Jul"; with the year when it lies more than 300 days from `as_of`.
[[nodiscard]] std::string day_words(Date date, Date as_of);
/// The same, "-" for no date.
[[nodiscard]] std::string day_words(std::optional<Date> date, Date as_of);
/// The day by which something is needed: "today" where that has come, "-" for no need.
[[nodiscard]] std::string need_words(std::optional<Date> need, Date as_of);
/// "Thu 17 Jul", with the year as above.
[[nodiscard]] std::string weekday_words(Date date, Date as_of);

/// A probability as far as the data carry it: "<1 %", "2 %", "40 %", ">99 %".
///
/// Steps of 5 %, whole percents below 2.5 % and above 97.5 %; steps of 10 % when two standard
/// errors exceed 5 %. Without a standard error (one replication, or a share of nothing) the
/// number is an exact count and is given in whole percents.
[[nodiscard]] std::string chance_words(double p, std::optional<double> standard_error);
[[nodiscard]] std::string chance_words(const forecast::ChanceByDay* chance);

/// The chance by the end of day `day`, or by the last day there is; nothing for an empty list.
[[nodiscard]] const forecast::ChanceByDay* chance_by(
    const std::vector<forecast::ChanceByDay>& chances, Day day);

/// "12,300": thousands set apart, no decimals from 100 on, one below.
[[nodiscard]] std::string number_words(double value);
/// The same, rounded to what its standard error carries (two digits of it).
[[nodiscard]] std::string estimate_words(const forecast::Estimate& estimate);
/// "1,240,000 EUR", rounded likewise; "-" without a currency and without an amount.
[[nodiscard]] std::string money_words(const forecast::Estimate& estimate,
                                      std::string_view currency);

/// "24 Jul - 9 Aug - later": the 10, 50 and 90 % days; "not within 120 days" when there is none.
[[nodiscard]] std::string interval_words(const forecast::DateQuantiles& dates,
                                         const forecast::Forecast& forecast);

/// With a capital first letter.
[[nodiscard]] std::string capitalized(std::string text);

/// What is unknown, one phrase a kind: the message itself, or "7 parts without control status".
[[nodiscard]] std::vector<std::string> unknown_words(const forecast::Forecast& forecast);

/// The words of the contract for a cause, said to people: "no_order" is "no order". Unknown ones
/// are kept.
[[nodiscard]] std::string cause_words(std::string_view cause);

/// The line whose own shortage is why nothing covers the item, where `blame` says that nobody
/// ordered it: it is made by another line of the book. Empty when it is none of that.
[[nodiscard]] std::string feeding_line(const forecast::Forecast& forecast,
                                       const forecast::LineForecast& line,
                                       const forecast::Blame& blame);

/// cause_words, or "fed by GYOR-1, which is short".
[[nodiscard]] std::string blame_words(const forecast::Forecast& forecast,
                                      const forecast::LineForecast& line,
                                      const forecast::Blame& blame);

/// "paperwork" for `preparing`, "sent back" for `returned`: the same word on every face.
[[nodiscard]] std::string state_name(std::string_view code);

/// "review, attempt 2, day 31 of 45": the state in one word and how far it is.
[[nodiscard]] std::string state_words(const forecast::ApplicationForecast& application);

/// What the chances rest on: "mostly prior: 12 decisions seen".
[[nodiscard]] std::string basis_words(const forecast::Forecast& forecast);

/// "1 line", "3 lines".
[[nodiscard]] std::string count_words(std::size_t count, std::string_view one,
                                      std::string_view many);

/// "a, b and c"; after `most` names "and 4 more".
[[nodiscard]] std::string list_words(const std::vector<std::string>& names, std::size_t most);

}  // namespace runout::report
