// Flags about covariates and their levels.
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "runout/regime/honesty/flag_writers.h"

namespace runout::regime {
namespace {

/// A level with fewer decided cases rests on what all levels have in common.
constexpr std::size_t kThin = 5;
/// From this share of blanks on a covariate is worth a word; up to the other, for a column that is
/// nearly always blank is one that seldom applies.
constexpr double kManyBlanks = 0.2;
constexpr double kSeldomApplies = 0.9;
/// More levels than this share an effect (StateSettings::most_levels).
constexpr std::size_t kManyLevels = 100;

/// Spells of each level of a covariate.
struct LevelCounts {
  std::vector<std::size_t> seen;     ///< [level]
  std::vector<std::size_t> decided;  ///< [level]
  std::size_t blank = 0;

  [[nodiscard]] std::size_t met() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(seen, [](std::size_t n) { return n > 0; }));
  }
};

LevelCounts count_levels(const SpellTable& table, std::size_t covariate) {
  LevelCounts counts;
  counts.seen.assign(table.covariates[covariate].levels.size(), 0);
  counts.decided = counts.seen;
  for (std::size_t i = 0; i < table.spells.size(); ++i) {
    const std::int32_t level = table.levels_of(i)[covariate];
    if (level == kNoLevel) {
      ++counts.blank;
      continue;
    }
    ++counts.seen[static_cast<std::size_t>(level)];
    if (table.spells[i].cause) ++counts.decided[static_cast<std::size_t>(level)];
  }
  return counts;
}

bool was_asked(const Experience& experience, const std::string& covariate) {
  return std::ranges::find(experience.asked, covariate) != experience.asked.end();
}

}  // namespace

void flag_thin_strata(const Experience& experience, std::vector<Flag>& flags) {
  const SpellTable& table = *experience.spells;
  std::vector<std::string> names;
  std::set<std::string> concerned;
  for (std::size_t k = 0; k < experience.covariates; ++k) {
    const LevelCounts counts = count_levels(table, k);
    std::set<std::size_t> thin;
    std::set<std::size_t> all;
    for (const PendingView& one : experience.pending) {
      if (one.levels.size() <= k || one.levels[k] == kNoLevel) continue;
      const auto level = static_cast<std::size_t>(one.levels[k]);
      all.insert(level);
      if (counts.decided[level] >= kThin) continue;
      thin.insert(level);
      concerned.insert(one.id);
    }
    if (thin.empty()) continue;
    std::vector<std::string> levels;
    levels.reserve(thin.size());
    for (const std::size_t level : thin) {
      levels.push_back(
          fmt::format("{} ({})", table.covariates[k].levels[level], counts.decided[level]));
    }
    // In the order of the levels' numbers: that of the source.
    names.push_back(
        fmt::format("{} {}", table.covariates[k].name,
                    thin.size() == all.size() && thin.size() > 3
                        ? fmt::format("(any of the {} of pending applications)", all.size())
                        : listed(levels, 3)));
  }
  if (names.empty()) return;
  Flag flag;
  flag.code = "thin_stratum";
  flag.message = fmt::format(
      "fewer than {} decided cases with {}: what is special about them is mostly assumed", kThin,
      listed(names, 6));
  flag.help = "decided cases with the same, also a partner's";
  for (const PendingView& one : experience.pending) {
    if (concerned.contains(one.id)) flag.applications.push_back(one.id);
  }
  flags.push_back(std::move(flag));
}

void flag_one_level(const Experience& experience, std::vector<Flag>& flags) {
  const SpellTable& table = *experience.spells;
  std::vector<std::string> names;
  for (std::size_t k = 0; k < experience.covariates; ++k) {
    if (!was_asked(experience, table.covariates[k].name)) continue;
    const LevelCounts counts = count_levels(table, k);
    const bool blank_counts = k >= experience.first_with_blank && counts.blank > 0;
    if (counts.met() + (blank_counts ? 1 : 0) > 1 || table.spells.empty()) continue;
    const auto only = std::ranges::find_if(counts.seen, [](std::size_t n) { return n > 0; });
    names.push_back(
        only == counts.seen.end()
            ? fmt::format("{} (blank)", table.covariates[k].name)
            : fmt::format("{} ({})", table.covariates[k].name,
                          table.covariates[k]
                              .levels[static_cast<std::size_t>(only - counts.seen.begin())]));
  }
  if (names.empty()) return;
  flags.push_back({"one_level",
                   fmt::format("the same in all cases: {}; whether others fare differently cannot "
                               "be told",
                               listed(names, 8)),
                   "cases that differ in it, or leave it out of --covariates",
                   {}});
}

void flag_missing_levels(const Experience& experience, std::vector<Flag>& flags) {
  const SpellTable& table = *experience.spells;
  std::vector<std::string> names;
  std::set<std::string> concerned;
  for (std::size_t k = 0; k < std::min(experience.covariates, experience.first_with_blank); ++k) {
    const LevelCounts counts = count_levels(table, k);
    const auto all = static_cast<double>(table.spells.size());
    const auto blank = static_cast<double>(counts.blank);
    if (counts.met() == 0 || blank < kManyBlanks * all || blank > kSeldomApplies * all) continue;
    names.push_back(fmt::format("{} ({:.0f} %)", table.covariates[k].name, 100.0 * blank / all));
    for (const PendingView& one : experience.pending) {
      if (one.levels.size() > k && one.levels[k] == kNoLevel) concerned.insert(one.id);
    }
  }
  if (names.empty()) return;
  Flag flag;
  flag.code = "missing_levels";
  flag.message = fmt::format("blank in many cases: {}; those count as average", listed(names, 8));
  flag.help = "fill it in, first for what is pending";
  for (const PendingView& one : experience.pending) {
    if (concerned.contains(one.id)) flag.applications.push_back(one.id);
  }
  flags.push_back(std::move(flag));
}

void flag_many_levels(const Experience& experience, std::vector<Flag>& flags) {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < experience.covariates; ++k) {
    const Covariate& covariate = experience.spells->covariates[k];
    if (covariate.levels.size() <= kManyLevels) continue;
    names.push_back(fmt::format("{} ({})", covariate.name, covariate.levels.size()));
  }
  if (names.empty()) return;
  flags.push_back({"many_levels",
                   fmt::format("very many levels: {}; only the {} most frequent have an effect of "
                               "their own, all others share one",
                               listed(names, 8), kManyLevels),
                   "group them, or leave a column out that names every case anew",
                   {}});
}

}  // namespace runout::regime
