#include "runout/forecast/chunked_simulation.h"

#include <algorithm>
#include <cmath>

namespace runout::forecast {
namespace {

/// Replications between two looks: enough to keep sixteen threads busy.
constexpr std::size_t kChunk = 1024;

}  // namespace

flow::SimulationSettings simulation_settings(const ForecastRequest& request) {
  flow::SimulationSettings settings;
  settings.seed = request.seed;
  settings.threads = request.threads;
  settings.method = request.method;
  return settings;
}

ChunkedSimulation::ChunkedSimulation(const BuiltNetwork& built, const ForecastRequest& request,
                                     Tally& tally)
    : request_{request}, tally_{tally}, simulator_{built.network, simulation_settings(request)} {}

bool ChunkedSimulation::add(const Draws& draws) {
  for (std::size_t first = 0; first < draws.replications; first += kChunk) {
    const bool is_whole = draws.replications <= kChunk;
    const Draws chunk = is_whole ? Draws{} : take_some(draws, first, kChunk);
    const Draws& some = is_whole ? draws : chunk;
    const flow::Simulation simulation = simulator_.simulate(some);
    tally_.add(some, simulation);
    effort_ = simulation.effort;
    if (!goes_on()) return false;
  }
  return true;
}

std::size_t ChunkedSimulation::replications_left() const {
  const std::size_t done = tally_.replications;
  if (!request_.precision) return request_.replications - done;
  if (done == 0) return kChunk;
  return std::max(kChunk, expected_replications(tally_.largest_error()) - done);
}

/// How many it takes to get the error down to what is asked, from what is known so far: errors fall
/// with the root of their number.
std::size_t ChunkedSimulation::expected_replications(std::optional<double> error) const {
  if (!request_.precision || !error) return request_.replications;
  const std::size_t done = tally_.replications;
  const double ratio = *error / *request_.precision;
  const double needed = std::ceil(static_cast<double>(done) * ratio * ratio);
  if (needed >= static_cast<double>(request_.replications)) return request_.replications;
  return std::max(done, static_cast<std::size_t>(needed));
}

bool ChunkedSimulation::goes_on() {
  const std::size_t done = tally_.replications;
  std::optional<double> error;
  if (request_.precision || request_.progress) error = tally_.largest_error();
  const bool is_precise = request_.precision && error && *error <= *request_.precision;
  const bool is_told_to =
      !request_.progress || request_.progress({done, expected_replications(error), error});
  was_stopped_ = !is_told_to && !is_precise && done < request_.replications;
  return is_told_to && !is_precise;
}

std::size_t next_block(const BuiltNetwork& built, std::size_t done, std::size_t replications) {
  constexpr std::size_t kCells = 1'000'000;  // of decisions, about 50 bytes each
  constexpr std::size_t kFewest = 256;  // values of licences and pictures look at the first block
  constexpr std::size_t kTrial = 1'024;
  constexpr std::size_t kLong = 20'000;
  if (done == 0 && replications > kLong) return kTrial;
  std::size_t cells = built.network.applications + built.network.lines.size() + 1;
  std::size_t turns = 0;  // Draws holds as many for every policy as the one with most of them has.
  for (const regime::PolicyCase& policy : built.policy_cases) turns = std::max(turns, policy.turns);
  cells += built.policy_cases.size() * turns / 4;  // a quarter of the room of a decision
  return std::min(std::max(kCells / cells, kFewest), replications - done);
}

}  // namespace runout::forecast
