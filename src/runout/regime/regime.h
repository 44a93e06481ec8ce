// When and how each application is decided: the licensing model behind plain arrays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/draws.h"
#include "runout/book/snapshot.h"
#include "runout/regime/future/scenario.h"
#include "runout/regime/honesty/flag.h"
#include "runout/regime/promise_record.h"

namespace runout::regime {

struct DrawSettings {
  std::size_t replications = 10'000;
  std::size_t first_replication = 0;
  std::uint64_t seed = 1;
  Day horizon = 180;
  unsigned threads = 1;
  /// Covariates used, of the nine; the others count as not known. Nothing: used_covariates.
  std::optional<std::vector<std::string>> covariates = std::nullopt;
  std::vector<Scenario> scenarios = {};  ///< changes of authorities beside those of the book
};

/// A need for a licence that the book does not have yet: its preparation starts on day 1.
struct NewCase {
  book::Application application;  ///< code, authority and covariates
  friend bool operator==(const NewCase&, const NewCase&) = default;
};

/// A replenishment policy whose orders need licences of their own.
struct PolicyCase {
  std::string code;
  book::Application application;  ///< authority and covariates of each of its applications
  std::size_t turns = 0;          ///< how many applications to draw a replication
};

/// What the forecast of decisions rests on, to be said beside every number.
struct Basis {
  std::size_t decisions_seen = 0;  ///< decided applications in the fit
  std::size_t pending_seen = 0;    ///< pending ones, whose waiting counts too
  /// Share of the prior in the typical pending application's hazard, 0..1; above 0.5 the forecast
  /// is "mostly prior".
  double prior_share = 1.0;
  /// How far the normal approximation of the posterior is from it where decisions are few; above
  /// 0.7 it does not hold. Nothing where decisions are many, and there it holds.
  std::optional<double> k_hat = std::nullopt;
  std::vector<std::string> notes;  ///< sentences for people: those of `flags`, then others
  std::vector<Flag> flags;         ///< what the data cannot tell
  std::vector<LearntPart> contraction;
  std::vector<std::string> assumptions;  ///< sentences: changes of authorities, promises
  std::vector<PromiseRecord> promises;   ///< by source
};

struct DrawnDecisions {
  Draws draws;  ///< applications: the book's in order, then `new_cases`; policies in order
  Basis basis;
};

/// The model fitted to what a snapshot knows, to draw decisions from in pieces: fitting takes as
/// long for few replications as for many. What it is made of must outlive it.
class FittedDecisions {
 public:
  /// Of the settings the number of replications and the first of them are not used.
  FittedDecisions(const book::Snapshot& snapshot, const std::vector<NewCase>& new_cases,
                  const std::vector<PolicyCase>& policies, const DrawSettings& settings);

  /// As draw_decisions does.
  [[nodiscard]] DrawnDecisions draw(std::size_t first, std::size_t count) const;

 private:
  std::function<DrawnDecisions(std::size_t first, std::size_t count)> draw_;
};

/// Fits the model to what the snapshot knows and draws the final decision of every application of
/// the book, of `new_cases`, and of the policies' orders. Decided applications keep their
/// decision. Random numbers are keyed by the application's code.
[[nodiscard]] DrawnDecisions draw_decisions(const book::Snapshot& snapshot,
                                            const std::vector<NewCase>& new_cases,
                                            const std::vector<PolicyCase>& policies,
                                            const DrawSettings& settings);

}  // namespace runout::regime
