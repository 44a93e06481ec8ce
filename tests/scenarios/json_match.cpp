#include "scenarios/json_match.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace runout::scenarios {
namespace {

using nlohmann::json;

constexpr double kTolerance = 1e-9;

void append(std::vector<std::string>& all, const std::vector<std::string>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

std::string differ(const std::string& path, const json& expected, const json& found) {
  return fmt::format("{}: expected {}, found {}", path, expected.dump(), found.dump());
}

bool all_have(const json& array, const char* key) {
  return std::ranges::all_of(
      array, [&](const json& element) { return element.is_object() && element.contains(key); });
}

bool all_differ(const json& array, const char* key) {
  for (std::size_t i = 0; i < array.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (array[i][key] == array[j][key]) return false;
    }
  }
  return true;
}

/// The key that names the elements of both arrays, if there is one.
std::optional<const char*> find_naming_key(const json& expected, const json& found) {
  if (expected.empty()) return std::nullopt;
  constexpr std::array kKeys{"line", "application", "order", "item", "days"};
  for (const char* key : kKeys) {
    if (all_have(expected, key) && all_have(found, key) && all_differ(expected, key)) return key;
  }
  return std::nullopt;
}

std::vector<std::string> match_by_key(const json& expected, const json& found,
                                      const std::string& path, const char* key) {
  std::vector<std::string> differences;
  for (const json& element : expected) {
    const std::string name =
        element[key].is_string() ? element[key].get<std::string>() : element[key].dump();
    const std::string place = fmt::format("{}[{}]", path, name);
    // Several may have the name (blame of one item with two causes): one of them must match.
    std::optional<std::vector<std::string>> least;
    for (const json& other : found) {
      if (other[key] != element[key]) continue;
      auto here = find_differences(element, other, place);
      if (!least || here.size() < least->size()) least = std::move(here);
    }
    if (least) {
      append(differences, *least);
    } else {
      differences.push_back(fmt::format("{}: is missing", place));
    }
  }
  return differences;
}

std::vector<std::string> match_arrays(const json& expected, const json& found,
                                      const std::string& path) {
  if (const auto key = find_naming_key(expected, found)) {
    return match_by_key(expected, found, path, *key);
  }
  if (expected.size() != found.size()) return {differ(path, expected, found)};
  std::vector<std::string> differences;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    append(differences, find_differences(expected[i], found[i], fmt::format("{}[{}]", path, i)));
  }
  return differences;
}

std::vector<std::string> match_objects(const json& expected, const json& found,
                                       const std::string& path) {
  std::vector<std::string> differences;
  for (const auto& [key, value] : expected.items()) {
    const std::string place = path.empty() ? key : fmt::format("{}.{}", path, key);
    if (!found.contains(key)) {
      differences.push_back(fmt::format("{}: is missing", place));
    } else {
      append(differences, find_differences(value, found[key], place));
    }
  }
  return differences;
}

bool same_number(const json& expected, const json& found) {
  if (expected.is_number_integer() && found.is_number_integer()) return expected == found;
  const double a = expected.get<double>();
  const double b = found.get<double>();
  if (expected.is_number_integer()) return a == b;
  return std::abs(a - b) <= kTolerance * std::max(std::abs(a), std::abs(b));
}

}  // namespace

std::vector<std::string> find_differences(const json& expected, const json& found,
                                          const std::string& path) {
  if (expected.is_object() && found.is_object()) return match_objects(expected, found, path);
  if (expected.is_array() && found.is_array()) return match_arrays(expected, found, path);
  const bool same =
      expected.is_number() && found.is_number() ? same_number(expected, found) : expected == found;
  return same ? std::vector<std::string>{} : std::vector{differ(path, expected, found)};
}

}  // namespace runout::scenarios
