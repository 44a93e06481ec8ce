// What lines suffer in every future of a set of draws, with some decisions supposed to be others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "runout/base/draws.h"
#include "runout/flow/simulate.h"
#include "runout/forecast/build_network.h"
#include "runout/forecast/tally.h"

namespace runout::forecast {

/// A decision that is supposed in every future, all else as drawn.
struct Supposition {
  enum class Kind : std::uint8_t {
    granted_by,      ///< in hand on `day`, unless it is before
    refused,         ///< for good
    paperwork_done,  ///< filed on the as-of day; it then takes as long as drawn
  };
  std::size_t application = 0;  ///< as in Draws
  Kind kind = Kind::granted_by;
  Day day = 0;
};

/// One line in one future.
struct Suffered {
  NumberTally::Wide loss = 0;   ///< millionths of the line's currency
  std::int64_t lost_units = 0;  ///< all its items
  std::int32_t stop_days = 0;
  friend bool operator==(const Suffered&, const Suffered&) = default;
};

/// [replication][network line]
using Sufferings = std::vector<Suffered>;

/// The suffering of a simulation's lines: of those that are asked for, where `lines` is not empty;
/// the others are left at nothing.
[[nodiscard]] Sufferings measure(const BuiltNetwork& built, const std::vector<LossRates>& rates,
                                 const flow::Simulation& simulation,
                                 const std::vector<char>& lines = {});

/// Runs the same futures again and again, each time with other suppositions: the same random
/// numbers, and only the lines that are asked for.
class Futures {
 public:
  /// Takes the first `most` replications of the draws. References must outlive it.
  Futures(const BuiltNetwork& built, const std::vector<LossRates>& rates, const Draws& draws,
          std::size_t most, const flow::SimulationSettings& settings);

  [[nodiscard]] std::size_t replications() const { return draws_.replications; }
  [[nodiscard]] const Draws& draws() const { return draws_; }
  /// Without any supposition.
  [[nodiscard]] const Sufferings& base() const { return base_; }
  /// With suppositions of different applications. Lines that are not asked for are left at nothing.
  [[nodiscard]] Sufferings suppose(std::span<const Supposition> suppositions,
                                   const std::vector<char>& lines);

 private:
  struct Column {
    std::vector<Day> in_hand;
    std::vector<FinalOutcome> outcome;
    std::vector<Day> final_day;
  };
  void apply(const Supposition& supposition, std::size_t replication);
  [[nodiscard]] Column save(std::size_t application) const;
  void restore(std::size_t application, const Column& column);

  const BuiltNetwork& built_;
  const std::vector<LossRates>& rates_;
  Draws draws_;
  flow::Simulator simulator_;
  Sufferings base_;
};

}  // namespace runout::forecast
