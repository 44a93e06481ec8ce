// One application's way through its states in one replication.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runout/base/draws.h"
#include "runout/base/random.h"
#include "runout/regime/book_model.h"
#include "runout/regime/hazard_draw.h"

namespace runout::regime {

/// Everything drawn once for a whole replication.
struct ReplicationDraw {
  DrawnHazard preparing;
  DrawnHazard review;
  DrawnHazard returned;
  std::vector<double> preparing_factors;  ///< see HazardSampler::factor_index
  std::vector<double> review_factors;
  std::vector<double> returned_factors;
  std::vector<double> speed;  ///< [authority], mean 1
};

/// Where an application that is not decided stands at the end of the as-of day.
struct OpenCase {
  std::uint64_t name = 0;            ///< hash of its code: names its random streams
  Stage stage = Stage::preparing;    ///< preparing, review or returned
  double waited = 0.0;               ///< days of that state's clock
  std::size_t authority = 0;         ///< into BookModel::authorities
  std::vector<std::size_t> factors;  ///< places of its levels' factors; the same in all states
};

/// How a case ends. Days are counted from the as-of day; kNever beyond the horizon.
struct CaseEnd {
  FinalOutcome outcome = FinalOutcome::pending;
  Day final_day = kNever;
  Day in_hand_day = kNever;
  Day first_review_day = kNever;  ///< end of a preparation that stood at the beginning
};

/// Samplers of the three states, and what else a replication needs.
class ReplicationSampler {
 public:
  explicit ReplicationSampler(const BookModel& model);
  void draw(std::uint64_t seed, std::uint32_t replication, ReplicationDraw& drawn) const;
  /// Places of the factors of an application's levels.
  [[nodiscard]] std::vector<std::size_t> factor_places(const book::Application& application) const;

 private:
  const BookModel& model_;
  HazardSampler preparing_;
  HazardSampler review_;
  HazardSampler returned_;
  std::vector<std::uint64_t> authority_names_;
};

/// Follows a case from day 1 to its final decision or to the horizon, and appends its stage changes
/// (the first with day 0). The next event falls on day 1 at the earliest; every stage lasts at
/// least a day. `decisions` and `resubmissions` are the case's own streams.
[[nodiscard]] CaseEnd follow_case(const OpenCase& open, const BookModel& model,
                                  const ReplicationDraw& drawn, RandomStream decisions,
                                  RandomStream resubmissions, std::vector<StageChange>& changes);

}  // namespace runout::regime
