// What the records can and cannot tell: warnings for people, and how much each part was learnt.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace runout::regime {

/// Something that the records cannot tell, for somebody who manages licences.
struct Flag {
  std::string code;                       ///< "one_cohort": stable, for programs
  std::string message;                    ///< a sentence without its full stop
  std::string help;                       ///< what would help; may be empty
  std::vector<std::string> applications;  ///< whose forecasts it concerns; empty: all
};

/// How much the records say about one part of the model.
struct LearntPart {
  std::string state;      ///< preparing, review, returned; of a plain file case
  std::string of;         ///< "speed", or the outcome whose share it is
  std::string block;      ///< level, shape, mark, shock, jolt, pace, walk, drift, effect
  std::string covariate;  ///< of an effect, else empty
  std::size_t unknowns = 0;
  double contraction = 0.0;  ///< 1 - sd after / sd before the records: 0 nothing, 1 all
  double before = 0.0;       ///< standard deviation on the scale of logarithms
  double after = 0.0;
};

/// The part in words: "how long reviews take", "the difference between countries".
[[nodiscard]] std::string part_words(const LearntPart& part);

}  // namespace runout::regime
