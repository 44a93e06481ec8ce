// What the forecast of a book's decisions rests on.
#pragma once

#include "runout/book/snapshot.h"
#include "runout/regime/book_model.h"
#include "runout/regime/regime.h"
#include "runout/regime/training.h"

namespace runout::regime {

/// Describes a fitted model: counts, the share of the prior, flags and what was learnt of each
/// part. `asked` are covariates named by whoever asks. The model's own notes follow the flags'.
[[nodiscard]] Basis describe_book(const book::Snapshot& snapshot, const BookSpells& spells,
                                  const BookModel& model, const std::vector<std::string>& asked);

}  // namespace runout::regime
