// Promised days as evidence: "you will have it by 11 July" is worth what such words were worth.
//
// A promise either holds, and then the decision falls around the promised day, or it says nothing.
// How often promises of a source hold is learnt from those that could be judged. A decision by the
// day may also have come by chance; the kept ones count only for what is beyond that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/draws.h"
#include "runout/book/snapshot.h"
#include "runout/regime/promise_record.h"

namespace runout::regime {

/// A promise of a pending application whose day lies ahead.
struct OpenPromise {
  std::size_t source = 0;  ///< into Promises::sources
  std::vector<Day> days;   ///< working days on which it would be kept, ascending
};

struct Promises {
  std::vector<PromiseRecord> sources;            ///< by name
  std::vector<std::optional<OpenPromise>> open;  ///< [application]
};

/// Collects the promises known at the end of the as-of day. `hazard`: of a decision, a working day.
[[nodiscard]] Promises collect_promises(const book::Snapshot& snapshot, double hazard);

/// The day on which an open promise is kept in one replication; kNever if it does not hold.
/// Promises of one source share its reliability. `application` is the hash of its code.
[[nodiscard]] Day draw_promised_day(const Promises& promises, const OpenPromise& promise,
                                    std::uint64_t application, std::uint64_t seed,
                                    std::uint32_t replication);

/// One sentence a source: "Promises from telephone: kept 2 of 9 ...".
[[nodiscard]] std::vector<std::string> describe_promises(const Promises& promises);

}  // namespace runout::regime
