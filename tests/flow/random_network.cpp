#include "flow/random_network.h"

#include <algorithm>
#include <string>

#include "flow/small_network.h"
#include "runout/base/random.h"

namespace runout::flow::fixtures {
namespace {

class Maker {
 public:
  explicit Maker(const WorldSize& size)
      : size_{size}, random_{size.seed, 0, std::uint64_t{0}, Purpose::test} {}

  World make() {
    network_ = empty_network(size_.horizon);
    network_.applications = static_cast<std::size_t>(size_.applications);
    add_calendars();
    for (int item = 0; item < size_.items; ++item) add_stock(item);
    for (int line = 0; line < size_.lines; ++line) add_random_line(line);
    for (int i = 0; i < size_.applications; ++i) add_licences();
    for (int i = 0; i < size_.consignments; ++i) add_random_consignment();
    for (int i = 0; i < size_.policies; ++i) add_random_policy();
    Draws draws = draw_decisions();
    return {std::move(network_), std::move(draws)};
  }

 private:
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random_.uniform() * static_cast<double>(high - low + 1));
  }
  bool chance(double p) { return random_.uniform() < p; }
  Index some_point() {
    return static_cast<Index>(between(0, static_cast<std::int64_t>(network_.points.size()) - 1));
  }
  std::optional<Index> some_calendar() {
    if (chance(0.5)) return std::nullopt;
    return static_cast<Index>(between(0, 1));
  }
  Day some_day() { return static_cast<Day>(between(-4, size_.horizon + 3)); }
  DayRange some_range() {
    if (chance(0.6)) return {};
    const Day first = some_day();
    return {first, chance(0.5) ? kNever : static_cast<Day>(first + between(0, size_.horizon))};
  }
  Transit some_transit() {
    Transit transit;
    transit.low = static_cast<std::int32_t>(between(0, 4));
    transit.typical = transit.low + static_cast<std::int32_t>(between(0, 4));
    transit.high = transit.typical + static_cast<std::int32_t>(between(0, 6));
    if (chance(0.3)) {
      transit.hold_p = 0.4;
      transit.hold_low = static_cast<std::int32_t>(between(0, 3));
      transit.hold_typical = transit.hold_low + static_cast<std::int32_t>(between(0, 3));
      transit.hold_high = transit.hold_typical + static_cast<std::int32_t>(between(0, 5));
    }
    return transit;
  }

  void add_calendars() {
    std::vector<Day> weekends;
    std::vector<Day> shutdown;
    for (Day day = 0; day <= size_.horizon; ++day) {
      if (day % 7 == 2 || day % 7 == 3) weekends.push_back(day);
      if (day > size_.horizon / 2 && day < size_.horizon / 2 + 8) shutdown.push_back(day);
    }
    add_calendar_closed_on(network_, weekends);
    add_calendar_closed_on(network_, shutdown);
  }

  void add_stock(int item) {
    const Index point = add_point(network_, "P" + std::to_string(item), 0);
    if (chance(0.7)) network_.points[point].on_hand = between(0, 120) * 500'000 + between(0, 2);
    network_.points[point].control_unknown = chance(0.2);
    if (chance(0.2)) network_.releases.push_back({point, some_day(), units(between(0, 30))});
  }

  void add_random_line(int row) {
    const Index line = add_line(network_, "L" + std::to_string(row));
    const std::int64_t tasks = between(1, 3);
    for (std::int64_t i = 0; i < tasks; ++i) {
      const Index task = add_task(network_, line, 0);
      if (chance(0.5)) network_.tasks[task].output = some_point();  // feedback, shared output
      const std::int64_t rate = between(0, 9);
      for (Day day = 1; day <= size_.horizon; ++day) {
        network_.tasks[task].plan[static_cast<std::size_t>(day)] =
            day % 7 == 3 ? 0 : (chance(0.1) ? between(0, 12) : rate);
      }
      network_.tasks[task].catch_up_per_day = chance(0.5) ? between(0, 5) : 0;
      add_requirements(network_.tasks[task]);
    }
  }

  /// Each point stands in at most one requirement of the task.
  void add_requirements(Task& task) {
    std::vector<Index> points(network_.points.size());
    for (Index i = 0; i < points.size(); ++i) points[i] = i;
    for (std::size_t i = points.size(); i > 1; --i) {
      std::swap(points[i - 1],
                points[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(i) - 1))]);
    }
    std::size_t next = 0;
    const std::int64_t requirements = between(0, 3);
    for (std::int64_t i = 0; i < requirements; ++i) {
      Requirement requirement;
      const std::int64_t alternatives = chance(0.3) ? between(2, 3) : 1;
      for (std::int64_t j = 0; j < alternatives && next < points.size(); ++j) {
        const Micro needed = chance(0.5) ? units(between(1, 2)) : between(1, 2'500'000);
        requirement.alternatives.push_back({points[next++], needed, some_range()});
      }
      task.requirements.push_back(requirement);
    }
  }

  void add_licences() {
    const std::int64_t count = between(0, 3);
    std::vector<Index> rows;
    for (std::int64_t i = 0; i < count; ++i) {
      Licence licence;
      licence.code = "X" + std::to_string(network_.licences.size());
      licence.valid = some_range();
      licence.usable = chance(0.9);
      if (chance(0.7)) licence.left = between(0, 60) * 700'000;
      if (chance(0.4)) licence.shipments_left = between(0, 3);
      licence.is_batch = chance(0.4);
      rows.push_back(static_cast<Index>(network_.licences.size()));
      network_.licences.push_back(licence);
    }
    licences_of_.push_back(rows);
    has_rows_.push_back(chance(0.5));
  }

  LicenceNeed some_need() {
    LicenceNeed need;
    need.application = static_cast<Index>(between(0, size_.applications - 1));
    need.needed = {some_range()};
    if (chance(0.2)) need.needed.push_back(some_range());
    need.has_rows = has_rows_[need.application];
    if (need.has_rows) {
      for (const Index licence : licences_of_[need.application]) {
        need.licences.push_back({licence, chance(0.5) ? 1'000'000 : between(1, 2'000'000)});
      }
    }
    return need;
  }

  void add_random_consignment() {
    const Index row = add_consignment(network_, some_point(), between(1, 40), some_day(), 1);
    Consignment& consignment = network_.consignments[row];
    consignment.quantity += chance(0.2) ? between(0, 999'999) : 0;
    consignment.transit = some_transit();
    if (chance(0.3)) consignment.from = some_point();
    consignment.days_after_licence = chance(0.5) ? static_cast<Day>(between(0, 5)) : 0;
    consignment.departs_on = some_calendar();
    consignment.received_on = some_calendar();
    if (size_.applications > 0) {
      const std::int64_t needs = between(0, 2);
      for (std::int64_t i = 0; i < needs; ++i) {
        const LicenceNeed need = some_need();
        if (i == 0 || need.application != consignment.needs[0].application) {
          consignment.needs.push_back(need);
        }
      }
    }
    if (chance(0.1)) {
      consignment.held_until_departure = chance(0.3) ? kNever : some_day();
    } else if (chance(0.2)) {
      UnderWay under_way;
      under_way.departed = static_cast<Day>(between(-12, 0));
      if (chance(0.4)) {
        under_way.held = static_cast<Day>(between(under_way.departed, 0));
        if (chance(0.4)) under_way.held_until = chance(0.2) ? kNever : some_day();
      }
      consignment.under_way = under_way;
    }
  }

  void add_random_policy() {
    const bool passes_on = chance(0.5);
    const Index row =
        add_policy(network_, passes_on ? PolicyKind::pass_on : PolicyKind::order_up_to,
                   some_point(), std::nullopt, between(0, 40), 1);
    Policy& policy = network_.policies[row];
    if (passes_on || chance(0.4)) policy.from = some_point();
    policy.lot = chance(0.5) ? units(between(1, 7)) : 1;
    policy.share = chance(0.5) ? 1'000'000 : between(0, 1'000'000);
    policy.needs_licence = chance(0.4);
    policy.transit = some_transit();
    policy.departs_on = some_calendar();
    policy.received_on = some_calendar();
  }

  Draws draw_decisions() {
    constexpr std::size_t kTurns = 3;
    std::vector<std::vector<Given>> replications(static_cast<std::size_t>(size_.replications));
    std::vector<PolicyTurn> turns;
    for (std::vector<Given>& row : replications) {
      for (int i = 0; i < size_.applications; ++i) {
        Given given;
        given.decided = chance(0.2) ? kNever : some_day();
        if (chance(0.3)) given.outcome = FinalOutcome::refused;
        given.until_then = chance(0.5) ? Stage::preparing : Stage::review;
        row.push_back(given);
      }
      for (std::size_t i = 0; i < network_.policies.size() * kTurns; ++i) {
        PolicyTurn turn;
        turn.preparation_days = static_cast<Day>(between(0, 3));
        turn.review_days = static_cast<Day>(between(0, 5));
        if (chance(0.3)) {
          turn.outcome = chance(0.5) ? FinalOutcome::refused : FinalOutcome::pending;
        }
        turns.push_back(turn);
      }
    }
    return given_draws(network_, replications, std::move(turns), kTurns);
  }

  WorldSize size_;
  RandomStream random_;
  Network network_;
  std::vector<std::vector<Index>> licences_of_;
  std::vector<bool> has_rows_;
};

}  // namespace

World make_world(const WorldSize& size) { return Maker{size}.make(); }

}  // namespace runout::flow::fixtures
