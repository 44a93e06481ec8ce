#include "runout/forecast/tally.h"

#include <algorithm>
#include <cmath>

#include "runout/base/quantity.h"

namespace runout::forecast {
namespace {

/// Standard error of a share of `replications` independent replications.
std::optional<double> share_error(double p, std::size_t replications) {
  if (replications < 2) return std::nullopt;
  return std::sqrt(p * (1.0 - p) / static_cast<double>(replications - 1));
}

}  // namespace

void DayCounts::add(Day day) {
  const auto place = static_cast<std::size_t>(std::max(0, day));
  if (day == kNever || place >= days_) return;
  if (place >= by_day_.size()) by_day_.resize(place + 1);
  ++by_day_[place];
}

std::vector<ChanceByDay> DayCounts::chances(std::size_t replications) const {
  std::vector<ChanceByDay> chances;
  chances.reserve(days_);
  std::uint64_t so_far = count_on(0);
  for (std::size_t day = 1; day < days_; ++day) {
    so_far += count_on(day);
    const double p = static_cast<double>(so_far) / static_cast<double>(replications);
    chances.push_back({static_cast<Day>(day), p, share_error(p, replications)});
  }
  return chances;
}

DateQuantiles DayCounts::quantiles(std::size_t replications, Date as_of) const {
  const auto find = [&](std::uint64_t tenths) -> std::optional<Date> {
    std::uint64_t so_far = 0;
    for (std::size_t day = 0; day < days_; ++day) {
      so_far += count_on(day);
      if (so_far * 10 >= tenths * replications) return as_of + Days{static_cast<Day>(day)};
    }
    return std::nullopt;
  };
  return {find(1), find(5), find(9)};
}

std::size_t DayCounts::count_by(Day day) const {
  std::uint64_t so_far = 0;
  for (std::size_t i = 0; i < by_day_.size() && static_cast<Day>(i) <= day; ++i) {
    so_far += by_day_[i];
  }
  return so_far;
}

std::optional<double> DayCounts::largest_error(std::size_t replications) const {
  std::optional<double> largest;
  std::uint64_t so_far = 0;
  for (std::size_t day = 0; day < days_; ++day) {
    so_far += count_on(day);
    const double p = static_cast<double>(so_far) / static_cast<double>(replications);
    const auto error = share_error(p, replications);
    if (error) largest = std::max(largest.value_or(0.0), *error);
  }
  return largest;
}

std::optional<double> Tally::largest_error() const {
  std::optional<double> largest;
  for (const LineTally& line : lines) {
    const auto error = line.run_out.largest_error(replications);
    if (error) largest = std::max(largest.value_or(0.0), *error);
  }
  return largest;
}

void NumberTally::add(Wide millionths) {
  ++count_;
  sum_ += millionths;
  const double value = static_cast<double>(millionths) / static_cast<double>(kMillion);
  const double from_mean = value - running_mean_;
  running_mean_ += from_mean / static_cast<double>(count_);
  squares_ += from_mean * (value - running_mean_);
}

Estimate NumberTally::estimate() const {
  if (count_ == 0) return {};
  const auto count = static_cast<double>(count_);
  Estimate estimate;
  estimate.mean = static_cast<double>(sum_) / (static_cast<double>(kMillion) * count);
  if (count_ > 1) estimate.standard_error = std::sqrt(squares_ / (count - 1.0) / count);
  return estimate;
}

NumberTally::Wide loss_of(const flow::Network& network, const std::vector<LossRates>& rates,
                          const flow::Simulation& simulation, std::size_t replication,
                          std::size_t line) {
  using Wide = NumberTally::Wide;
  const flow::LineOutcome& outcome = simulation.lines[replication * network.lines.size() + line];
  const std::int64_t* lost = simulation.lost_by_task.data() + replication * network.tasks.size();
  const std::vector<flow::Index>& tasks = network.lines[line].tasks;
  Wide loss = Wide{outcome.stop_days} * rates[line].stop_day;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    loss += Wide{lost[tasks[i]]} * rates[line].contribution[i];
  }
  return loss;
}

Tally::Tally(const BuiltNetwork& built, const std::vector<LossRates>& rates)
    : lines(built.network.lines.size(), LineTally{built.network.horizon}),
      applications(built.network.applications, ApplicationTally{built.network.horizon}),
      built_{built},
      rates_{rates} {}

void Tally::add(const Draws& draws, const flow::Simulation& simulation) {
  using Wide = NumberTally::Wide;
  const flow::Network& network = built_.network;
  for (std::size_t replication = 0; replication < simulation.replications; ++replication) {
    for (std::size_t line = 0; line < lines.size(); ++line) {
      const flow::LineOutcome& outcome = simulation.lines[replication * lines.size() + line];
      LineTally& tally = lines[line];
      tally.run_out.add(outcome.run_out);
      tally.stop.add(outcome.stop);
      tally.restart.add(outcome.restart);
      tally.lost_units.add(Wide{outcome.lost_units} * kMillion);
      tally.stop_days.add(Wide{outcome.stop_days} * kMillion);
      tally.loss.add(loss_of(network, rates_, simulation, replication, line));
    }
    for (std::size_t row = 0; row < applications.size(); ++row) {
      const std::size_t cell = draws.cell(replication, row);
      applications[row].in_hand.add(draws.in_hand_day[cell]);
      if (draws.outcome[cell] == FinalOutcome::refused) {
        applications[row].refused.add(draws.final_day[cell]);
      }
    }
  }
  for (const flow::BlameShare& share : simulation.blame) {
    LineTally& tally = lines[share.line];
    const auto one_up = [](const std::optional<flow::Index>& row) {
      return row ? std::size_t{*row} + 1 : std::size_t{0};
    };
    tally.blame[{share.point, one_up(share.consignment), one_up(share.policy),
                 one_up(share.application), share.cause}] += share.share;
    tally.blamed += share.share;
  }
  replications += simulation.replications;
}

}  // namespace runout::forecast
