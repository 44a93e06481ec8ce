// The typed records of a book: plain structs, references resolved to row numbers.
//
// `line` is the physical line on which the record begins, for messages. Codes are kept as written.
// Optional fields that the book leaves blank are std::nullopt; fields with a documented default
// hold it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/calendar.h"
#include "runout/base/dates.h"
#include "runout/base/id.h"
#include "runout/base/quantity.h"
#include "runout/book/schema.h"

namespace runout::book {

enum class ControlStatus { controlled, free, unknown, asked };
enum class SiteKind { supplier, plant, warehouse, customer };
enum class ApplicationKind { batch, individual, general };
enum class PolicyKind { order_up_to, pass_on };
enum class AfterRefusal { final, refile };
enum class ClockUnit { working, calendar };
enum class ClockStart { accepted, filed };

struct Item {
  std::size_t line = 0;
  std::string item;
  std::string description;
  std::string unit;
  std::string control_entry;
  ControlStatus control_status = ControlStatus::unknown;  ///< the default rule applied
  std::optional<Ratio> kg_per_unit;
  std::string family;
  std::optional<Money> unit_value;
};

struct Control {
  std::size_t line = 0;
  std::string control;
  std::string authority;
  std::string control_entry;
  std::string from_country;  ///< empty: any
  std::string to_country;    ///< empty: any
  std::optional<Date> valid_from;
  std::optional<Date> valid_to;
  std::string source;
};

struct Site {
  std::size_t line = 0;
  std::string site;
  std::string name;
  std::string country;
  SiteKind kind = SiteKind::plant;
  std::string firm;
  std::string calendar;  ///< empty: every day
};

struct Stock {
  std::size_t line = 0;
  ItemId item{0};
  SiteId site{0};
  std::string place;
  Quantity on_hand;
  Quantity blocked;
  std::optional<Date> usable_from;
  std::optional<Quantity> min_stock;
  std::optional<Date> counted_on;
};

struct Component {
  std::size_t line = 0;
  ItemId parent{0};
  ItemId component{0};
  std::optional<Date> from;
  std::optional<Date> to;
  Ratio quantity_per;
  Ratio scrap;
  Quantity needed;     ///< quantity_per / (1 - scrap), rounded half up to a millionth
  std::string choice;  ///< empty: not an alternative
  std::int64_t rank = 0;
};

struct Line {
  std::size_t line_number = 0;
  std::string line;
  ItemId item{0};
  SiteId site{0};
  std::int64_t units_per_day = 0;
  std::string calendar = "mon-fri";
  Money contribution_per_unit;
  Money stop_cost_per_day;
  std::string currency;
  std::int64_t priority = 1;
  std::int64_t catch_up_per_day = 0;
};

struct PlanRow {
  std::size_t line_number = 0;
  std::string line;
  ItemId item{0};
  Date from;
  Date to;
  std::int64_t units_per_day = 0;
};

struct Lane {
  std::size_t line = 0;
  std::string lane;
  SiteId origin{0};
  SiteId destination{0};
  std::string mode;  ///< empty: not said
  std::int32_t transit_low = 1;
  std::int32_t transit_typical = 1;
  std::int32_t transit_high = 1;
  std::string via;
  Ratio hold_p;
  std::int32_t hold_low = 0;
  std::int32_t hold_typical = 0;
  std::int32_t hold_high = 0;
};

struct Order {
  std::size_t line = 0;
  std::string order;
  ItemId item{0};
  SiteId supplier_site{0};
  SiteId destination_site{0};
  Quantity quantity;
  std::optional<Date> ready_on;
  std::optional<LaneId> lane;     ///< nothing: no lane between the sites, 1 day with a warning
  bool needs_no_licence = false;  ///< `none`
  std::vector<ApplicationId> applications;  ///< empty: controls decide, unless `none`
  std::int32_t days_after_licence = 0;
  std::string contract;
};

struct Application {
  std::size_t line = 0;
  std::string application;
  std::string authority;
  ApplicationKind kind = ApplicationKind::individual;
  std::string holder;
  std::string filer;
  std::string customer;
  std::string end_user;
  std::string end_user_country;
  std::string transit_country;
  std::string sector;
  std::string defence;         ///< "yes", "no" or empty
  std::string past_recipient;  ///< "yes", "no" or empty
  std::string control_entry;
  std::optional<Quantity> quantity;
  std::string unit;
  std::string mode;
  std::optional<Date> observed_from;
  std::string owner;
  std::string next_step;
  std::optional<Date> next_step_on;
  friend bool operator==(const Application&, const Application&) = default;
};

struct Licence {
  std::size_t line = 0;
  std::string licence;
  std::optional<ApplicationId> application;
  std::optional<Date> valid_from;
  std::optional<Date> valid_to;
  std::optional<Quantity> quantity;
  std::string unit;
  Ratio tolerance;
  std::optional<std::int64_t> shipments;  ///< the default of a batch licence applied
  std::string mode;
};

/// What an application or licence covers: one item, or all of a family.
struct ScopeRow {
  std::size_t line = 0;
  std::string subject;
  std::optional<ItemId> item;
  std::string family;
  std::optional<Quantity> quantity;
  std::string unit;
};

enum class SubjectKind { application, licence, order, authority, line };

struct Event {
  std::size_t line = 0;
  std::string id;
  std::string subject;
  SubjectKind kind = SubjectKind::application;
  std::size_t index = 0;  ///< row of the application, licence or order; 0 for an authority
  std::optional<Date> happened_on;  ///< nothing where only an interval is known
  std::optional<Date> earliest;
  std::optional<Date> latest;
  std::string event;
  std::optional<Date> expected_on;
  std::optional<Quantity> quantity;
  std::string licence;
  Date known_on;  ///< the default applied
  std::string supersedes;
  std::string source;
  std::string note;

  /// The day the event is taken to have happened: happened_on, else latest.
  [[nodiscard]] Date day() const { return happened_on ? *happened_on : *latest; }
};

/// What an aggregate report counts.
enum class EvidenceMeasure : std::uint8_t { filed, decided, completed };
/// Who counted: how exact the numbers are, and whether those counted chose to be.
enum class EvidenceReporter : std::uint8_t { authority, association, firm, press, survey };

struct Evidence {
  std::size_t line = 0;
  std::string evidence;
  Date reported_on;
  std::string population;
  std::optional<std::int64_t> submitted;
  std::optional<std::int64_t> granted;
  std::optional<std::int64_t> refused;
  std::optional<std::int64_t> pending;
  std::optional<Ratio> share;
  std::optional<Date> since;
  std::string source;
  Ratio weight = Ratio::from_units(1);
  std::string note;
  std::optional<EvidenceMeasure> measure;  ///< nothing: filed, or decided where only decisions are
  std::optional<std::int64_t> within;      ///< working days
  std::string own;                         ///< yes, no or empty: not said
  EvidenceReporter reporter = EvidenceReporter::press;
};

struct Replenishment {
  std::size_t line = 0;
  ItemId item{0};
  SiteId site{0};
  LaneId lane{0};
  PolicyKind policy = PolicyKind::order_up_to;
  std::optional<Quantity> level;
  Ratio share = Ratio::from_units(1);
  std::optional<Quantity> lot;
  bool needs_licence = false;
};

/// How an authority counts and decides. Built in: MOFCOM (CN, 45 working days from accepted).
struct Authority {
  std::size_t line = 0;  ///< 0: built in or assumed
  std::string authority;
  std::string calendar = "mon-fri";
  std::optional<std::int32_t> statutory_days;
  ClockUnit unit = ClockUnit::working;
  ClockStart clock_starts = ClockStart::accepted;
  AfterRefusal after_refusal = AfterRefusal::final;
};

/// The built-in row of an authority: MOFCOM's, else mon-fri without a statutory time.
[[nodiscard]] Authority default_authority(const std::string& name);

/// All records of a book in one state, in the order of the book.
/// Stands between the scenarios of a saved forecast: authorities may have blanks in their names.
inline constexpr char kBetweenScenarios = '|';

/// What a saved forecast said of a line.
struct SavedLine {
  /// Futures in which the line first runs out on that day, counted from `as_of`.
  struct DayCount {
    std::int32_t day = 0;
    std::int64_t futures = 0;
    friend bool operator==(const DayCount&, const DayCount&) = default;
  };

  std::size_t line = 0;  ///< physical, as everywhere
  std::string forecast;
  std::string code;  ///< of the line; the book may no longer have it
  Date as_of;
  std::int64_t batch = 0;
  std::int32_t horizon = 0;  ///< days
  std::int64_t replications = 0;
  std::uint64_t seed = 1;
  bool unknown_is_controlled = false;
  std::vector<std::string> scenarios;
  std::vector<DayCount> run_out;  ///< ascending by day
  std::optional<Date> secured_until;
  std::string alert;
  std::string program;
};

struct Records {
  std::vector<Item> items;
  std::vector<Control> controls;
  std::vector<Site> sites;
  std::vector<Stock> stock;
  std::vector<Component> bom;
  std::vector<Line> lines;
  std::vector<PlanRow> plan;
  std::vector<Lane> lanes;
  std::vector<Order> orders;
  std::vector<Application> applications;
  std::vector<Licence> licences;
  std::vector<ScopeRow> scope;
  std::vector<Event> events;
  std::vector<Evidence> evidence;
  std::vector<Replenishment> replenishment;
  std::vector<Authority> authorities;
  std::vector<SavedLine> forecasts;
  std::map<std::string, Calendar> calendars;  ///< built-in and own, by name
  std::array<std::string, kFileCount> names;  ///< of the files, as messages give them

  /// What messages call a file: "orders.csv", or "book.xlsx:orders".
  [[nodiscard]] std::string name_of(File file) const;
  /// The calendar of a name; Error{internal} for one that parsing would have refused.
  [[nodiscard]] const Calendar& calendar(const std::string& name) const;
  /// The row of authorities.csv, the built-in one, or the default with this name.
  [[nodiscard]] Authority authority(const std::string& name) const;
};

}  // namespace runout::book
