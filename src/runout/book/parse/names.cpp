// Countries and authorities: names that decide whether a licence is needed, compared letter by
// letter, with no file of their own to look them up in.
#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "runout/base/text.h"
#include "runout/book/damage.h"
#include "runout/book/parse/parsing.h"

namespace runout::book {
namespace {

struct Country {
  std::string_view code;                  ///< ISO 3166 alpha-2
  std::array<std::string_view, 4> names;  ///< lower case; others that are written for it
};

/// Those between which controlled parts travel most.
constexpr std::array<Country, 40> kCountries{{
    {"CN", {"china", "chn", "prc", "pr china"}},
    {"US", {"usa", "united states", "united states of america", "u.s."}},
    {"DE", {"germany", "deu", "ger", "deutschland"}},
    {"FR", {"france", "fra", "", ""}},
    {"IN", {"india", "ind", "", ""}},
    {"JP", {"japan", "jpn", "jap", ""}},
    {"KR", {"south korea", "korea", "kor", "republic of korea"}},
    {"GB", {"uk", "united kingdom", "great britain", "gbr"}},
    {"NL", {"netherlands", "nld", "holland", "the netherlands"}},
    {"IT", {"italy", "ita", "italia", ""}},
    {"ES", {"spain", "esp", "", ""}},
    {"PL", {"poland", "pol", "polska", ""}},
    {"CZ", {"czech republic", "czechia", "cze", ""}},
    {"SK", {"slovakia", "svk", "", ""}},
    {"HU", {"hungary", "hun", "", ""}},
    {"RO", {"romania", "rou", "", ""}},
    {"AT", {"austria", "aut", "", ""}},
    {"CH", {"switzerland", "che", "schweiz", ""}},
    {"SE", {"sweden", "swe", "", ""}},
    {"FI", {"finland", "fin", "", ""}},
    {"NO", {"norway", "nor", "", ""}},
    {"DK", {"denmark", "dnk", "", ""}},
    {"BE", {"belgium", "bel", "", ""}},
    {"PT", {"portugal", "prt", "", ""}},
    {"IE", {"ireland", "irl", "", ""}},
    {"SI", {"slovenia", "svn", "", ""}},
    {"EE", {"estonia", "est", "", ""}},
    {"TR", {"turkey", "tur", "turkiye", ""}},
    {"CA", {"canada", "can", "", ""}},
    {"MX", {"mexico", "mex", "", ""}},
    {"BR", {"brazil", "bra", "brasil", ""}},
    {"TW", {"taiwan", "twn", "", ""}},
    {"HK", {"hong kong", "hkg", "", ""}},
    {"SG", {"singapore", "sgp", "", ""}},
    {"MY", {"malaysia", "mys", "", ""}},
    {"TH", {"thailand", "tha", "", ""}},
    {"VN", {"vietnam", "vnm", "viet nam", ""}},
    {"ID", {"indonesia", "idn", "", ""}},
    {"AU", {"australia", "aus", "", ""}},
    {"RU", {"russia", "rus", "russian federation", ""}},
}};

std::string without_blanks(std::string_view text) {
  std::string result = lower_case(text);
  std::erase_if(result, [](char c) { return c == ' ' || c == '-' || c == '.'; });
  return result;
}

bool is_country_code(std::string_view text) {
  return text.size() == 2 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// UK stands in many spreadsheets for the United Kingdom, whose code is GB; no country has it.
bool is_taken_for_code(std::string_view text) { return text == "UK" || text == "EU"; }

std::string country_help(std::string_view text, bool may_be_any) {
  const std::string name = lower_case(text);
  if (may_be_any && (name == "*" || name == "any" || name == "all")) {
    return "leave it empty for any country";
  }
  if (name == "eu") return "name the member, such as 'DE'";
  const auto named = std::ranges::find_if(kCountries, [&](const Country& country) {
    return lower_case(country.code) == name ||
           std::ranges::find(country.names, name) != country.names.end();
  });
  if (named != kCountries.end()) return fmt::format("did you mean '{}'?", named->code);
  if (name.size() == 2) {
    std::string upper{text};
    for (char& c : upper) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    if (is_country_code(upper)) return fmt::format("did you mean '{}'?", upper);
  }
  return "write it like CN or DE (ISO 3166)";
}

enum class Blank { is_any, is_unknown };

void check_countries(Parsing& parsing, File file, std::string_view name, Blank blank) {
  Sheet sheet{parsing.tables, file, parsing.findings};
  const Column column = sheet.column(name);
  if (!column.at) return;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    const std::string_view text = strip_blanks(sheet.cell(row, column));
    if (text.empty() || is_failed_formula(text)) continue;
    if (is_country_code(text) && !is_taken_for_code(text)) continue;
    sheet.warn(row, name, "country",
               fmt::format("{} is not a country code of two capital letters", in_quotes(text)),
               country_help(text, blank == Blank::is_any));
  }
}

/// A control on an item of the book whose country of origin is that of no site never applies.
void check_origins(Parsing& parsing) {
  Sheet sheet{parsing.tables, File::controls, parsing.findings};
  if (!Sheet{parsing.tables, File::sites, parsing.findings}.is_whole()) return;
  const Records& records = parsing.records;
  std::set<std::string_view> countries;
  for (const Site& site : records.sites) countries.insert(site.country);
  std::set<std::string_view> entries;
  for (const Item& item : records.items) entries.insert(item.control_entry);
  for (std::size_t row = 0; row < records.controls.size(); ++row) {
    const Control& control = records.controls[row];
    if (!is_country_code(control.from_country) || is_taken_for_code(control.from_country)) continue;
    if (countries.contains(control.from_country) || !entries.contains(control.control_entry)) {
      continue;
    }
    sheet.warn(row, "from_country", "country",
               fmt::format("no site is in {}: the rule applies to nothing",
                           in_quotes(control.from_country)),
               "say in sites.csv which country a site is in");
  }
}

/// Names that say what an authority is called, in the order in which they are believed.
class Authorities {
 public:
  explicit Authorities(Parsing& parsing) : parsing_{parsing}, names_{"MOFCOM"} {}

  void check(File file) {
    Sheet sheet{parsing_.tables, file, parsing_.findings};
    const Column column = sheet.column("authority");
    if (!column.at) return;
    for (std::size_t row = 0; row < sheet.size(); ++row) {
      std::string name{strip_blanks(sheet.cell(row, column))};
      if (name.empty() || !seen_.insert(name).second) continue;
      if (const auto meant = find_meant(name)) {
        sheet.warn(
            row, "authority", "authority",
            fmt::format("{} is taken for another authority than '{}'", in_quotes(name), *meant),
            fmt::format("did you mean '{}'?", *meant));
      } else if (names_.size() < kMostNames) {
        names_.push_back(std::move(name));
      }
    }
  }

 private:
  // There are a dozen authorities; a column of other things is not compared throughout.
  static constexpr std::size_t kMostNames = 200;

  [[nodiscard]] std::optional<std::string> find_meant(const std::string& name) const {
    const auto same = std::ranges::find_if(names_, [&](const std::string& known) {
      return without_blanks(known) == without_blanks(name);
    });
    if (same != names_.end()) return *same;
    // BIS and BAFA, METI and MOTIE are two: only longer names are near by more than chance.
    constexpr std::size_t kLongEnough = 5;
    if (name.size() < kLongEnough) return std::nullopt;
    auto nearest = nearest_word(name, names_);
    if (!nearest || nearest->size() < kLongEnough) return std::nullopt;
    return nearest;
  }

  Parsing& parsing_;
  std::vector<std::string> names_;
  std::set<std::string> seen_{"MOFCOM"};
};

}  // namespace

void check_names(Parsing& parsing) {
  check_countries(parsing, File::sites, "country", Blank::is_unknown);
  check_countries(parsing, File::controls, "from_country", Blank::is_any);
  check_countries(parsing, File::controls, "to_country", Blank::is_any);
  check_countries(parsing, File::applications, "end_user_country", Blank::is_unknown);
  check_countries(parsing, File::applications, "transit_country", Blank::is_unknown);
  check_origins(parsing);
  Authorities authorities{parsing};
  authorities.check(File::authorities);
  authorities.check(File::controls);
  authorities.check(File::applications);
}

}  // namespace runout::book
