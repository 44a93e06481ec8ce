#include "runout/forecast/whatif/changes.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/base/quantity.h"
#include "runout/base/text.h"
#include "runout/book/damage.h"
#include "runout/forecast/whatif/change_text.h"

namespace runout::forecast {
namespace {

class ChangeReader {
 public:
  ChangeReader(const book::Snapshot& snapshot, Diagnostics& diagnostics)
      : before_{snapshot}, diagnostics_{diagnostics} {
    changes_.snapshot = snapshot;
  }

  /// Where goods come from is read before all else: lanes depend on it.
  enum class Pass { origins, others };

  void read(const ChangeText& text, Pass pass) {
    at_ = &text;
    const auto words = split_quoted_words(text.text);
    const bool is_origin =
        words && words->size() > 2 && (*words)[0] == "order" && (*words)[2] == "supplier_site";
    if (is_origin != (pass == Pass::origins)) return;
    if (!words) return fault("a quote is not closed", "close it with the same sign");
    words_ = *words;
    if (words_.empty()) return fault("is empty", change_help(""));
    const std::string& subject = words_.front();
    if (subject == "application") return read_application();
    if (subject == "stock") return read_stock();
    if (subject == "order") return read_order();
    if (subject == "line") return read_line();
    if (subject == "freeze") return read_freeze();
    fault(fmt::format("{} is nothing that can be changed", book::in_quotes(subject)),
          change_help(subject));
  }

  Changes finish() {
    for (const auto& [row, text] : without_lane_) {
      const book::Order& order = records().orders[row];
      if (order.lane) continue;
      at_ = text;
      const std::string lanes = lanes_of(order);
      fault(fmt::format("{} from '{}' to '{}'", lanes.empty() ? "no lane goes" : "several lanes go",
                        site_of(order.supplier_site), site_of(order.destination_site)),
            lanes.empty() ? "put one into the book first"
                          : fmt::format("name one of {}: order {} lane ...", lanes, order.order));
    }
    for (auto& [what, words] : words_of_) changes_.words.push_back(std::move(words));
    return std::move(changes_);
  }

 private:
  book::Records& records() { return changes_.snapshot.records; }

  void fault(std::string message, std::string help) {
    diagnostics_.push_back({Severity::error, "change", at_->source, at_->row, "",
                            fmt::format("{}: {}", book::in_quotes(at_->text), message),
                            std::move(help)});
  }

  /// A later change of the same thing takes the place of an earlier one.
  void note(const std::string& what, std::string words) {
    const auto same =
        std::ranges::find(words_of_, what, &std::pair<std::string, std::string>::first);
    if (same != words_of_.end()) words_of_.erase(same);
    words_of_.emplace_back(what, std::move(words));
  }

  [[nodiscard]] const std::string& site_of(SiteId site) const {
    return before_.records.sites[site.index()].site;
  }

  bool has_words(std::size_t least, std::size_t most) {
    if (least <= words_.size() && words_.size() <= most) return true;
    fault(words_.size() < least ? "something is missing" : "there is too much",
          change_help(words_.front()));
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
    fault(fmt::format("the book has no {} {}", kind, book::in_quotes(words_[place])),
          nearest ? fmt::format("did you mean '{}'?", *nearest) : "");
    return std::nullopt;
  }

  std::optional<Date> read_day(const std::string& text) {
    if (text == "today") return before_.as_of;
    const auto day = find_date(text);
    if (!day) fault(fmt::format("{} is not a date like 2025-06-30", book::in_quotes(text)), "");
    return day;
  }

  std::optional<std::int64_t> read_whole(const std::string& text, std::int64_t least) {
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure == std::errc{} && end == text.data() + text.size() && least <= value &&
        value <= kLargestUnits) {
      return value;
    }
    fault(fmt::format("{} is not a whole number from {} to {}", book::in_quotes(text), least,
                      kLargestUnits),
          "");
    return std::nullopt;
  }

  /// Millionths of "120" or "0.5"; nothing after saying what is wrong.
  std::optional<std::int64_t> read_amount(std::string_view text) {
    const bool has_sign = text.starts_with('+') || text.starts_with('-');
    const DecimalParse parse = has_sign ? DecimalParse{} : parse_decimal(text);
    if (parse.millionths) return parse.millionths;
    if (!has_sign && parse.fault == DecimalFault::too_large) {
      fault(fmt::format("{} is more than can be held exactly", book::in_quotes(text)),
            fmt::format("at most {}", kLargestUnits));
    } else {
      fault(fmt::format("{} is not an amount like 120 or 0.5", book::in_quotes(text)),
            "at most six decimals, no thousands separator");
    }
    return std::nullopt;
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
      return fault(
          fmt::format("{} is none of granted, refused and never", book::in_quotes(outcome)),
          change_help("application"));
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
    changes_.decisions.push_back({code, day, outcome, std::nullopt, day && *day == before_.as_of});
    note("application " + code, never
                                    ? fmt::format("{} is never decided", code)
                                    : fmt::format("{} is {} {}", code, words_[2], on_words(*day)));
  }

  [[nodiscard]] std::string on_words(Date day) const {
    return day == before_.as_of ? "today" : "on " + to_string(day);
  }

  void read_stock() {
    if (!has_words(4, 4)) return;
    const auto item = find_row(before_.records.items, &book::Item::item, "item");
    const auto site = find_row(before_.records.sites, &book::Site::site, "site", 2);
    std::string_view size{words_[3]};
    const char sign = size.empty() ? ' ' : size.front();
    const bool is_relative = sign == '+' || sign == '-';
    if (is_relative) size.remove_prefix(1);
    const auto amount = read_amount(size);
    if (!item || !site || !amount) return;
    std::string words = fmt::format("stock of {} at {} is {}{}", words_[1], words_[2], size,
                                    !is_relative ? "" : (sign == '+' ? " more" : " less"));
    const StockChange change{ItemId{*item}, SiteId{*site}, sign == '-' ? -*amount : *amount,
                             is_relative, words};
    std::erase_if(changes_.stock, [&](const StockChange& one) {
      return one.item == change.item && one.site == change.site;
    });
    changes_.stock.push_back(change);
    note(fmt::format("stock {} {}", *item, *site), std::move(words));
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
      order.lane = only_lane(order);
      without_lane_.emplace_back(*row, at_);
    } else {
      return fault(fmt::format("'{}' of an order cannot be changed", field),
                   "quantity, ready_on, lane or supplier_site");
    }
    note_row(fmt::format("order {} {}", words_[1], field),
             fmt::format("{}'s {} is {}", words_[1], field, words_[3]));
  }

  bool change_lane(book::Order& order) {
    const auto row = find_row(before_.records.lanes, &book::Lane::lane, "lane", 3);
    if (!row) return false;
    if (goes_with(before_.records.lanes[*row], order)) {
      order.lane = LaneId{*row};
      return true;
    }
    const std::string lanes = lanes_of(order);
    fault(fmt::format("lane '{}' does not go from '{}' to '{}'", words_[3],
                      site_of(order.supplier_site), site_of(order.destination_site)),
          lanes.empty() ? "no lane does" : "these do: " + lanes);
    return false;
  }

  [[nodiscard]] std::string lanes_of(const book::Order& order) const {
    std::string lanes;
    for (const book::Lane& lane : before_.records.lanes) {
      if (!goes_with(lane, order)) continue;
      lanes += (lanes.empty() ? "" : ", ") + lane.lane;
    }
    return lanes;
  }

  static bool goes_with(const book::Lane& lane, const book::Order& order) {
    return lane.origin == order.supplier_site && lane.destination == order.destination_site;
  }

  /// The lane between an order's sites, where there is one and no other.
  [[nodiscard]] std::optional<LaneId> only_lane(const book::Order& order) const {
    const auto& lanes = before_.records.lanes;
    std::optional<LaneId> only;
    for (std::size_t row = 0; row < lanes.size(); ++row) {
      if (!goes_with(lanes[row], order)) continue;
      if (only) return std::nullopt;
      only = LaneId{row};
    }
    return only;
  }

  void read_line() {
    if (!has_words(4, 5)) return;
    if (!find_row(before_.records.lines, &book::Line::line, "line")) return;
    const std::string& field = words_[2];
    if (field != "units_per_day" && field != "priority") {
      return fault(fmt::format("{} of a line cannot be changed", book::in_quotes(field)),
                   "units_per_day or priority");
    }
    if (field == "priority" && words_.size() == 5)
      return fault("there is too much", change_help("line"));
    const auto value = read_whole(words_[3], field == "priority" ? 1 : 0);
    if (!value) return;
    std::vector<std::string> items;
    items.reserve(records().lines.size());
    for (const book::Line& line : records().lines) {
      if (line.line == words_[1]) items.push_back(before_.records.items[line.item.index()].item);
    }
    const std::string item = words_.size() == 5 ? words_[4] : std::string{};
    if (field == "units_per_day" && item.empty() && items.size() > 1) {
      return fault(fmt::format("'{}' makes {} items", words_[1], items.size()),
                   fmt::format("name one of {} behind the number", fmt::join(items, ", ")));
    }
    if (!item.empty() && std::ranges::find(items, item) == items.end()) {
      return fault(fmt::format("'{}' does not make '{}'", words_[1], item),
                   fmt::format("it makes {}", fmt::join(items, ", ")));
    }
    for (book::Line& line : records().lines) {
      if (line.line != words_[1]) continue;
      if (!item.empty() && before_.records.items[line.item.index()].item != item) continue;
      (field == "priority" ? line.priority : line.units_per_day) = *value;
    }
    note_row(fmt::format("line {} {} {}", words_[1], field, item),
             fmt::format("{}'s {} {}is {}", words_[1], field,
                         item.empty() ? "" : "of " + item + " ", words_[3]));
  }

  void read_freeze() {
    if (!has_words(2, 3)) return;
    const std::string& days = words_[1];
    const std::size_t dots = days.find("..");
    const auto from = find_date(std::string_view{days}.substr(0, dots));
    const auto to = dots == std::string::npos ? std::nullopt
                                              : find_date(std::string_view{days}.substr(dots + 2));
    if (!from || !to) {
      return fault(
          fmt::format("{} is not two days like 2025-07-01..2025-08-01", book::in_quotes(days)),
          "name the first and the last day");
    }
    if (*to < *from) return fault("it ends before it begins", "");
    if (*to <= before_.as_of) {
      return fault(fmt::format("it is over on the as-of day {}", to_string(before_.as_of)),
                   "what is past stands in events.csv");
    }
    std::string authority;
    if (words_.size() == 3) {
      authority = words_[2];
      std::vector<std::string> known;
      known.reserve(before_.records.applications.size());
      for (const auto& one : before_.records.applications) known.push_back(one.authority);
      if (std::ranges::find(known, authority) == known.end()) {
        const auto nearest = nearest_word(authority, known);
        return fault(fmt::format("no application is at {}", book::in_quotes(authority)),
                     nearest ? fmt::format("did you mean '{}'?", *nearest) : "");
      }
    }
    const Date first = std::max(*from, before_.as_of + Days{1});  // The past is not changed.
    regime::Scenario scenario;
    scenario.kind = regime::ChangeKind::freeze;
    scenario.from = first;
    scenario.to = to;
    scenario.authority = authority;
    scenario.text = fmt::format("halt:{}..{}{}", to_string(first), to_string(*to),
                                authority.empty() ? "" : "@" + authority);
    std::erase_if(changes_.scenarios, [&](const auto& one) { return one.text == scenario.text; });
    note("freeze " + scenario.text, fmt::format("{} decides nothing from {} to {}",
                                                authority.empty() ? "every authority" : authority,
                                                to_string(first), to_string(*to)));
    changes_.scenarios.push_back(std::move(scenario));
  }

  void note_row(const std::string& what, std::string words) {
    changes_.changes_rows = true;
    note(what, std::move(words));
  }

  const book::Snapshot& before_;
  Diagnostics& diagnostics_;
  Changes changes_;
  const ChangeText* at_ = nullptr;
  std::vector<std::string> words_;
  std::vector<std::pair<std::string, std::string>> words_of_;  ///< what is changed, and how
  std::vector<std::pair<std::size_t, const ChangeText*>>
      without_lane_;  ///< orders to be asked about
};

}  // namespace

Changes read_changes(const std::vector<ChangeText>& texts, const book::Snapshot& snapshot,
                     Diagnostics& diagnostics) {
  ChangeReader reader{snapshot, diagnostics};
  for (const ChangeText& text : texts) reader.read(text, ChangeReader::Pass::origins);
  for (const ChangeText& text : texts) reader.read(text, ChangeReader::Pass::others);
  return reader.finish();
}

}  // namespace runout::forecast
