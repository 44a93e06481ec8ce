#include "runout/flow/transit.h"

#include <algorithm>

#include "runout/base/random.h"

namespace runout::flow {
namespace {

// Draws that contradict what is known are repeated this often; after that the goods come at once,
// which is where a tail that thin has nearly all its weight.
constexpr int kLargestNumberOfTries = 256;

/// Transit days and hold days of one draw, each from a stream of its own.
class JourneyDraw {
 public:
  JourneyDraw(const TransitLaw& law, const JourneyKey& key)
      : law_{law},
        transit_stream_{key.seed, key.replication, key.entity, Purpose::transit},
        hold_stream_{key.seed, key.replication, key.entity, Purpose::hold} {}

  [[nodiscard]] std::int32_t transit_days() {
    return TransitLaw::at_least_one(law_.days.draw(transit_stream_));
  }
  [[nodiscard]] bool is_held() { return law_.hold_p > 0.0 && hold_stream_.uniform() < law_.hold_p; }
  [[nodiscard]] std::int32_t hold_days() { return law_.hold.draw(hold_stream_); }

 private:
  const TransitLaw& law_;
  RandomStream transit_stream_;
  RandomStream hold_stream_;
};

Journey journey_from(Day departed, std::int64_t transit_days, std::int64_t hold_days) {
  const Day due = add_days(departed, transit_days);
  if (hold_days <= 0) return {due, kNever, kNever};
  const Day released = add_days(due, hold_days);
  return {released, due, released};
}

/// Not held: the total is drawn given that it is at least `least` days.
Journey continue_moving(Day departed, const TransitLaw& law, JourneyDraw draw) {
  const std::int64_t least = 1 - std::int64_t{departed};
  // Overdue: a hold may be the reason, but nobody has recorded one (then `held` would be set).
  if (law.longest() < least) return {1, kNever, kNever};
  for (int attempt = 0; attempt < kLargestNumberOfTries; ++attempt) {
    const std::int64_t transit_days = draw.transit_days();
    const std::int64_t hold_days = draw.is_held() ? draw.hold_days() : 0;
    if (transit_days + hold_days >= least) return journey_from(departed, transit_days, hold_days);
  }
  return {1, kNever, kNever};
}

/// The first day on which held goods move again; at least day 1, as they had not by the as-of day.
Day find_release(const UnderWay& under_way, const TransitLaw& law, TransitMode mode,
                 JourneyDraw& draw) {
  if (under_way.held_until) return std::max(1, *under_way.held_until);
  const Day held = *under_way.held;
  if (mode == TransitMode::typical) return std::max(1, add_days(held, law.hold_typical));
  if (add_days(held, law.hold_high) < 1) return 1;
  for (int attempt = 0; attempt < kLargestNumberOfTries; ++attempt) {
    const Day released = add_days(held, draw.hold_days());
    if (released >= 1) return released;
  }
  return 1;
}

/// Held: after the release what is left of the transit, drawn given that it had not arrived when
/// the hold began.
Journey continue_held(const UnderWay& under_way, const TransitLaw& law, TransitMode mode,
                      JourneyDraw draw) {
  const Day released = find_release(under_way, law, mode, draw);
  const std::int64_t travelled = std::max(0, *under_way.held - under_way.departed);
  std::int64_t transit_days = law.typical;
  if (mode == TransitMode::drawn) {
    transit_days = draw.transit_days();
    for (int attempt = 1;
         attempt < kLargestNumberOfTries && transit_days < travelled && law.longest() >= travelled;
         ++attempt) {
      transit_days = draw.transit_days();
    }
  }
  const std::int64_t left = std::max<std::int64_t>(0, transit_days - travelled);
  return {add_days(released, left), *under_way.held, released};
}

}  // namespace

Day add_days(Day day, std::int64_t days) {
  if (day == kNever) return kNever;
  return static_cast<Day>(std::min<std::int64_t>(day + days, kNever));
}

TransitLaw::TransitLaw(const Transit& transit, TransitMode mode)
    : days{transit.typical, transit.typical, transit.typical},
      hold{transit.hold_typical, transit.hold_typical, transit.hold_typical},
      typical{at_least_one(transit.typical)},
      hold_typical{transit.hold_typical},
      hold_high{transit.hold_high} {
  if (mode == TransitMode::typical) return;
  days = PertDays{std::min(transit.low, transit.typical), transit.typical,
                  std::max(transit.high, transit.typical)};
  hold = PertDays{transit.hold_low, transit.hold_typical, transit.hold_high};
  hold_p = transit.hold_p;
}

Journey depart_on(Day day, const TransitLaw& law, TransitMode mode, const JourneyKey& key) {
  if (mode == TransitMode::typical) return journey_from(day, law.typical, 0);
  JourneyDraw draw{law, key};
  const std::int64_t transit_days = draw.transit_days();
  return journey_from(day, transit_days, draw.is_held() ? draw.hold_days() : 0);
}

Journey continue_journey(const UnderWay& under_way, const TransitLaw& law, TransitMode mode,
                         const JourneyKey& key) {
  JourneyDraw draw{law, key};
  if (under_way.held) return continue_held(under_way, law, mode, draw);
  if (mode == TransitMode::typical) {
    return {std::max(1, add_days(under_way.departed, law.typical)), kNever, kNever};
  }
  return continue_moving(under_way.departed, law, draw);
}

Day latest_arrival(const UnderWay& under_way, const TransitLaw& law, TransitMode mode) {
  if (mode == TransitMode::typical) return continue_journey(under_way, law, mode, {}).arrives;
  const std::int64_t hold = std::max(0, law.hold_high);
  if (!under_way.held) {
    return std::max(1, add_days(under_way.departed, std::int64_t{law.longest()} + hold));
  }
  const Day released = under_way.held_until ? std::max(1, *under_way.held_until)
                                            : std::max(1, add_days(*under_way.held, hold));
  const std::int64_t travelled = std::max(0, *under_way.held - under_way.departed);
  return add_days(released, std::max<std::int64_t>(0, law.longest() - travelled));
}

}  // namespace runout::flow
