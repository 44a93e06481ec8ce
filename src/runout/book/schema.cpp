#include "runout/book/schema.h"

#include <algorithm>
#include <array>

namespace runout::book {
namespace {

using enum ValueKind;
using enum Range;

ColumnSpec key_code(std::string_view name, std::string_view meaning) {
  return {name, code, true, any, {}, std::nullopt, meaning};
}
ColumnSpec reference(std::string_view name, File to, bool required, std::string_view meaning) {
  return {name, code, required, any, {}, to, meaning};
}
ColumnSpec free_text(std::string_view name, std::string_view meaning) {
  return {name, text, false, any, {}, std::nullopt, meaning};
}
ColumnSpec number(std::string_view name, Range range, bool required, std::string_view meaning) {
  return {name, decimal, required, range, {}, std::nullopt, meaning};
}
ColumnSpec whole_number(std::string_view name, Range range, bool required,
                        std::string_view meaning) {
  return {name, whole, required, range, {}, std::nullopt, meaning};
}
ColumnSpec day(std::string_view name, std::string_view meaning, bool required = false) {
  return {name, date, required, any, {}, std::nullopt, meaning};
}
ColumnSpec one_of(std::string_view name, std::vector<std::string> words, std::string_view meaning,
                  bool required = false) {
  return {name, word, required, any, std::move(words), std::nullopt, meaning};
}
ColumnSpec yes_or_no(std::string_view name, std::string_view meaning) {
  return {name, yes_no, false, any, {}, std::nullopt, meaning};
}

std::vector<std::string> all_event_words() {
  std::vector<std::string> words{"void"};
  for (const auto* list : {&application_event_words(), &licence_event_words(), &order_event_words(),
                           &authority_event_words(), &line_event_words()}) {
    for (const std::string& w : *list) {
      if (std::ranges::find(words, w) == words.end()) words.push_back(w);
    }
  }
  return words;
}

std::vector<FileSpec> make_schema() {
  return {
      {File::items,
       "items",
       "a part, material or product",
       {key_code("item", "Code of the item."), free_text("description", "What it is, for people."),
        free_text("unit", "Unit of every quantity of the item: pcs, kg, m, ..."),
        free_text("control_entry", "Entry of the control list that names it, such as 1C905."),
        one_of("control_status", {"controlled", "free", "unknown", "asked"},
               "Whether exports need a licence; empty is controlled where control_entry is given, "
               "else unknown. Unknown is not free."),
        number("kg_per_unit", positive, false, "Kilograms in one unit, for licences in kg."),
        free_text("family", "Family of similar items; scope.csv may name it."),
        free_text("hs_code", "Customs tariff code, as text."),
        number("unit_value", non_negative, false, "Value of one unit in `currency`."),
        free_text("currency", "ISO 4217 code.")},
       {"item"},
       true,
       {}},
      {File::controls,
       "controls",
       "a rule: this export needs this authority's licence from this day",
       {key_code("control", "Code of the rule."),
        free_text("authority", "Who licenses, such as MOFCOM."),
        {"control_entry", text, true, any, {}, std::nullopt, "Entry of the control list."},
        free_text("from_country", "Country of origin, two letters; empty is any."),
        free_text("to_country", "Country of destination, two letters; empty is any."),
        day("valid_from", "First day in force; empty is always."),
        day("valid_to", "Last day in force; empty is open."),
        free_text("source", "Where the rule is published.")},
       {"control"},
       false,
       {}},
      {File::sites,
       "sites",
       "a place",
       {key_code("site", "Code of the site."),
        free_text("name", "Its name."),
        free_text("country", "Country, two letters."),
        one_of("kind", {"supplier", "plant", "warehouse", "customer"},
               "What it is; a supplier's stock is endless. Empty: a plant if it has a line or "
               "stock, else a supplier."),
        free_text("firm", "Firm it belongs to; the holder of licences for what it ships."),
        {"calendar", code, false, any, built_in_calendar_words(), File::calendars,
         "Working days on which goods leave and are received; empty: every day."}},
       {"site"},
       true,
       {}},
      {File::stock,
       "stock",
       "stock of an item at a place of a site",
       {reference("item", File::items, true, "The item."),
        reference("site", File::sites, true, "The site."),
        free_text("place", "Storage place within the site; may be empty."),
        number("on_hand", non_negative, true, "Units counted, blocked ones included."),
        number("blocked", non_negative, false, "Units that are never used; default 0."),
        day("usable_from", "Usable from this day on (quality hold); empty: now."),
        number("min_stock", non_negative, false, "Least stock to keep; shown, not enforced."),
        day("counted_on", "Day at whose end it was counted.")},
       {"item", "site", "place"},
       true,
       {"counted_on"}},
      {File::bom,
       "bom",
       "a component of a product or sub-assembly",
       {reference("parent", File::items, true, "What is made."),
        reference("component", File::items, true, "What it takes."),
        day("from", "First day of use; empty: always."), day("to", "Last day of use; empty: open."),
        number("quantity_per", positive, true, "Units of the component in one unit of the parent."),
        number("scrap", below_one, false, "Share lost: needed is quantity_per / (1 - scrap)."),
        free_text("choice", "Rows of one parent with the same choice are alternatives."),
        whole_number("rank", any, false, "Order of use among alternatives; lower first.")},
       {"parent", "component", "from"},
       true,
       {}},
      {File::lines,
       "lines",
       "what a production line makes",
       {key_code("line", "Code of the line."),
        reference("item", File::items, true, "What it makes; several rows: a mixed-model line."),
        reference("site", File::sites, true, "Where it stands."),
        whole_number("units_per_day", non_negative, true, "Planned units on a working day."),
        {"calendar", code, false, any, built_in_calendar_words(), File::calendars,
         "Working days of the line; default mon-fri."},
        number("contribution_per_unit", non_negative, false, "Money lost with a unit not made."),
        free_text("currency", "ISO 4217 code of the two amounts of money."),
        number("stop_cost_per_day", non_negative, false, "Money lost a day without output."),
        whole_number("priority", any, false, "1 (default) is served before 2."),
        whole_number("catch_up_per_day", non_negative, false,
                     "Units above plan a day that make up for units owed; default 0.")},
       {"line", "item"},
       true,
       {}},
      {File::plan,
       "plan",
       "planned production where it differs from the rate",
       {reference("line", File::lines, true, "The line."),
        reference("item", File::items, true, "What it makes."), day("from", "First day.", true),
        day("to", "Last day, included.", true),
        whole_number("units_per_day", non_negative, true, "Units on its working days.")},
       {"line", "item", "from"},
       false,
       {}},
      {File::lanes,
       "lanes",
       "a way between two sites",
       {key_code("lane", "Code of the lane."),
        reference("origin", File::sites, true, "Where it begins."),
        reference("destination", File::sites, true, "Where it ends."),
        free_text("mode", "How goods travel: sea, air, rail, road, courier, ..."),
        whole_number("transit_low", positive, false, "Shortest transit, calendar days."),
        whole_number("transit_typical", positive, true, "Typical transit, calendar days."),
        whole_number("transit_high", positive, false, "Longest transit, calendar days."),
        free_text("via", "Transit countries."),
        number("cost_per_unit", non_negative, false, "Freight for one unit."),
        number("hold_p", share, false, "Probability of a customs inspection; default 0."),
        whole_number("hold_low", non_negative, false, "Shortest inspection, calendar days."),
        whole_number("hold_typical", non_negative, false, "Typical inspection, calendar days."),
        whole_number("hold_high", non_negative, false, "Longest inspection, calendar days.")},
       {"lane"},
       false,
       {}},
      {File::orders,
       "orders",
       "a consignment that travels together",
       {key_code("order", "Code of the consignment."),
        reference("item", File::items, true, "What travels."),
        reference("supplier_site", File::sites, true, "Where it leaves."),
        reference("destination_site", File::sites, true, "Where it goes."),
        number("quantity", positive, true, "Units of the item."),
        day("ready_on", "Day on which it is ready to leave; empty: ready."),
        reference("lane", File::lanes, false, "Empty: the only lane between the two sites."),
        {"application",
         codes,
         false,
         any,
         {"none"},
         File::applications,
         "All are needed; `none`: needs no licence; empty: controls.csv decides."},
        whole_number("days_after_licence", non_negative, false,
                     "Calendar days from the licence in hand to readiness; default 0."),
        free_text("contract", "Contract of which this is a call-off.")},
       {"order"},
       true,
       {}},
      {File::applications,
       "applications",
       "a need for a licence",
       {key_code("application", "Code of the application."),
        free_text("authority", "Who decides, such as MOFCOM."),
        one_of("kind", {"batch", "individual", "general"},
               "batch: one consignment; individual: several; general: a pair or family."),
        free_text("holder", "Firm that will hold the licence: the exporter."),
        free_text("filer", "Who files it."),
        free_text("customer", "Who buys."),
        free_text("end_user", "Who uses the goods in the end."),
        free_text("end_user_country", "Country of the end user, two letters."),
        free_text("transit_country", "Country the goods pass, if a third one."),
        free_text("sector", "Sector of the end use."),
        yes_or_no("defence", "Whether there is a link to defence."),
        yes_or_no("past_recipient",
                  "Whether this end user had a licence before; blank: if the book has one."),
        free_text("control_entry", "Entry of the control list."),
        number("quantity", positive, false, "Quantity applied for."),
        free_text("unit", "Unit of the quantity; default the item's."),
        free_text("mode", "The only way goods may travel, as lanes spell it; empty: any."),
        day("observed_from", "First day on which the book would have seen a decision."),
        free_text("owner", "Who looks after it."),
        free_text("next_step", "What is to be done."),
        day("next_step_on", "By when.")},
       {"application"},
       false,
       {}},
      {File::licences,
       "licences",
       "a granted licence",
       {key_code("licence", "Code of the licence."),
        reference("application", File::applications, false, "The application it came from."),
        day("valid_from", "First day of validity."), day("valid_to", "Last day of validity."),
        number("quantity", positive, false, "Quantity covered; empty: no limit."),
        free_text("unit", "Unit of the quantity; default the item's."),
        number("tolerance", share, false, "Share by which it may be exceeded; default 0."),
        whole_number("shipments", positive, false,
                     "Consignments it is good for; default batch 1, else any number."),
        free_text("mode", "The only way goods may travel, as lanes spell it; empty: any.")},
       {"licence"},
       false,
       {}},
      {File::scope,
       "scope",
       "an item or family that an application or licence covers",
       {{"subject", code, true, any, {}, std::nullopt, "An application or a licence."},
        {"item", code, true, any, {}, std::nullopt, "An item, or a family of items."},
        number("quantity", positive, false, "Quantity covered."),
        free_text("unit", "Unit of the quantity; default the item's.")},
       {"subject", "item"},
       false,
       {}},
      {File::events,
       "events",
       "something that happened",
       {free_text("id", "Own code, so that a correction can name it."),
        {"subject",
         code,
         true,
         any,
         {},
         std::nullopt,
         "An application, licence, order, authority or line."},
        day("happened_on", "Day of the event."),
        day("earliest", "First possible day, where only an interval is known."),
        day("latest", "Last possible day."),
        one_of("event", all_event_words(), "What happened.", true),
        day("expected_on", "Day that was promised or estimated (promised, eta, held)."),
        number("quantity", positive, false, "Quantity shipped, granted or short."),
        reference("licence", File::licences, false, "Licence it was shipped under."),
        day("known_on", "Day on which we knew; default happened_on, for an interval latest."),
        free_text("supersedes", "The id of the event that this one corrects."),
        free_text("source", "Where we know it from."),
        free_text("note", "For people.")},
       {},
       false,
       {"known_on", "latest", "happened_on"}},
      {File::evidence,
       "evidence",
       "an aggregate report",
       {key_code("evidence", "Code of the report."), day("reported_on", "Day of the report.", true),
        free_text("population", "Whose applications it counts."),
        whole_number("submitted", non_negative, false, "Applications filed."),
        whole_number("granted", non_negative, false, "Of them granted."),
        whole_number("refused", non_negative, false, "Of them refused."),
        whole_number("pending", non_negative, false, "Of them pending."),
        number("share", Range::share, false, "Share granted, where only that is known."),
        day("since", "Applications filed since this day."),
        free_text("source", "Where it was published."),
        number("weight", Range::share, false, "How far it is believed; default 1."),
        free_text("note", "For people."),
        one_of("measure", {"filed", "decided", "completed"},
               "What the numbers are of: applications filed since `since` (the default), decisions "
               "made since then, or decisions since then after at most `within` working days."),
        whole_number("within", positive, false, "Working days of review, where completed."),
        yes_or_no("own", "Whether the book's own applications are among them; empty: not said."),
        one_of("reporter", {"authority", "association", "firm", "press", "survey"},
               "Who counted; survey: people who chose to answer. Empty is press.")},
       {"evidence"},
       false,
       {"reported_on"}},
      {File::calendars,
       "calendars",
       "an exception to a Monday-to-Friday calendar",
       {key_code("calendar", "Name of the calendar; rows for CN add to the built-in one."),
        day("date", "First day.", true), day("to", "Last day, included; empty: one day."),
        yes_or_no("working", "Whether it is worked; empty: no."),
        free_text("name", "What the day is."), free_text("source", "Where the fact comes from.")},
       {"calendar", "date"},
       false,
       {}},
      {File::replenishment,
       "replenishment",
       "how an item is reordered beyond the orders on file",
       {reference("item", File::items, true, "The item."),
        reference("site", File::sites, true, "The site that receives it."),
        reference("lane", File::lanes, true, "The lane it comes by; its origin ships."),
        one_of("policy", {"order-up-to", "pass-on"},
               "order-up-to: orders level - (usable + on order) at the end of a day; pass-on: "
               "ships all usable goods at the end of each day.",
               true),
        number("level", positive, false, "Level to order up to, in units."),
        number("share", share, false, "Share of each order that goes this way; default 1."),
        number("lot", positive, false, "Orders are multiples of it; empty: any amount."),
        yes_or_no("needs_licence", "Whether each such order needs a licence of its own.")},
       {"item", "site", "lane"},
       false,
       {}},
      {File::authorities,
       "authorities",
       "a licensing authority",
       {key_code("authority", "Its name, as applications give it."),
        {"calendar", code, false, any, built_in_calendar_words(), File::calendars,
         "Its working days; default mon-fri."},
        whole_number("statutory_days", positive, false, "Length of the statutory review."),
        one_of("unit", {"working", "calendar"}, "Unit of statutory_days; default working."),
        one_of("clock_starts", {"accepted", "filed"}, "Event that starts it; default accepted."),
        one_of("after_refusal", {"final", "refile"},
               "refile: a refused application is prepared anew; default final.")},
       {"authority"},
       false,
       {}},
      {File::forecasts,
       "forecasts",
       "what a saved forecast said of a line",
       {key_code("forecast", "Name of the saved forecast."),
        {"line", code, true, any, {}, std::nullopt, "The line."},
        day("as_of", "Day on which the book was looked at.", true),
        whole_number("batch", non_negative, true, "Last batch of the book at that time."),
        whole_number("horizon", positive, true, "Days looked ahead."),
        whole_number("replications", positive, true, "Random futures."),
        free_text("seed", "Seed of the random futures."),
        one_of("unknown", {"free", "controlled"}, "How items of unknown status were read."),
        free_text("scenarios", "Scenarios of the command line, separated by vertical bars."),
        free_text("run_out_days",
                  "Futures in which the line runs out, as day:futures, day counted from as_of."),
        free_text("secured_until", "Run-out date with what is secured; empty: none in sight."),
        free_text("alert", "The alert that was asked for, as p=0.2,days=30, where it fired."),
        free_text("program", "Version of the program.")},
       {"forecast", "line"},
       false,
       {"as_of"}},
  };
}

}  // namespace

std::span<const FileSpec> schema() {
  static const std::vector<FileSpec> files = make_schema();
  return files;
}

const FileSpec& spec(File file) { return schema()[static_cast<std::size_t>(file)]; }

const FileSpec* find_spec(std::string_view name) {
  const auto files = schema();
  const auto found = std::ranges::find(files, name, &FileSpec::name);
  return found == files.end() ? nullptr : &*found;
}

std::string file_name(File file) { return std::string{spec(file).name} + ".csv"; }

const ColumnSpec* FileSpec::find_column(std::string_view column) const {
  const auto found = std::ranges::find(columns, column, &ColumnSpec::name);
  return found == columns.end() ? nullptr : &*found;
}

}  // namespace runout::book
