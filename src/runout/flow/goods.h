// How goods come, are ordered and leave in one replication: steps 1, 4 and 5 of a day.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "runout/base/draws.h"
#include "runout/flow/blame.h"
#include "runout/flow/network.h"
#include "runout/flow/prepared.h"
#include "runout/flow/simulate.h"
#include "runout/flow/transit.h"

namespace runout::flow {

/// The stock of one replication, wherever it lies: that of a point stands at point * stride.
struct StockView {
  Micro* usable = nullptr;    ///< may be used or shipped today
  Micro* finished = nullptr;  ///< made today, usable from tomorrow
  Micro* on_order = nullptr;  ///< not arrived and not known to be lost
  std::size_t stride = 1;

  [[nodiscard]] Micro& usable_at(Index point) const { return usable[point * stride]; }
  [[nodiscard]] Micro& finished_at(Index point) const { return finished[point * stride]; }
  [[nodiscard]] Micro& on_order_at(Index point) const { return on_order[point * stride]; }
};

/// What goods move in, and which of them: the orders on file and the policies that are named, and
/// all that pass stock on.
struct GoodsScope {
  const PreparedNetwork& prepared;
  const Draws& draws;
  const SimulationSettings& settings;
  std::span<const OrderId> orders;     ///< ascending
  std::span<const Index> order_up_to;  ///< policies, ascending
};

/// A part of an order that has left.
struct Shipment {
  OrderId order = 0;
  Micro quantity = 0;
  Day departed = 0;
  Journey journey;
  Day usable = kNever;                  ///< first working day of the receiver on or after arrival
  std::uint32_t next_usable = kNone;    ///< chain of those usable from the same day
  std::uint32_t next_of_order = kNone;  ///< chain of those of the same order
};

/// Moves the goods of one replication after another, reusing its memory.
class Goods final : public OrdersSeen {
 public:
  /// Before day 1 of a replication, counted from 0 within the draws. The scope's references and the
  /// stock must stay until the next call.
  void begin(const GoodsScope& scope, std::size_t replication, const StockView& stock,
             std::span<PointLedger> ledger = {});

  void receive(Day day);    ///< 1: arrivals become usable stock
  void replenish(Day day);  ///< 4
  void depart(Day day);     ///< 5

  [[nodiscard]] Order look_up(OrderId id) const override { return order(id); }
  void append_missing(OrderId id, std::uint32_t alternative, Day day,
                      std::vector<Suspect>& suspects) const override;
  void append_made(Index point, std::uint32_t alternative, Day day,
                   std::vector<Suspect>& suspects) const override;
  [[nodiscard]] Journey journey_of(const Suspect& suspect) const override;

 private:
  /// An order in this replication.
  struct State {
    Micro waiting = 0;                      ///< the part that has not left
    std::uint32_t latest_shipment = kNone;  ///< chain of the parts that have left
    std::uint32_t next_to_wake = kNone;  ///< chain of the orders that may leave from the same day
    std::uint32_t next_lost = kNone;     ///< chain of the orders known to be lost from a day
    std::uint32_t next_made = kNone;     ///< chain of the orders made for the same point
  };
  struct LicenceLeft {
    Micro quantity = 0;
    std::int64_t shipments = 0;
    bool lapsed = false;
  };

  // goods.cpp
  [[nodiscard]] const Network& network() const { return prepared_->network; }
  [[nodiscard]] std::size_t on_file() const { return prepared_->orders.size(); }
  [[nodiscard]] const Order& order(OrderId id) const {
    return id < on_file() ? prepared_->orders[id] : made_[id - on_file()];
  }
  void plan_departures(std::span<const OrderId> orders);
  void put_under_way(OrderId id);
  void add_shipment(OrderId id, Micro quantity, Day departed, const Journey& journey);
  [[nodiscard]] JourneyKey key_of(OrderId id) const;
  void wake_on(OrderId id, Day day);
  void lose_from(OrderId id, Day day);
  [[nodiscard]] Day find_refusal(OrderId id) const;

  // replenishment.cpp
  void drop_lost_orders(Day day);
  [[nodiscard]] Micro quantity_to_order(const Policy& policy) const;
  OrderId make_order(Index policy, Micro quantity, Day day);
  void pass_on_stock(Day day);

  // departures.cpp
  bool try_to_leave(OrderId id, Day day);
  void send(OrderId id, Micro quantity, Day day);
  void wait_for_turn(OrderId id, Day day);
  void insert_waiting(OrderId id);
  [[nodiscard]] bool is_free_on(OrderId id, Day day) const;

  // licences.cpp
  [[nodiscard]] Micro find_covered(OrderId id, Day day) const;
  [[nodiscard]] Micro find_covered_by(const LicenceNeed& need, Micro quantity, Micro waiting,
                                      Day day) const;
  [[nodiscard]] Micro what_covers(const LicenceUse& use, Micro quantity, bool leaves_whole,
                                  Day day) const;
  [[nodiscard]] bool will_never_be_covered(OrderId id, Day day) const;
  void draw_down(OrderId id, Micro quantity, Day day);

  const PreparedNetwork* prepared_ = nullptr;
  const Draws* draws_ = nullptr;
  const SimulationSettings* settings_ = nullptr;
  std::size_t replication_ = 0;
  StockView stock_;
  std::span<const Index> order_up_to_;
  std::span<PointLedger> ledger_;  ///< [point], when it is kept

  std::vector<Order> made_;  ///< by policies, in the order of creation
  std::vector<State> states_;
  std::vector<Shipment> shipments_;
  std::vector<std::uint32_t> usable_on_;    ///< [day] chain of shipments
  std::vector<std::uint32_t> wakes_on_;     ///< [day] chain of orders that may leave from then on
  std::vector<std::uint32_t> lost_on_;      ///< [day] chain of orders
  std::vector<OrderId> waiting_;            ///< free or stuck, in the order of serving
  std::vector<Micro> promised_;             ///< [point] passed on by orders that wait for a licence
  std::vector<std::uint32_t> orders_made_;  ///< [policy]
  std::vector<OrderId> latest_made_;        ///< [point] chain of the orders made for it
  std::vector<Micro> to_order_;             ///< [policy] today
  std::vector<LicenceLeft> licence_left_;
};

/// Throws Error{invalid_input}: stock of the point is more than can be held exactly.
[[noreturn]] void refuse_amount(const StockPoint& point);

}  // namespace runout::flow
