#include "runout/regime/latent/interactions.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "runout/base/portable_math.h"
#include "runout/regime/latent/predictor.h"

namespace runout::regime {
namespace {

constexpr std::size_t kWaitingHats = 4;
constexpr double kQuarter = 91.0;
/// More pairs than this are too thin to say anything.
constexpr std::size_t kMostPairs = 100'000;
/// Rate of the exponential prior of a deviation: 0.3 is exceeded once in twenty.
constexpr double kRate = 10.0;
constexpr double kLongestStride = 1.0;

/// Hats over the calendar, counted back from the newest period.
std::vector<HatPoint> calendar_points(const CalendarPeriods& periods, std::size_t& hats) {
  std::vector<HatPoint> points(periods.count);
  for (std::size_t t = 0; t < periods.count; ++t) {
    const auto days_back =
        static_cast<double>(periods.count - 1 - t) * static_cast<double>(periods.days);
    const double back = days_back / kQuarter;
    const double whole = std::floor(back);
    points[t] = {static_cast<std::uint16_t>(whole), back - whole};
  }
  hats = points.front().hat + 2U;
  return points;
}

/// The departure of a unit, `own` [hat], at a place of its points.
double departure_at(const Interaction& one, const double* own, std::size_t place) {
  if (one.hats == 1) return own[0];
  const HatPoint here = one.point[place];
  return own[here.hat] + here.fraction * (own[here.hat + 1U] - own[here.hat]);
}

/// Counts of one interaction by unit and hat: what its Newton step needs.
struct Sums {
  explicit Sums(std::size_t size) : decided(size), expected(size), square(size), next(size) {}
  std::vector<double> decided;
  std::vector<double> expected;
  std::vector<double> square;  ///< hat x itself
  std::vector<double> next;    ///< hat x the next hat
};

/// The factors of all departures of an interaction, where its cells can be: fewer than cells.
class FactorTable {
 public:
  FactorTable(const Interaction& one, const std::vector<double>& departure)
      : with_{one.with}, places_{std::max<std::size_t>(1, one.point.size())} {
    factor_.reserve(one.units * places_);
    for (std::size_t unit = 0; unit < one.units; ++unit) {
      const double* own = departure.data() + unit * one.hats;
      for (std::size_t place = 0; place < places_; ++place) {
        factor_.push_back(portable::exp(departure_at(one, own, place)));
      }
    }
  }

  [[nodiscard]] double of(std::size_t unit, const Cell& cell) const {
    const double* own = factor_.data() + unit * places_;
    if (with_ == Interaction::With::waiting) return own[cell.bin];
    if (with_ == Interaction::With::calendar) return own[cell.period];
    return *own;
  }

 private:
  Interaction::With with_;
  std::size_t places_;  ///< bins, or periods, or 1
  std::vector<double> factor_;
};

class Backfitter {
 public:
  Backfitter(const CellTable& table, const FieldPosterior& field, const std::vector<double>& offset,
             std::vector<Interaction>& interactions)
      : table_{table}, interactions_{interactions}, expected_(table.cells.size()) {
    Predictor eta = predict(field.layout, table.patterns, offset, field.mode);
    for (double& value : eta.surface) value = portable::exp(value);
    for (std::size_t p = 0; p < table.patterns.size(); ++p) {
      const double pattern = portable::exp(eta.pattern[p]);
      for (std::size_t i = table.first[p]; i < table.first[p + 1]; ++i) {
        const Cell& cell = table.cells[i];
        expected_[i] =
            cell.exposure * pattern * eta.surface[cell.period * field.layout.bins + cell.bin];
      }
    }
    for (const Interaction& one : interactions) apply(one, one.mode);
  }

  void fit() {
    constexpr int kRounds = 3;
    for (int round = 0; round < kRounds; ++round) {
      for (Interaction& one : interactions_) update(one);
    }
  }

 private:
  /// use(unit, cell number, hat point) for every cell that an interaction concerns.
  template <typename Use>
  void for_cells(const Interaction& one, const Use& use) const {
    for (std::size_t p = 0; p < table_.patterns.size(); ++p) {
      const auto unit = one.unit_of(table_.patterns.of(p));
      if (!unit) continue;
      for (std::size_t i = table_.first[p]; i < table_.first[p + 1]; ++i) {
        const Cell& cell = table_.cells[i];
        HatPoint point;
        if (one.with == Interaction::With::waiting) point = one.point[cell.bin];
        if (one.with == Interaction::With::calendar) point = one.point[cell.period];
        use(*unit, i, point);
      }
    }
  }

  /// Multiplies what is expected by the factors of departures, [unit][hat].
  void apply(const Interaction& one, const std::vector<double>& departure) {
    const FactorTable factors{one, departure};
    for (std::size_t p = 0; p < table_.patterns.size(); ++p) {
      const auto unit = one.unit_of(table_.patterns.of(p));
      if (!unit) continue;
      for (std::size_t i = table_.first[p]; i < table_.first[p + 1]; ++i) {
        expected_[i] *= factors.of(*unit, table_.cells[i]);
      }
    }
  }

  [[nodiscard]] Sums add_up(const Interaction& one) const {
    Sums sums{one.units * one.hats};
    for_cells(one, [&](std::size_t unit, std::size_t i, HatPoint point) {
      const std::size_t at = unit * one.hats + point.hat;
      const double decided = table_.cells[i].decided;
      const double low = 1.0 - point.fraction;
      sums.decided[at] += low * decided;
      sums.expected[at] += low * expected_[i];
      sums.square[at] += low * low * expected_[i];
      if (one.hats == 1) return;
      sums.decided[at + 1] += point.fraction * decided;
      sums.expected[at + 1] += point.fraction * expected_[i];
      sums.square[at + 1] += point.fraction * point.fraction * expected_[i];
      sums.next[at] += low * point.fraction * expected_[i];
    });
    return sums;
  }

  /// One Newton step of all units and one update of the deviation (Fellner-Schall, as in
  /// field_fit.cpp).
  void update(Interaction& one) {
    const Sums sums = add_up(one);
    const double precision = 1.0 / (one.deviation * one.deviation);
    std::vector<double> moved(one.mode.size());
    double square = 0.0;
    double trace = 0.0;
    for (std::size_t unit = 0; unit < one.units; ++unit) {
      trace += step(one, sums, unit, precision, moved.data() + unit * one.hats);
    }
    for (std::size_t i = 0; i < moved.size(); ++i) {
      one.mode[i] += moved[i];
      square += one.mode[i] * one.mode[i];
    }
    apply(one, moved);
    constexpr double kLeast = 0.5;
    constexpr double kMost = 1e6;
    constexpr double kFactor = 8.0;
    const double freedom = std::max(0.0, static_cast<double>(one.mode.size()) - precision * trace);
    const double factor = (freedom + kRate * one.deviation) / (precision * square + 1.0);
    const double next = precision * std::clamp(factor, 1.0 / kFactor, kFactor);
    one.deviation = 1.0 / std::sqrt(std::clamp(next, kLeast, kMost));
  }

  /// The Newton step of one unit into `moved`; the trace of its covariance. Neighbouring hats alone
  /// meet in a cell, so the curvature is tridiagonal.
  static double step(const Interaction& one, const Sums& sums, std::size_t unit, double precision,
                     double* moved) {
    const auto hats = static_cast<Eigen::Index>(one.hats);
    const std::size_t first = unit * one.hats;
    Eigen::MatrixXd curvature = Eigen::MatrixXd::Zero(hats, hats);
    Eigen::VectorXd gradient(hats);
    for (Eigen::Index h = 0; h < hats; ++h) {
      const std::size_t at = first + static_cast<std::size_t>(h);
      curvature(h, h) = sums.square[at] + precision;
      if (h + 1 < hats) curvature(h + 1, h) = curvature(h, h + 1) = sums.next[at];
      gradient(h) = sums.decided[at] - sums.expected[at] - precision * one.mode[at];
    }
    const Eigen::MatrixXd covariance = curvature.llt().solve(Eigen::MatrixXd::Identity(hats, hats));
    Eigen::VectorXd direction = covariance * gradient;
    const double longest = direction.cwiseAbs().maxCoeff();
    if (longest > kLongestStride) direction *= kLongestStride / longest;
    std::ranges::copy(direction, moved);
    return covariance.trace();
  }

  const CellTable& table_;
  std::vector<Interaction>& interactions_;
  std::vector<double> expected_;  ///< [cell] decisions
};

}  // namespace

std::optional<std::size_t> Interaction::unit_of(const std::int32_t* levels) const {
  const std::int32_t level = levels[covariate];
  if (level == kNoLevel) return std::nullopt;
  auto unit = static_cast<std::size_t>(level);
  if (with == With::covariate) {
    const std::int32_t second = levels[other];
    if (second == kNoLevel || static_cast<std::size_t>(second) >= other_levels) {
      return std::nullopt;
    }
    unit = unit * other_levels + static_cast<std::size_t>(second);
  }
  return unit < units ? std::optional{unit} : std::nullopt;
}

double Interaction::at(std::size_t unit, std::size_t bin, std::size_t period) const {
  return departure_at(*this, mode.data() + unit * hats, with == With::waiting ? bin : period);
}

std::vector<Interaction> make_interactions(const CellTable& table, const Layout& layout) {
  std::vector<Interaction> result;
  std::size_t calendar_hats = 0;
  const std::vector<HatPoint> waiting = place_hats(table, kWaitingHats);
  const std::vector<HatPoint> calendar = calendar_points(table.periods, calendar_hats);
  const auto takes_part = [&](std::size_t k) {
    return layout.levels[k] > 1 && (layout.is_given.empty() || layout.is_given[k] == 0);
  };
  const auto add = [&](Interaction one) {
    one.mode.assign(one.units * one.hats, 0.0);
    result.push_back(std::move(one));
  };
  using With = Interaction::With;
  for (std::size_t k = 0; k < layout.levels.size(); ++k) {
    if (!takes_part(k)) continue;
    const std::size_t levels = layout.levels[k];
    add({With::waiting, k, k, levels, 1, kWaitingHats, waiting, 0.2, {}});
    add({With::calendar, k, k, levels, 1, calendar_hats, calendar, 0.2, {}});
    for (std::size_t other = 0; other < k; ++other) {
      const std::size_t pairs = levels * layout.levels[other];
      if (!takes_part(other) || pairs > kMostPairs) continue;
      add({With::covariate, k, other, pairs, layout.levels[other], 1, {}, 0.2, {}});
    }
  }
  return result;
}

void fit_interactions(const CellTable& table, const FieldPosterior& field,
                      const std::vector<double>& offset, std::vector<Interaction>& interactions) {
  Backfitter{table, field, offset, interactions}.fit();
}

CellTable with_interactions(const CellTable& table, const std::vector<Interaction>& interactions) {
  CellTable result = table;
  for (const Interaction& one : interactions) {
    const FactorTable factors{one, one.mode};
    for (std::size_t p = 0; p < table.patterns.size(); ++p) {
      const auto unit = one.unit_of(table.patterns.of(p));
      if (!unit) continue;
      for (std::size_t i = table.first[p]; i < table.first[p + 1]; ++i) {
        result.cells[i].exposure *= factors.of(*unit, result.cells[i]);
      }
    }
  }
  return result;
}

void add_departures(const std::vector<Interaction>& interactions, const std::int32_t* levels,
                    std::size_t covariate, std::size_t newest, std::span<double> log_factor) {
  for (const Interaction& one : interactions) {
    if (one.covariate != covariate) continue;
    const auto unit = one.unit_of(levels);
    if (!unit) continue;
    for (std::size_t bin = 0; bin < log_factor.size(); ++bin) {
      log_factor[bin] += one.at(*unit, bin, newest);
    }
  }
}

}  // namespace runout::regime
