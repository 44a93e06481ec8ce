// Whose applications a report counts, read from the words of its population.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runout/regime/spells.h"

namespace runout::regime {

/// What the words name of one covariate.
struct NamedLevel {
  std::string level;               ///< empty: nothing is named, its cases may have any
  std::int32_t number = kNoLevel;  ///< of the level; kNoLevel also where no case of the book has it
};

/// Reads a population: `sector=automotive` by itself, codes, names and adjectives of countries
/// ("Indian importers") as the end user's country, other levels by their own words where the book
/// has them. [covariate]; names of covariates as in book_covariates().
[[nodiscard]] std::vector<NamedLevel> read_population(const std::string& words,
                                                      const std::vector<Covariate>& covariates);

/// "end_user_country IN, sector automotive"; empty where nothing is named.
[[nodiscard]] std::string level_words(const std::vector<NamedLevel>& levels,
                                      const std::vector<Covariate>& covariates);

}  // namespace runout::regime
