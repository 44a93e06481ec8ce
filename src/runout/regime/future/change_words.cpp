#include "runout/regime/future/change_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "runout/base/portable_math.h"

namespace runout::regime {
namespace {

std::string whose(const Intervention& change) {
  return change.authority.empty() ? "every authority" : change.authority;
}

const char* kind_words(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::freeze:
      return "halt";
    case ChangeKind::easing:
      return "easing";
    case ChangeKind::tightening:
      return "tightening";
    case ChangeKind::fast_lane:
      return "fast lane";
    case ChangeKind::bare_minimum:
      return "order of need";
  }
  return "";
}

/// "2.0 times as fast (1.2 to 3.3 in 9 of 10 futures)".
std::string size_words(const SizeLaw& size) {
  constexpr double k95 = 1.6448536269514722;
  const auto factor = [&](double deviations) {
    return portable::exp(size.mean + deviations * size.deviation);
  };
  return fmt::format("{:.2g} times as fast ({:.2g} to {:.2g} in 9 of 10 futures)", factor(0.0),
                     factor(-k95), factor(k95));
}

std::string begin_words(const Intervention& change) {
  if (change.begin.first < change.begin.last) {
    return fmt::format("from a day between {} and {} on", to_string(change.begin.first),
                       to_string(change.begin.last));
  }
  return fmt::format("from {} on{}", to_string(change.begin.first),
                     change.begin.may_slip
                         ? ", as announced, and in half of the futures later, by a fortnight on "
                           "average,"
                         : "");
}

std::string end_words(const Intervention& change, Date as_of) {
  if (change.end) {
    return fmt::format("until {}{}", to_string(change.end->last),
                       change.end->may_slip ? ", or in half of the futures later" : "");
  }
  if (change.kind != ChangeKind::freeze) return "for good";
  const Date begin = std::max(change.begin.last, as_of + Days{1});
  const Days lasted = change.has_begun(as_of) ? as_of - change.begin.last : Days{0};
  return fmt::format("until nobody knows when: in half of the futures beyond {}",
                     to_string(begin + lasted + Days{kFreezeAtLeast}));
}

std::string freeze_words(const ChangeInUse& used, Date as_of) {
  const Intervention& change = used.change;
  const bool supposed = change.source == Intervention::Source::scenario;
  const std::string who =
      supposed ? fmt::format("Supposed ({}): {}", change.name, whose(change)) : whose(change);
  if (change.end && change.end->last <= as_of) {
    return fmt::format("{} decided nothing from {} to {}: those days do not count as slowness.",
                       who, to_string(change.begin.last), to_string(change.end->last));
  }
  const bool known = change.end && change.begin.first == change.begin.last &&
                     !change.begin.may_slip && !change.end->may_slip;
  if (known) {
    return fmt::format("{} decides nothing from {} to {}.", who, to_string(change.begin.last),
                       to_string(change.end->last));
  }
  return fmt::format("{} decides nothing {}, {}{}.", who, begin_words(change),
                     end_words(change, as_of),
                     change.has_begun(as_of) ? "; the days so far do not count as slowness" : "");
}

std::string step_words(const ChangeInUse& used, const StateModel& review, Date as_of) {
  const Intervention& change = used.change;
  const std::string speed = size_words(learnt_size(used, review));
  const bool supposed = change.source == Intervention::Source::scenario;
  const std::string what =
      supposed ? fmt::format("Supposed ({}): {}", change.name, whose(change))
               : fmt::format("The {} at {}", kind_words(change.kind), whose(change));
  if (!change.has_begun(as_of)) {
    return fmt::format("{}: reviews are taken to be {} {} {}.", what, speed, begin_words(change),
                       end_words(change, as_of));
  }
  const std::string until = change.end ? " " + end_words(change, as_of) : "";
  return fmt::format("{} since {}{}: what the decisions since show makes reviews {}.", what,
                     to_string(change.begin.last), until, speed);
}

std::string words_of(const ChangeInUse& used, const StateModel& review, Date as_of) {
  const Intervention& change = used.change;
  if (used.says_nothing) {
    return fmt::format(
        "The {} at {} since {} makes no difference: nobody on file waited both with "
        "and without it.",
        kind_words(change.kind), whose(change), to_string(change.begin.last));
  }
  if (used.decided_in_freeze > 0) {
    return fmt::format(
        "{} decision{} during the halt at {} since {}: it counts as a slow-down; "
        "reviews are {} while it lasts.",
        used.decided_in_freeze, used.decided_in_freeze == 1 ? " came" : "s came", whose(change),
        to_string(change.begin.last), size_words(learnt_size(used, review)));
  }
  return change.kind == ChangeKind::freeze ? freeze_words(used, as_of)
                                           : step_words(used, review, as_of);
}

}  // namespace

std::vector<std::string> describe_changes(const std::vector<ChangeInUse>& changes,
                                          const StateModel& review, Date as_of) {
  std::vector<std::string> sentences;
  for (const ChangeInUse& change : changes) {
    // What a book tells of a time that the records do not reach is nothing to decide upon.
    if (change.says_nothing && change.change.source == Intervention::Source::book) continue;
    sentences.push_back(words_of(change, review, as_of));
  }
  return sentences;
}

}  // namespace runout::regime
