#include <nlohmann/json.hpp>

#include "runout/base/error.h"
#include "runout/book/own_day.h"
#include "runout/book/store/sqlite_rows.h"

namespace runout::book {

std::string other_text(const std::vector<std::string>& columns,
                       const std::vector<std::string>& cells,
                       const std::vector<std::size_t>& which) {
  nlohmann::ordered_json object;
  for (const std::size_t column : which) {
    if (!cells[column].empty()) object[columns[column]] = cells[column];
  }
  return object.is_null() ? std::string{} : object.dump();
}

void read_other_text(std::string_view text, const std::vector<std::string>& columns,
                     std::vector<std::string>& cells) {
  const auto object = nlohmann::json::parse(text, nullptr, false);
  if (!object.is_object()) {
    throw Error{ErrorKind::invalid_input, "the database holds unknown columns that are no JSON"};
  }
  for (const auto& [name, value] : object.items()) {
    const auto column = find_index(columns, name);
    if (column && value.is_string()) cells[*column] = value.get<std::string>();
  }
}

}  // namespace runout::book
