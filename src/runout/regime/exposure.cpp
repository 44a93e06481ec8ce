#include "runout/regime/exposure.h"

#include <algorithm>
#include <numbers>

#include "runout/base/portable_math.h"
#include "runout/regime/pieces.h"

namespace runout::regime {

Recency::Recency(Date as_of, double half_life_days) : as_of_{as_of} {
  constexpr double kTooSmallToMatter = 1e-6;
  constexpr int kCentury = 36'525;
  for (int age = 0; age < kCentury; ++age) {
    const double weight = portable::exp(-std::numbers::ln2 * age / half_life_days);
    if (weight < kTooSmallToMatter) {
      by_age_.push_back(0.0);
      break;
    }
    by_age_.push_back(weight);
  }
}

double Recency::weight(Date day) const {
  const auto age = std::max<std::int64_t>(0, (as_of_ - day).count());
  return by_age_[std::min(static_cast<std::size_t>(age), by_age_.size() - 1)];
}

ExposureTable measure_exposure(const SpellTable& table, const std::vector<double>& starts,
                               const Recency& recency) {
  ExposureTable result;
  result.first.reserve(table.spells.size() + 1);
  result.decisions.reserve(table.spells.size());
  for (const Spell& spell : table.spells) {
    result.first.push_back(result.exposures.size());
    const Clock& clock = table.clocks[spell.clock];
    double waited = spell.waited;
    std::size_t piece = piece_at(starts, waited);
    std::size_t deciding_piece = piece;
    double recent = 0.0;
    double all = 0.0;
    const auto close_piece = [&] {
      if (all > 0.0) {
        result.exposures.push_back({static_cast<std::uint32_t>(piece), recent, all - recent});
      }
      recent = all = 0.0;
    };
    // Days before the clock's range cannot count; starting there would only cost time.
    for (Date day = std::max(spell.first, clock.first()); day <= spell.last; day += Days{1}) {
      while (piece + 1 < starts.size() && starts[piece + 1] <= waited) {
        close_piece();
        ++piece;
      }
      deciding_piece = piece;
      const double open = clock.open(day);
      all += open;
      recent += open * recency.weight(day);
      waited += clock.tick(day);
    }
    close_piece();
    std::optional<Decision> decision;
    if (spell.cause) {
      decision = Decision{static_cast<std::uint32_t>(deciding_piece),
                          static_cast<std::uint32_t>(*spell.cause), recency.weight(spell.last)};
    }
    result.decisions.push_back(decision);
  }
  result.first.push_back(result.exposures.size());
  return result;
}

}  // namespace runout::regime
