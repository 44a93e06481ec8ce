#include "runout/regime/honesty/flags.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "runout/regime/honesty/flag_writers.h"
#include "runout/regime/latent/contraction.h"
#include "runout/regime/prior_share.h"

namespace runout::regime {
namespace {

/// Less than this was learnt of a part: it is mostly assumed.
constexpr double kLittle = 0.3;
/// Parts that move a hazard by less than a fifth matter little, known or not.
constexpr double kMatters = 0.2;

/// Parts that a pending case's forecast rests on; the others are noise of single weeks.
bool bears_weight(const LearntPart& part, const Experience& experience) {
  if (part.after < kMatters) return false;
  if (part.block != "effect") {
    return part.block == "level" || part.block == "shape" || part.block == "pace";
  }
  if (part.of != "speed") return false;
  const auto& covariates = experience.spells->covariates;
  const auto place = std::ranges::find(covariates, part.covariate, &Covariate::name);
  const auto k = static_cast<std::size_t>(place - covariates.begin());
  return std::ranges::any_of(experience.pending, [&](const PendingView& one) {
    return k < one.levels.size() && one.levels[k] != kNoLevel;
  });
}

void flag_weak_parts(const Experience& experience, const std::vector<LearntPart>& learnt,
                     std::vector<Flag>& flags) {
  std::vector<std::string> names;
  for (const LearntPart& part : learnt) {
    if (part.contraction >= kLittle || !bears_weight(part, experience)) continue;
    names.push_back(part_words(part));
  }
  if (names.empty()) return;
  flags.push_back({"weak_part",
                   fmt::format("the records hardly tell {}: mostly assumed", listed(names, 3)),
                   "more decided cases; the table of what was learnt shows each part",
                   {}});
}

/// Where the usual approximation of what the records say does not hold.
void flag_rough_fit(const Experience& experience, std::vector<Flag>& flags) {
  if (experience.model == nullptr) return;
  const StateModel& model = *experience.model;
  const double k_hat = largest_k_hat(model).value_or(0.0);
  if (k_hat <= kWeightsMend) return;
  const auto is_mended = [&](const std::optional<PosteriorSample>& sample) {
    return !sample || sample->k_hat <= kWeightsMend || sample->walked;
  };
  const bool mended = !model.reports && is_mended(model.sample) &&
                      std::ranges::all_of(model.splits, [&](const CauseSplit& split) {
                        return is_mended(split.sample);
                      });
  flags.push_back(
      {"rough_fit",
       fmt::format("the usual approximation does not fit so few records (k-hat {:.2f}): {}", k_hat,
                   mended ? "a slower and more exact method was used instead"
                          : "limits of the forecast may be a little off"),
       "more decided cases",
       {}});
}

/// What a selected inverse does not know of: the variances that aggregate reports removed.
Eigen::VectorXd removed_by_reports(const StateModel& model, std::size_t field) {
  if (!model.reports) return {};
  WhiteNumbers with = model.reports->fields[field];
  const FieldPosterior& posterior = field == 0 ? model.hazard : model.splits[field - 1].field;
  posterior.factor.colour_newest(with.dense, with.newest);
  return (with.dense * model.reports->gain).cwiseProduct(with.dense).rowwise().sum();
}

void add_parts(const StateModel& model, std::size_t field, const std::string& of,
               const SpellTable& table, std::vector<LearntPart>& parts) {
  const FieldPosterior& posterior = field == 0 ? model.hazard : model.splits[field - 1].field;
  for (BlockContraction& one : find_contractions(posterior, removed_by_reports(model, field))) {
    parts.push_back({model.name, of, std::move(one.block),
                     one.covariate ? table.covariates[*one.covariate].name : std::string{},
                     one.unknowns, one.contraction, one.before, one.after});
  }
}

}  // namespace

std::string part_words(const LearntPart& part) {
  const bool paperwork = part.state == "preparing";
  const std::string what = paperwork                  ? "paperwork takes"
                           : part.state == "returned" ? "returned cases stay away"
                                                      : "cases wait";
  if (part.of != "speed") {
    if (part.block == "level") return fmt::format("how often cases end as '{}'", part.of);
    if (part.block == "effect") {
      return fmt::format("how '{}' differs by {}", part.of, part.covariate);
    }
    if (part.block == "shape") return fmt::format("how '{}' changes with the wait", part.of);
    return fmt::format("how '{}' changed over time", part.of);
  }
  if (part.block == "level") return fmt::format("how long {}", what);
  if (part.block == "shape") return "after which waits decisions come";
  if (part.block == "mark") return "whether the statutory day counts";
  if (part.block == "walk") return "how the pace moved over the years";
  if (part.block == "pace") return "the pace of each week";
  if (part.block == "jolt") return "single fast and slow weeks";
  if (part.block == "shock") return "weeks that favoured some waits";
  if (part.block == "drift") return "how the pattern of waits moved";
  return fmt::format("how the speed differs by {}", part.covariate);
}

double typical_prior_share(const Experience& experience) {
  std::vector<std::int32_t> waited;
  waited.reserve(experience.pending.size());
  for (const PendingView& one : experience.pending) waited.push_back(one.waited);
  if (waited.empty()) waited.push_back(0);
  const std::vector<double> shares = prior_shares(*experience.model, waited);
  return std::accumulate(shares.begin(), shares.end(), 0.0) / static_cast<double>(shares.size());
}

std::optional<double> largest_k_hat(const StateModel& model) {
  std::optional<double> largest;
  if (model.sample) largest = model.sample->k_hat;
  for (const CauseSplit& split : model.splits) {
    if (split.sample) largest = std::max(largest.value_or(0.0), split.sample->k_hat);
  }
  return largest;
}

std::vector<LearntPart> learnt_parts(const StateModel& model, const SpellTable& table,
                                     const std::vector<std::string>& outcomes) {
  std::vector<LearntPart> parts;
  add_parts(model, 0, "speed", table, parts);
  for (std::size_t s = 0; s < model.splits.size(); ++s) {
    add_parts(model, s + 1, outcomes[model.splits[s].cause], table, parts);
  }
  return parts;
}

std::vector<Flag> find_flags(const Experience& experience, const std::vector<LearntPart>& learnt,
                             double prior_share) {
  std::vector<Flag> flags;
  flag_few_decisions(experience, prior_share, flags);
  flag_one_day(experience, flags);
  flag_one_cohort(experience, flags);
  flag_one_outcome(experience, flags);
  flag_beyond_experience(experience, flags);
  flag_thin_strata(experience, flags);
  // Where all is assumed there is no need to name the parts.
  if (prior_share <= 0.5) flag_weak_parts(experience, learnt, flags);
  flag_few_busy_weeks(experience, flags);
  flag_rough_fit(experience, flags);
  flag_one_level(experience, flags);
  flag_missing_levels(experience, flags);
  flag_many_levels(experience, flags);
  return flags;
}

void add_flag(Basis& basis, Flag flag) {
  basis.notes.push_back(flag.message);
  basis.flags.push_back(std::move(flag));
}

}  // namespace runout::regime
