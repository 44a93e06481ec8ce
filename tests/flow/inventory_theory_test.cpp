// Closed forms of inventory theory that the simulator must meet.
//
// Order of events of a day, as always: arrivals, demand, order, departure. An order made in the
// evening of day d with a transit of t days meets the demand of day d + t, so the stock at the end
// of a day is the level less the demand of t days (theory: lead time L with t = L + 1 periods).
// Back orders: the stock stands `kOffset` higher than in the theory and the level too; below the
// offset is what the theory calls a back order. Seeds are fixed; tolerances are four standard
// errors of the run, found from batches (replications are independent).
#include <cmath>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "flow/small_network.h"
#include "runout/base/portable_math.h"
#include "runout/base/random.h"

namespace runout::flow::fixtures {
namespace {

/// Mean and its standard error over independent replications.
struct Mean {
  double value = 0.0;
  double standard_error = 0.0;
};

Mean mean_of(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, std::sqrt(squares / (n - 1.0) / n)};
}

void expect_mean(const std::vector<double>& values, double expected, const std::string& what,
                 double bias = 0.0) {
  const Mean mean = mean_of(values);
  EXPECT_NEAR(mean.value, expected, 4.0 * mean.standard_error + bias)
      << what << ", standard error " << mean.standard_error;
  EXPECT_LT(4.0 * mean.standard_error, 0.12 * expected + 0.1) << what << ": too coarse a test";
}

std::int64_t draw_poisson(RandomStream& stream, double rate) {
  const double limit = portable::exp(-rate);
  std::int64_t count = 0;
  for (double product = stream.uniform(); product > limit; product *= stream.uniform()) ++count;
  return count;
}

// O3 and O4 --------------------------------------------------------------------------------------

constexpr std::int64_t kOffset = 1'000'000;

struct BaseStock {
  std::string name;
  std::function<std::int64_t(RandomStream&)> demand;
  double demand_per_day;
  Day lead_days;
  std::int64_t level;
  double no_stockout;
  double on_hand;
  double back_order;
  double fill_rate;
};

void PrintTo(const BaseStock& c, std::ostream* out) { *out << c.name; }

class PeriodicBaseStock : public ::testing::TestWithParam<BaseStock> {};

TEST_P(PeriodicBaseStock, MeetsTheClosedForm) {
  const BaseStock& c = GetParam();
  constexpr Day kDays = 2000;
  constexpr std::size_t kReplications = 60;
  OneLine made = one_line(kDays, kOffset + c.level, 0);
  add_policy(made.network, PolicyKind::order_up_to, made.magnets, std::nullopt, kOffset + c.level,
             c.lead_days + 1);
  std::vector<std::int64_t> demand;
  for (std::uint32_t r = 0; r < kReplications; ++r) {
    RandomStream stream{11, r, c.name, Purpose::test};
    for (Day day = 0; day < kDays; ++day) demand.push_back(c.demand(stream));
  }
  SimulationSettings settings;
  settings.demand = demand;
  settings.traced_points = {made.magnets};
  settings.traced_replications = kReplications;
  const Draws draws =
      given_draws(made.network, std::vector<std::vector<Given>>(kReplications), {}, 0);
  const Simulation simulation = simulate(made.network, draws, settings);

  std::vector<double> no_stockout(kReplications, 0.0);
  std::vector<double> on_hand(kReplications, 0.0);
  std::vector<double> back_order(kReplications, 0.0);
  std::vector<double> fill_rate(kReplications, 0.0);
  for (std::size_t r = 0; r < kReplications; ++r) {
    constexpr Day kWarmUp = 50;
    double asked = 0.0;
    double unmet = 0.0;
    for (Day day = kWarmUp; day < kDays; ++day) {
      const auto at = static_cast<std::size_t>(day);
      const double net =
          static_cast<double>(simulation.traced[r * (kDays + 1) + at] / 1'000'000 - kOffset);
      const auto today = static_cast<double>(demand[r * kDays + at - 1]);
      no_stockout[r] += net >= 0.0 ? 1.0 : 0.0;
      on_hand[r] += std::max(0.0, net);
      back_order[r] += std::max(0.0, -net);
      asked += today;
      unmet += std::min(today, std::max(0.0, -net));
    }
    for (std::vector<double>* sum : {&no_stockout, &on_hand, &back_order}) {
      (*sum)[r] /= kDays - kWarmUp;
    }
    fill_rate[r] = 1.0 - unmet / asked;
  }
  expect_mean(no_stockout, c.no_stockout, "P(no stockout)");
  expect_mean(on_hand, c.on_hand, "E[on hand]");
  expect_mean(back_order, c.back_order, "E[back orders]");
  expect_mean(fill_rate, c.fill_rate, "fill rate");
}

std::function<std::int64_t(RandomStream&)> poisson(double rate) {
  return [rate](RandomStream& stream) { return draw_poisson(stream, rate); };
}

// Normal demand in thousandths of a unit would round finer; whole units move the numbers by less
// than the tolerance (Sheppard: the variance grows by 1/12 of 400).
std::int64_t normal_100_20(RandomStream& stream) {
  return static_cast<std::int64_t>(std::floor(100.0 + 20.0 * stream.normal() + 0.5));
}

INSTANTIATE_TEST_SUITE_P(
    TableO3O4, PeriodicBaseStock,
    ::testing::Values(
        BaseStock{"Rate5", poisson(5), 5, 4, 30, .863309, 5.451864, .451864, .916052},
        BaseStock{"Rate10", poisson(10), 10, 2, 35, .842617, 5.572329, .572329, .942932},
        BaseStock{"Rate100", poisson(100), 100, 3, 430, .935043, 30.617831, .617831, .993822},
        BaseStock{"Normal", normal_100_20, 100, 3, 450, .894350, 52.023475, 2.023475, .979766}),
    [](const auto& instance) { return instance.param.name; });

// O5, O6 and O9 ----------------------------------------------------------------------------------

// One-for-one orders whose lead time is the wait for a licence of their own: any law of it gives
// the same stock (Palm), and lost sales as Erlang's formula. Time is continuous there; here a day
// stands for a tenth or a fortieth of one and demand for at most one unit a day, which takes
// p = demand a day off the variance, hence the bias allowed for.
using LeadTimeLaw = std::function<double(RandomStream&)>;  // mean 1

struct OneForOne {
  std::string name;
  double rate;  ///< units per day of the theory
  double mean_lead_days;
  std::int64_t level;
  double fill_rate;
  double back_order;
  double on_hand;
  double lost_share;
  LeadTimeLaw law;
};

void PrintTo(const OneForOne& c, std::ostream* out) { *out << c.name; }

class LicenceLeadTime : public ::testing::TestWithParam<OneForOne> {};

enum class Unmet { back_ordered, lost };

/// Per replication: share of days with stock for one more unit, mean stock, mean back orders,
/// mean on order, share of demand that was lost.
struct Found {
  std::vector<double> ready;
  std::vector<double> on_hand;
  std::vector<double> back_order;
  std::vector<double> on_order;
  std::vector<double> lost_share;
};

constexpr double kDemandPerStep = 0.02;

Found run_one_for_one(const OneForOne& c, Unmet unmet) {
  constexpr Day kDays = 12'000;
  constexpr std::size_t kReplications = 60;
  constexpr std::size_t kTurns = 600;
  const double steps_per_day = c.rate / kDemandPerStep;
  const std::int64_t offset = unmet == Unmet::back_ordered ? kOffset : 0;
  OneLine made = one_line(kDays, offset + c.level, 0);
  const Index policy = add_policy(made.network, PolicyKind::order_up_to, made.magnets, std::nullopt,
                                  offset + c.level, 1);
  made.network.policies[policy].needs_licence = true;
  std::vector<std::int64_t> demand;
  std::vector<PolicyTurn> turns;
  for (std::uint32_t r = 0; r < kReplications; ++r) {
    RandomStream stream{5, r, c.name, Purpose::test};
    for (Day day = 0; day < kDays; ++day) {
      demand.push_back(stream.uniform() < kDemandPerStep ? 1 : 0);
    }
    for (std::size_t turn = 0; turn < kTurns; ++turn) {
      const double steps = c.law(stream) * c.mean_lead_days * steps_per_day;
      turns.push_back(
          {0, std::max(0, static_cast<Day>(std::floor(steps + 0.5)) - 1), FinalOutcome::granted});
    }
  }
  SimulationSettings settings;
  settings.demand = demand;
  settings.traced_points = {made.magnets};
  settings.traced_replications = kReplications;
  const Simulation simulation =
      simulate(made.network,
               given_draws(made.network, std::vector<std::vector<Given>>(kReplications),
                           std::move(turns), kTurns),
               settings);
  Found found;
  const auto warm_up = static_cast<Day>(8.0 * c.mean_lead_days * steps_per_day);
  for (std::size_t r = 0; r < kReplications; ++r) {
    double ready = 0.0;
    double on_hand = 0.0;
    double back_order = 0.0;
    double on_order = 0.0;
    double asked = 0.0;
    double lost = 0.0;
    for (Day day = warm_up; day < kDays; ++day) {
      const auto at = static_cast<std::size_t>(day);
      const std::int64_t* stock = &simulation.traced[r * (kDays + 1) + at];
      const double net = static_cast<double>(stock[0] / 1'000'000 - offset);
      ready += net >= 1.0 ? 1.0 : 0.0;
      on_hand += std::max(0.0, net);
      back_order += std::max(0.0, -net);
      on_order += static_cast<double>(c.level) - net;
      if (demand[r * kDays + at - 1] > 0) {
        asked += 1.0;
        // Lost when the day ends empty and nothing was taken: the level in both evenings is 0.
        lost += stock[0] == 0 && stock[-1] == 0 ? 1.0 : 0.0;
      }
    }
    const double days = kDays - warm_up;
    found.ready.push_back(ready / days);
    found.on_hand.push_back(on_hand / days);
    found.back_order.push_back(back_order / days);
    found.on_order.push_back(on_order / days);
    found.lost_share.push_back(lost / asked);
  }
  return found;
}

TEST_P(LicenceLeadTime, OnlyItsMeanMatters) {
  const OneForOne& c = GetParam();
  const Found found = run_one_for_one(c, Unmet::back_ordered);
  expect_mean(found.ready, c.fill_rate, "fill rate", 0.01);
  expect_mean(found.on_hand, c.on_hand, "E[on hand]", 0.03);
  expect_mean(found.back_order, c.back_order, "E[back orders]", 0.02);
  expect_mean(found.on_order, c.rate * c.mean_lead_days, "Little: E[on order]");  // O9
}

TEST_P(LicenceLeadTime, LosesWhatErlangsFormulaSays) {
  const OneForOne& c = GetParam();
  const Found found = run_one_for_one(c, Unmet::lost);
  expect_mean(found.lost_share, c.lost_share, "share lost", 0.004);
}

double fixed(RandomStream&) { return 1.0; }
double exponential(RandomStream& stream) { return stream.exponential(); }
double gamma_2(RandomStream& stream) { return stream.gamma(2.0) / 2.0; }
double empirical(RandomStream& stream) {  // Quick ones, slow ones and very slow ones.
  const double u = stream.uniform();
  return u < 0.5 ? 0.4 : (u < 0.9 ? 1.2 : 3.2);
}

OneForOne licence_of_45_days(const std::string& name, LeadTimeLaw law) {
  return {name, 0.2, 45, 12, .803008, .282206, 3.282206, .083087, std::move(law)};
}

INSTANTIATE_TEST_SUITE_P(
    TableO5O6, LicenceLeadTime,
    ::testing::Values(licence_of_45_days("Fixed45", fixed),
                      licence_of_45_days("Exponential45", exponential),
                      licence_of_45_days("Gamma45", gamma_2),
                      licence_of_45_days("Empirical45", empirical),
                      OneForOne{"Gamma10", 1, 10, 14, .864464, .186937, 4.186937, .056819, gamma_2},
                      OneForOne{"Fixed2", 4, 2.5, 15, .916542, .103479, 5.103479, .036497, fixed}),
    [](const auto& instance) { return instance.param.name; });

// O10 and O11 ------------------------------------------------------------------------------------

constexpr std::size_t kMany = 20'000;

/// In hand on the day on which a continuous wait has ended.
Day day_after(double days) { return static_cast<Day>(std::ceil(days)); }

/// Stock for `cover` days and goods without end behind the licences; the goods travel one day, so
/// the line stands on the days cover + 1 .. the day in hand.
Simulation wait_for_licences(Day cover, std::size_t licences, std::uint64_t seed,
                             const std::function<double(RandomStream&)>& wait) {
  OneLine made = one_line(700, 10 * cover, 10);
  const Index row = add_consignment(made.network, made.magnets, 100'000, 1, 1);
  for (std::size_t i = 0; i < licences; ++i) add_need(made.network, row);
  std::vector<std::vector<Given>> decisions(kMany);
  for (std::uint32_t r = 0; r < kMany; ++r) {
    RandomStream stream{seed, r, std::uint64_t{1}, Purpose::test};
    for (std::size_t i = 0; i < licences; ++i) {
      decisions[r].push_back({day_after(wait(stream))});
    }
  }
  return simulate(made.network, given_draws(made.network, decisions, {}, 0), {});
}

struct SingleLicence {
  std::string name;
  double shape;
  double scale;
  Day cover;
  double p_out;
  double down_days;
};

void PrintTo(const SingleLicence& c, std::ostream* out) { *out << c.name; }

class OneLicence : public ::testing::TestWithParam<SingleLicence> {};

TEST_P(OneLicence, MeetsTheClosedForm) {  // O10
  const SingleLicence& c = GetParam();
  const Simulation simulation = wait_for_licences(
      c.cover, 1, 3, [&](RandomStream& stream) { return c.scale * stream.gamma(c.shape); });
  std::vector<double> out;
  std::vector<double> down;
  for (const LineOutcome& line : simulation.lines) {
    out.push_back(line.run_out == kNever ? 0.0 : 1.0);
    // Whole days: a wait that ends within a day costs all of it, half a day more on average.
    down.push_back(static_cast<double>(line.stop_days) - 0.5 * out.back());
  }
  expect_mean(out, c.p_out, "P(out)");
  expect_mean(down, c.down_days, "E[down days]");
}

INSTANTIATE_TEST_SUITE_P(
    TableO10, OneLicence,
    ::testing::Values(SingleLicence{"Gamma2Cover45", 2, 22.5, 45, .406006, 12.180175},
                      SingleLicence{"Gamma2Cover60", 2, 22.5, 60, .254773, 7.295762},
                      SingleLicence{"Exponential", 1, 45, 30, .513417, 23.103770}),
    [](const auto& instance) { return instance.param.name; });

TEST(SevenLicences, AreAllNeeded) {  // O11: E[max of 7 Exp(45)] = 45 (1 + 1/2 + ... + 1/7)
  const Simulation simulation =
      wait_for_licences(0, 7, 17, [](RandomStream& stream) { return 45.0 * stream.exponential(); });
  std::vector<double> down;
  std::vector<double> runs_by_120;
  for (const LineOutcome& line : simulation.lines) {
    down.push_back(static_cast<double>(line.stop_days) - 0.5);
    runs_by_120.push_back(line.stop_days <= 120 ? 1.0 : 0.0);
  }
  expect_mean(down, 116.678571, "E[days down]");
  expect_mean(runs_by_120, std::pow(1.0 - std::exp(-120.0 / 45.0), 7), "P(runs by day 120)");
}

}  // namespace
}  // namespace runout::flow::fixtures
