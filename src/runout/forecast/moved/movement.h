// What moved the run-out dates between two forecasts of a book: the program, the passing of time,
// single records, the settings.
//
// Both forecasts are known; what lies between is made step by step, always with the same random
// numbers: the first forecast made again by this program, looked at from the second one's day, then
// with one piece of news after the other, in the order in which they became known. A stretch of
// news over which no line moves is not looked into further, so effects of two records that undo
// each other may stay unnamed; a line that moves though no single piece moves it is put down to the
// pieces together.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "runout/base/dates.h"
#include "runout/book/book.h"
#include "runout/forecast/moved/moves.h"
#include "runout/forecast/moved/saved.h"

namespace runout::forecast {

struct MovementSettings {
  unsigned threads = 1;
  bool to_is_fresh = false;  ///< `to` was made just now: no other program can have made it
  std::function<void(std::size_t made)> progress;  ///< forecasts made so far
};

/// Makes a forecast of a state of the book again, as far as RunOuts go.
[[nodiscard]] SavedForecast remake(book::Tables tables, const SavedForecast& like, Date as_of,
                                   unsigned threads);

/// The same from the day of `like`, with decisions that are given.
[[nodiscard]] SavedForecast remake_given(book::Tables tables, const SavedForecast& like,
                                         std::vector<GivenDecision> given, unsigned threads);

/// `to` has its numbers already; a `to` without a name is of the book as it is now.
[[nodiscard]] Movement find_movement(const book::Book& book, const SavedForecast& from,
                                     const SavedForecast& to, const MovementSettings& settings);

/// True when the date or the chance of this line is another one by more than the limits.
[[nodiscard]] bool has_moved(const SavedForecast& before, const SavedForecast& after,
                             const std::string& line, Date soon);

}  // namespace runout::forecast
