#include "runout/flow/fast/lane_journeys.h"

#include <algorithm>
#include <utility>

#include "runout/flow/free_days.h"

namespace runout::flow {
namespace {

class JourneyDrawer {
 public:
  JourneyDrawer(const PreparedNetwork& prepared, const Draws& draws,
                const SimulationSettings& settings, const LaneBlock& block, Instructions which)
      : prepared_{prepared},
        network_{prepared.network},
        draws_{draws},
        settings_{settings},
        block_{block},
        which_{which} {}

  void draw(const Coming& coming, LaneDays& departed, LaneDays& usable) {
    const Consignment& consignment = network_.consignments[coming.order];
    const Order& order = prepared_.orders[coming.order];
    if (consignment.under_way) {
      departed.fill(consignment.under_way->departed);
      continue_journeys(*consignment.under_way, order, usable);
    } else {
      find_departures(consignment, departed);
      arrive(order, departed, usable);
    }
    for (Day& day : usable) day = working_day(network_, consignment.received_on, day);
  }

 private:
  /// Lanes beyond the last replication repeat it.
  [[nodiscard]] std::size_t replication(std::size_t lane) const {
    return block_.first + std::min(lane, block_.count - 1);
  }

  void continue_journeys(const UnderWay& under_way, const Order& order, LaneDays& arrives) const {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const JourneyKey key{settings_.seed,
                           static_cast<std::uint32_t>(draws_.first_replication + replication(lane)),
                           order.entity};
      arrives[lane] = continue_journey(under_way, *order.law, settings_.transit, key).arrives;
    }
  }

  void find_departures(const Consignment& consignment, LaneDays& departed) const {
    if (consignment.needs.size() != 1 || !is_always_needed(consignment.needs.front())) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        departed[lane] = first_free_day(network_, draws_, replication(lane), consignment);
      }
      return;
    }
    const Index application = consignment.needs.front().application;
    const Day ready =
        std::max({1, consignment.ready, consignment.held_until_departure.value_or(1)});
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const Day licensed =
          licence_day(draws_, replication(lane), application, consignment.days_after_licence);
      const Day day = working_day(network_, consignment.departs_on, std::max(ready, licensed));
      departed[lane] = day <= network_.horizon ? day : kNever;
    }
  }

  [[nodiscard]] bool is_always_needed(const LicenceNeed& need) const {
    return need.needed.size() == 1 && need.needed.front().first <= 1 &&
           need.needed.front().last >= network_.horizon;
  }

  void arrive(const Order& order, const LaneDays& departed, LaneDays& arrives) {
    const TransitLaw& law = *order.law;
    LaneDays days;
    days.fill(law.typical);
    if (settings_.transit == TransitMode::drawn) draw_days(order, law, days);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      arrives[lane] = add_days(departed[lane], days[lane]);
    }
  }

  void draw_days(const Order& order, const TransitLaw& law, LaneDays& days) {
    const auto first = static_cast<std::uint32_t>(draws_.first_replication + block_.first);
    days.fill(TransitLaw::at_least_one(law.days.low()));
    if (!law.days.is_fixed()) {
      draw_uniforms(settings_.seed, first, order.entity, Purpose::transit, which_, uniforms_);
      look_up(law.days, uniforms_.first, days);
      for (Day& one : days) one = TransitLaw::at_least_one(one);
    }
    if (law.hold_p <= 0.0) return;
    draw_uniforms(settings_.seed, first, order.entity, Purpose::hold, which_, uniforms_);
    LaneDays hold;
    look_up(law.hold, uniforms_.second, hold);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      if (uniforms_.first[lane] < law.hold_p) days[lane] += std::max(0, hold[lane]);
    }
  }

  /// As PertDays::at.
  static void look_up(const PertDays& pert, const UniformLanes& uniforms, LaneDays& days) {
    constexpr std::size_t kFew = 48;
    if (pert.chances().size() > kFew) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) days[lane] = pert.at(uniforms[lane]);
      return;
    }
    days.fill(pert.low());
    for (const double chance : pert.chances()) {
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        days[lane] += chance <= uniforms[lane] ? 1 : 0;
    }
  }

  const PreparedNetwork& prepared_;
  const Network& network_;
  const Draws& draws_;
  const SimulationSettings& settings_;
  const LaneBlock& block_;
  Instructions which_;
  TwoUniforms uniforms_;
};

}  // namespace

void draw_journeys(const PreparedNetwork& prepared, const Draws& draws,
                   const SimulationSettings& settings, const LaneBlock& block,
                   std::span<const Coming> coming, Instructions which, LaneJourneys& journeys) {
  journeys.departed.resize(coming.size());
  journeys.usable.resize(coming.size());
  JourneyDrawer drawer{prepared, draws, settings, block, which};
  for (std::size_t i = 0; i < coming.size(); ++i) {
    if (!coming[i].is_fixed) drawer.draw(coming[i], journeys.departed[i], journeys.usable[i]);
  }
}

void sort_arrivals(Day horizon, std::span<const Coming> coming, const LaneJourneys& journeys,
                   Arrivals& arrivals) {
  arrivals.first.assign(static_cast<std::size_t>(horizon) + 2, 0);
  const auto for_arrivals = [&](const auto& use) {
    for (std::size_t i = 0; i < coming.size(); ++i) {
      if (coming[i].is_fixed) continue;
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const Day day = journeys.usable[i][lane];
        if (day <= horizon) use(static_cast<std::size_t>(day), i, lane);
      }
    }
  };
  for_arrivals([&](std::size_t day, std::size_t, std::size_t) { ++arrivals.first[day]; });
  std::uint32_t all = 0;
  for (std::uint32_t& count : arrivals.first) all += std::exchange(count, all);
  arrivals.all.resize(all);
  for_arrivals([&](std::size_t day, std::size_t i, std::size_t lane) {
    arrivals.all[arrivals.first[day]++] = {static_cast<std::uint16_t>(lane), static_cast<Index>(i)};
  });
  // Each has moved to where the next day begins.
  for (std::size_t day = arrivals.first.size() - 1; day > 0; --day) {
    arrivals.first[day] = arrivals.first[day - 1];
  }
  arrivals.first[0] = 0;
}

void LaneOrders::append_missing(OrderId id, std::uint32_t alternative, Day day,
                                std::vector<Suspect>& suspects) const {
  const Index place = place_[id];
  const Coming& coming = coming_[place];
  const Day departed = coming.is_fixed ? coming.departed : journeys_.departed[place][lane_];
  const Day usable = coming.is_fixed ? coming.usable : journeys_.usable[place][lane_];
  const Micro quantity = prepared_.orders[id].quantity;
  if (departed > day) {
    suspects.push_back({id, kNone, kNever, alternative, quantity});
  } else if (usable > day) {
    suspects.push_back({id, 0, departed, alternative, quantity});
  }
}

Journey LaneOrders::journey_of(const Suspect& suspect) const {
  const Consignment& consignment = prepared_.network.consignments[suspect.order];
  const Order& order = prepared_.orders[suspect.order];
  const JourneyKey key{settings_.seed,
                       static_cast<std::uint32_t>(draws_.first_replication + replication_),
                       order.entity};
  if (consignment.under_way) {
    return continue_journey(*consignment.under_way, *order.law, settings_.transit, key);
  }
  return depart_on(suspect.departed, *order.law, settings_.transit, key);
}

}  // namespace runout::flow
