// What was known at the end of a day: the records in force then, and what follows from the events.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/diagnostics.h"
#include "runout/book/records.h"

namespace runout::book {

enum class ApplicationState {
  needed,
  preparing,
  filed,
  accepted,
  query_open,
  returned,
  held,
  granted,
  in_hand,
  refused,
  withdrawn,
  lapsed,
};

/// As the contract spells it: "query_open".
[[nodiscard]] const char* to_text(ApplicationState state);
[[nodiscard]] bool is_pending(ApplicationState state);  ///< needed .. held
/// With the authority: filed, accepted, asked about or held.
[[nodiscard]] bool is_in_review(ApplicationState state);

/// Where an application stands at the end of the as-of day, derived from its events.
///
/// Working days are those of its authority. `waited` counts (start, as_of] without paused days;
/// start is the day of `accepted` (else `filed`, else `resubmitted`, else `preparing`/`needed`).
struct ApplicationStatus {
  ApplicationState state = ApplicationState::needed;
  int attempt = 1;                        ///< 1 + resubmissions
  std::optional<Date> preparing_since;    ///< first `needed` or `preparing` of the book
  std::optional<Date> filed_on;           ///< of this attempt (`filed` or `resubmitted`)
  std::optional<Date> accepted_on;        ///< of this attempt
  std::optional<Date> returned_on;        ///< of this attempt, when state is returned
  std::optional<Date> clock_start;        ///< from which `waited` counts
  std::int64_t waited = 0;                ///< working days waited in the present state's clock
  std::int64_t paused = 0;                ///< working days paused in this attempt
  std::int64_t clock_days = 0;            ///< run on the statutory clock, in its unit
  std::optional<std::int32_t> statutory;  ///< statutory length, in the authority's unit
  std::optional<Date> statutory_end;      ///< last day of it, pauses added; nothing if none
  std::optional<Date> decided_on;         ///< day of the final decision known at D
  std::string decided_event;              ///< "granted", "granted_partly", "not_required", ...
  std::optional<Date> promised_on;        ///< expected_on of the last `promised`

  /// "attempt 2, day 31 of 45, paused 6"; "preparing, day 12"; "granted on 2025-06-20".
  [[nodiscard]] std::string words() const;
};

enum class OrderState { open, shipped, held, arrived, lost, cancelled };

/// Where a consignment is at the end of the as-of day.
struct OrderStatus {
  OrderState state = OrderState::open;
  std::optional<Date> shipped_on;
  std::optional<Date> eta;         ///< expected_on (or happened_on) of the last `eta`
  std::optional<Date> held_on;     ///< day of the last `held` that was not released
  std::optional<Date> held_until;  ///< expected_on of that event
  Days held_under_way{};           ///< holds that ended after shipping and after the last `eta`
  std::optional<Date> arrived_on;
  Quantity quantity;    ///< the order's, or as shipped or arrived, less what `short` took away
  std::string licence;  ///< licence named by `shipped`
};

enum class LicenceState { issued, in_hand, suspended, revoked, exhausted, expired, replaced };

struct LicenceStatus {
  LicenceState state = LicenceState::in_hand;
  std::optional<Date> in_hand_on;  ///< `in_hand`, else `issued`, else the grant, else valid_from
  std::optional<Date> issued_on;
  Quantity used;  ///< in the licence's unit: shipped under it by D
  std::int64_t shipments_used = 0;
  bool usable = true;  ///< not suspended, revoked, exhausted, expired or replaced
};

/// An immutable view of a book as known at the end of `as_of`.
struct Snapshot {
  Date as_of;
  Records records;                              ///< known by as_of; superseded events left out
  std::vector<ApplicationStatus> applications;  ///< one for each of records.applications
  std::vector<OrderStatus> orders;              ///< one for each of records.orders
  std::vector<LicenceStatus> licences;          ///< one for each of records.licences
  Diagnostics warnings;                         ///< doubts met on the way, with their places
};

/// Derives the statuses at the end of `as_of` from records already restricted to what was known
/// then (Book::tables_as_of + parse_records). Takes the records over.
[[nodiscard]] Snapshot make_snapshot(Records records, Date as_of);

}  // namespace runout::book
