#include "runout/regime/future/bare_minimum.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "runout/base/portable_math.h"

namespace runout::regime {
namespace {

/// The hazard of the neediest over that of the least needy.
constexpr double kFirstOverLast = 9.0;

/// Days from the as-of day to the first goods that wait; the largest number without any.
std::vector<std::int64_t> days_to_need(const book::Snapshot& snapshot) {
  std::vector<std::int64_t> need(snapshot.records.applications.size(),
                                 std::numeric_limits<std::int64_t>::max());
  for (std::size_t i = 0; i < snapshot.records.orders.size(); ++i) {
    const book::Order& order = snapshot.records.orders[i];
    if (snapshot.orders[i].state != book::OrderState::open || !order.ready_on) continue;
    for (const ApplicationId application : order.applications) {
      std::int64_t& own = need[application.index()];
      own = std::min<std::int64_t>(own, (*order.ready_on - snapshot.as_of).count());
    }
  }
  return need;
}

/// Sets the factors of the applications `rows`, which are pending at one authority.
void shift(const std::vector<std::size_t>& rows, const std::vector<std::int64_t>& need,
           std::vector<double>& factor) {
  double sum = 0.0;
  for (const std::size_t row : rows) {
    std::size_t before = 0;
    std::size_t beside = 0;
    for (const std::size_t other : rows) {
      before += need[other] < need[row] ? 1U : 0U;
      beside += need[other] == need[row] ? 1U : 0U;
    }
    // The middle of the places that equal needs share, 0 for the first and 1 for the last of all.
    const double place =
        rows.size() > 1 ? (static_cast<double>(before) + static_cast<double>(beside - 1) / 2.0) /
                              static_cast<double>(rows.size() - 1)
                        : 0.5;
    factor[row] = portable::pow(kFirstOverLast, 0.5 - place);
    sum += factor[row];
  }
  for (const std::size_t row : rows) factor[row] *= static_cast<double>(rows.size()) / sum;
}

}  // namespace

NeedFactors find_need_factors(const book::Snapshot& snapshot,
                              const std::vector<Scenario>& scenarios) {
  NeedFactors result;
  std::vector<std::int64_t> need;
  for (const Scenario& scenario : scenarios) {
    if (scenario.kind != ChangeKind::bare_minimum) continue;
    if (result.factor.empty()) {
      result.factor.assign(snapshot.records.applications.size(), 1.0);
      need = days_to_need(snapshot);
    }
    std::map<std::string, std::vector<std::size_t>> pending;
    for (std::size_t i = 0; i < snapshot.records.applications.size(); ++i) {
      const std::string& authority = snapshot.records.applications[i].authority;
      if (!scenario.authority.empty() && authority != scenario.authority) continue;
      if (book::is_pending(snapshot.applications[i].state)) pending[authority].push_back(i);
    }
    for (const auto& [authority, rows] : pending) shift(rows, need, result.factor);
    result.assumptions.push_back(fmt::format(
        "Supposed ({}): {} decides first what is needed first, by the day on which the goods that "
        "wait are ready; the neediest application has {:.0f} times the chance a day of the least "
        "needy one. Nothing on file shows whether that is so: the data cannot tell.",
        scenario.text, scenario.authority.empty() ? "every authority" : scenario.authority,
        kFirstOverLast));
  }
  return result;
}

}  // namespace runout::regime
