#include "runout/regime/survival/piecewise_exponential.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <fmt/format.h>

#include "runout/base/error.h"

namespace runout::regime::survival {
namespace {

std::vector<std::string> labels_of(std::span<const double> cuts,
                                   std::span<const std::string> names) {
  std::vector<std::string> labels;
  for (std::size_t interval = 0; interval <= cuts.size(); ++interval) {
    const std::string from =
        interval == 0 ? "the start" : fmt::format("day {}", cuts[interval - 1]);
    const std::string to = interval == cuts.size() ? "on" : fmt::format("to {}", cuts[interval]);
    labels.push_back(fmt::format("the interval from {} {}", from, to));
  }
  for (const std::string& name : names) labels.push_back(fmt::format("column '{}'", name));
  return labels;
}

void check_cuts(std::span<const double> cuts) {
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    if (std::isfinite(cuts[i]) && (i == 0 || cuts[i] > cuts[i - 1])) continue;
    throw Error{
        ErrorKind::invalid_input,
        fmt::format("cut point {}: {} is not a number above the one before", i + 1, cuts[i])};
  }
}

}  // namespace

std::vector<Episode> split_at(std::span<const Observation> observations,
                              std::span<const double> cuts) {
  check_observations(observations, std::numeric_limits<int>::max());
  check_cuts(cuts);
  std::vector<Episode> episodes;
  for (std::size_t record = 0; record < observations.size(); ++record) {
    const Observation& whole = observations[record];
    double entry = whole.entry;
    auto cut = std::ranges::upper_bound(cuts, entry);
    for (; cut != cuts.end() && *cut < whole.exit; ++cut) {
      episodes.push_back({record, static_cast<std::size_t>(cut - cuts.begin()), entry, *cut, 0});
      entry = *cut;
    }
    episodes.push_back(
        {record, static_cast<std::size_t>(cut - cuts.begin()), entry, whole.exit, whole.cause});
  }
  return episodes;
}

PoissonFit fit_piecewise_exponential(std::span<const Observation> observations,
                                     const Covariates& covariates, std::span<const double> cuts,
                                     std::span<const double> precision) {
  const std::vector<Episode> episodes = split_at(observations, cuts);
  const std::size_t columns = covariates.names.size();
  if (covariates.values.size() != observations.size() * columns) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("{} covariate values for {} records and {} columns",
                            covariates.values.size(), observations.size(), columns)};
  }
  const std::size_t intervals = cuts.size() + 1;
  const std::size_t size = intervals + columns;
  std::vector<double> design(episodes.size() * size, 0.0);
  std::vector<double> events;
  std::vector<double> exposure;
  double all_events = 0.0;
  double all_exposure = 0.0;
  for (std::size_t row = 0; row < episodes.size(); ++row) {
    const Episode& episode = episodes[row];
    design[row * size + episode.interval] = 1.0;
    std::ranges::copy(covariates.values.subspan(episode.record * columns, columns),
                      design.begin() + static_cast<std::ptrdiff_t>(row * size + intervals));
    events.push_back(episode.cause == 0 ? 0.0 : 1.0);
    exposure.push_back(episode.exit - episode.entry);
    all_events += events.back();
    all_exposure += exposure.back();
  }
  std::vector<double> start(size, 0.0);
  if (all_events > 0.0) {
    std::fill_n(start.begin(), intervals, std::log(all_events / all_exposure));
  }
  const std::vector<std::string> labels = labels_of(cuts, covariates.names);
  return fit_poisson({design, events, exposure, precision, start, labels});
}

}  // namespace runout::regime::survival
