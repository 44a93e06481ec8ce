#include "regime/survival/oracle_file.h"

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

#include <fmt/format.h>

#include "runout/base/csv.h"
#include "runout/base/error.h"

namespace runout::regime::survival {

OracleFile::OracleFile(const std::string& name) {
  std::ifstream file{std::string{RUNOUT_SOURCE_DIR} + "/tests/data/oracles/" + name + ".csv"};
  if (!file) throw Error{ErrorKind::not_found, fmt::format("no oracle file '{}'", name)};
  const std::string content{std::istreambuf_iterator<char>{file}, {}};
  Diagnostics diagnostics;
  const CsvText csv = read_csv(content, name, diagnostics);
  const std::vector<std::string>& header = csv.records.at(0).fields;
  rows_ = csv.records.size() - 1;
  for (std::size_t column = 0; column < header.size(); ++column) {
    std::vector<std::string>& cells = columns_[header[column]];
    for (std::size_t row = 1; row <= rows_; ++row) {
      cells.push_back(csv.records[row].fields.at(column));
    }
  }
}

const std::vector<std::string>& OracleFile::text(const std::string& column) const {
  return columns_.at(column);
}

std::vector<double> OracleFile::numbers(const std::string& column) const {
  std::vector<double> values;
  for (const std::string& cell : text(column)) {
    values.push_back(cell == "NA" ? std::numeric_limits<double>::quiet_NaN() : std::stod(cell));
  }
  return values;
}

std::vector<double> OracleFile::matrix(const std::vector<std::string>& columns) const {
  std::vector<double> values(rows_ * columns.size());
  for (std::size_t column = 0; column < columns.size(); ++column) {
    const std::vector<double> cells = numbers(columns[column]);
    for (std::size_t row = 0; row < rows_; ++row) {
      values[row * columns.size() + column] = cells[row];
    }
  }
  return values;
}

std::vector<double> OracleFile::where(const std::string& key, std::string_view value,
                                      const std::string& column) const {
  const std::vector<std::string>& keys = text(key);
  const std::vector<double> all = numbers(column);
  std::vector<double> chosen;
  for (std::size_t row = 0; row < rows_; ++row) {
    if (keys[row] == value) chosen.push_back(all[row]);
  }
  return chosen;
}

std::vector<Observation> observations_of(const OracleFile& file, const std::string& entry,
                                         const std::string& exit, const std::string& cause) {
  const std::vector<double> entries =
      entry.empty() ? std::vector<double>(file.rows(), 0.0) : file.numbers(entry);
  const std::vector<double> exits = file.numbers(exit);
  const std::vector<double> causes = file.numbers(cause);
  std::vector<Observation> observations;
  for (std::size_t row = 0; row < file.rows(); ++row) {
    observations.push_back({entries[row], exits[row], static_cast<int>(causes[row])});
  }
  return observations;
}

double distance(double actual, double expected) {
  return std::abs(actual - expected) / (expected == 0.0 ? 1.0 : std::abs(expected));
}

}  // namespace runout::regime::survival
