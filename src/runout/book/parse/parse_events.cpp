// Events: whose they are, when they happened, which one corrects which.
#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/base/text.h"
#include "runout/book/damage.h"
#include "runout/book/parse/parsing.h"

namespace runout::book {
namespace {

struct Subject {
  SubjectKind kind = SubjectKind::application;
  std::size_t index = 0;
};

const char* kind_words(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::application:
      return "an application";
    case SubjectKind::licence:
      return "a licence";
    case SubjectKind::order:
      return "an order";
    case SubjectKind::authority:
      return "an authority";
    case SubjectKind::line:
      return "a line";
  }
  return "";
}

const std::vector<std::string>& words_of(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::licence:
      return licence_event_words();
    case SubjectKind::order:
      return order_event_words();
    case SubjectKind::authority:
      return authority_event_words();
    case SubjectKind::line:
      return line_event_words();
    case SubjectKind::application:
      break;
  }
  return application_event_words();
}

bool fits(SubjectKind kind, const std::string& word) {
  return word == "void" || std::ranges::find(words_of(kind), word) != words_of(kind).end();
}

/// What a word of events.csv may be told of: "an application", "an order".
std::vector<std::string> kinds_of(const std::string& word) {
  std::vector<std::string> kinds;
  for (const SubjectKind kind : {SubjectKind::application, SubjectKind::licence, SubjectKind::order,
                                 SubjectKind::authority, SubjectKind::line}) {
    if (fits(kind, word)) kinds.emplace_back(kind_words(kind));
  }
  return kinds;
}

/// All that a code may name, in a fixed order.
std::vector<Subject> find_subjects(const Parsing& parsing, std::string_view code) {
  std::vector<Subject> subjects;
  if (const auto row = parsing.applications.find(code)) {
    subjects.push_back({SubjectKind::application, *row});
  }
  if (const auto row = parsing.licences.find(code)) {
    subjects.push_back({SubjectKind::licence, *row});
  }
  if (const auto row = parsing.orders.find(code)) {
    subjects.push_back({SubjectKind::order, *row});
  }
  if (parsing.authorities.contains(code)) subjects.push_back({SubjectKind::authority, 0});
  if (const auto row = parsing.lines.find(code)) subjects.push_back({SubjectKind::line, *row});
  return subjects;
}

void report_unknown_subject(const Parsing& parsing, Sheet& sheet, std::size_t row,
                            const Column& column) {
  CodeIndex all;
  for (const CodeIndex* index : {&parsing.applications, &parsing.licences, &parsing.orders,
                                 &parsing.authorities, &parsing.lines}) {
    for (const std::string& code : index->codes()) all.add(code, 0);
    if (index->is_partial()) all.mark_partial();
  }
  sheet.unknown(row, column, sheet.cell(row, column), all);
}

/// Decides which of the things a code names an event is about: the kind its word belongs to.
Subject find_subject(const Parsing& parsing, Sheet& sheet, std::size_t row, const Column& column,
                     const std::string& word) {
  const std::string_view code = sheet.cell(row, column);
  if (code.empty()) {
    static_cast<void>(sheet.code(row, column));  // reports the blank
    return {};
  }
  const std::vector<Subject> subjects = find_subjects(parsing, code);
  if (subjects.empty()) {
    report_unknown_subject(parsing, sheet, row, column);
    return {};
  }
  if (word.empty()) return subjects.front();
  std::vector<Subject> fitting;
  std::ranges::copy_if(subjects, std::back_inserter(fitting),
                       [&](const Subject& subject) { return fits(subject.kind, word); });
  if (fitting.empty()) {
    const SubjectKind kind = subjects.front().kind;
    sheet.error(row, "event", "wrong_event",
                fmt::format("'{}' does not happen to {}", word, kind_words(kind)),
                fmt::format("it happens to {}", fmt::join(kinds_of(word), " or ")));
    return subjects.front();
  }
  // A correction is of the same kind as what it corrects; only its word may fit several.
  if (fitting.size() > 1 && word != "void") {
    sheet.error(row, "subject", "ambiguous_subject",
                fmt::format("{} names {} and {}", in_quotes(code), kind_words(fitting[0].kind),
                            kind_words(fitting[1].kind)),
                "give one of them another code");
  }
  return fitting.front();
}

struct DayColumns {
  Column happened_on;
  Column earliest;
  Column latest;
  Column known_on;
};

void read_days(Sheet& sheet, std::size_t row, const DayColumns& columns, Event& record) {
  record.happened_on = sheet.date(row, columns.happened_on);
  record.earliest = sheet.date(row, columns.earliest);
  record.latest = sheet.date(row, columns.latest);
  const auto known_on = sheet.date(row, columns.known_on);
  const bool can_be_read = record.happened_on.has_value() ||
                           !sheet.cell(row, columns.happened_on).empty() ||
                           record.latest.has_value() || !sheet.cell(row, columns.latest).empty();
  if (!can_be_read && record.event == "void" && known_on) {
    record.happened_on = known_on;  // taking back needs no day of its own
  } else if (!can_be_read) {
    sheet.error(row, "happened_on", "missing", "is empty",
                "an event needs happened_on, or latest where only an interval is known");
  }
  if (record.earliest && record.latest && *record.latest < *record.earliest) {
    sheet.error(row, "latest", "ends_before_it_begins",
                fmt::format("'{}' lies before '{}', the earliest day", to_string(*record.latest),
                            to_string(*record.earliest)));
  } else if (record.happened_on && ((record.earliest && *record.happened_on < *record.earliest) ||
                                    (record.latest && *record.happened_on > *record.latest))) {
    sheet.error(
        row, "happened_on", "outside_interval",
        fmt::format("'{}' lies outside earliest and latest", to_string(*record.happened_on)));
  }
  if (!record.happened_on && !record.latest) record.happened_on = Date{};  // reported above
  record.known_on = known_on ? *known_on : record.latest ? *record.latest : *record.happened_on;
}

/// Reports ids that stand twice, corrections of unknown ids, and corrections in a circle.
void check_corrections(Parsing& parsing, Sheet& sheet, const std::vector<std::size_t>& rows) {
  const std::vector<Event>& events = parsing.records.events;
  CodeIndex ids;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (events[i].id.empty()) continue;
    if (const auto first = ids.find(events[i].id)) {
      sheet.error(
          rows[i], "id", "duplicate_key",
          fmt::format("{} stands already in row {}", in_quotes(events[i].id), events[*first].line),
          "an id may stand only once");
    }
    ids.add(events[i].id, i);
  }
  if (!sheet.is_whole()) ids.mark_partial();
  const Column supersedes = sheet.column("supersedes");
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i];
    if (event.supersedes.empty()) {
      if (event.event == "void") {
        sheet.error(rows[i], "supersedes", "missing", "is empty",
                    "'void' needs the id of the event it takes back");
      }
      continue;
    }
    if (!ids.contains(event.supersedes)) {
      sheet.unknown(rows[i], supersedes, event.supersedes, ids);
      continue;
    }
    // Follow the corrections; one that comes back to this event corrects itself.
    std::size_t steps = 0;
    auto next = ids.find(event.supersedes);
    while (next && *next != i && ++steps < events.size() && !events[*next].supersedes.empty()) {
      next = ids.find(events[*next].supersedes);
      if (steps > 1000) break;  // a circle that this event only leads into is reported there
    }
    if (next && *next == i) {
      sheet.error(rows[i], "supersedes", "circle",
                  fmt::format("{} corrects itself", in_quotes(event.id)));
    }
  }
}

}  // namespace

void parse_events(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::events);
  const Column id = sheet.column("id");
  const Column subject = sheet.column("subject");
  const DayColumns days{sheet.column("happened_on"), sheet.column("earliest"),
                        sheet.column("latest"), sheet.column("known_on")};
  const Column event = sheet.column("event");
  const Column expected_on = sheet.column("expected_on");
  const Column quantity = sheet.column("quantity");
  const Column licence = sheet.column("licence");
  const Column supersedes = sheet.column("supersedes");
  const Column source = sheet.column("source");
  const Column note = sheet.column("note");
  std::unordered_map<std::string, std::size_t> seen;
  std::vector<std::size_t> rows;  // of the records
  rows.reserve(sheet.size());
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    std::string all_cells;
    for (const std::string& cell : sheet.row(row).cells) all_cells.append(cell).push_back('\0');
    const auto [first, is_new] = seen.try_emplace(std::move(all_cells), row);
    if (!is_new) {
      sheet.warn(row, "", "repeated_event",
                 fmt::format("says the same as row {} and is ignored", sheet.line(first->second)));
      continue;
    }
    rows.push_back(row);
    Event& record = parsing.records.events.emplace_back();
    record.line = sheet.line(row);
    record.id = sheet.code(row, id);
    record.event = sheet.word(row, event);
    const Subject about = find_subject(parsing, sheet, row, subject, record.event);
    record.subject = sheet.cell(row, subject);
    record.kind = about.kind;
    record.index = about.index;
    read_days(sheet, row, days, record);
    record.expected_on = sheet.date(row, expected_on);
    record.quantity = as_decimal<QuantityTag>(sheet.decimal(row, quantity));
    static_cast<void>(sheet.reference(row, licence, parsing.licences));
    record.licence = sheet.cell(row, licence);
    record.supersedes = sheet.text(row, supersedes);
    record.source = sheet.text(row, source);
    record.note = sheet.text(row, note);
    if (record.event == "promised" && sheet.cell(row, expected_on).empty()) {
      sheet.warn(row, "expected_on", "missing", "is empty", "say which day was promised");
    }
  }
  check_corrections(parsing, sheet, rows);
}

}  // namespace runout::book
