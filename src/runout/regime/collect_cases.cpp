#include "runout/regime/collect_cases.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "runout/base/random.h"
#include "runout/regime/interval_events.h"
#include "runout/regime/weekdays.h"

namespace runout::regime {
namespace {

/// The name of decided cases that do not say how.
constexpr const char* kUnnamedOutcome = "decided";

std::vector<std::string> name_outcomes(const CaseFile& file, Date as_of) {
  std::vector<std::string> outcomes;
  for (const Case& one : file.cases) {
    if (is_decided(one, as_of)) outcomes.push_back(outcome_of(one));
  }
  std::ranges::sort(outcomes);
  const auto repeated = std::ranges::unique(outcomes);
  outcomes.erase(repeated.begin(), repeated.end());
  if (outcomes.empty()) outcomes.emplace_back(kUnnamedOutcome);
  return outcomes;
}

/// Numbers of the levels of one case after another. Looking up their texts is most of the work, so
/// values that are shared with an earlier case are found by where they are.
class LevelReader {
 public:
  explicit LevelReader(std::vector<Covariate>& covariates) : covariates_{covariates} {}

  const std::vector<std::int32_t>& read(const CovariateValues& values) {
    const auto [known, is_new] = known_.try_emplace(values.place());
    if (!is_new) return known->second;
    for (std::size_t k = 0; k < covariates_.size(); ++k) {
      known->second.push_back(covariates_[k].add(values[k]));
    }
    return known->second;
  }

 private:
  std::vector<Covariate>& covariates_;
  std::unordered_map<const void*, std::vector<std::int32_t>> known_;
};

}  // namespace

bool is_decided(const Case& one, Date as_of) {
  return one.decided && (one.between ? one.between->latest : *one.decided) <= as_of;
}

std::string outcome_of(const Case& one) {
  return one.outcome.empty() ? kUnnamedOutcome : one.outcome;
}

CollectedCases collect_cases(const CaseFile& file, Date as_of, Day horizon) {
  CollectedCases model;
  model.as_of = as_of;
  model.outcomes = name_outcomes(file, as_of);
  SpellTable& table = model.table;
  Date first = as_of;
  std::vector<Date> decisions;
  for (const Case& one : file.cases) {
    first = std::min(first, one.submitted);
    if (is_decided(one, as_of) && !one.between) decisions.push_back(*one.decided);
  }
  first = std::max(first, as_of - kLongestMemory);
  table.clocks.emplace_back(learn_weekdays(decisions, as_of), first, as_of + Days{horizon});
  for (const std::string& name : file.covariates) table.covariates.push_back({name, {}, {}});
  LevelReader reader{table.covariates};
  for (std::size_t row = 0; row < file.cases.size(); ++row) {
    const Case& one = file.cases[row];
    if (one.submitted > as_of) continue;
    const bool decided = is_decided(one, as_of);
    if (decided && *one.decided < first) continue;
    const Date begin = std::max(one.submitted, first);
    Spell spell{static_cast<double>((begin - one.submitted).count()), begin,
                decided ? *one.decided : as_of, std::nullopt, 0};
    const std::vector<std::int32_t>& levels = reader.read(one.covariates);
    if (decided) {
      const auto cause = std::ranges::lower_bound(model.outcomes, outcome_of(one));
      spell.cause = static_cast<std::size_t>(cause - model.outcomes.begin());
      ++model.decided;
      if (one.between) {
        spell.last = one.between->latest;
        add_interval(table, spell, one.between->earliest, levels);
        continue;
      }
    }
    table.levels.insert(table.levels.end(), levels.begin(), levels.end());
    if (!decided) {
      const auto waited = static_cast<std::int32_t>((as_of - one.submitted).count() + 1);
      model.pending.push_back({row, waited, levels, {}, entity_hash(one.id)});
    }
    table.spells.push_back(spell);
  }
  return model;
}

}  // namespace runout::regime
