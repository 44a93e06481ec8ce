#include "flow/firm.h"

#include <algorithm>
#include <string>
#include <vector>

#include "runout/base/random.h"

namespace runout::flow::bench {
namespace {

constexpr std::int64_t kUnit = 1'000'000;
constexpr std::int64_t kWorkingShare = 5;  ///< days of seven

class FirmMaker {
 public:
  explicit FirmMaker(const FirmSize& size) : size_{size} {}

  Network make() {
    network_.horizon = size_.horizon;
    add_points();
    for (Index line = 0; line < size_.lines; ++line) add_line(line);
    for (Index point = 0; point < purchased(); ++point) add_deliveries(point);
    if (size_.has_everything) add_everything();
    return std::move(network_);
  }

 private:
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(stream_.uniform() * static_cast<double>(high - low + 1));
  }
  [[nodiscard]] std::size_t purchased() const { return size_.points - size_.lines; }
  /// The first purchased points are the lines' licensed items.
  [[nodiscard]] bool is_licensed(Index point) const { return point < size_.lines; }
  [[nodiscard]] Index output_of(std::size_t line) const {
    return static_cast<Index>(purchased() + line);
  }
  [[nodiscard]] std::size_t per_family() const { return size_.lines / size_.families; }
  /// Five lines of the first level, three of the second, two of the third, of ten.
  [[nodiscard]] std::size_t level_of(std::size_t line) const {
    const std::size_t place = line % per_family() * 10 / per_family();
    return place < 5 ? 0 : (place < 8 ? 1 : 2);
  }

  void add_points() {
    for (std::size_t i = 0; i < size_.points; ++i) {
      network_.points.push_back({"I" + std::to_string(i), "PLANT", 0, false});
    }
    use_per_day_.assign(size_.points, 0);
  }

  void add_line(Index line) {
    Task task;
    task.item = "T" + std::to_string(line);
    task.line = line;
    task.output = output_of(line);
    const std::int64_t rate = between(20, 80);
    for (Day day = 0; day <= size_.horizon; ++day) {
      task.plan.push_back(day % 7 < kWorkingShare ? rate : 0);
    }
    task.catch_up_per_day = rate / 10;
    std::vector<Index> components{line};
    add_feeds(line, components);
    while (components.size() < size_.needs_of_line) {
      const Index point = some_component(line);
      if (std::ranges::find(components, point) == components.end()) components.push_back(point);
    }
    for (const Index point : components) {
      // What a line makes is enough for those it feeds.
      const std::int64_t per_unit = point >= purchased() ? 1 : between(1, 3);
      const Micro needed =
          per_unit * kUnit / (point >= purchased() ? 8 : 4) + (size_.is_wide ? 1 : 0);
      task.requirements.push_back({{{point, needed, {}}}});
      use_per_day_[point] += rate * needed * kWorkingShare / 7;
    }
    network_.tasks.push_back(task);
    network_.lines.push_back({"L" + std::to_string(line), {line}});
  }

  void add_feeds(std::size_t line, std::vector<Index>& components) {
    const std::size_t family = line / per_family();
    if (level_of(line) > 0) {
      for (std::size_t i = 0; i < 2; ++i) {
        std::size_t other = 0;
        do {
          other = family * per_family() +
                  static_cast<std::size_t>(between(0, static_cast<std::int64_t>(per_family()) - 1));
        } while (level_of(other) + 1 != level_of(line));
        if (std::ranges::find(components, output_of(other)) == components.end()) {
          components.push_back(output_of(other));
        }
      }
    }
    if (line == per_family() + per_family() / 2) components.push_back(output_of(0));  // across
  }

  Index some_component(std::size_t line) {
    const std::size_t pool = (purchased() - size_.lines) / size_.families;
    const std::size_t family = line / per_family();
    const auto shared = static_cast<std::size_t>(static_cast<double>(pool) * 0.4);
    const bool is_shared = between(0, 9) < 6;
    const std::size_t first = size_.lines + family * pool + (is_shared ? 0 : shared);
    const std::size_t count = is_shared ? shared : pool - shared;
    return static_cast<Index>(
        first + static_cast<std::size_t>(between(0, static_cast<std::int64_t>(count) - 1)));
  }

  void add_deliveries(Index point) {
    const std::int64_t use = std::max<std::int64_t>(kUnit, use_per_day_[point]);
    const bool is_ample = !is_licensed(point) && size_.is_prunable && between(1, 20) > 1;
    // One licence in ten is refused: what the others bring is just enough.
    const std::int64_t supply = is_ample || is_licensed(point) ? use * 5 / 4 : use;
    network_.points[point].on_hand =
        round_up(supply * (is_ample ? 40 : (is_licensed(point) ? 75 : 25)));
    if (is_licensed(point)) {
      const std::size_t count = size_.pending_of_licensed + size_.future_of_licensed;
      const Day apart = std::max<Day>(1, size_.horizon / static_cast<Day>(count));
      for (std::size_t i = 0; i < count; ++i) {
        Consignment& one = add_consignment(point, supply * apart, static_cast<Day>(i) * apart);
        one.transit = {5, 8, 20};
        LicenceNeed need;
        need.application = static_cast<Index>(network_.applications++);
        need.needed = {{}};
        one.needs = {need};
      }
      return;
    }
    for (Day ready = 1; ready < size_.horizon; ready += 7) {
      add_consignment(point, supply * 7, ready).transit = {7, 7, 7};
    }
  }

  Consignment& add_consignment(Index point, Micro quantity, Day ready) {
    Consignment one;
    one.code = "O" + std::to_string(network_.consignments.size());
    one.to = point;
    one.quantity = round_up(quantity);
    one.ready = ready;
    network_.consignments.push_back(std::move(one));
    return network_.consignments.back();
  }

  void add_everything() {
    add_closed_days();
    add_alternatives();
    add_releases();
    for (Index point = 0; point < size_.lines; ++point) {
      if (point % 4 == 0) add_licence_rows(point);
    }
    for (std::size_t point = size_.lines; point < purchased(); ++point) {
      if (point % 20 == 3) reorder(static_cast<Index>(point), point % 80 == 3);
      if (point % 20 == 13) bring_from_warehouse(static_cast<Index>(point));
    }
    for (std::size_t family = 0; family < size_.families; ++family) {
      const std::size_t last = (family + 1) * per_family() - 1;
      add_customer(last);
      feed_back(last, family * per_family() + 1);
    }
  }

  void add_closed_days() {
    for (const Day first_closed : {5, 6}) {
      WorkingDays days;
      days.next.assign(static_cast<std::size_t>(size_.horizon) + 1, kNever);
      for (Day day = size_.horizon; day >= 0; --day) {
        const bool is_closed = day % 7 == first_closed || (day > 90 && day < 98);
        const auto d = static_cast<std::size_t>(day);
        days.next[d] = !is_closed ? day : (day == size_.horizon ? kNever : days.next[d + 1]);
      }
      network_.calendars.push_back(days);
    }
    for (Consignment& one : network_.consignments) {
      one.departs_on = 0;
      one.received_on = 1;
      one.days_after_licence = one.needs.empty() ? 0 : 3;
      one.transit.high += 2;
      one.transit.hold_p = 0.1;
      one.transit.hold_low = 1;
      one.transit.hold_typical = 3;
      one.transit.hold_high = 9;
    }
  }

  void add_alternatives() {
    for (Task& task : network_.tasks) {
      for (std::size_t i = 5; i < task.requirements.size(); i += 8) {
        const Index other = some_component(task.line);
        const auto has_it = [&](const Requirement& one) {
          return std::ranges::any_of(one.alternatives,
                                     [&](const ComponentUse& use) { return use.point == other; });
        };
        if (std::ranges::any_of(task.requirements, has_it)) continue;
        ComponentUse use = task.requirements[i].alternatives.front();
        use.point = other;
        use.in_force = {60, kNever};
        task.requirements[i].alternatives.push_back(use);
      }
    }
  }

  void add_releases() {
    for (Index point = 0; point < purchased(); point += 20) {
      const Micro held = round_up(network_.points[point].on_hand / 4);
      network_.points[point].on_hand -= held;
      network_.releases.push_back({point, 10, held});
    }
  }

  /// One licence for the point's first consignments, drawn down by quantity, the others by batches.
  void add_licence_rows(Index point) {
    Licence licence;
    licence.code = "X" + std::to_string(point);
    licence.valid = {1, 300};
    licence.left = use_per_day_[point] * 200;
    const auto row = static_cast<Index>(network_.licences.size());
    network_.licences.push_back(licence);
    for (Consignment& one : network_.consignments) {
      if (one.to != point || one.needs.empty()) continue;
      one.needs.front().has_rows = true;
      one.needs.front().licences = {{row}};
      if (one.ready <= 300) continue;
      Licence batch;
      batch.code = one.code + "-B";
      batch.is_batch = true;
      batch.left = one.quantity;
      one.needs.front().licences = {{static_cast<Index>(network_.licences.size())}};
      network_.licences.push_back(batch);
    }
  }

  void drop_deliveries(Index point) {
    std::erase_if(network_.consignments, [&](const Consignment& one) { return one.to == point; });
  }

  void reorder(Index point, bool needs_licence) {
    drop_deliveries(point);
    Policy policy;
    policy.code = "R" + std::to_string(point);
    policy.to = point;
    policy.level = round_up(use_per_day_[point] * (needs_licence ? 60 : 20));
    policy.lot = round_up(use_per_day_[point]);
    policy.needs_licence = needs_licence;
    policy.transit = {5, 8, 15};
    policy.departs_on = 0;
    policy.received_on = 1;
    network_.points[point].on_hand = policy.level;
    network_.policies.push_back(policy);
  }

  void bring_from_warehouse(Index point) {
    const auto warehouse = static_cast<Index>(network_.points.size());
    network_.points.push_back(
        {network_.points[point].item, "WAREHOUSE", network_.points[point].on_hand, false});
    const std::size_t count = network_.consignments.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (network_.consignments[i].to != point) continue;
      Consignment supply = network_.consignments[i];
      supply.code += "-W";
      supply.to = warehouse;
      network_.consignments[i].from = warehouse;
      network_.consignments.push_back(supply);
    }
  }

  void add_customer(std::size_t maker) {
    const auto there = static_cast<Index>(network_.points.size());
    const auto line = static_cast<Index>(network_.lines.size());
    network_.points.push_back({network_.tasks[maker].item, "CUSTOMER", 0, false});
    network_.points.push_back({"car" + std::to_string(maker), "CUSTOMER", 0, false});
    Task task = network_.tasks[maker];
    task.line = line;
    task.output = there + 1;
    task.requirements = {{{{there, kUnit, {}}}}};
    network_.points[there].on_hand = kUnit * task.plan[1] * 10;
    network_.lines.push_back(
        {"C" + std::to_string(maker), {static_cast<Index>(network_.tasks.size())}});
    network_.tasks.push_back(task);
    Policy policy;
    policy.code = "PASS" + std::to_string(maker);
    policy.kind = PolicyKind::pass_on;
    policy.from = output_of(maker);
    policy.to = there;
    policy.lot = kUnit;
    policy.transit = {1, 2, 4};
    network_.policies.push_back(policy);
  }

  /// The last line's output is a part of what an early one needs.
  void feed_back(std::size_t from, std::size_t to) {
    const Micro needed = kUnit / 16;
    network_.tasks[to].requirements.push_back({{{output_of(from), needed, {}}}});
    network_.points[output_of(from)].on_hand += kUnit * 400;
  }

  /// To quarters of a unit, unless amounts are to be wide.
  [[nodiscard]] Micro round_up(Micro amount) const {
    return size_.is_wide ? amount + 1 : (amount / (kUnit / 4) + 1) * (kUnit / 4);
  }

  FirmSize size_;
  RandomStream stream_{1, 0, std::uint64_t{0}, Purpose::test};
  Network network_;
  std::vector<std::int64_t> use_per_day_;
};

}  // namespace

Network make_firm(const FirmSize& size) { return FirmMaker{size}.make(); }

Network make_reordering_firm(std::size_t points, Day horizon) {
  constexpr std::size_t kNeeds = 20;
  RandomStream stream{3, 0, std::uint64_t{0}, Purpose::test};
  Network network;
  network.horizon = horizon;
  for (std::size_t i = 0; i < points; ++i) {
    network.points.push_back({"I" + std::to_string(i), "PLANT", 0, false});
  }
  for (std::size_t line = 0; line * kNeeds < points; ++line) {
    const auto rate = static_cast<std::int64_t>(20 + 60 * stream.uniform());
    Task task;
    task.item = "T" + std::to_string(line);
    task.line = static_cast<Index>(line);
    task.output = static_cast<Index>(network.points.size());
    network.points.push_back({task.item, "PLANT", 0, false});
    for (Day day = 0; day <= horizon; ++day) task.plan.push_back(day % 7 < 5 ? rate : 0);
    for (std::size_t i = line * kNeeds; i < std::min(points, (line + 1) * kNeeds); ++i) {
      const auto point = static_cast<Index>(i);
      task.requirements.push_back({{{point, kUnit, {}}}});
      Policy policy;
      policy.code = "P" + std::to_string(i);
      policy.to = point;
      policy.level = rate * 13 * kUnit;
      policy.transit = {7, 10, 18};
      network.points[i].on_hand = policy.level;
      network.policies.push_back(policy);
    }
    network.tasks.push_back(task);
    network.lines.push_back({"L" + std::to_string(line), {static_cast<Index>(line)}});
  }
  return network;
}

Draws make_firm_draws(const Network& network, std::size_t replications) {
  RandomStream stream{2, 0, std::uint64_t{0}, Purpose::test};
  std::vector<Day> filed(network.applications, 0);
  for (const Consignment& one : network.consignments) {
    if (!one.needs.empty()) filed[one.needs.front().application] = std::max(0, one.ready - 60);
  }
  Draws draws;
  draws.replications = replications;
  draws.applications = network.applications;
  draws.policies = network.policies.size();
  draws.turns_per_policy = network.policies.empty() ? 0 : 1;
  draws.turns.resize(replications * draws.policies * draws.turns_per_policy,
                     {2, 30, FinalOutcome::granted});
  draws.first_stage = {0};
  for (std::size_t r = 0; r < replications; ++r) {
    for (std::size_t a = 0; a < draws.applications; ++a) {
      const auto decided = static_cast<Day>(filed[a] + 1 + 60.0 * stream.exponential());
      const bool granted = stream.uniform() > 0.1;
      draws.in_hand_day.push_back(granted ? decided : kNever);
      draws.outcome.push_back(granted ? FinalOutcome::granted : FinalOutcome::refused);
      draws.final_day.push_back(decided);
      draws.stages.push_back({0, Stage::review});
      draws.stages.push_back({decided, granted ? Stage::in_hand : Stage::refused});
      draws.first_stage.push_back(static_cast<std::uint32_t>(draws.stages.size()));
    }
  }
  return draws;
}

}  // namespace runout::flow::bench
