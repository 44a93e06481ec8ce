#include "runout/forecast/whatif/changes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "runout/base/quantity.h"
#include "runout/base/text.h"

namespace runout::forecast {
namespace {

using Words = std::vector<std::string>;

/// What a change may be about, with a right one of each kind to show.
struct Form {
  std::string_view subject;
  std::string_view example;
};
constexpr std::array<Form, 5> kForms{
    Form{"application", "application A-1 granted 2025-07-10"},
    Form{"stock", "stock MAG-1 PLANT +200"},
    Form{"order", "order O-1 lane AIR"},
    Form{"line", "line L-1 units_per_day 12"},
    Form{"freeze", "freeze 2025-07-01..2025-08-01"},
};

/// Splits at blanks; quotes keep blanks together.
Words split_quoted(std::string_view text) {
  Words words;
  std::string word;
  char quote = 0;
  bool is_open = false;
  for (const char c : text) {
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        word.push_back(c);
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      is_open = true;
    } else if (c == ' ' || c == '\t') {
      if (is_open || !word.empty()) words.push_back(std::exchange(word, {}));
      is_open = false;
    } else {
      word.push_back(c);
    }
  }
  if (is_open || !word.empty()) words.push_back(word);
  return words;
}

class ChangeReader {
 public:
  ChangeReader(const book::Snapshot& snapshot, Diagnostics& diagnostics)
      : before_{snapshot}, diagnostics_{diagnostics} {
    changes_.snapshot = snapshot;
  }

  void read(const ChangeText& text) {
    at_ = &text;
    words_ = split_quoted(text.text);
    if (words_.empty()) return fault("is empty", help_for(""));
    const std::string& subject = words_.front();
    if (subject == "application") return read_application();
    if (subject == "stock") return read_stock();
    if (subject == "order") return read_order();
    if (subject == "line") return read_line();
    if (subject == "freeze") return read_freeze();
    fault(fmt::format("'{}' is nothing that can be changed", subject), help_for(subject));
  }

  Changes finish() { return std::move(changes_); }

 private:
  book::Records& records() { return changes_.snapshot.records; }

  void fault(std::string message, std::string help) {
    diagnostics_.push_back({Severity::error, "change", at_->source, at_->row, "",
                            fmt::format("'{}': {}", at_->text, message), std::move(help)});
  }

  static std::string help_for(std::string_view subject) {
    for (const Form& form : kForms) {
      if (form.subject == subject) return fmt::format("write it like: {}", form.example);
    }
    std::vector<std::string> subjects;
    for (const Form& form : kForms) subjects.emplace_back(form.subject);
    const auto nearest = nearest_word(subject, subjects);
    return nearest ? fmt::format("did you mean '{}'? write it like: {}", *nearest,
                                 std::ranges::find(kForms, *nearest, &Form::subject)->example)
                   : "it begins with application, stock, order, line or freeze";
  }

  bool has_words(std::size_t least, std::size_t most) {
    if (least <= words_.size() && words_.size() <= most) return true;
    fault(words_.size() < least ? "something is missing" : "there is too much",
          help_for(words_.front()));
    return false;
  }

  /// The row with the code in words_[place]; nothing after saying that there is none.
  template <typename Row>
  std::optional<std::size_t> find_row(const std::vector<Row>& rows, std::string Row::* code,
                                      std::string_view kind, std::size_t place = 1) {
    const auto found = std::ranges::find(rows, words_[place], code);
    if (found != rows.end()) return static_cast<std::size_t>(found - rows.begin());
    std::vector<std::string> known;
    known.reserve(rows.size());
    for (const Row& row : rows) known.push_back(row.*code);
    const auto nearest = nearest_word(words_[place], known);
    fault(fmt::format("the book has no {} '{}'", kind, words_[place]),
          nearest ? fmt::format("did you mean '{}'?", *nearest) : "");
    return std::nullopt;
  }

  std::optional<Date> read_day(const std::string& text) {
    if (text == "today") return before_.as_of;
    const auto day = find_date(text);
    if (!day) fault(fmt::format("'{}' is not a date like 2025-06-30", text), "");
    return day;
  }

  std::optional<std::int64_t> read_whole(const std::string& text, std::int64_t least) {
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure == std::errc{} && end == text.data() + text.size() && least <= value &&
        value <= kLargestUnits) {
      return value;
    }
    fault(fmt::format("'{}' is not a whole number from {} on", text, least), "");
    return std::nullopt;
  }

  /// Millionths of "120", "0.5" or "+200"; nothing after saying what is wrong.
  std::optional<std::int64_t> read_amount(std::string_view text) {
    const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
    const DecimalParse parse = parse_decimal(digits);
    if (!parse.millionths) {
      fault(fmt::format("'{}' is not an amount like 120 or 0.5", text),
            "at most six decimals, no thousands separator");
      return std::nullopt;
    }
    return *parse.millionths;
  }

  void read_application() {
    if (!has_words(3, 4)) return;
    const auto row =
        find_row(before_.records.applications, &book::Application::application, "application");
    if (!row) return;
    const std::string& code = words_[1];
    std::string outcome = words_[2];
    const bool never = outcome == "never";
    if (!never && outcome != "granted" && outcome != "refused") {
      return fault(fmt::format("'{}' is none of granted, refused and never", outcome),
                   help_for("application"));
    }
    if (!book::is_pending(before_.applications[*row].state)) {
      return fault(fmt::format("'{}' is decided already ({})", code,
                               book::to_text(before_.applications[*row].state)),
                   "only pending applications can be decided otherwise");
    }
    std::optional<Date> day = before_.as_of;
    if (words_.size() == 4) {
      if (never) return fault("never has no day", "");
      day = read_day(words_[3]);
      if (!day) return;
      if (*day < before_.as_of) {
        return fault(
            fmt::format("{} is before the as-of day {}", to_string(*day), to_string(before_.as_of)),
            "what is past stands in the book");
      }
    }
    if (never) {
      day.reset();
      outcome.clear();
    }
    std::erase_if(changes_.decisions, [&](const auto& one) { return one.application == code; });
    changes_.decisions.push_back({code, day, outcome, std::nullopt});
    changes_.words.push_back(never ? fmt::format("{} is never decided", code)
                                   : fmt::format("{} is {} {}", code, words_[2], on_words(*day)));
  }

  [[nodiscard]] std::string on_words(Date day) const {
    return day == before_.as_of ? "today" : "on " + to_string(day);
  }

  void read_stock() {
    if (!has_words(4, 4)) return;
    const auto item = find_row(before_.records.items, &book::Item::item, "item");
    const auto site = find_row(before_.records.sites, &book::Site::site, "site", 2);
    const auto amount = read_amount(words_[3]);
    if (!item || !site || !amount) return;
    StockChange change{ItemId{*item}, SiteId{*site}, *amount, false};
    change.is_relative = words_[3].starts_with('+') || words_[3].starts_with('-');
    std::erase_if(changes_.stock, [&](const StockChange& one) {
      return one.item == change.item && one.site == change.site;
    });
    changes_.stock.push_back(change);
    const std::string_view size{words_[3]};
    changes_.words.push_back(
        fmt::format("stock of {} at {} is {}{}", words_[1], words_[2],
                    change.is_relative ? size.substr(1) : size,
                    change.is_relative ? (size.front() == '+' ? " more" : " less") : ""));
  }

  void read_order() {
    if (!has_words(4, 4)) return;
    const auto row = find_row(before_.records.orders, &book::Order::order, "order");
    if (!row) return;
    const book::OrderStatus& status = before_.orders[*row];
    if (status.state != book::OrderState::open && status.state != book::OrderState::held) {
      return fault(fmt::format("'{}' has left, arrived or ended already", words_[1]),
                   "only orders that have not left can be changed");
    }
    if (status.shipped_on) {
      return fault(fmt::format("'{}' has left already", words_[1]),
                   "only orders that have not left can be changed");
    }
    book::Order& order = records().orders[*row];
    const std::string& field = words_[2];
    if (field == "quantity") {
      const auto amount = read_amount(words_[3]);
      if (!amount) return;
      if (*amount <= 0) return fault("an order is of more than nothing", "");
      order.quantity = Quantity::from_millionths(*amount);
      changes_.snapshot.orders[*row].quantity = order.quantity;
    } else if (field == "ready_on") {
      const auto day = read_day(words_[3]);
      if (!day) return;
      order.ready_on = day;
    } else if (field == "lane") {
      if (!change_lane(order)) return;
    } else if (field == "supplier_site") {
      const auto site = find_row(before_.records.sites, &book::Site::site, "site", 3);
      if (!site) return;
      order.supplier_site = SiteId{*site};
      order.lane = first_lane(order);
    } else {
      return fault(fmt::format("'{}' of an order cannot be changed", field),
                   "quantity, ready_on, lane or supplier_site");
    }
    note_row(fmt::format("{}'s {} is {}", words_[1], field, words_[3]));
  }

  bool change_lane(book::Order& order) {
    const auto row = find_row(before_.records.lanes, &book::Lane::lane, "lane", 3);
    if (!row) return false;
    const auto joins = [&](const book::Lane& lane) {
      return lane.origin == order.supplier_site && lane.destination == order.destination_site;
    };
    if (joins(before_.records.lanes[*row])) {
      order.lane = LaneId{*row};
      return true;
    }
    std::string lanes;
    for (const book::Lane& lane : before_.records.lanes) {
      if (joins(lane)) lanes += (lanes.empty() ? "" : ", ") + lane.lane;
    }
    fault(fmt::format("lane '{}' does not go from '{}' to '{}'", words_[3],
                      before_.records.sites[order.supplier_site.index()].site,
                      before_.records.sites[order.destination_site.index()].site),
          lanes.empty() ? "no lane does" : "these do: " + lanes);
    return false;
  }

  [[nodiscard]] std::optional<LaneId> first_lane(const book::Order& order) const {
    const auto& lanes = before_.records.lanes;
    for (std::size_t row = 0; row < lanes.size(); ++row) {
      if (lanes[row].origin == order.supplier_site &&
          lanes[row].destination == order.destination_site) {
        return LaneId{row};
      }
    }
    return std::nullopt;
  }

  void read_line() {
    if (!has_words(4, 4)) return;
    if (!find_row(before_.records.lines, &book::Line::line, "line")) return;
    const std::string& field = words_[2];
    if (field != "units_per_day" && field != "priority") {
      return fault(fmt::format("'{}' of a line cannot be changed", field),
                   "units_per_day or priority");
    }
    const auto value = read_whole(words_[3], field == "priority" ? 1 : 0);
    if (!value) return;
    for (book::Line& line : records().lines) {
      if (line.line != words_[1]) continue;
      (field == "priority" ? line.priority : line.units_per_day) = *value;
    }
    note_row(fmt::format("{}'s {} is {}", words_[1], field, words_[3]));
  }

  void read_freeze() {
    if (!has_words(2, 3)) return;
    const std::string text =
        "halt:" + words_[1] + (words_.size() == 3 ? "@" + words_[2] : std::string{});
    auto read = regime::read_scenario(text);
    if (const auto* wrong = std::get_if<std::string>(&read)) {
      return fault(*wrong, help_for("freeze"));
    }
    if (words_.size() == 3) {
      std::vector<std::string> known;
      for (const auto& one : before_.records.applications) known.push_back(one.authority);
      if (std::ranges::find(known, words_[2]) == known.end()) {
        const auto nearest = nearest_word(words_[2], known);
        return fault(fmt::format("no application is at '{}'", words_[2]),
                     nearest ? fmt::format("did you mean '{}'?", *nearest) : "");
      }
    }
    changes_.scenarios.push_back(std::get<regime::Scenario>(std::move(read)));
    changes_.words.push_back(fmt::format(
        "{} decides nothing {}", words_.size() == 3 ? words_[2] : "every authority", words_[1]));
  }

  void note_row(std::string words) {
    changes_.changes_rows = true;
    changes_.words.push_back(std::move(words));
  }

  const book::Snapshot& before_;
  Diagnostics& diagnostics_;
  Changes changes_;
  const ChangeText* at_ = nullptr;
  Words words_;
};

}  // namespace

Changes read_changes(const std::vector<ChangeText>& texts, const book::Snapshot& snapshot,
                     Diagnostics& diagnostics) {
  ChangeReader reader{snapshot, diagnostics};
  for (const ChangeText& text : texts) reader.read(text);
  return reader.finish();
}

std::vector<ChangeText> split_changes(std::string_view text, const std::string& file) {
  std::vector<ChangeText> changes;
  std::size_t row = 0;
  while (!text.empty()) {
    ++row;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && !line.starts_with('#')) changes.push_back({std::string{line}, file, row});
  }
  return changes;
}

}  // namespace runout::forecast
