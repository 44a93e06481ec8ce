#include "runout/book/parse/code_index.h"

#include <algorithm>

#include <fmt/format.h>

#include "runout/base/text.h"
#include "runout/book/damage.h"

namespace runout::book {
namespace {

std::string_view without_zeros(std::string_view text) {
  while (text.size() > 1 && text.front() == '0') text.remove_prefix(1);
  return text;
}

/// The digits that a spreadsheet keeps of a long code: "4.5E+09" -> "45", and how many there were.
struct Shortened {
  std::string digits;
  std::size_t length = 0;
};

Shortened shortened(std::string_view text) {
  Shortened result;
  const std::size_t e = text.find("E+");
  for (const char c : text.substr(0, e)) {
    if (c >= '0' && c <= '9') result.digits += c;
  }
  for (const char c : text.substr(e + 2)) {
    result.length = 10 * result.length + static_cast<std::size_t>(c - '0');
  }
  ++result.length;
  return result;
}

}  // namespace

void CodeIndex::add(std::string_view code, std::size_t row) {
  if (rows_.try_emplace(std::string{code}, row).second) codes_.emplace_back(code);
}

std::optional<std::size_t> CodeIndex::find(std::string_view code) const {
  const auto found = rows_.find(code);
  return found == rows_.end() ? std::nullopt : std::optional{found->second};
}

std::string CodeIndex::help(std::string_view unknown) const {
  const std::string_view bare = strip_blanks(unknown);
  if (is_failed_formula(bare)) return "a formula of the spreadsheet has failed";
  const auto match = [&](auto&& same) {
    const auto found = std::ranges::find_if(codes_, same);
    return found == codes_.end() ? std::string{} : fmt::format("did you mean '{}'?", *found);
  };
  if (contains(bare)) return fmt::format("did you mean '{}'? there are blanks around it", bare);
  std::string help =
      match([&](const std::string& code) { return without_zeros(code) == without_zeros(bare); });
  if (!help.empty()) return help;
  help = match([&](const std::string& code) { return lower_case(code) == lower_case(bare); });
  if (!help.empty()) return help + " upper and lower case count";
  if (bare.ends_with(".0") && contains(bare.substr(0, bare.size() - 2))) {
    return fmt::format("did you mean '{}'? a spreadsheet has made a number of the code",
                       bare.substr(0, bare.size() - 2));
  }
  if (is_scientific(bare)) {
    const Shortened number = shortened(bare);
    help = match([&](const std::string& code) {
      return code.size() == number.length && code.starts_with(number.digits);
    });
    constexpr std::string_view kWhy = "a spreadsheet has made a number of the code";
    return help.empty() ? fmt::format("{}; type it as text", kWhy)
                        : fmt::format("{} {}", help, kWhy);
  }
  // Guessing costs time for every code there is; a table that is wrong throughout needs no guesses.
  constexpr std::size_t kMostCodes = 20'000;
  if (codes_.size() > kMostCodes || bare.size() > 100) return {};
  const auto nearest = nearest_word(bare, codes_);
  return nearest ? fmt::format("did you mean '{}'?", *nearest) : "";
}

}  // namespace runout::book
