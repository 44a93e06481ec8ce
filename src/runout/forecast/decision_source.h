// Where the simulator's decisions come from: drawn by the regime, given in a file, or both.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "runout/forecast/forecast.h"
#include "runout/forecast/standing.h"
#include "runout/regime/regime.h"

namespace runout::forecast {

/// Hands out the decisions of consecutive replications.
///
/// Given decisions replace drawn ones; a decided application keeps its decision. When every open
/// application that a consignment waits for is given in every replication, nothing is fitted, and
/// open applications without a row that nobody waits for are never decided.
class DecisionSource {
 public:
  /// The references must outlive the source. Throws Error{invalid_input} when a given decision
  /// names an application that the book does not have.
  DecisionSource(const book::Snapshot& snapshot, const BuiltNetwork& built,
                 const std::vector<Standing>& standings, const ForecastRequest& request);

  /// The first call fits the regime.
  [[nodiscard]] regime::DrawnDecisions draw(std::size_t first, std::size_t count) const;

  /// The given decisions over ones that are drawn already.
  [[nodiscard]] Draws with_given(const Draws& drawn, std::size_t first, std::size_t count) const;

  /// True when the regime is not asked at all.
  [[nodiscard]] bool all_given() const { return !uses_regime_; }
  /// Applications without a row, decided ones with a row.
  [[nodiscard]] Diagnostics warnings() const;

 private:
  /// What the file says of one application.
  struct GivenCase {
    std::optional<CasePath> always;
    std::vector<std::optional<CasePath>> by_replication;  ///< empty, or one for each
  };

  void fit() const;
  void add(const GivenDecision& decision);
  [[nodiscard]] const CasePath* find_given(std::size_t application, std::size_t replication) const;
  [[nodiscard]] bool is_given_throughout(std::size_t application) const;
  [[nodiscard]] bool needs_regime() const;
  void mark_granted(Draws& draws) const;
  [[nodiscard]] Draws merge(const Draws& drawn, bool is_drawn, std::size_t first,
                            std::size_t count) const;

  const book::Snapshot& snapshot_;
  const BuiltNetwork& built_;
  const std::vector<Standing>& standings_;
  const ForecastRequest& request_;
  std::vector<GivenCase> given_;  ///< [application]; empty when nothing is given
  bool uses_regime_ = true;
  mutable std::unique_ptr<regime::FittedDecisions> fitted_;  ///< made when it is first asked for
};

}  // namespace runout::forecast
