#include "regime/case_stories.h"

#include <cmath>

#include <fmt/format.h>

#include "runout/base/random.h"

namespace runout::regime::fixtures {

CaseFile tell(const Story& story) {
  const Date as_of = parse_date(kStoryDay);
  CaseFile file;
  if (!story.speed.empty()) file.covariates = {"lane"};
  for (std::uint32_t i = 0; i < story.cases; ++i) {
    RandomStream stream{story.seed, i, "story", Purpose::test};
    Case one;
    one.id = fmt::format("C{}", i);
    one.submitted = as_of - Days{static_cast<int>(stream.uniform() * story.filed_over)};
    double hazard = story.hazard;
    if (!story.speed.empty()) {
      const std::size_t level = i % story.speed.size();
      one.covariates = {story.speed[level]};
      hazard /= static_cast<double>(1U << level);
    }
    const auto days = static_cast<int>(std::floor(stream.exponential() / hazard));
    const bool refused = stream.uniform() < story.refused;
    if (one.submitted + Days{days} <= as_of) {
      one.decided = one.submitted + Days{days};
      one.outcome = refused ? "refused" : "granted";
    }
    file.cases.push_back(one);
  }
  return file;
}

Case story_case(const std::string& id, const std::string& submitted, const std::string& decided,
                const std::string& outcome) {
  Case one;
  one.id = id;
  one.submitted = parse_date(submitted);
  if (!decided.empty()) one.decided = parse_date(decided);
  one.outcome = outcome;
  return one;
}

}  // namespace runout::regime::fixtures
