// One application's way through its states in one replication.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "runout/base/draws.h"
#include "runout/base/random.h"
#include "runout/regime/book_model.h"
#include "runout/regime/future/pace.h"
#include "runout/regime/future/state_draw.h"

namespace runout::regime {

/// Everything drawn once for a whole replication.
struct ReplicationDraw {
  StateDraw preparing;
  StateDraw review;
  StateDraw returned;
  std::vector<PaceAhead> pace;  ///< [authority]; empty: nothing changes
};

/// What a case's covariates do in one state.
struct CaseEffects {
  std::vector<std::size_t> effects;  ///< StateSampler::effects_of
  std::vector<double> departures;    ///< StateSampler::departures_of
};

/// Where an application that is not decided stands at the end of the as-of day.
struct OpenCase {
  std::uint64_t name = 0;          ///< hash of its code: names its random streams
  Stage stage = Stage::preparing;  ///< preparing, review or returned
  std::int32_t waited = 0;         ///< days of that state's clock
  std::size_t authority = 0;       ///< into BookModel::authorities
  CaseEffects preparing;           ///< of its covariates
  CaseEffects review;
  CaseEffects returned;
  double need_factor = 1.0;                           ///< on the hazard of its reviews
  std::optional<OpenPromise> promise = std::nullopt;  ///< of a decision on the review it is in
  /// unknown_share of the days that its review has waited: a decision that fell on them counts as
  /// one of day 1
  std::vector<double> unknown{};
};

/// How a case ends. Days are counted from the as-of day; kNever beyond the horizon.
struct CaseEnd {
  FinalOutcome outcome = FinalOutcome::pending;
  Day final_day = kNever;
  Day in_hand_day = kNever;
  Day first_review_day = kNever;  ///< end of a preparation that stood at the beginning
};

/// Samplers of the three states.
class ReplicationSampler {
 public:
  /// `model` must outlive this.
  explicit ReplicationSampler(const BookModel& model);
  /// Futures of the replications first .. first + drawn.size() - 1.
  void draw(std::uint64_t seed, std::uint32_t first, std::vector<ReplicationDraw>& drawn) const;
  /// Sets the effects of an application's covariates, [covariate].
  void set_effects(const std::vector<std::string>& values, OpenCase& open) const;

  [[nodiscard]] const BookModel& model() const { return model_; }
  [[nodiscard]] const StateSampler& preparing() const { return preparing_; }
  [[nodiscard]] const StateSampler& review() const { return review_; }
  [[nodiscard]] const StateSampler& returned() const { return returned_; }

 private:
  const BookModel& model_;
  StateSampler preparing_;
  StateSampler review_;
  StateSampler returned_;
  PaceSampler pace_;
};

/// Follows a case from day 1 to its final decision or to the horizon, and appends its stage changes
/// (the first with day 0). The next event falls on day 1 at the earliest, also one that has
/// happened already and is not known yet; every stage lasts at least a day. `decisions` and
/// `resubmissions` are the case's own streams. `promised`: a day on which the review that stands at
/// the beginning ends if it has not ended before, unless the authority decides nothing then.
[[nodiscard]] CaseEnd follow_case(const OpenCase& open, const ReplicationSampler& sampler,
                                  const ReplicationDraw& drawn, RandomStream decisions,
                                  RandomStream resubmissions, std::vector<StageChange>& changes,
                                  Day promised = kNever);

}  // namespace runout::regime
