#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "runout/base/error.h"
#include "runout/base/parallel.h"
#include "runout/forecast/chunked_simulation.h"
#include "runout/forecast/decision_source.h"
#include "runout/forecast/describe.h"
#include "runout/forecast/values/licence_values.h"

namespace runout::forecast {
namespace {

std::vector<NeedBy> find_all_need_by(const book::Snapshot& snapshot, const BuiltNetwork& built,
                                     const Sections& sections, const CertainRuns& certain,
                                     unsigned threads) {
  std::vector<NeedBy> need_by(snapshot.records.applications.size());
  parallel_blocks(need_by.size(), 1, threads, [&](std::size_t row, std::size_t) {
    if (!book::is_pending(snapshot.applications[row].state)) return;
    need_by[row] = find_need_by(snapshot, built, sections, certain.if_granted_today, row);
  });
  return need_by;
}

std::vector<std::vector<std::optional<Day>>> find_all_relief(const book::Snapshot& snapshot,
                                                             const BuiltNetwork& built,
                                                             const std::vector<Standing>& standings,
                                                             const Sections& sections,
                                                             const CertainRuns& certain,
                                                             unsigned threads) {
  std::vector<std::vector<std::optional<Day>>> relief(standings.size());
  parallel_blocks(relief.size(), 1, threads, [&](std::size_t row, std::size_t) {
    if (!standings[row].is_open) return;
    relief[row] = find_relief(snapshot, built, sections, certain.secured, row);
  });
  return relief;
}

void append(Diagnostics& all, const Diagnostics& more) {
  all.insert(all.end(), more.begin(), more.end());
}

/// The book's own warnings, less those that the network's say again with what was assumed.
void append_warnings(Diagnostics& all, const Diagnostics& of_book, const Diagnostics& of_network) {
  std::set<std::pair<std::size_t, std::string>> overdue;
  for (const Diagnostic& warning : of_network) {
    if (warning.code == "overdue") overdue.emplace(warning.row, warning.file);
  }
  std::ranges::copy_if(of_book, std::back_inserter(all), [&](const Diagnostic& warning) {
    return warning.code != "ready_long_ago" ||
           !overdue.contains(std::pair{warning.row, warning.file});
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
  ChunkedSimulation simulating{built, request, tally};
  for (std::size_t done = 0; done < request.replications; done = tally.replications) {
    if (request.progress &&
        !request.progress({done, done + simulating.replications_left(), std::nullopt, true})) {
      if (done == 0) throw Error{ErrorKind::conflict, "stopped before anything was simulated"};
      forecast.is_complete = false;
      break;
    }
    const std::size_t block =
        std::min(next_block(built, done, request.replications), simulating.replications_left());
    auto drawn = decisions.draw(done, block);
    const bool goes_on = simulating.add(drawn.draws);
    if (done == 0) {
      first_draws = std::move(drawn.draws);
      forecast.basis = std::move(drawn.basis);
    }
    if (!goes_on) break;
  }
  forecast.is_complete = forecast.is_complete && !simulating.was_stopped();
  forecast.effort = simulating.effort();
  forecast.largest_error = tally.largest_error();
  const auto begin = [&](std::string_view doing) {
    if (request.stage) request.stage(doing);
  };
  begin("dates without chance");
  const CertainRuns certain = run_all_certain(built, let_all_fly(snapshot, built), standings);
  const Sections sections{built.network, standings};
  const auto need_by = find_all_need_by(snapshot, built, sections, certain, request.threads);
  const auto relief =
      find_all_relief(snapshot, built, standings, sections, certain, request.threads);

  std::optional<LicenceValues> values;
  if (request.value_replications > 0 && forecast.is_complete) {
    Futures futures{built, rates, first_draws, request.value_replications,
                    simulation_settings(request)};
    values = find_licence_values(snapshot, built, standings, futures, begin);
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
  begin("outlooks of components");
  forecast.lines = describe_lines(findings);
  begin("pictures of stock");
  add_stock_projections(findings, first_draws, forecast.lines);
  begin("writing");
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
