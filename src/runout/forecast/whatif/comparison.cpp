#include "runout/forecast/whatif/comparison.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/quantity.h"
#include "runout/book/check.h"
#include "runout/forecast/chunked_simulation.h"
#include "runout/forecast/decision_source.h"
#include "runout/forecast/describe.h"
#include "runout/forecast/reach.h"
#include "runout/forecast/values/suffering.h"
#include "runout/forecast/whatif/cone.h"

namespace runout::forecast {
namespace {

using Wide = NumberTally::Wide;

struct ComparedTally {
  NumberTally before;
  NumberTally after;
  NumberTally difference;

  void add(Wide one, Wide other) {
    before.add(one);
    after.add(other);
    difference.add(other - one);
  }
  [[nodiscard]] Compared compared() const {
    return {before.estimate(), after.estimate(), difference.estimate()};
  }
};

struct LineTallies {
  explicit LineTallies(Day horizon) : run_out_before{horizon}, run_out_after{horizon} {}
  DayCounts run_out_before;
  DayCounts run_out_after;
  ComparedTally soon;
  ComparedTally ever;
  ComparedTally stop_days;
  ComparedTally lost_units;
  ComparedTally loss;
  bool is_changed = false;
};

/// One side of the comparison.
struct Side {
  Side(const book::Snapshot& from, const ForecastRequest& request)
      : snapshot{from},
        built{build_network(from, {request.horizon, request.unknown_items})},
        standings{find_standings(from, built)},
        rates{find_loss_rates(from, built, warnings)} {}

  const book::Snapshot& snapshot;
  BuiltNetwork built;
  std::vector<Standing> standings;
  Diagnostics warnings;
  std::vector<LossRates> rates;
};

std::map<std::pair<std::string, std::string>, flow::Index> find_points(
    const flow::Network& network) {
  std::map<std::pair<std::string, std::string>, flow::Index> points;
  for (flow::Index i = 0; i < network.points.size(); ++i) {
    points[{network.points[i].item, network.points[i].site}] = i;
  }
  return points;
}

/// Stock of the as-of day is as counted, whatever is planned from now on; then the changes of it.
/// Says what a change could not do.
void set_stock(const flow::Network& before, const Changes& changes, flow::Network& after,
               Diagnostics& warnings) {
  const auto warn = [&](const StockChange& change, std::string message) {
    warnings.push_back({Severity::warning, "stock_change", "--change", 0, "",
                        fmt::format("{}: {}", change.words, message), ""});
  };
  const auto points = find_points(after);
  for (const flow::StockPoint& point : before.points) {
    const auto found = points.find({point.item, point.site});
    if (found != points.end()) after.points[found->second].on_hand = point.on_hand;
  }
  for (const StockChange& change : changes.stock) {
    const book::Records& records = changes.snapshot.records;
    const auto found = points.find(
        {records.items[change.item.index()].item, records.sites[change.site.index()].site});
    if (found == points.end()) {
      warn(change, "no line uses it and nothing moves it there, so nothing changes");
      continue;
    }
    flow::Micro& stock = after.points[found->second].on_hand;
    const flow::Micro wanted = change.is_relative ? stock + change.millionths : change.millionths;
    if (wanted < 0) {
      warn(change, fmt::format("only {} are there, and 0 are left", decimal_text(stock)));
    }
    stock = std::max<flow::Micro>(0, wanted);
  }
}

void add_new(const Diagnostics& before, const Diagnostics& after, Diagnostics& all) {
  for (const Diagnostic& one : after) {
    if (std::ranges::find(before, one) == before.end()) all.push_back(one);
  }
}

class Comparer {
 public:
  Comparer(const book::Snapshot& snapshot, const Changes& changes, const ForecastRequest& request)
      : changes_{changes},
        request_{request},
        changed_request_{request},
        before_{snapshot, request},
        after_{changes.snapshot, request} {
    set_stock(before_.built.network, changes, after_.built.network, warnings_);
    changed_request_.decisions_are_given = !changes.decisions.empty();
    changed_request_.given = changes.decisions;
    changed_request_.scenarios.insert(changed_request_.scenarios.end(), changes.scenarios.begin(),
                                      changes.scenarios.end());
    request_.decisions_are_given = false;
    request_.given.clear();
    tallies_.assign(before_.built.lines.size(), LineTallies{request.horizon});
    place_lines();
    find_touched();
  }

  Comparison compare() {
    const DecisionSource as_drawn{before_.snapshot, before_.built, before_.standings, request_};
    const DecisionSource as_changed{after_.snapshot, after_.built, after_.standings,
                                    changed_request_};
    const flow::SimulationSettings settings = simulation_settings(request_);
    flow::Simulator one{before_.built.network, settings};
    flow::Simulator other{after_.built.network, settings};
    std::size_t count = 0;
    for (std::size_t done = 0; done < request_.replications; done += count) {
      go_on(done);
      count = next_block(before_.built, done, request_.replications);
      const Draws drawn = as_drawn.draw(done, count).draws;
      const Draws changed = changed_draws(drawn, as_changed, done, count);
      add(one.simulate(drawn, {.lines = {}, .blame = false}),
          other.simulate(changed, {.lines = touched_, .blame = false}));
    }
    go_on(request_.replications);
    return describe();
  }

 private:
  void go_on(std::size_t done) const {
    if (request_.progress &&
        !request_.progress({done, request_.replications, std::nullopt, true})) {
      throw Error{ErrorKind::conflict, "the comparison was stopped"};
    }
  }

  /// [line of the book] its rows in both networks.
  void place_lines() {
    for (const LineRows& rows : before_.built.lines) {
      const auto same = std::ranges::find(after_.built.lines, rows.line, &LineRows::line);
      places_.emplace_back(rows.index, same->index);
    }
  }

  /// Lines of the changed network that may do otherwise.
  void find_touched() {
    const flow::Network& network = after_.built.network;
    if (!has_same_cases()) {
      touched_.assign(network.lines.size(), 1);
      return;
    }
    const auto transit = simulation_settings(request_).transit;
    touched_ = find_changed_lines(Sections{before_.built.network, before_.standings, transit},
                                  Sections{network, after_.standings, transit});
    const Reach reach{network};
    for (const GivenDecision& decision : changes_.decisions) {
      const auto& applications = after_.snapshot.records.applications;
      const auto row =
          std::ranges::find(applications, decision.application, &book::Application::application);
      const auto reached =
          reach.of_application(static_cast<std::size_t>(row - applications.begin()));
      for (std::size_t i = 0; i < reached.size(); ++i) {
        if (reached[i] != 0) touched_[i] = 1;
      }
    }
  }

  /// Whether everything that decisions are drawn from is the same: what a change of rows may alter
  /// of that are the days on which orders are ready, and which of them lack an application.
  [[nodiscard]] bool has_same_cases() const {
    if (!changes_.scenarios.empty()) return false;
    if (!changes_.changes_rows) return true;
    return std::ranges::equal(before_.snapshot.records.orders, after_.snapshot.records.orders, {},
                              &book::Order::ready_on, &book::Order::ready_on) &&
           before_.built.new_cases == after_.built.new_cases;
  }

  /// What is drawn for the changed side: where nothing that is drawn has changed, the same draws.
  [[nodiscard]] Draws changed_draws(const Draws& drawn, const DecisionSource& as_changed,
                                    std::size_t first, std::size_t count) const {
    if (!has_same_cases()) return as_changed.draw(first, count).draws;
    if (changes_.decisions.empty()) return drawn;
    return as_changed.with_given(drawn, first, count);
  }

  void add(const flow::Simulation& before, const flow::Simulation& after) {
    const Sufferings one = measure(before_.built, before_.rates, before);
    const Sufferings other = measure(after_.built, after_.rates, after);
    const std::size_t lines = tallies_.size();
    for (std::size_t r = 0; r < before.replications; ++r) {
      std::map<std::string, std::pair<Wide, Wide>> losses;
      for (std::size_t i = 0; i < lines; ++i) {
        const std::size_t here = r * lines + places_[i].first;
        const std::size_t there = r * lines + places_[i].second;
        const bool is_touched = touched_[places_[i].second] != 0;
        const flow::LineOutcome& was = before.lines[here];
        const flow::LineOutcome& is = is_touched ? after.lines[there] : was;
        const Suffered& suffered = is_touched ? other[there] : one[here];
        add_line(tallies_[i], was, is, one[here], suffered);
        auto& loss = losses[currency_of(before_.snapshot.records, before_.built.lines[i])];
        loss.first += one[here].loss;
        loss.second += suffered.loss;
      }
      for (const auto& [currency, loss] : losses) {
        totals_[currency].add(loss.first, loss.second);
      }
    }
  }

  void add_line(LineTallies& tally, const flow::LineOutcome& was, const flow::LineOutcome& is,
                const Suffered& one, const Suffered& other) {
    tally.run_out_before.add(was.run_out);
    tally.run_out_after.add(is.run_out);
    const auto by = [](const flow::LineOutcome& line, Day day) {
      return line.run_out <= day ? Wide{kMillion} : Wide{0};
    };
    tally.soon.add(by(was, Comparison::kSoon), by(is, Comparison::kSoon));
    tally.ever.add(by(was, request_.horizon), by(is, request_.horizon));
    tally.stop_days.add(Wide{one.stop_days} * kMillion, Wide{other.stop_days} * kMillion);
    tally.lost_units.add(Wide{one.lost_units} * kMillion, Wide{other.lost_units} * kMillion);
    tally.loss.add(one.loss, other.loss);
    tally.is_changed = tally.is_changed || !(was == is);
  }

  Comparison describe() {
    Comparison comparison;
    const Date as_of = before_.snapshot.as_of;
    comparison.as_of = as_of;
    comparison.horizon = request_.horizon;
    comparison.replications = request_.replications;
    comparison.seed = request_.seed;
    comparison.changes = changes_.words;
    for (std::size_t i = 0; i < tallies_.size(); ++i) {
      const LineTallies& tally = tallies_[i];
      const LineRows& rows = before_.built.lines[i];
      LineComparison line;
      line.line = rows.line;
      line.currency = currency_of(before_.snapshot.records, rows);
      line.run_out_before = tally.run_out_before.quantiles(request_.replications, as_of);
      line.run_out_after = tally.run_out_after.quantiles(request_.replications, as_of);
      line.p_runout_soon = tally.soon.compared();
      line.p_runout = tally.ever.compared();
      line.stop_days = tally.stop_days.compared();
      line.lost_units = tally.lost_units.compared();
      line.loss = tally.loss.compared();
      line.is_changed = tally.is_changed;
      comparison.lines.push_back(std::move(line));
    }
    for (const auto& [currency, tally] : totals_) {
      comparison.totals.push_back({currency, tally.compared()});
    }
    comparison.lines_followed = static_cast<std::size_t>(std::ranges::count(touched_, 1));
    comparison.warnings = warnings_;
    add_new(before_.built.warnings, after_.built.warnings, comparison.warnings);
    if (changes_.changes_rows) {
      add_new(book::check_snapshot(before_.snapshot), book::check_snapshot(after_.snapshot),
              comparison.warnings);
    }
    return comparison;
  }

  const Changes& changes_;
  ForecastRequest request_;
  ForecastRequest changed_request_;
  Side before_;
  Side after_;
  Diagnostics warnings_;
  std::vector<std::pair<flow::Index, flow::Index>> places_;
  std::vector<char> touched_;         ///< [line of the changed network]
  std::vector<LineTallies> tallies_;  ///< [line of the book]
  std::map<std::string, ComparedTally> totals_;
};

}  // namespace

Comparison compare_futures(const book::Snapshot& snapshot, const Changes& changes,
                           const ForecastRequest& request) {
  return Comparer{snapshot, changes, request}.compare();
}

}  // namespace runout::forecast
