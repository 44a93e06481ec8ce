// What a report says of a probability, as a log likelihood of its log odds.
#pragma once

#include <variant>

namespace runout::regime {

/// So many of so many: beta-binomial around the probability. `precision` (a + b of the beta)
/// stands for rounding and faults of reporting; beyond 1e7 it is plain binomial. Counts need not
/// be whole: own records may have been taken out.
struct CountStatement {
  double count = 0.0;
  double of = 0.0;
  double precision = 100.0;
};

/// A share without counts: its log odds are normal around the probability's.
struct ShareStatement {
  double share = 0.5;
  double deviation = 0.4;
};

using Statement = std::variant<CountStatement, ShareStatement>;

/// The log likelihood (up to a constant), its derivative by the log odds, and the expected minus
/// second derivative, which is never negative.
struct StatementValue {
  double log_likelihood = 0.0;
  double slope = 0.0;
  double curvature = 0.0;
};

[[nodiscard]] StatementValue evaluate(const Statement& statement, double log_odds);

/// How many independent applications would say as much when the probability is `p`.
[[nodiscard]] double independent_applications(const Statement& statement, double p);

}  // namespace runout::regime
