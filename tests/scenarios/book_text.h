// Books written by a test as rows of text, and what the program says of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "scenarios/program.h"

namespace runout::scenarios {

/// One file of a book: the header and the rows, without line ends.
struct FileRows {
  std::string header;
  std::vector<std::string> rows;
};

/// By name without ".csv"; "decisions" is no file of the book but given to --decisions.
using BookRows = std::map<std::string, FileRows>;

/// Writes the book into a folder of its own, runs `runout forecast` on it with the arguments and
/// --format json, and removes the folder.
[[nodiscard]] ProgramResult run_forecast(const BookRows& book,
                                         const std::vector<std::string>& arguments);

/// The same, parsed. Fails the test, and returns null, when the program refuses the book.
[[nodiscard]] nlohmann::json forecast_of(const BookRows& book,
                                         const std::vector<std::string>& arguments);

/// Line L makes 10 CAR a day, every day, from one MAG each; supplier SUP in CN, plant PLANT in DE.
/// Nothing in stock or on order.
[[nodiscard]] BookRows plain_book();

}  // namespace runout::scenarios
