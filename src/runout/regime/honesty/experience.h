// What a source holds about the decisions of one state, gathered for the questions of flags.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runout/regime/state_model.h"

namespace runout::regime {

/// A case not decided yet.
struct PendingView {
  std::string id;
  std::int32_t waited = 0;           ///< days of the state's clock; 0 if it is yet to enter it
  std::vector<std::int32_t> levels;  ///< [covariate] of the spells' table
};

/// Everything the flags ask about. Pointers are not owned.
struct Experience {
  Date as_of;
  const SpellTable* spells = nullptr;  ///< of the state in which the authority decides
  const StateModel* model = nullptr;   ///< fitted to them
  std::vector<std::string> outcomes;   ///< [cause]
  std::vector<PendingView> pending;
  bool has_guessed_days = false;  ///< some spells end on the middle of an interval
  std::size_t decided = 0;        ///< cases with a final decision
  std::size_t covariates = 0;     ///< the source's own; later ones stand for changes in force
  /// From this covariate on a blank is a value: not escalated. By default none.
  std::size_t first_with_blank = static_cast<std::size_t>(-1);
  std::vector<std::string> asked;  ///< covariates named by whoever asks
  std::string day_words = "days";  ///< what the clock counts: "working days"
};

/// Waiting at the end of a spell, in days of its clock.
[[nodiscard]] std::int32_t waited_at_end(const SpellTable& table, const Spell& spell);

/// The longest wait that ended in a decision; nothing without any.
[[nodiscard]] std::optional<std::int32_t> longest_decided_wait(const SpellTable& table);

/// The share of a wait's rest that lies beyond `days`, given that `waited` are over: survival at
/// the most likely hazard of a usual calendar. 1 if `days` are over already.
[[nodiscard]] double share_beyond(const StateModel& model, const PendingView& one,
                                  std::int32_t days);

}  // namespace runout::regime
