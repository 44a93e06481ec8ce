#include "runout/regime/survival/aalen_johansen.h"

#include <algorithm>
#include <cmath>

#include "runout/base/error.h"

namespace runout::regime::survival {
namespace {

// The derivative of an estimate by the weight of a record is, with S the probability of no event,
// F the incidence of one cause, and over steps s with dN events (dN_k of the cause) and n at risk
//   G(t) = sum dN / (n (n - dN)),   B(t) = sum S(s-) dN_k / n (G(s-) - 1 / n):
//   at risk, entered at a:  no event  S(t) (G(t) - G(a)),
//                           incidence B(t) - B(a) - G(a) (F(t) - F(a));
//   gone at e by cause c:   no event  S(t) v,  v = G(e) - G(a) - [event] / (n - dN),
//                           incidence its value at e + v (F(t) - F(e)).
// Every term is linear in F(t) with constants of the record, hence the sums.

/// Sums over records of squares of (constant + slope x F).
struct SquareSum {
  double constant = 0.0;
  double slope = 0.0;
  double constant_square = 0.0;
  double product = 0.0;
  double slope_square = 0.0;

  void add(double a, double b, double sign) {
    constant += sign * a;
    slope += sign * b;
    constant_square += sign * a * a;
    product += sign * a * b;
    slope_square += sign * b * b;
  }
  /// Sum of (shift + a + b F)^2 over `count` records.
  [[nodiscard]] double at(double f, double shift, double count) const {
    return constant_square + 2.0 * product * f + slope_square * f * f +
           2.0 * shift * (constant + slope * f) + count * shift * shift;
  }
};

class Estimator {
 public:
  Estimator(std::span<const Observation> observations, std::size_t causes)
      : table_{make_risk_table(observations, causes)},
        by_entry_{observations.begin(), observations.end()},
        by_exit_{by_entry_},
        incidence_(causes, 0.0),
        b_(causes, 0.0),
        at_risk_(causes),
        gone_(causes) {
    std::ranges::sort(by_entry_, {}, &Observation::entry);
    std::ranges::sort(by_exit_, {}, &Observation::exit);
  }

  OutcomeCurves run() {
    OutcomeCurves curves;
    curves.causes = table_.causes;
    for (std::size_t step = 0; step < table_.time.size(); ++step) {
      if (survival_ > 0.0) advance(step);
      curves.no_event.push_back(survival_);
      curves.no_event_se.push_back(no_event_se_);
      for (std::size_t k = 0; k < table_.causes; ++k) {
        curves.incidence.push_back(incidence_[k]);
        curves.incidence_se.push_back(incidence_se_[k]);
      }
    }
    curves.time = std::move(table_.time);
    curves.at_risk = std::move(table_.at_risk);
    return curves;
  }

 private:
  /// The constants of the records of one entry a.
  struct Start {
    double entry = 0.0;
    double g = 0.0;                ///< G(a)
    std::vector<double> constant;  ///< [cause - 1] G(a) F(a) - B(a)
  };

  [[nodiscard]] Start start_now(double entry) const {
    Start start{entry, g_, std::vector<double>(table_.causes)};
    for (std::size_t k = 0; k < table_.causes; ++k) {
      start.constant[k] = g_ * incidence_[k] - b_[k];
    }
    return start;
  }

  void advance(std::size_t step) {
    let_in(table_.time[step]);
    const double n = table_.at_risk[step];
    const double events = table_.events[step];
    const double survival_before = survival_;
    for (std::size_t k = 0; k < table_.causes; ++k) {
      const double rate = table_.by_cause[step * table_.causes + k] / n;
      b_[k] += survival_before * rate * (g_ - 1.0 / n);
      incidence_[k] += survival_before * rate;
    }
    survival_ *= (n - events) / n;
    // Where everybody left has an event nothing changes any more: later sums are not needed.
    if (events < n) g_ += events / (n * (n - events));
    let_out(step, survival_before);
    measure();
  }

  void let_in(double time) {
    for (; entered_ < by_entry_.size() && by_entry_[entered_].entry < time; ++entered_) {
      const double entry = by_entry_[entered_].entry;
      if (starts_.empty() || starts_.back().entry != entry) starts_.push_back(start_now(entry));
      const Start& start = starts_.back();
      ++count_at_risk_;
      for (std::size_t k = 0; k < table_.causes; ++k) {
        at_risk_[k].add(start.constant[k], -start.g, 1.0);
      }
    }
  }

  void let_out(std::size_t step, double survival_before) {
    const double n = table_.at_risk[step];
    const double events = table_.events[step];
    for (; left_ < by_exit_.size() && by_exit_[left_].exit == table_.time[step]; ++left_) {
      const Observation& record = by_exit_[left_];
      const Start& start = *std::ranges::lower_bound(starts_, record.entry, {}, &Start::entry);
      --count_at_risk_;
      const bool is_event = record.cause != 0;
      const double v = g_ - start.g - (is_event && events < n ? 1.0 / (n - events) : 0.0);
      for (std::size_t k = 0; k < table_.causes; ++k) {
        at_risk_[k].add(start.constant[k], -start.g, -1.0);
        double value = b_[k] + start.constant[k] - start.g * incidence_[k];
        if (is_event && static_cast<std::size_t>(record.cause) == k + 1) {
          value += survival_before / n;
        }
        gone_[k].add(value - v * incidence_[k], v, 1.0);
      }
    }
  }

  void measure() {
    for (std::size_t k = 0; k < table_.causes; ++k) {
      const double squares =
          gone_[k].at(incidence_[k], 0.0, 0.0) +
          at_risk_[k].at(incidence_[k], b_[k], static_cast<double>(count_at_risk_));
      incidence_se_[k] = std::sqrt(std::max(0.0, squares));
    }
    // The slopes are the same for every cause: the derivatives of log S, but for G at risk.
    const auto n = static_cast<double>(count_at_risk_);
    const double squares = gone_[0].slope_square + at_risk_[0].slope_square +
                           2.0 * g_ * at_risk_[0].slope + n * g_ * g_;
    no_event_se_ = survival_ * std::sqrt(std::max(0.0, squares));
  }

  RiskTable table_;
  std::vector<Observation> by_entry_;
  std::vector<Observation> by_exit_;
  std::size_t entered_ = 0;
  std::size_t left_ = 0;
  std::size_t count_at_risk_ = 0;
  double survival_ = 1.0;
  double no_event_se_ = 0.0;
  double g_ = 0.0;
  std::vector<double> incidence_;
  std::vector<double> b_;
  std::vector<double> incidence_se_ = std::vector<double>(incidence_.size(), 0.0);
  std::vector<SquareSum> at_risk_;
  std::vector<SquareSum> gone_;
  std::vector<Start> starts_;
};

}  // namespace

OutcomeCurves estimate_outcomes(std::span<const Observation> observations, std::size_t causes) {
  if (causes == 0) {
    throw Error{ErrorKind::invalid_input, "0 causes: an outcome needs at least one to come from"};
  }
  return Estimator{observations, causes}.run();
}

OutcomesAt evaluate(const OutcomeCurves& curves, double time) {
  const auto after = std::ranges::upper_bound(curves.time, time);
  if (after == curves.time.begin()) {
    return {1.0, 0.0, std::vector<double>(curves.causes, 0.0),
            std::vector<double>(curves.causes, 0.0)};
  }
  const auto step = after - curves.time.begin() - 1;
  const auto first = step * static_cast<std::ptrdiff_t>(curves.causes);
  const auto last = first + static_cast<std::ptrdiff_t>(curves.causes);
  return {curves.no_event[static_cast<std::size_t>(step)],
          curves.no_event_se[static_cast<std::size_t>(step)],
          {curves.incidence.begin() + first, curves.incidence.begin() + last},
          {curves.incidence_se.begin() + first, curves.incidence_se.begin() + last}};
}

}  // namespace runout::regime::survival
