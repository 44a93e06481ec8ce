// Flags about waiting times, outcomes and the calendar.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "runout/regime/honesty/flag_writers.h"

namespace runout::regime {
namespace {

/// With fewer decisions the spread of waits and the outcomes lean on general experience.
constexpr std::size_t kFewDecisions = 20;
/// Filed within so many days, or within half of the longest wait: one cohort.
constexpr int kCohortDays = 45;
/// With fewer weeks of several decisions each the spread of the pace is assumed.
constexpr int kBusyWeeks = 12;
constexpr int kBusy = 5;
/// A share of the rest of a wait that is worth a word.
constexpr double kMuchBeyond = 0.25;
/// A case is slow when it waits longer than this share of the decided ones did.
constexpr double kSlow = 0.9;

/// Days on which cases came under the authority's eyes: the day before their first day at risk.
std::vector<Date> filing_days(const SpellTable& table) {
  std::vector<Date> days;
  for (const Spell& spell : table.spells) {
    if (spell.waited == 0.0) days.push_back(spell.first);  // Later ones continue a wait.
  }
  return days;
}

/// A plain file knows the outcomes that occur in it, and no others.
void flag_only_outcome(const Experience& experience, std::vector<Flag>& flags) {
  if (experience.decided == 0 || experience.outcomes.empty()) return;
  const std::string& name = experience.outcomes.front();
  if (name == "decided") return;  // Outcomes are not told at all.
  flags.push_back({"only_outcome",
                   fmt::format("every decision on file was '{}': other outcomes are not known, and "
                               "the forecast gives them no chance",
                               name),
                   "cases that ended otherwise, if there are any",
                   {}});
}

}  // namespace

std::string counted(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string listed(const std::vector<std::string>& names, std::size_t most) {
  std::string text;
  const std::size_t shown = names.size() <= most + 1 ? names.size() : most;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  if (shown < names.size()) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

void flag_few_decisions(const Experience& experience, double prior_share,
                        std::vector<Flag>& flags) {
  constexpr const char* kHelp =
      "decided cases of this authority, your own older ones or a partner's, and aggregate reports";
  const std::string seen = counted(experience.decided, "decision", "decisions") + " seen";
  if (prior_share > 0.5) {
    flags.push_back({"mostly_prior",
                     seen + ": the forecast rests mostly on general experience with licences",
                     kHelp,
                     {}});
  } else if (experience.decided < kFewDecisions) {
    flags.push_back({"few_decisions",
                     seen +
                         ": how long cases take is mostly learnt from them, how that spreads and "
                         "what is decided still leans on general experience",
                     kHelp,
                     {}});
  }
}

void flag_one_day(const Experience& experience, std::vector<Flag>& flags) {
  if (experience.has_guessed_days) return;
  std::size_t decided = 0;
  Date first;
  Date last;
  for (const Spell& spell : experience.spells->spells) {
    if (!spell.cause) continue;
    first = decided == 0 ? spell.last : std::min(first, spell.last);
    last = decided == 0 ? spell.last : std::max(last, spell.last);
    ++decided;
  }
  if (decided < 2 || first != last) return;
  flags.push_back({"one_day",
                   fmt::format("all {} decisions fell on one day, {}: whether that was a rule or a "
                               "single batch cannot be told",
                               decided, to_string(first)),
                   "check whether it is the day of decision or the day of typing in",
                   {}});
}

void flag_one_cohort(const Experience& experience, std::vector<Flag>& flags) {
  const std::vector<Date> days = filing_days(*experience.spells);
  if (days.size() < 2) return;
  const auto [first, last] = std::ranges::minmax(days);
  Days longest{0};
  for (const Spell& spell : experience.spells->spells) {
    longest = std::max(longest, spell.last - first);
  }
  const Days spread = last - first;
  if (spread >= Days{kCohortDays} && spread * 2 >= longest) return;
  flags.push_back(
      {"one_cohort",
       fmt::format("all {} applications were filed within {} days: a longer wait and a later date "
                   "always come together, so waiting time and the authority's pace cannot be told "
                   "apart",
                   days.size(), std::max<std::int64_t>(1, spread.count())),
       "cases filed much earlier or later, or an aggregate report of other people's cases",
       {}});
}

void flag_one_outcome(const Experience& experience, std::vector<Flag>& flags) {
  const SpellTable& table = *experience.spells;
  if (experience.pending.empty()) return;
  if (experience.outcomes.size() < 2) {
    flag_only_outcome(experience, flags);
    return;
  }
  std::vector<std::int32_t> waits;
  std::optional<std::size_t> outcome;
  for (const Spell& spell : table.spells) {
    if (!spell.cause) continue;
    if (outcome && *outcome != *spell.cause) return;
    outcome = spell.cause;
    waits.push_back(waited_at_end(table, spell));
  }
  if (!outcome) return;
  std::ranges::sort(waits);
  const auto at = static_cast<std::size_t>(kSlow * static_cast<double>(waits.size() - 1));
  std::vector<std::string> slow;
  for (const PendingView& one : experience.pending) {
    if (one.waited > waits[at]) slow.push_back(one.id);
  }
  if (slow.empty() && waits.size() >= kFewDecisions) return;
  const std::string& name = experience.outcomes[*outcome];
  std::string message = waits.size() == 1
                            ? fmt::format("the only decision so far was '{}'", name)
                            : fmt::format("all {} decisions so far were '{}'", waits.size(), name);
  message += slow.empty()
                 ? ": how often cases end otherwise is mostly assumed"
                 : fmt::format(
                       ", and {} longer than nearly all of those did: whether they are slow "
                       "or about to end otherwise cannot be told",
                       counted(slow.size(), "application waits", "applications wait"));
  flags.push_back({"one_outcome", message,
                   "a single case that ended otherwise, or a report that counts both", slow});
}

void flag_beyond_experience(const Experience& experience, std::vector<Flag>& flags) {
  const auto longest = longest_decided_wait(*experience.spells);
  if (!longest || experience.model == nullptr) return;
  Flag flag;
  flag.code = "beyond_experience";
  double largest = 0.0;
  std::string of;
  for (const PendingView& one : experience.pending) {
    const double share = share_beyond(*experience.model, one, *longest);
    if (share < kMuchBeyond) continue;
    flag.applications.push_back(one.id);
    if (share <= largest) continue;
    largest = share;
    of = one.id;
  }
  if (flag.applications.empty()) return;
  flag.message = fmt::format(
      "no decision so far came after more than {} {}: of {} the chances lie largely beyond ({:.0f} "
      "% of them for {})",
      *longest, experience.day_words,
      counted(flag.applications.size(), "pending application", "pending applications"),
      100.0 * largest, of);
  flag.help = "ask what became of cases that waited longer; a promise or a report would tell";
  flags.push_back(std::move(flag));
}

void flag_few_busy_weeks(const Experience& experience, std::vector<Flag>& flags) {
  std::map<std::int64_t, int> decided;
  for (const Spell& spell : experience.spells->spells) {
    if (spell.cause) ++decided[(experience.as_of - spell.last).count() / 7];
  }
  const auto busy =
      std::ranges::count_if(decided, [](const auto& week) { return week.second >= kBusy; });
  if (busy >= kBusyWeeks) return;
  flags.push_back({"few_busy_weeks",
                   busy == 0 ? std::string{"no week with several decisions: how much the "
                                           "authority's speed varies is mostly assumed"}
                             : fmt::format("too few weeks with several decisions ({} of at least "
                                           "{}) to learn how much the authority's speed varies: "
                                           "mostly assumed",
                                           busy, kBusyWeeks),
                   "more cases of the same authority, also other people's",
                   {}});
}

}  // namespace runout::regime
