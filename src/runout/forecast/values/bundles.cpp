#include "runout/forecast/values/bundles.h"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <utility>

#include "runout/base/quantity.h"
#include "runout/forecast/reach.h"

namespace runout::forecast {
namespace {

/// A bundle avoids at least this share of what all open licences would.
constexpr double kNearlyAll = 0.95;
/// A line that all licences together relieve of less than this share of its loss is not freed.
constexpr double kFreed = 0.5;
constexpr std::size_t kMostLines = 6;
constexpr std::size_t kMostTried = 24;  ///< applications of a line
constexpr std::size_t kMostShared = 7;  ///< applications of a bundle whose shares are worked out

/// What sets of applications avoid of one line's loss, each worked out once.
class LineGame {
 public:
  LineGame(std::size_t line, std::size_t lines, bool has_money, Futures& futures)
      : line_{line}, wanted_(lines, 0), has_money_{has_money}, futures_{futures} {
    wanted_[line] = 1;
  }

  [[nodiscard]] double base() const {
    double sum = 0.0;
    for (std::size_t r = 0; r < futures_.replications(); ++r) sum += harm(futures_.base(), r);
    return sum / static_cast<double>(futures_.replications());
  }

  double avoided(const std::vector<std::size_t>& rows) { return estimate(rows).mean; }

  const Estimate& estimate(std::vector<std::size_t> rows) {
    std::ranges::sort(rows);
    const auto [known, is_new] = known_.try_emplace(rows);
    if (is_new && !rows.empty()) known->second = work_out(rows);
    return known->second;
  }

 private:
  Estimate work_out(const std::vector<std::size_t>& rows) {
    std::vector<Supposition> suppositions;
    suppositions.reserve(rows.size());
    for (const std::size_t row : rows) {
      suppositions.push_back({row, Supposition::Kind::granted_by, 0});
    }
    const Sufferings with = futures_.suppose(suppositions, wanted_);
    NumberTally tally;
    for (std::size_t r = 0; r < futures_.replications(); ++r) {
      const std::size_t at = r * wanted_.size() + line_;
      const Suffered& base = futures_.base()[at];
      tally.add(has_money_ ? base.loss - with[at].loss
                           : (NumberTally::Wide{base.lost_units} - with[at].lost_units) * kMillion);
    }
    return tally.estimate();
  }

  [[nodiscard]] double harm(const Sufferings& suffered, std::size_t r) const {
    const Suffered& one = suffered[r * wanted_.size() + line_];
    return has_money_ ? static_cast<double>(one.loss) / static_cast<double>(kMillion)
                      : static_cast<double>(one.lost_units);
  }

  std::size_t line_;
  std::vector<char> wanted_;
  bool has_money_;
  Futures& futures_;
  std::map<std::vector<std::size_t>, Estimate> known_;
};

/// Leaves out what is not needed, the last first.
std::vector<std::size_t> smallest_set(LineGame& game, std::vector<std::size_t> rows,
                                      double enough) {
  for (std::size_t i = rows.size(); i-- > 0;) {
    std::vector<std::size_t> without = rows;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    if (game.avoided(without) >= enough) rows = std::move(without);
  }
  return rows;
}

/// Each one's mean addition over all orders: sets of size s count s! (n - s - 1)! / n!.
std::vector<double> shapley_shares(LineGame& game, const std::vector<std::size_t>& rows) {
  const std::size_t n = rows.size();
  std::vector<double> factorial(n + 1, 1.0);
  for (std::size_t i = 1; i <= n; ++i) factorial[i] = factorial[i - 1] * static_cast<double>(i);
  std::vector<double> shares(n, 0.0);
  for (std::uint32_t set = 0; set < (1U << n); ++set) {
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < n; ++i) {
      if ((set >> i & 1U) != 0) members.push_back(rows[i]);
    }
    const double alone = game.avoided(members);
    const auto size = static_cast<std::size_t>(std::popcount(set));
    for (std::size_t i = 0; i < n; ++i) {
      if ((set >> i & 1U) != 0) continue;
      std::vector<std::size_t> with = members;
      with.push_back(rows[i]);
      const double weight = factorial[size] * factorial[n - size - 1] / factorial[n];
      shares[i] += weight * (game.avoided(with) - alone);
    }
  }
  return shares;
}

}  // namespace

std::vector<Bundle> find_bundles(const BuiltNetwork& built, const Reach& reach,
                                 const std::vector<std::string>& currencies,
                                 const std::vector<std::string>& names,
                                 const std::vector<std::size_t>& open, Futures& futures) {
  const std::size_t lines = built.network.lines.size();
  std::vector<std::vector<std::size_t>> touching(lines);
  for (const std::size_t row : open) {
    const std::vector<char> is_touched = reach.of_application(row);
    for (std::size_t line = 0; line < lines; ++line) {
      if (is_touched[line] != 0 && touching[line].size() < kMostTried)
        touching[line].push_back(row);
    }
  }
  std::vector<std::pair<double, std::size_t>> worst;
  for (std::size_t line = 0; line < lines; ++line) {
    double loss = 0.0;
    for (std::size_t r = 0; r < futures.replications(); ++r) {
      const Suffered& one = futures.base()[r * lines + line];
      loss += static_cast<double>(one.loss) + static_cast<double>(one.lost_units);
    }
    if (loss > 0.0 && !touching[line].empty()) worst.emplace_back(-loss, line);
  }
  std::ranges::sort(worst);
  std::vector<Bundle> bundles;
  for (std::size_t i = 0; i < std::min(worst.size(), kMostLines); ++i) {
    const std::size_t line = worst[i].second;
    bool has_money = false;
    for (std::size_t r = 0; r < futures.replications(); ++r) {
      has_money = has_money || futures.base()[r * lines + line].loss > 0;
    }
    LineGame game{line, lines, has_money, futures};
    const double base = game.base();
    const double all = game.avoided(touching[line]);
    if (base <= 0.0 || all < kFreed * base) continue;
    Bundle bundle;
    bundle.rows = smallest_set(game, touching[line], kNearlyAll * all);
    bundle.line = names[line];
    bundle.currency = has_money ? currencies[line] : std::string{};
    bundle.avoided = game.estimate(bundle.rows);
    bundle.of_loss = base > 0.0 ? bundle.avoided.mean / base : 0.0;
    for (const std::size_t row : bundle.rows) bundle.alone.push_back(game.estimate({row}));
    if (bundle.rows.size() <= kMostShared) bundle.shares = shapley_shares(game, bundle.rows);
    bundles.push_back(std::move(bundle));
  }
  return bundles;
}

}  // namespace runout::forecast
