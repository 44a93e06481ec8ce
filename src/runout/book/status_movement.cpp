// Consignments and licences: where they are, and what was drawn from a licence.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include "runout/book/licence_units.h"
#include "runout/book/status.h"

namespace runout::book {
namespace {

const char* to_text(OrderState state) {
  static constexpr std::array<const char*, 6> kWords{"open",    "shipped", "held",
                                                     "arrived", "lost",    "cancelled"};
  return kWords[static_cast<std::size_t>(state)];
}

const char* to_text(LicenceState state) {
  static constexpr std::array<const char*, 7> kWords{"issued",    "in_hand", "suspended", "revoked",
                                                     "exhausted", "expired", "replaced"};
  return kWords[static_cast<std::size_t>(state)];
}

using OrderStates = unsigned;
constexpr OrderStates only(OrderState state) { return 1U << static_cast<unsigned>(state); }

/// In which states an event of a consignment is expected, and in which it acts at all.
struct OrderRule {
  std::string_view event;
  OrderStates expected = 0;
  OrderStates acts = 0;
};

using enum OrderState;
constexpr OrderStates kUnfinished = only(open) | only(shipped) | only(held);
constexpr std::array kOrderRules{
    OrderRule{"confirmed", only(open) | only(held), kUnfinished},
    OrderRule{"shipped", only(open) | only(held), only(open) | only(held)},
    OrderRule{"eta", kUnfinished, kUnfinished},
    OrderRule{"held", only(open) | only(shipped), only(open) | only(shipped)},
    OrderRule{"released", only(held), only(held)},
    OrderRule{"cleared", only(held) | only(shipped), only(held) | only(shipped)},
    OrderRule{"arrived", only(shipped) | only(held), kUnfinished | only(lost)},
    OrderRule{"short", kUnfinished | only(arrived), kUnfinished | only(arrived)},
    OrderRule{"lost", kUnfinished, kUnfinished},
    OrderRule{"cancelled", only(open) | only(held), kUnfinished},
};

class OrderWalk {
 public:
  explicit OrderWalk(const Order& order) { status_.quantity = order.quantity; }

  [[nodiscard]] OrderState state() const { return status_.state; }
  [[nodiscard]] OrderStatus finish() const { return status_; }

  void apply(const Event& event) {
    const Date day = event.day();
    if (event.event == "shipped") {
      status_.shipped_on = day;
      status_.licence = event.licence;
      if (event.quantity) status_.quantity = *event.quantity;
      let_go(shipped);
    } else if (event.event == "held") {
      status_.state = held;
      status_.held_on = day;
      status_.held_until = event.expected_on;
      estimated_during_hold_ = false;
    } else if (event.event == "released" || event.event == "cleared") {
      if (status_.shipped_on && status_.held_on && !estimated_during_hold_) {
        status_.held_under_way += day - *status_.held_on;
      }
      let_go(status_.shipped_on ? shipped : open);
    } else if (event.event == "arrived") {
      status_.arrived_on = day;
      if (event.quantity) status_.quantity = *event.quantity;
      counted_on_arrival_ = event.quantity.has_value();
      let_go(arrived);
    } else if (event.event == "short" && event.quantity && !counted_on_arrival_) {
      // What was counted on arrival is short already.
      status_.quantity = std::max(Quantity{}, status_.quantity - *event.quantity);
    } else if (event.event == "lost") {
      let_go(lost);
    } else if (event.event == "cancelled") {
      let_go(cancelled);
    }
  }

  void estimate(const Event& event) {
    status_.eta = event.expected_on ? event.expected_on : event.day();
    // Whoever names a day knows of the holds so far.
    status_.held_under_way = {};
    estimated_during_hold_ = true;
  }

 private:
  void let_go(OrderState state) {
    status_.state = state;
    status_.held_on.reset();
    status_.held_until.reset();
  }

  OrderStatus status_;
  bool estimated_during_hold_ = false;
  bool counted_on_arrival_ = false;
};

/// The licences that a shipment is charged to.
std::vector<std::size_t> charged_licences(
    const Records& records, const Order& order, const Event& event,
    const std::unordered_map<std::string, std::size_t>& rows) {
  std::vector<std::size_t> charged;
  std::optional<ApplicationId> named_for;
  if (const auto named = rows.find(event.licence); named != rows.end()) {
    charged.push_back(named->second);
    named_for = records.licences[named->second].application;
  }
  for (const ApplicationId application : order.applications) {
    if (named_for == application) continue;
    std::optional<std::size_t> only_one;
    std::size_t count = 0;
    for (std::size_t row = 0; row < records.licences.size(); ++row) {
      if (records.licences[row].application != application) continue;
      only_one = row;
      ++count;
    }
    if (count == 1 && std::ranges::find(charged, *only_one) == charged.end()) {
      charged.push_back(*only_one);
    }
  }
  return charged;
}

void mark_exhausted(const Licence& licence, LicenceStatus& status) {
  if (!status.usable) return;
  bool is_used_up = licence.shipments && status.shipments_used >= *licence.shipments;
  if (licence.quantity) {
    is_used_up = is_used_up || status.used >= with_tolerance(*licence.quantity, licence.tolerance);
  }
  if (!is_used_up) return;
  status.state = LicenceState::exhausted;
  status.usable = false;
}

}  // namespace

OrderStatus derive_order(const Records& records, const Order& order, const EventList& events,
                         Date as_of, Diagnostics& warnings) {
  OrderWalk walk{order};
  for (const Event* event : events) {
    if (event->event == "eta" && (only(walk.state()) & kUnfinished) != 0) walk.estimate(*event);
    if (event->day() > as_of) continue;  // announced only
    const auto rule = std::ranges::find(kOrderRules, event->event, &OrderRule::event);
    if (rule == kOrderRules.end()) continue;
    if ((rule->expected & only(walk.state())) == 0) {
      warnings.push_back(out_of_order(records, *event, to_text(walk.state())));
    }
    if ((rule->acts & only(walk.state())) != 0) walk.apply(*event);
  }
  return walk.finish();
}

LicenceStatus derive_licence(const Records& records, const Licence& licence,
                             const EventList& events, const ApplicationStatus* grant, Date as_of,
                             Diagnostics& warnings) {
  LicenceStatus status;
  std::optional<Date> handed_over;
  for (const Event* event : events) {
    // The day on which the document will be in hand may be known before it comes.
    if (event->event == "in_hand") handed_over = event->day();
    if (event->day() > as_of) continue;
    if (event->event == "issued") {
      status.issued_on = event->day();
    } else if (event->event == "suspended") {
      status.state = LicenceState::suspended;
    } else if (event->event == "reinstated") {
      if (status.state != LicenceState::suspended) {
        warnings.push_back(out_of_order(records, *event, to_text(status.state)));
      }
      status.state = LicenceState::in_hand;
    } else if (event->event == "revoked") {
      status.state = LicenceState::revoked;
    } else if (event->event == "exhausted") {
      status.state = LicenceState::exhausted;
    } else if (event->event == "expired") {
      status.state = LicenceState::expired;
    } else if (event->event == "replaced") {
      status.state = LicenceState::replaced;
    }
  }
  const bool has_grant = grant != nullptr && grant->state == ApplicationState::granted;
  status.in_hand_on = handed_over        ? handed_over
                      : status.issued_on ? status.issued_on
                      : has_grant        ? grant->decided_on
                                         : licence.valid_from.value_or(as_of);
  if (status.state == LicenceState::in_hand) {
    if (licence.valid_to && *licence.valid_to < as_of) {
      status.state = LicenceState::expired;
    } else if (*status.in_hand_on > as_of) {
      status.state = LicenceState::issued;
    }
  }
  status.usable = status.state == LicenceState::in_hand || status.state == LicenceState::issued;
  return status;
}

void draw_down(Snapshot& snapshot, const std::vector<EventList>& order_events) {
  const Records& records = snapshot.records;
  std::unordered_map<std::string, std::size_t> rows;
  for (std::size_t row = 0; row < records.licences.size(); ++row) {
    rows.try_emplace(records.licences[row].licence, row);
  }
  for (std::size_t order_row = 0; order_row < records.orders.size(); ++order_row) {
    const Order& order = records.orders[order_row];
    const Item& item = records.items[order.item.index()];
    for (const Event* event : order_events[order_row]) {
      if (event->event != "shipped" || event->day() > snapshot.as_of) continue;
      const Quantity quantity = event->quantity.value_or(order.quantity);
      for (const std::size_t row : charged_licences(records, order, *event, rows)) {
        LicenceStatus& status = snapshot.licences[row];
        ++status.shipments_used;
        const auto charged = in_licence_unit(item, quantity, records.licences[row].unit);
        if (!charged) {
          snapshot.warnings.push_back(
              {Severity::warning, "licence_unit", records.name_of(File::licences),
               records.licences[row].line, "unit",
               fmt::format("'{}' cannot be counted for item '{}' in '{}'",
                           records.licences[row].unit, item.item, item.unit),
               "give kg_per_unit of the item and the licence in kg"});
          continue;
        }
        status.used = Quantity::from_millionths(
            std::min(status.used.millionths(), kLargestUnits * kMillion - charged->millionths()) +
            charged->millionths());
      }
    }
  }
  for (std::size_t row = 0; row < records.licences.size(); ++row) {
    mark_exhausted(records.licences[row], snapshot.licences[row]);
  }
}

}  // namespace runout::book
