#include "runout/cli/scenario_option.h"

#include <algorithm>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/base/text.h"
#include "runout/cli/options.h"

namespace runout::cli {
namespace {

/// Says what is wrong with one scenario, or nothing.
std::string check_scenario(const std::string& text) {
  const auto read = regime::read_scenario(text);
  if (const auto* wrong = std::get_if<std::string>(&read)) return *wrong;
  const auto& scenario = std::get<regime::Scenario>(read);
  for (const auto& day : {scenario.from, scenario.to}) {
    if (!day) continue;
    if (std::string wrong = check_day(to_string(*day)); !wrong.empty()) return wrong;
  }
  return "";
}

void check_authority(const regime::Scenario& scenario,
                     const std::vector<std::string>& authorities) {
  if (scenario.authority.empty() ||
      std::ranges::find(authorities, scenario.authority) != authorities.end()) {
    return;
  }
  const std::string name = scenario.text.substr(0, scenario.text.find('@'));
  if (authorities.empty()) {
    throw CLI::ValidationError{
        "--scenario",
        fmt::format("'{}': this source names no authorities; write '{}'", scenario.text, name)};
  }
  const auto nearest = nearest_word(scenario.authority, authorities);
  throw CLI::ValidationError{
      "--scenario",
      fmt::format("'{}': no authority '{}' in this book; they are {}{}", scenario.text,
                  scenario.authority, fmt::join(authorities, ", "),
                  nearest ? fmt::format("; did you mean '{}@{}'?", name, *nearest) : "")};
}

}  // namespace

void add_scenarios(CLI::App& command, std::vector<std::string>& texts) {
  command
      .add_option("--scenario", texts,
                  "What if: halt, easing, tightening or fast-lane, with its days and authority, as "
                  "in halt:2025-10-09..2025-11-10 or easing:2025-07-01@MOFCOM; or bare-minimum: "
                  "what is needed first is decided first; may be repeated")
      ->type_name("WHAT[:FROM[..TO]][@AUTHORITY]")
      ->allow_extra_args(false)
      ->check(CLI::Validator{check_scenario, ""});
}

std::vector<regime::Scenario> read_scenarios(const std::vector<std::string>& texts,
                                             const std::vector<std::string>& authorities) {
  std::vector<regime::Scenario> scenarios;
  for (auto text = texts.begin(); text != texts.end(); ++text) {
    if (std::find(texts.begin(), text, *text) != text) {
      throw CLI::ValidationError{"--scenario", fmt::format("'{}' stands there twice", *text)};
    }
    scenarios.push_back(std::get<regime::Scenario>(regime::read_scenario(*text)));
    check_authority(scenarios.back(), authorities);
    if (scenarios.back().kind == regime::ChangeKind::bare_minimum && authorities.empty()) {
      throw CLI::ValidationError{
          "--scenario", fmt::format("'{}': needs a book: a CSV file of cases has no orders that "
                                    "say when a licence is needed",
                                    *text)};
    }
  }
  return scenarios;
}

std::vector<std::string> authorities_of(const book::Records& records) {
  std::vector<std::string> names;
  names.reserve(records.applications.size() + records.controls.size() + records.authorities.size());
  for (const auto& application : records.applications) names.push_back(application.authority);
  for (const auto& control : records.controls) names.push_back(control.authority);
  for (const auto& authority : records.authorities) names.push_back(authority.authority);
  std::erase(names, "");
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  return names;
}

}  // namespace runout::cli
