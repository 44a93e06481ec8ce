#include "runout/regime/evidence/population.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include <fmt/format.h>

#include "runout/base/text.h"

namespace runout::regime {
namespace {

struct CountryWords {
  std::string_view code;
  std::array<std::string_view, 3> words;
};

/// Countries as reports name them.
constexpr std::array<CountryWords, 34> kCountries{{
    {"AT", {"austria", "austrian", ""}},
    {"AU", {"australia", "australian", ""}},
    {"BE", {"belgium", "belgian", ""}},
    {"BR", {"brazil", "brazilian", ""}},
    {"CA", {"canada", "canadian", ""}},
    {"CH", {"switzerland", "swiss", ""}},
    {"CN", {"china", "chinese", ""}},
    {"CZ", {"czechia", "czech", ""}},
    {"DE", {"germany", "german", ""}},
    {"DK", {"denmark", "danish", ""}},
    {"ES", {"spain", "spanish", ""}},
    {"FI", {"finland", "finnish", ""}},
    {"FR", {"france", "french", ""}},
    {"GB", {"united kingdom", "british", "uk"}},
    {"HU", {"hungary", "hungarian", ""}},
    {"ID", {"indonesia", "indonesian", ""}},
    {"IE", {"ireland", "irish", ""}},
    {"IN", {"india", "indian", ""}},
    {"IT", {"italy", "italian", ""}},
    {"JP", {"japan", "japanese", ""}},
    {"KR", {"south korea", "korean", "korea"}},
    {"MX", {"mexico", "mexican", ""}},
    {"MY", {"malaysia", "malaysian", ""}},
    {"NL", {"netherlands", "dutch", ""}},
    {"PL", {"poland", "polish", ""}},
    {"RO", {"romania", "romanian", ""}},
    {"SE", {"sweden", "swedish", ""}},
    {"SI", {"slovenia", "slovenian", ""}},
    {"SK", {"slovakia", "slovak", ""}},
    {"TH", {"thailand", "thai", ""}},
    {"TR", {"turkey", "turkish", ""}},
    {"TW", {"taiwan", "taiwanese", ""}},
    {"US", {"united states", "american", "u s"}},
    {"VN", {"vietnam", "vietnamese", ""}},
}};

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c < 0; }

/// Words with one blank between, before and after: " indian importers ".
std::string spaced(std::string_view text) {
  std::string result = " ";
  for (const char c : text) {
    if (is_letter(c)) {
      result += c;
    } else if (result.back() != ' ') {
      result += ' ';
    }
  }
  if (result.back() != ' ') result += ' ';
  return result;
}

bool has_words(const std::string& text, std::string_view words) {
  return !words.empty() && text.find(spaced(words)) != std::string::npos;
}

/// The country whose name, adjective or code in capitals comes first.
std::string find_country(const std::string& words) {
  const std::string as_written = spaced(words);
  const std::string lower = lower_case(as_written);
  std::string found;
  std::size_t earliest = std::string::npos;
  const auto take = [&](std::size_t at, std::string_view code) {
    if (at < earliest) {
      earliest = at;
      found = code;
    }
  };
  for (const CountryWords& country : kCountries) {
    take(as_written.find(spaced(country.code)), country.code);
    for (const std::string_view name : country.words) {
      if (!name.empty()) take(lower.find(spaced(name)), country.code);
    }
  }
  return found;
}

/// The value of `name=value` in the words; empty without.
std::string find_assigned(const std::string& words, const std::string& name) {
  const std::string lower = lower_case(words);
  std::size_t at = 0;
  while ((at = lower.find(name, at)) != std::string::npos) {
    const bool begins = at == 0 || !is_letter(lower[at - 1]);
    std::size_t value = lower.find_first_not_of(' ', at + name.size());
    if (begins && value != std::string::npos && lower[value] == '=') {
      const std::size_t end = std::min(words.find_first_of(";,", value), words.size());
      return std::string{trim(std::string_view{words}.substr(value + 1, end - value - 1))};
    }
    at += name.size();
  }
  return {};
}

/// A level of the covariate that stands in the words by itself; the longest of several.
std::string find_level(const std::string& words, const Covariate& covariate) {
  constexpr std::size_t kShortest = 3;  // "no" or "DE" may be anything
  const std::string lower = lower_case(spaced(words));
  std::string found;
  for (const std::string& level : covariate.levels) {
    if (level.size() < kShortest || level == "yes" || level.size() <= found.size()) continue;
    if (has_words(lower, lower_case(level))) found = level;
  }
  return found;
}

}  // namespace

std::vector<NamedLevel> read_population(const std::string& words,
                                        const std::vector<Covariate>& covariates) {
  std::vector<NamedLevel> result;
  const bool is_list = words.find('=') != std::string::npos;
  for (const Covariate& covariate : covariates) {
    NamedLevel named;
    named.level = find_assigned(words, covariate.name);
    if (named.level.empty() && !is_list) {
      named.level = covariate.name == "end_user_country"  ? find_country(words)
                    : covariate.name == "transit_country" ? std::string{}
                                                          : find_level(words, covariate);
    }
    named.number = covariate.find(named.level).value_or(kNoLevel);
    result.push_back(std::move(named));
  }
  return result;
}

std::string level_words(const std::vector<NamedLevel>& levels,
                        const std::vector<Covariate>& covariates) {
  std::string text;
  for (std::size_t k = 0; k < levels.size(); ++k) {
    if (levels[k].level.empty()) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", covariates[k].name, levels[k].level);
  }
  return text;
}

}  // namespace runout::regime
