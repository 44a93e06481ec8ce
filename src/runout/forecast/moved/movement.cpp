#include "runout/forecast/moved/movement.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "runout/base/version.h"
#include "runout/book/parse_records.h"
#include "runout/book/snapshot.h"
#include "runout/forecast/build_network.h"
#include "runout/forecast/chunked_simulation.h"
#include "runout/forecast/decision_source.h"
#include "runout/forecast/moved/news.h"
#include "runout/forecast/standing.h"

namespace runout::forecast {
namespace {

/// Futures of the steps between, at most: the same ones at every step, so that their noise cancels.
constexpr std::int64_t kStepReplications = 1'000;

ForecastRequest request_of(const SavedForecast& like, unsigned threads) {
  ForecastRequest request;
  request.horizon = like.horizon;
  request.replications = static_cast<std::size_t>(like.replications);
  request.seed = like.seed;
  request.threads = threads;
  request.unknown_items = like.unknown_items;
  request.scenarios = like.scenarios;
  return request;
}

/// Counts by day of the first run-out, days before the first simulated one as that one.
std::vector<std::map<Day, std::int64_t>> count_run_outs(const book::Snapshot& snapshot,
                                                        const BuiltNetwork& built,
                                                        const ForecastRequest& request) {
  const std::vector<Standing> standings = find_standings(snapshot, built);
  const DecisionSource decisions{snapshot, built, standings, request};
  flow::Simulator simulator{built.network, simulation_settings(request)};
  const std::size_t lines = built.network.lines.size();
  std::vector<std::map<Day, std::int64_t>> counts(lines);
  std::size_t count = 0;
  for (std::size_t done = 0; done < request.replications; done += count) {
    count = next_block(built, done, request.replications);
    const auto simulation =
        simulator.simulate(decisions.draw(done, count).draws, {.lines = {}, .blame = false});
    for (std::size_t i = 0; i < count * lines; ++i) {
      const Day day = simulation.lines[i].run_out;
      if (day <= request.horizon) ++counts[i % lines][std::max<Day>(day, 1)];
    }
  }
  return counts;
}

SavedForecast run(const book::Snapshot& snapshot, const SavedForecast& like,
                  const ForecastRequest& request) {
  const BuiltNetwork built = build_network(snapshot, {request.horizon, request.unknown_items});
  SavedForecast made = like;
  made.as_of = snapshot.as_of;
  made.lines.clear();
  const auto counts = count_run_outs(snapshot, built, request);
  for (const LineRows& rows : built.lines) {
    RunOuts& line = made.lines.emplace_back();
    line.line = rows.line;
    for (const auto& [day, futures] : counts[rows.index]) line.days.push_back({day, futures});
  }
  return made;
}

bool has_same_settings(const SavedForecast& one, const SavedForecast& other) {
  return one.horizon == other.horizon && one.replications == other.replications &&
         one.seed == other.seed && one.unknown_items == other.unknown_items &&
         std::ranges::equal(one.scenarios, other.scenarios, {}, &regime::Scenario::text,
                            &regime::Scenario::text);
}

/// Goes from one forecast to the other and keeps what moved.
class Walk {
 public:
  Walk(const book::Book& book, const SavedForecast& from, const SavedForecast& to,
       const MovementSettings& settings)
      : from_{from},
        to_{to},
        settings_{settings},
        soon_{to.as_of + Days{Movement::kSoon}},
        coarse_{from},
        known_then_{book.tables_as_of(from.as_of, from.batch)},
        news_{known_then_,
              book.tables_as_of(to.as_of, to.name.empty() ? book::kUnrecorded : to.batch)} {
    coarse_.replications = std::min(from.replications, kStepReplications);
  }

  Movement go() {
    Movement movement;
    movement.from = from_.name;
    movement.to = to_.name;
    movement.from_as_of = from_.as_of;
    movement.to_as_of = to_.as_of;
    movement.soon = soon_;
    movement.replications = to_.replications;
    movement.news = news_.news().size();
    note_lines(movement);
    if (!any_moves(from_, to_)) return movement;
    movement_ = &movement;
    note(from_, make(known_then_, from_, from_.as_of),
         {MoveCause::program, program_words(from_), "", std::nullopt});
    const std::size_t all = news_.news().size();
    note(make(known_then_, coarse_, from_.as_of), state(0),
         {MoveCause::time, "time passing", "", std::nullopt});
    search(0, all);
    if (!has_same_settings(from_, to_)) {
      note(state(all), to_, {MoveCause::settings, "other settings", "", std::nullopt});
    } else if (!settings_.to_is_fresh) {
      note(make(news_.with_first(all), from_, to_.as_of), to_,
           {MoveCause::program, program_words(to_), "", std::nullopt});
    }
    name_the_rest();
    return movement;
  }

 private:
  [[nodiscard]] static std::string program_words(const SavedForecast& old) {
    if (old.program == kVersion) return "a change of the program";
    return fmt::format("the program: {} is now {}", old.program, kVersion);
  }

  SavedForecast make(book::Tables tables, const SavedForecast& like, Date as_of) {
    SavedForecast made = remake(std::move(tables), like, as_of, settings_.threads);
    ++made_;
    if (settings_.progress) settings_.progress(made_);
    return made;
  }

  /// The forecast from the later day with the first `count` of the news.
  const SavedForecast& state(std::size_t count) {
    auto found = states_.find(count);
    if (found == states_.end()) {
      found = states_.emplace(count, make(news_.with_first(count), coarse_, to_.as_of)).first;
    }
    return found->second;
  }

  [[nodiscard]] bool any_moves(const SavedForecast& one, const SavedForecast& other) const {
    return std::ranges::any_of(
        to_.lines, [&](const RunOuts& line) { return has_moved(one, other, line.line, soon_); });
  }

  /// Looks for what moved lines between two states. A line that moves over the whole stretch and
  /// over neither half is moved by many rows together.
  void search(std::size_t low, std::size_t high) {
    if (low == high || !any_moves(state(low), state(high))) return;
    const std::size_t middle = low + (high - low) / 2;
    if (high - low > 1) {
      search(low, middle);
      search(middle, high);
    }
    const bool is_one = high - low == 1;
    note_where(state(low), state(high), step_of(low, high), [&](const std::string& line) {
      return is_one || (!has_moved(state(low), state(middle), line, soon_) &&
                        !has_moved(state(middle), state(high), line, soon_));
    });
  }

  [[nodiscard]] MoveStep step_of(std::size_t low, std::size_t high) const {
    const News& first = news_.news()[low];
    if (high - low == 1) return {MoveCause::news, first.words, first.where, first.known_on};
    const News& last = news_.news()[high - 1];
    return {MoveCause::together,
            fmt::format("{} rows together, from {} to {}", high - low, first.words, last.words), "",
            last.known_on};
  }

  void note(const SavedForecast& before, const SavedForecast& after, MoveStep step) {
    note_where(before, after, std::move(step), [](const std::string&) { return true; });
  }

  template <typename Concerns>
  void note_where(const SavedForecast& before, const SavedForecast& after, MoveStep step,
                  const Concerns& concerns) {
    bool is_noted = false;
    for (LineMovement& line : movement_->lines) {
      if (!has_moved(before, after, line.line, soon_) || !concerns(line.line)) continue;
      add_move(before, after, line);
      is_noted = true;
    }
    if (is_noted) movement_->steps.push_back(std::move(step));
  }

  /// A move of the step that comes next; none for a line that is not there on both sides.
  void add_move(const SavedForecast& before, const SavedForecast& after, LineMovement& line) const {
    const RunOuts* was = before.find(line.line);
    const RunOuts* is = after.find(line.line);
    if (was == nullptr || is == nullptr) return;
    line.moves.push_back({movement_->steps.size(), before.median(*was), after.median(*is),
                          before.chance_by(*was, soon_), after.chance_by(*is, soon_)});
  }

  /// What is left of a line's move when all that is named is taken off: pieces too small for names.
  void name_the_rest() {
    bool is_noted = false;
    for (LineMovement& line : movement_->lines) {
      if (line.moves.empty()) {
        add_move(from_, to_, line);
      } else if (const Days rest = unnamed_days(line); rest > Days{1} || rest < Days{-1}) {
        line.moves.push_back({movement_->steps.size(), *line.after - rest, line.after,
                              line.chance_after, line.chance_after});
      } else {
        continue;
      }
      is_noted = true;
    }
    if (!is_noted) return;
    movement_->steps.push_back(
        {MoveCause::together, "other rows and time, little by little", "", std::nullopt});
  }

  /// 0 where the line goes out of sight or comes into it.
  [[nodiscard]] static Days unnamed_days(const LineMovement& line) {
    if (!line.before || !line.after) return Days{0};
    Days rest = *line.after - *line.before;
    for (const LineMove& move : line.moves) {
      if (!move.before || !move.after) return Days{0};
      rest -= *move.after - *move.before;
    }
    return rest;
  }

  void note_lines(Movement& movement) const {
    for (const RunOuts& line : to_.lines) {
      const RunOuts* was = from_.find(line.line);
      if (was == nullptr) {
        movement.new_lines.push_back(line.line);
      } else if (has_moved(from_, to_, line.line, soon_)) {
        movement.lines.push_back({line.line,
                                  from_.median(*was),
                                  to_.median(line),
                                  from_.chance_by(*was, soon_),
                                  to_.chance_by(line, soon_),
                                  {}});
      }
    }
    for (const RunOuts& line : from_.lines) {
      if (to_.find(line.line) == nullptr) movement.gone_lines.push_back(line.line);
    }
  }

  const SavedForecast& from_;
  const SavedForecast& to_;
  const MovementSettings& settings_;
  Date soon_;
  SavedForecast coarse_;  ///< the settings with which steps are made
  book::Tables known_then_;
  NewsBetween news_;
  std::map<std::size_t, SavedForecast> states_;  ///< by number of news
  std::size_t made_ = 0;
  Movement* movement_ = nullptr;
};

}  // namespace

SavedForecast remake(book::Tables tables, const SavedForecast& like, Date as_of, unsigned threads) {
  Diagnostics ignored;
  const book::Snapshot snapshot =
      book::make_snapshot(book::parse_known_records(std::move(tables), ignored), as_of);
  return run(snapshot, like, request_of(like, threads));
}

SavedForecast remake_given(book::Tables tables, const SavedForecast& like,
                           std::vector<GivenDecision> given, unsigned threads) {
  Diagnostics ignored;
  const book::Snapshot snapshot =
      book::make_snapshot(book::parse_known_records(std::move(tables), ignored), like.as_of);
  ForecastRequest request = request_of(like, threads);
  // What was not heard of then cannot be decided then.
  std::erase_if(given, [&](const GivenDecision& decision) {
    return std::ranges::find(snapshot.records.applications, decision.application,
                             &book::Application::application) ==
           snapshot.records.applications.end();
  });
  request.decisions_are_given = true;
  request.given = std::move(given);
  return run(snapshot, like, request);
}

bool has_moved(const SavedForecast& before, const SavedForecast& after, const std::string& line,
               Date soon) {
  const RunOuts* was = before.find(line);
  const RunOuts* is = after.find(line);
  if (was == nullptr || is == nullptr) return was != is;
  const std::optional<Date> one = before.median(*was);
  const std::optional<Date> other = after.median(*is);
  if (one.has_value() != other.has_value()) return true;
  if (one && std::max(*one, *other) - std::min(*one, *other) > Days{1}) return true;
  const double chance = after.chance_by(*is, soon) - before.chance_by(*was, soon);
  return std::max(chance, -chance) > Movement::kChanceMoves;
}

Movement find_movement(const book::Book& book, const SavedForecast& from, const SavedForecast& to,
                       const MovementSettings& settings) {
  return Walk{book, from, to, settings}.go();
}

}  // namespace runout::forecast
