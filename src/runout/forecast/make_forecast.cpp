#include <algorithm>
#include <cmath>
#include <iterator>

#include "runout/base/error.h"
#include "runout/base/parallel.h"
#include "runout/forecast/decision_source.h"
#include "runout/forecast/describe.h"
#include "runout/forecast/values/licence_values.h"

namespace runout::forecast {
namespace {

/// Cells of decisions held at once, about 50 bytes each.
constexpr std::size_t kLargestBlock = 1'000'000;

/// Replications simulated together: few enough for memory, enough to fit the regime rarely.
std::size_t block_size(const BuiltNetwork& built, std::size_t replications) {
  std::size_t cells = built.network.applications + built.network.lines.size() + 1;
  std::size_t turns = 0;  // Draws holds as many for every policy as the one with most of them has.
  for (const regime::PolicyCase& policy : built.policy_cases) turns = std::max(turns, policy.turns);
  cells += built.policy_cases.size() * turns / 4;  // a quarter of the room of a decision
  return std::clamp<std::size_t>(kLargestBlock / cells, 1, replications);
}

flow::SimulationSettings simulation_settings(const ForecastRequest& request) {
  flow::SimulationSettings settings;
  settings.seed = request.seed;
  settings.threads = request.threads;
  settings.method = request.method;
  return settings;
}

/// Replications between two looks at the precision, and at whether anybody says to stop.
constexpr std::size_t kChunk = 256;

/// How many replications it takes to get the error down to what is asked, from what is known so
/// far: errors fall with the root of their number.
std::size_t expected_replications(const ForecastRequest& request, std::size_t done,
                                  std::optional<double> error) {
  if (!request.precision || !error) return request.replications;
  const double ratio = *error / *request.precision;
  const double needed = std::ceil(static_cast<double>(done) * ratio * ratio);
  return needed < static_cast<double>(request.replications)
             ? std::max(done, static_cast<std::size_t>(needed))
             : request.replications;
}

/// Simulates until all is done, precise enough, or stopped; false when it was stopped.
class Simulating {
 public:
  Simulating(const BuiltNetwork& built, const ForecastRequest& request, Tally& tally)
      : request_{request}, tally_{tally}, simulator_{built.network, simulation_settings(request)} {}

  /// Adds a block of draws; false when no more is wanted.
  bool add(const Draws& draws) {
    for (std::size_t first = 0; first < draws.replications; first += kChunk) {
      const bool is_whole = first == 0 && draws.replications <= kChunk;
      const Draws chunk = is_whole ? Draws{} : take_some(draws, first, kChunk);
      const Draws& some = is_whole ? draws : chunk;
      const flow::Simulation simulation = simulator_.simulate(some);
      tally_.add(some, simulation);
      effort_ = simulation.effort;
      if (!goes_on()) return false;
    }
    return true;
  }

  /// As far as can be told: no more are drawn at once, for drawing takes longer than simulating.
  [[nodiscard]] std::size_t replications_left() const {
    constexpr std::size_t kFirst = 8 * kChunk;
    if (!request_.precision) return request_.replications;
    const std::size_t done = tally_.replications;
    if (done == 0) return kFirst;
    return std::max(kChunk, expected_replications(request_, done, tally_.largest_error()) - done);
  }
  [[nodiscard]] const flow::Effort& effort() const { return effort_; }
  [[nodiscard]] bool was_stopped() const { return was_stopped_; }

 private:
  bool goes_on() {
    const std::optional<double> error =
        request_.precision || request_.progress ? tally_.largest_error() : std::nullopt;
    const std::size_t done = tally_.replications;
    const std::size_t of = expected_replications(request_, done, error);
    const bool is_precise = request_.precision && error && *error <= *request_.precision;
    if (request_.progress && !request_.progress({done, of, error}) && !is_precise &&
        done < request_.replications) {
      was_stopped_ = true;
      return false;
    }
    return !is_precise;
  }

  const ForecastRequest& request_;
  Tally& tally_;
  flow::Simulator simulator_;
  flow::Effort effort_;
  bool was_stopped_ = false;
};

std::vector<NeedBy> find_all_need_by(const book::Snapshot& snapshot, const BuiltNetwork& built,
                                     const std::vector<Standing>& standings,
                                     const CertainRuns& certain, unsigned threads) {
  std::vector<NeedBy> need_by(snapshot.records.applications.size());
  parallel_blocks(need_by.size(), 1, threads, [&](std::size_t row, std::size_t) {
    if (!book::is_pending(snapshot.applications[row].state)) return;
    need_by[row] = find_need_by(snapshot, built, standings, certain.if_granted_today, row);
  });
  return need_by;
}

std::vector<std::vector<std::optional<Day>>> find_all_relief(const book::Snapshot& snapshot,
                                                             const BuiltNetwork& built,
                                                             const std::vector<Standing>& standings,
                                                             const CertainRuns& certain,
                                                             unsigned threads) {
  std::vector<std::vector<std::optional<Day>>> relief(standings.size());
  parallel_blocks(relief.size(), 1, threads, [&](std::size_t row, std::size_t) {
    if (!standings[row].is_open) return;
    relief[row] = find_relief(snapshot, built, standings, certain.secured, row);
  });
  return relief;
}

void append(Diagnostics& all, const Diagnostics& more) {
  all.insert(all.end(), more.begin(), more.end());
}

/// The book's own warnings, less those that the network's say again with what was assumed.
void append_warnings(Diagnostics& all, const Diagnostics& of_book, const Diagnostics& of_network) {
  std::ranges::copy_if(of_book, std::back_inserter(all), [&](const Diagnostic& warning) {
    return warning.code != "ready_long_ago" ||
           std::ranges::none_of(of_network, [&](const Diagnostic& other) {
             return other.code == "overdue" && other.file == warning.file &&
                    other.row == warning.row;
           });
  });
  append(all, of_network);
}

}  // namespace

Forecast make_forecast(const book::Snapshot& snapshot, const ForecastRequest& request) {
  const BuiltNetwork built = build_network(snapshot, {request.horizon, request.unknown_items});
  const std::vector<Standing> standings = find_standings(snapshot, built);
  const DecisionSource decisions{snapshot, built, standings, request};

  Forecast forecast;
  const auto rates = find_loss_rates(snapshot, built, forecast.warnings);
  Tally tally{built, rates};
  Draws first_draws;
  const std::size_t block = block_size(built, request.replications);
  Simulating simulating{built, request, tally};
  for (std::size_t done = 0; done < request.replications; done = tally.replications) {
    if (request.progress && !request.progress({done, request.replications, std::nullopt})) {
      if (done == 0) throw Error{ErrorKind::conflict, "stopped before anything was simulated"};
      forecast.is_complete = false;
      break;
    }
    const std::size_t wanted = simulating.replications_left();
    auto drawn = decisions.draw(done, std::min({block, request.replications - done, wanted}));
    const bool goes_on = simulating.add(drawn.draws);
    if (done == 0) {
      first_draws = std::move(drawn.draws);
      forecast.basis = std::move(drawn.basis);
    }
    if (!goes_on) break;
  }
  forecast.is_complete = forecast.is_complete && !simulating.was_stopped();
  forecast.effort = simulating.effort();
  const CertainRuns certain = run_all_certain(built, let_all_fly(snapshot, built), standings);
  const auto need_by = find_all_need_by(snapshot, built, standings, certain, request.threads);
  const auto relief = find_all_relief(snapshot, built, standings, certain, request.threads);

  std::optional<LicenceValues> values;
  if (request.value_replications > 0 && forecast.is_complete) {
    Futures futures{built, rates, first_draws, request.value_replications,
                    simulation_settings(request)};
    values = find_licence_values(snapshot, built, standings, futures);
    forecast.bundles = std::move(values->bundles);
    forecast.value_replications = values->replications;
  }
  const Findings findings{snapshot,  request, built,
                          standings, tally,   certain,
                          need_by,   relief,  values ? &*values : nullptr};
  forecast.as_of = snapshot.as_of;
  forecast.horizon = request.horizon;
  forecast.replications = tally.replications;
  forecast.seed = request.seed;
  forecast.lines = describe_lines(findings);
  add_stock_projections(findings, first_draws, forecast.lines);
  forecast.applications = describe_applications(findings, Applications::pending);
  forecast.decided_applications = describe_applications(findings, Applications::decided);
  forecast.unknown = built.unknown;
  append_warnings(forecast.warnings, snapshot.warnings, built.warnings);
  append(forecast.warnings, decisions.warnings());
  forecast.assumptions = forecast.basis.assumptions;
  for (std::string& assumption : describe_assumptions(findings)) {
    forecast.assumptions.push_back(std::move(assumption));
  }
  forecast.decisions_given = decisions.all_given();
  return forecast;
}

}  // namespace runout::forecast
