// What is not known and matters to the forecast.
#include <algorithm>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "runout/forecast/build_context.h"
#include "runout/forecast/planned_use.h"

namespace runout::forecast {
namespace {

/// Items that lines use or consignments bring, of which nobody knows whether they are controlled.
void add_control_status(BuildContext& context, const Requirements& requirements) {
  const book::Records& records = context.records;
  std::set<std::size_t> used;
  for (const book::Line& line : records.lines) {
    for (const RequirementRows& rows : requirements.of(line.item)) {
      for (const std::size_t row : rows) used.insert(records.bom[row].component.index());
    }
  }
  for (const std::size_t row : context.built.order_rows) {
    used.insert(records.orders[row].item.index());
  }
  for (const std::size_t row : used) {
    const book::Item& item = records.items[row];
    if (!is_control_unknown(item)) continue;
    context.add_unknown(
        "control_status", book::File::items, item.line,
        fmt::format("nobody knows whether '{}' is controlled{}; it is read as {}", item.item,
                    item.control_status == book::ControlStatus::asked ? " (asked)" : "",
                    context.unknown_items == UnknownItems::free ? "free" : "controlled"),
        item.item);
  }
}

/// Components that a line needs of which no stock is on file.
void add_missing_counts(BuildContext& context, const Requirements& requirements) {
  const book::Records& records = context.records;
  std::set<std::pair<std::size_t, std::size_t>> known;
  for (const book::Stock& stock : records.stock) {
    known.insert({stock.item.index(), stock.site.index()});
  }
  for (const book::Line& line : records.lines) {
    for (const RequirementRows& rows : requirements.of(line.item)) {
      for (const std::size_t row : rows) {
        const ItemId item = records.bom[row].component;
        if (!known.insert({item.index(), line.site.index()}).second) continue;
        context.add_unknown(
            "stock", book::File::lines, line.line_number,
            fmt::format("no stock of '{}' at '{}' is on file: read as none",
                        records.items[item.index()].item, records.sites[line.site.index()].site),
            records.items[item.index()].item);
      }
    }
  }
}

void add_application_gaps(BuildContext& context) {
  const book::Records& records = context.records;
  std::vector<char> has_events(records.applications.size(), 0);
  for (const book::Event& event : records.events) {
    if (event.kind == book::SubjectKind::application) has_events[event.index] = 1;
  }
  for (std::size_t row = 0; row < records.applications.size(); ++row) {
    const book::Application& application = records.applications[row];
    const book::ApplicationStatus& status = context.snapshot.applications[row];
    if (has_events[row] == 0) {
      context.add_unknown("application_events", book::File::applications, application.line,
                          fmt::format("application '{}' has no event: nobody knows where it stands",
                                      application.application));
      continue;
    }
    const bool is_filed = book::is_pending(status.state) &&
                          status.state != book::ApplicationState::needed &&
                          status.state != book::ApplicationState::preparing;
    if (is_filed && !status.filed_on && !status.accepted_on) {
      context.add_unknown(
          "filed_on", book::File::applications, application.line,
          fmt::format("nobody knows when application '{}' was filed", application.application));
    }
  }
}

/// Calendars that are used beyond the years they know.
void add_calendar_years(BuildContext& context) {
  const book::Records& records = context.records;
  std::set<std::string> used;
  for (const book::Line& line : records.lines) used.insert(line.calendar);
  for (const book::Site& site : records.sites) used.insert(site.calendar);
  for (std::size_t row = 0; row < records.applications.size(); ++row) {
    if (book::is_pending(context.snapshot.applications[row].state)) {
      used.insert(records.authority(records.applications[row].authority).calendar);
    }
  }
  const Date last = context.snapshot.as_of + Days{context.horizon};
  for (const std::string& name : used) {
    if (name.empty()) continue;
    const Calendar& calendar = records.calendar(name);
    if (calendar.covers(last) || !calendar.known_to()) continue;
    const std::string message =
        fmt::format("calendar '{}' knows the days to {}; later ones follow its week", name,
                    to_string(*calendar.known_to()));
    context.add_unknown("calendar", book::File::calendars, 0, message);
    context.warn("calendar_ends", book::File::calendars, 0, "", message,
                 "add the later years to calendars.csv");
  }
}

}  // namespace

void add_unknowns(BuildContext& context) {
  const Requirements requirements{context.records};
  add_control_status(context, requirements);
  add_missing_counts(context, requirements);
  add_application_gaps(context);
  add_calendar_years(context);
}

}  // namespace runout::forecast
