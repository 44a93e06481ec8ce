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
      for (Day& day : usable) day = working_day(network_, consignment.received_on, day);
      return;
    }
    Trip trip =
        make_trip_table(network_, *order.law, consignment.departs_on, consignment.received_on);
    trip.ready = ready_day(consignment);
    trip.days_after_licence = consignment.days_after_licence;
    if (!trip.chances.empty()) draw_uniforms_of(order, Purpose::transit, transit_);
    if (trip.hold_p > 0.0) draw_uniforms_of(order, Purpose::hold, hold_);
    make_trip(trip, find_licence_days(consignment, trip), transit_, hold_, which_, departed,
              usable);
  }

 private:
  /// Lanes beyond the last replication repeat it.
  [[nodiscard]] std::size_t replication(std::size_t lane) const {
    return block_.first + std::min(lane, block_.count - 1);
  }

  void draw_uniforms_of(const Order& order, Purpose purpose, TwoUniforms& uniforms) const {
    draw_uniforms(settings_.seed,
                  static_cast<std::uint32_t>(draws_.first_replication + block_.first), order.entity,
                  purpose, which_, uniforms);
  }

  void continue_journeys(const UnderWay& under_way, const Order& order, LaneDays& arrives) const {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const JourneyKey key{settings_.seed,
                           static_cast<std::uint32_t>(draws_.first_replication + replication(lane)),
                           order.entity};
      arrives[lane] = continue_journey(under_way, *order.law, settings_.transit, key).arrives;
    }
  }

  /// The days on which the licence is in hand; nothing where none is needed. Where it is not one
  /// licence for every day, the days on which the consignment is free to go, and the trip is told.
  const LaneDays* find_licence_days(const Consignment& consignment, Trip& trip) {
    if (consignment.needs.empty()) return nullptr;
    if (consignment.needs.size() == 1 &&
        is_always_needed(consignment.needs.front(), network_.horizon)) {
      const Index application = consignment.needs.front().application;
      const Day* days = draws_.in_hand_day.data() + application;
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        free_[lane] = days[replication(lane) * draws_.applications];
      }
      return &free_;
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      free_[lane] = first_free_day(network_, draws_, replication(lane), consignment);
    }
    trip.days_after_licence = 0;
    return &free_;
  }

  const PreparedNetwork& prepared_;
  const Network& network_;
  const Draws& draws_;
  const SimulationSettings& settings_;
  const LaneBlock& block_;
  Instructions which_;
  TwoUniforms transit_{};
  TwoUniforms hold_{};
  LaneDays free_{};
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

void redraw_journeys(const PreparedNetwork& prepared, const Draws& draws,
                     const SimulationSettings& settings, const LaneBlock& block,
                     std::span<const Coming> coming, std::span<const Index> applications,
                     Instructions which, LaneJourneys& journeys) {
  JourneyDrawer drawer{prepared, draws, settings, block, which};
  const auto is_changed = [&](const LicenceNeed& need) {
    return std::ranges::find(applications, need.application) != applications.end();
  };
  for (std::size_t i = 0; i < coming.size(); ++i) {
    if (coming[i].is_fixed) continue;
    const Consignment& consignment = prepared.network.consignments[coming[i].order];
    if (std::ranges::any_of(consignment.needs, is_changed)) {
      drawer.draw(coming[i], journeys.departed[i], journeys.usable[i]);
    }
  }
}

}  // namespace runout::flow
