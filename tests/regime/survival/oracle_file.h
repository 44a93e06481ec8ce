// Reads the tables of tests/data/oracles: numbers exact to 15 digits from established programs.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runout/regime/survival/risk_table.h"

namespace runout::regime::survival {

/// A CSV file by column. Cells stay text until asked for as numbers.
class OracleFile {
 public:
  /// `name` without folder and ".csv". Throws Error if it is not there.
  explicit OracleFile(const std::string& name);

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] const std::vector<std::string>& text(const std::string& column) const;
  /// The column as numbers; NA as NaN.
  [[nodiscard]] std::vector<double> numbers(const std::string& column) const;
  /// The columns side by side, row-major [row][column].
  [[nodiscard]] std::vector<double> matrix(const std::vector<std::string>& columns) const;
  /// `column` of the rows whose `key` column reads `value`.
  [[nodiscard]] std::vector<double> where(const std::string& key, std::string_view value,
                                          const std::string& column) const;

 private:
  std::map<std::string, std::vector<std::string>> columns_;
  std::size_t rows_ = 0;
};

/// Records from two or three columns; an empty `entry` means all from 0.
[[nodiscard]] std::vector<Observation> observations_of(const OracleFile& file,
                                                       const std::string& entry,
                                                       const std::string& exit,
                                                       const std::string& cause);

/// Relative distance, absolute where the expected number is 0.
[[nodiscard]] double distance(double actual, double expected);

}  // namespace runout::regime::survival
