#include "runout/regime/future/pace.h"

#include <algorithm>
#include <utility>

#include "runout/base/portable_math.h"

namespace runout::regime {

PaceSampler::PaceSampler(std::vector<ChangeInUse> changes, std::vector<std::string> authorities,
                         Date as_of, Day horizon, const StateSampler& review)
    : authorities_{std::move(authorities)}, as_of_{as_of}, horizon_{horizon} {
  for (ChangeInUse& change : changes) {
    const bool over = change.change.end && change.change.end->last <= as_of;
    if (over || change.says_nothing) continue;
    std::size_t effect = 0;
    if (change.covariate) {
      std::vector<std::int32_t> levels(*change.covariate + 1, kNoLevel);
      levels.back() = 0;
      effect = review.effects_of(levels).front();
    }
    effect_.push_back(effect);
    changes_.push_back(std::move(change));
  }
}

void PaceSampler::draw(std::uint64_t seed, std::uint32_t replication, const StateDraw& review,
                       std::vector<PaceAhead>& ahead) const {
  ahead.assign(authorities_.size(), {});
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    const Intervention& change = changes_[i].change;
    RandomStream stream{seed, replication, change.name, Purpose::intervention};
    const double deviate = stream.normal();
    const DaysInForce days = draw_days(change, as_of_, stream);
    const bool stops = change.kind == ChangeKind::freeze && changes_[i].decided_in_freeze == 0;
    double factor = 0.0;
    if (changes_[i].covariate) {
      factor = portable::exp(change.size.mean) * review.effect[effect_[i]];
    } else if (!stops) {
      factor = portable::exp(change.size.mean + change.size.deviation * deviate);
    }
    const Day last = std::min(days.last, horizon_);
    for (std::size_t a = 0; a < authorities_.size(); ++a) {
      if (!change.concerns(authorities_[a])) continue;
      PaceAhead& own = ahead[a];
      if (own.scale.empty()) own.scale.assign(static_cast<std::size_t>(horizon_), 1.0);
      for (Day day = days.first; day <= last; ++day) {
        own.scale[static_cast<std::size_t>(day) - 1] *= factor;
      }
      if (changes_[i].covariate) own.in_force.push_back({effect_[i], days.last});
    }
  }
}

}  // namespace runout::regime
