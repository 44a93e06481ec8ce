// The product-limit estimate on the day grid, with a tail for where hardly anybody is left.
#pragma once

#include <span>
#include <vector>

#include "runout/base/draws.h"

namespace runout::regime::backtest {

/// A stretch of life days (entry, seen] at risk, with or without a decision on the last of them.
struct RiskInterval {
  Day entry = 0;
  Day seen = 0;
  bool decided = false;
};

/// Cumulative hazard at the end of life days 0..last, on the product-limit scale: exp(-value) is
/// the Kaplan-Meier survival. A decision on a day comes before those who leave on it unseen.
///
/// A day with fewer than ten at risk says nothing (unless all are such). Behind the last day that
/// does, the hazard is constant: decisions over days at risk since 70 % of that day, plus half a
/// decision and a day, at most one half. Without that rule the estimate ends where the longest
/// wait ended, and a case that waits longer has no forecast. Without any decision the constant
/// holds from the beginning.
///
/// sample  waits with entry < seen
/// last    the longest life day asked for, >= 1
/// returns [0..last], ascending from 0; O(waits + longest wait + last)
/// Source: E. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", JASA 53
/// (1958) 457-481; left truncation as in the period life table.
[[nodiscard]] std::vector<double> cumulative_hazard(std::span<const RiskInterval> sample, Day last);

}  // namespace runout::regime::backtest
