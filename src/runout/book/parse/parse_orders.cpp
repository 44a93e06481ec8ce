// Orders, applications, licences, their scope, authorities and evidence.
#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/base/text.h"
#include "runout/book/damage.h"
#include "runout/book/parse/parsing.h"

namespace runout::book {
namespace {

using LanesByEnds = std::map<std::pair<std::size_t, std::size_t>, std::vector<std::size_t>>;

LanesByEnds group_lanes(const Parsing& parsing) {
  LanesByEnds groups;
  const auto& lanes = parsing.records.lanes;
  for (std::size_t row = 0; row < lanes.size(); ++row) {
    groups[{lanes[row].origin.index(), lanes[row].destination.index()}].push_back(row);
  }
  return groups;
}

/// The columns of orders.csv that say which way a consignment goes.
struct WayColumns {
  Column origin;
  Column destination;
  Column lane;
};

/// The lane of a row whose two sites are known: the one it names, else the only one between them.
std::optional<LaneId> find_lane(Parsing& parsing, Sheet& sheet, std::size_t row,
                                const WayColumns& way, const LanesByEnds& groups) {
  const auto origin = parsing.sites.find(sheet.cell(row, way.origin));
  const auto destination = parsing.sites.find(sheet.cell(row, way.destination));
  const auto named = sheet.reference(row, way.lane, parsing.lanes);
  const bool is_blank = sheet.cell(row, way.lane).empty();
  if (!origin || !destination || (!named && !is_blank)) return std::nullopt;
  const std::string ends = fmt::format("{} and {}", in_quotes(sheet.cell(row, way.origin)),
                                       in_quotes(sheet.cell(row, way.destination)));
  const auto& lanes = parsing.records.lanes;
  const auto& sites = parsing.records.sites;
  if (named) {
    const Lane& lane = lanes[*named];
    if (lane.origin.index() == *origin && lane.destination.index() == *destination) {
      return LaneId{*named};
    }
    sheet.error(row, "lane", "wrong_lane",
                fmt::format("{} joins {} and {}, not {}", in_quotes(lane.lane),
                            in_quotes(sites[lane.origin.index()].site),
                            in_quotes(sites[lane.destination.index()].site), ends));
    return std::nullopt;
  }
  const auto group = groups.find({*origin, *destination});
  if (group == groups.end()) {
    sheet.warn(row, "lane", "no_lane", fmt::format("no lane joins {}", ends),
               "a transit of 1 day is assumed; add a row to lanes.csv");
    return std::nullopt;
  }
  if (group->second.size() == 1) return LaneId{group->second.front()};
  std::vector<std::string> names;
  for (const std::size_t lane : group->second) names.push_back(in_quotes(lanes[lane].lane));
  sheet.error(row, "lane", "several_lanes",
              fmt::format("several lanes join {}: {}", ends, fmt::join(names, ", ")),
              "name one of them");
  return std::nullopt;
}

void read_applications(Parsing& parsing, Sheet& sheet, std::size_t row, const Column& column,
                       Order& order) {
  const std::vector<std::string> codes = split_words(sheet.cell(row, column));
  for (const std::string& code : codes) {
    if (code == "none" && codes.size() > 1) {
      sheet.error(
          row, column.spec->name, "none_and_others",
          fmt::format("{} names applications beside 'none'", in_quotes(sheet.cell(row, column))),
          "'none' stands alone: it says that no licence is needed");
    } else if (code == "none") {
      order.needs_no_licence = true;
    } else if (const auto found = parsing.applications.find(code)) {
      const ApplicationId application{*found};
      if (std::ranges::find(order.applications, application) == order.applications.end()) {
        order.applications.push_back(application);
      }
    } else {
      sheet.unknown(row, column, code, parsing.applications);
    }
  }
}

ApplicationKind application_kind(const std::string& word) {
  if (word == "batch") return ApplicationKind::batch;
  if (word == "general") return ApplicationKind::general;
  return ApplicationKind::individual;
}

}  // namespace

void parse_orders(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::orders);
  const Column order = sheet.column("order");
  const Column item = sheet.column("item");
  const WayColumns way{sheet.column("supplier_site"), sheet.column("destination_site"),
                       sheet.column("lane")};
  const Column quantity = sheet.column("quantity");
  const Column ready_on = sheet.column("ready_on");
  const Column application = sheet.column("application");
  const Column days_after = sheet.column("days_after_licence");
  const Column contract = sheet.column("contract");
  const LanesByEnds groups = group_lanes(parsing);
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    Order& record = parsing.records.orders.emplace_back();
    record.line = sheet.line(row);
    record.order = sheet.code(row, order);
    record.item = ItemId{sheet.reference(row, item, parsing.items).value_or(0)};
    record.supplier_site = SiteId{sheet.reference(row, way.origin, parsing.sites).value_or(0)};
    record.destination_site =
        SiteId{sheet.reference(row, way.destination, parsing.sites).value_or(0)};
    record.quantity = as_decimal<QuantityTag>(sheet.decimal(row, quantity)).value_or(Quantity{});
    record.ready_on = sheet.date(row, ready_on);
    record.lane = find_lane(parsing, sheet, row, way, groups);
    read_applications(parsing, sheet, row, application, record);
    record.days_after_licence = sheet.days(row, days_after).value_or(0);
    record.contract = sheet.text(row, contract);
  }
  sheet.check_keys();
}

void parse_applications(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::applications);
  const Column application = sheet.column("application");
  const Column authority = sheet.column("authority");
  const Column kind = sheet.column("kind");
  const Column holder = sheet.column("holder");
  const Column filer = sheet.column("filer");
  const Column customer = sheet.column("customer");
  const Column end_user = sheet.column("end_user");
  const Column end_user_country = sheet.column("end_user_country");
  const Column transit_country = sheet.column("transit_country");
  const Column sector = sheet.column("sector");
  const Column defence = sheet.column("defence");
  const Column past_recipient = sheet.column("past_recipient");
  const Column control_entry = sheet.column("control_entry");
  const Column quantity = sheet.column("quantity");
  const Column unit = sheet.column("unit");
  const Column mode = sheet.column("mode");
  const Column observed_from = sheet.column("observed_from");
  const Column owner = sheet.column("owner");
  const Column next_step = sheet.column("next_step");
  const Column next_step_on = sheet.column("next_step_on");
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    Application& record = parsing.records.applications.emplace_back();
    record.line = sheet.line(row);
    record.application = sheet.code(row, application);
    record.authority = sheet.text(row, authority);
    record.kind = application_kind(sheet.word(row, kind));
    record.holder = sheet.text(row, holder);
    record.filer = sheet.text(row, filer);
    record.customer = sheet.text(row, customer);
    record.end_user = sheet.text(row, end_user);
    record.end_user_country = sheet.text(row, end_user_country);
    record.transit_country = sheet.text(row, transit_country);
    record.sector = sheet.text(row, sector);
    record.defence = sheet.yes_no(row, defence);
    record.past_recipient = sheet.yes_no(row, past_recipient);
    record.control_entry = sheet.text(row, control_entry);
    record.quantity = as_decimal<QuantityTag>(sheet.decimal(row, quantity));
    record.unit = sheet.text(row, unit);
    record.mode = sheet.text(row, mode);
    record.observed_from = sheet.date(row, observed_from);
    record.owner = sheet.text(row, owner);
    record.next_step = sheet.text(row, next_step);
    record.next_step_on = sheet.date(row, next_step_on);
    if (record.application == "none") {
      sheet.error(row, "application", "reserved_word", "'none' is not a code",
                  "in orders it says that no licence is needed");
    } else if (split_words(record.application).size() > 1) {
      sheet.warn(row, "application", "blank_in_code",
                 fmt::format("{} holds a blank", in_quotes(record.application)),
                 "orders list applications separated by blanks and cannot name it");
    }
  }
  sheet.check_keys();
}

void parse_licences(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::licences);
  const Column licence = sheet.column("licence");
  const Column application = sheet.column("application");
  const Column valid_from = sheet.column("valid_from");
  const Column valid_to = sheet.column("valid_to");
  const Column quantity = sheet.column("quantity");
  const Column unit = sheet.column("unit");
  const Column tolerance = sheet.column("tolerance");
  const Column shipments = sheet.column("shipments");
  const Column mode = sheet.column("mode");
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    Licence& record = parsing.records.licences.emplace_back();
    record.line = sheet.line(row);
    record.licence = sheet.code(row, licence);
    const auto from = sheet.reference(row, application, parsing.applications);
    if (from) record.application = ApplicationId{*from};
    record.valid_from = sheet.date(row, valid_from);
    record.valid_to = sheet.date(row, valid_to);
    record.quantity = as_decimal<QuantityTag>(sheet.decimal(row, quantity));
    record.unit = sheet.text(row, unit);
    record.tolerance = as_decimal<RatioTag>(sheet.decimal(row, tolerance)).value_or(Ratio{});
    record.shipments = sheet.whole(row, shipments);
    record.mode = sheet.text(row, mode);
    if (sheet.cell(row, shipments).empty() && from &&
        parsing.records.applications[*from].kind == ApplicationKind::batch) {
      record.shipments = 1;
    }
    if (record.valid_from && record.valid_to && *record.valid_to < *record.valid_from) {
      sheet.error(row, "valid_to", "ends_before_it_begins",
                  fmt::format("'{}' lies before '{}', the first day", to_string(*record.valid_to),
                              to_string(*record.valid_from)));
    }
  }
  sheet.check_keys();
}

void parse_scope(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::scope);
  const Column subject = sheet.column("subject");
  const Column item = sheet.column("item");
  const Column quantity = sheet.column("quantity");
  const Column unit = sheet.column("unit");
  CodeIndex subjects;
  for (const std::string& code : parsing.applications.codes()) subjects.add(code, 0);
  for (const std::string& code : parsing.licences.codes()) subjects.add(code, 0);
  CodeIndex covered;
  for (const std::string& code : parsing.items.codes()) covered.add(code, 0);
  for (const std::string& code : parsing.families.codes()) covered.add(code, 0);
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    ScopeRow& record = parsing.records.scope.emplace_back();
    record.line = sheet.line(row);
    static_cast<void>(sheet.reference(row, subject, subjects));
    record.subject = sheet.cell(row, subject);
    static_cast<void>(sheet.reference(row, item, covered));
    if (const auto found = parsing.items.find(sheet.cell(row, item))) {
      record.item = ItemId{*found};
    } else {
      record.family = sheet.cell(row, item);
    }
    record.quantity = as_decimal<QuantityTag>(sheet.decimal(row, quantity));
    record.unit = sheet.text(row, unit);
  }
  sheet.check_keys();
}

namespace {

std::optional<EvidenceMeasure> find_measure(std::string_view word) {
  if (word == "filed") return EvidenceMeasure::filed;
  if (word == "decided") return EvidenceMeasure::decided;
  if (word == "completed") return EvidenceMeasure::completed;
  return std::nullopt;
}

EvidenceReporter reporter_of(std::string_view word) {
  if (word == "authority") return EvidenceReporter::authority;
  if (word == "association") return EvidenceReporter::association;
  if (word == "firm") return EvidenceReporter::firm;
  return word == "survey" ? EvidenceReporter::survey : EvidenceReporter::press;
}

}  // namespace

void parse_evidence(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::evidence);
  const Column evidence = sheet.column("evidence");
  const Column reported_on = sheet.column("reported_on");
  const Column population = sheet.column("population");
  const Column submitted = sheet.column("submitted");
  const Column granted = sheet.column("granted");
  const Column refused = sheet.column("refused");
  const Column pending = sheet.column("pending");
  const Column share = sheet.column("share");
  const Column since = sheet.column("since");
  const Column source = sheet.column("source");
  const Column weight = sheet.column("weight");
  const Column note = sheet.column("note");
  const Column measure = sheet.column("measure");
  const Column within = sheet.column("within");
  const Column own = sheet.column("own");
  const Column reporter = sheet.column("reporter");
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    Evidence& record = parsing.records.evidence.emplace_back();
    record.line = sheet.line(row);
    record.evidence = sheet.code(row, evidence);
    record.reported_on = sheet.date(row, reported_on).value_or(Date{});
    record.population = sheet.text(row, population);
    record.submitted = sheet.whole(row, submitted);
    record.granted = sheet.whole(row, granted);
    record.refused = sheet.whole(row, refused);
    record.pending = sheet.whole(row, pending);
    record.share = as_decimal<RatioTag>(sheet.decimal(row, share));
    record.since = sheet.date(row, since);
    record.source = sheet.text(row, source);
    record.weight =
        as_decimal<RatioTag>(sheet.decimal(row, weight)).value_or(Ratio::from_millionths(kMillion));
    record.note = sheet.text(row, note);
    record.measure = find_measure(sheet.word(row, measure));
    record.within = sheet.whole(row, within);
    record.own = sheet.yes_no(row, own);
    record.reporter = reporter_of(sheet.word(row, reporter));
    if (record.measure == EvidenceMeasure::completed && !record.within) {
      sheet.error(row, "within", "missing", "is empty",
                  "say after how many working days of review they were completed");
    }
    const std::int64_t counted =
        record.granted.value_or(0) + record.refused.value_or(0) + record.pending.value_or(0);
    if (record.submitted && counted > *record.submitted) {
      sheet.error(row, "submitted", "counts_disagree",
                  fmt::format("{} is less than the {} granted, refused and pending",
                              in_quotes(sheet.cell(row, submitted)), counted));
    }
  }
  sheet.check_keys();
}

void parse_authorities(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::authorities);
  const Column authority = sheet.column("authority");
  const Column calendar = sheet.column("calendar");
  const Column statutory_days = sheet.column("statutory_days");
  const Column unit = sheet.column("unit");
  const Column clock_starts = sheet.column("clock_starts");
  const Column after_refusal = sheet.column("after_refusal");
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    const std::string name = sheet.code(row, authority);
    // Cells left blank keep what is built in.
    Authority& record = parsing.records.authorities.emplace_back(default_authority(name));
    record.line = sheet.line(row);
    if (sheet.reference(row, calendar, parsing.calendars)) {
      record.calendar = sheet.cell(row, calendar);
    }
    if (const auto days = sheet.days(row, statutory_days)) record.statutory_days = days;
    const std::string counted = sheet.word(row, unit);
    if (!counted.empty()) {
      record.unit = counted == "calendar" ? ClockUnit::calendar : ClockUnit::working;
    }
    const std::string start = sheet.word(row, clock_starts);
    if (!start.empty()) {
      record.clock_starts = start == "filed" ? ClockStart::filed : ClockStart::accepted;
    }
    if (sheet.word(row, after_refusal) == "refile") record.after_refusal = AfterRefusal::refile;
  }
  sheet.check_keys();
}

}  // namespace runout::book
