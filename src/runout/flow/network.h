// What the simulator knows of the world: stock points, lines, consignments, licences, policies.
//
// Plain numbers only: row numbers instead of codes, days counted from the as-of day (1 is the
// first simulated day), amounts in whole millionths of the item's unit. The codes that are kept
// name random streams and results, nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/draws.h"

namespace runout::flow {

/// An amount in whole millionths of a unit.
using Micro = std::int64_t;
/// Row number in one of the vectors of Network.
using Index = std::uint32_t;

/// A stretch of days, both ends included.
struct DayRange {
  Day first = 1;
  Day last = kNever;
  [[nodiscard]] bool contains(Day day) const { return first <= day && day <= last; }
  friend bool operator==(const DayRange&, const DayRange&) = default;
};

/// One item at one site.
struct StockPoint {
  std::string item;
  std::string site;
  Micro on_hand = 0;             ///< usable at the start of day 1
  bool control_unknown = false;  ///< nobody knows whether the item is controlled
  friend bool operator==(const StockPoint&, const StockPoint&) = default;
};

/// Stock counted but usable only from a later day (quality hold). It adds to a point in step 1.
struct Release {
  Index point = 0;
  Day day = 1;
  Micro quantity = 0;
  friend bool operator==(const Release&, const Release&) = default;
};

/// One way to meet a requirement: so much of a component in each unit of output.
struct ComponentUse {
  Index point = 0;
  Micro needed = 0;   ///< quantity_per / (1 - scrap), > 0
  DayRange in_force;  ///< out of force it is not used
  friend bool operator==(const ComponentUse&, const ComponentUse&) = default;
};

/// What one unit of output takes of one component, or of its alternatives in the order of use.
/// With no alternative in force on a day nothing is needed that day.
struct Requirement {
  std::vector<ComponentUse> alternatives;
  friend bool operator==(const Requirement&, const Requirement&) = default;
};

/// One item made by a line.
struct Task {
  std::string item;
  Index line = 0;
  Index output = 0;                ///< stock point that receives what is made
  std::vector<std::int64_t> plan;  ///< [horizon + 1] units; plan[day], plan[0] unused
  std::int64_t catch_up_per_day = 0;
  std::vector<Requirement> requirements;
  friend bool operator==(const Task&, const Task&) = default;
};

/// A production line. Network::lines is in the order of serving: priority, then book order.
struct Line {
  std::string code;
  std::vector<Index> tasks;  ///< in the order of the book
  friend bool operator==(const Line&, const Line&) = default;
};

/// Days from departure to arrival, and the inspection that may add to them; calendar days.
struct Transit {
  std::int32_t low = 1;
  std::int32_t typical = 1;
  std::int32_t high = 1;
  double hold_p = 0.0;
  std::int32_t hold_low = 0;
  std::int32_t hold_typical = 0;
  std::int32_t hold_high = 0;
  friend bool operator==(const Transit&, const Transit&) = default;
};

/// Working days of a site as an array, so that the simulator needs no calendar arithmetic.
struct WorkingDays {
  std::vector<Day> next;  ///< [horizon + 1] first working day on or after the day; kNever beyond
  friend bool operator==(const WorkingDays&, const WorkingDays&) = default;
};

/// A row of licences.csv that limits what may leave under an application.
struct Licence {
  std::string code;
  DayRange valid;
  bool usable = true;         ///< not suspended, revoked, exhausted, ...
  std::optional<Micro> left;  ///< in the licence's unit, tolerance included; nothing: no limit
  std::optional<std::int64_t> shipments_left;
  bool is_batch = false;  ///< all or nothing; what is left lapses with the departure
  friend bool operator==(const Licence&, const Licence&) = default;
};

/// How much of a licence one unit of a consignment's item uses.
struct LicenceUse {
  Index licence = 0;
  Micro per_unit = kMillionUse;  ///< licence units for one unit of the item, in millionths
  static constexpr Micro kMillionUse = 1'000'000;
  friend bool operator==(const LicenceUse&, const LicenceUse&) = default;
};

/// One licence that a consignment must have. Without rows in licences.csv (`licences` empty) the
/// drawn decision covers the whole; with rows, they do, and the decision is in the past.
struct LicenceNeed {
  Index application = 0;             ///< into Draws
  std::vector<LicenceUse> licences;  ///< in the order of drawing: the one that ends first, first
  bool has_rows = false;             ///< licences.csv governs, even if no usable row is left
  /// Nobody named this application: it stands for a licence the goods would need. For an item of
  /// unknown control status the blame then says so.
  bool assumed = false;
  /// Departures on these days need it; several controls give several ranges. A named application
  /// is always needed: one range over all days.
  std::vector<DayRange> needed;
  friend bool operator==(const LicenceNeed&, const LicenceNeed&) = default;
};

/// A consignment that was shipped by the as-of day.
struct UnderWay {
  Day departed = 0;               ///< <= 0
  std::optional<Day> held;        ///< day since which it is held; not released by the as-of day
  std::optional<Day> held_until;  ///< day named for the release, if any
  friend bool operator==(const UnderWay&, const UnderWay&) = default;
};

/// A consignment on file that has not arrived.
struct Consignment {
  std::string code;
  Index to = 0;               ///< stock point at the destination
  std::optional<Index> from;  ///< stock point it is taken from; nothing: endless
  Micro quantity = 0;
  Day ready = 1;  ///< as in the book, may lie before day 1
  Day days_after_licence = 0;
  Transit transit;                  ///< typical already replaced by a later eta, where there is one
  std::optional<Index> departs_on;  ///< into Network::calendars; nothing: every day
  std::optional<Index> received_on;  ///< likewise
  std::vector<LicenceNeed> needs;
  std::optional<UnderWay> under_way;
  std::optional<Day> held_until_departure;  ///< held before shipping; kNever: nobody knows
  friend bool operator==(const Consignment&, const Consignment&) = default;
};

enum class PolicyKind { order_up_to, pass_on };

/// How an item is reordered at a site beyond the consignments on file.
struct Policy {
  std::string code;
  PolicyKind kind = PolicyKind::order_up_to;
  Index to = 0;
  std::optional<Index> from;   ///< stock that limits it; nothing: endless
  Micro level = 0;             ///< order-up-to
  Micro lot = 1;               ///< orders are multiples of it
  Micro share = 1'000'000;     ///< of each order, in millionths
  bool needs_licence = false;  ///< its orders take the policy's turns from Draws
  Transit transit;
  std::optional<Index> departs_on;
  std::optional<Index> received_on;
  friend bool operator==(const Policy&, const Policy&) = default;
};

/// Everything that moves goods, with the horizon it was built for.
struct Network {
  Day horizon = 0;
  std::vector<StockPoint> points;
  std::vector<Release> releases;
  std::vector<Task> tasks;
  std::vector<Line> lines;
  std::vector<Consignment> consignments;  ///< in the order of the book
  std::vector<Licence> licences;
  std::vector<Policy> policies;  ///< in the order of the book; as in Draws
  std::vector<WorkingDays> calendars;
  std::size_t applications = 0;  ///< as in Draws
  friend bool operator==(const Network&, const Network&) = default;
};

}  // namespace runout::flow
