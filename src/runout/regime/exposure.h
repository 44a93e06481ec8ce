// Days at risk of every spell by piece, split into recent and old.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "runout/regime/spells.h"

namespace runout::regime {

/// Days at risk in one piece. recent + old is the whole.
struct Exposure {
  std::uint32_t piece = 0;
  double recent = 0.0;
  double old = 0.0;
};

/// A decision: its piece, its cause, and how recent it is (0..1).
struct Decision {
  std::uint32_t piece = 0;
  std::uint32_t cause = 0;
  double recent = 0.0;
};

/// The sufficient statistics of a table of spells, before covariates.
struct ExposureTable {
  std::vector<std::size_t> first;  ///< [spell + 1] into exposures
  std::vector<Exposure> exposures;
  std::vector<std::optional<Decision>> decisions;  ///< [spell]
};

/// Weight of a day as recent: 1 on as_of, 1/2 a half-life before.
class Recency {
 public:
  Recency(Date as_of, double half_life_days);
  [[nodiscard]] double weight(Date day) const;

 private:
  Date as_of_;
  std::vector<double> by_age_;  ///< [age in days]; the last one holds beyond
};

[[nodiscard]] ExposureTable measure_exposure(const SpellTable& table,
                                             const std::vector<double>& starts,
                                             const Recency& recency);

}  // namespace runout::regime
