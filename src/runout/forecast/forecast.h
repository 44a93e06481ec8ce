// The main path: snapshot -> regime -> draws -> network -> simulation -> dates, blame, need-by.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/diagnostics.h"
#include "runout/book/snapshot.h"
#include "runout/flow/simulate.h"
#include "runout/forecast/moved/moves.h"
#include "runout/regime/evidence/explain_evidence.h"
#include "runout/regime/regime.h"

namespace runout::forecast {

/// How to read an item whose control status is unknown.
enum class UnknownItems { free, controlled };

/// One row of a file of given decisions: the day the licence is in hand, by application and
/// (counted from 1) replication; without a replication it holds for all.
struct GivenDecision {
  std::string application;
  std::optional<Date> decided_on;  ///< nothing: never
  std::string outcome;             ///< granted, granted_partly, not_required, refused, ...
  std::optional<std::size_t> replication;
  bool is_today = false;  ///< in hand on the as-of day itself: others act from the next day on
};

/// How far a long simulation is.
struct Progress {
  std::size_t done = 0;
  std::size_t of = 0;           ///< as far as can be told: with a precision to reach, an estimate
  std::optional<double> error;  ///< greatest standard error so far of a line's chance by any day
  /// Nothing begun: what is drawn is simulated, so the rest takes time in proportion.
  bool is_between_blocks = false;
};

/// What we ask.
struct ForecastRequest {
  Day horizon = 180;
  std::size_t replications = 10'000;
  std::uint64_t seed = 1;
  unsigned threads = 1;
  flow::Method method = flow::Method::fast;
  std::size_t value_replications = 0;  ///< futures for values of licences; 0: none are worked out
  UnknownItems unknown_items = UnknownItems::free;
  std::vector<regime::Scenario> scenarios;  ///< changes of authorities beside those of the book
  bool decisions_are_given = false;         ///< a file of decisions was given, be it empty
  std::vector<GivenDecision> given;         ///< used when decisions_are_given
  /// Ends before `replications` once every line's chance by every day has at most this standard
  /// error; nothing: all replications.
  std::optional<double> precision;
  std::function<bool(const Progress&)> progress;  ///< false: stop with what has been done
  /// Told what is done after the simulation, now and then: "values of 120 of 4000 licences".
  std::function<void(std::string_view doing)> stage;
};

/// Mean of a simulated number with its Monte Carlo standard error (nothing for one replication).
struct Estimate {
  double mean = 0.0;
  std::optional<double> standard_error;
};

/// A probability by the end of a day, with its Monte Carlo standard error.
struct ChanceByDay {
  Day days = 0;
  double p = 0.0;
  std::optional<double> standard_error;
};

/// Dates by which at least 10, 50 and 90 % of all replications have had the event.
struct DateQuantiles {
  std::optional<Date> p10;
  std::optional<Date> p50;
  std::optional<Date> p90;
};

/// Run-out dates of deterministic runs at typical transit; nothing beyond the horizon.
struct CertainDates {
  std::optional<Date> stock_only;        ///< nothing more arrives
  std::optional<Date> on_the_way;        ///< plus what is shipped
  std::optional<Date> secured;           ///< plus what needs no licence or has it in hand
  std::optional<Date> if_granted_today;  ///< plus everything pending, granted on the as-of day
  std::optional<Date> if_all_fly =
      std::nullopt;  ///< as secured, all that has not left by its fastest lane
};

/// Who is to blame for a line's run-outs, over all replications that have one.
struct Blame {
  std::string item;
  std::string order;        ///< empty: no consignment on file would have covered it
  std::string application;  ///< empty: none was waited for
  std::string cause;
  double share = 0.0;
  std::string policy{};  ///< replenishment policy whose order would have covered it; else empty
};

struct ComponentOutlook {
  std::string item;
  std::optional<Date> secured_until;  ///< last day covered by what is secured, others not binding
  std::optional<Date> next_arrival;   ///< first planned arrival that can still happen
};

/// Stock of the component that binds most often, for the picture: quantiles at the end of days.
struct StockProjection {
  std::string item;
  std::string unit;
  std::vector<double> p10;  ///< [horizon + 1]
  std::vector<double> p50;
  std::vector<double> p90;
  double use_per_day = 0.0;  ///< mean planned use on a working day
};

/// A pending licence that alone, without any other, still prevents a line's first shortage.
struct Relief {
  std::string application;  ///< empty: nobody has begun one
  std::string order;        ///< that waits for it, where there is no application
  Date by;                  ///< the latest day on which it may be in hand for that
};

struct LineForecast {
  std::string line;
  std::string site;
  std::vector<std::string> items;
  std::vector<ChanceByDay> p_runout_within;  ///< [horizon] days 1..horizon
  std::vector<ChanceByDay> p_stop_within;
  DateQuantiles run_out;
  DateQuantiles stop;
  DateQuantiles restart;
  CertainDates dates;
  std::optional<Date> act_by;
  bool overdue = false;            ///< act_by had passed and is shown as the as-of day
  std::optional<Date> down_since;  ///< first day of the present standstill, where stock shows it
  std::string act_by_application;  ///< whose need_by it is; empty: none
  std::vector<Relief> relief;      ///< from `dates.secured`; the latest day first
  Estimate expected_lost_units;
  Estimate expected_stop_days;
  Estimate expected_loss;
  std::string currency;
  std::vector<Blame> blame;  ///< descending by share
  std::vector<ComponentOutlook> components;
  std::optional<StockProjection> projection;
};

/// Loss of one line that a licence would avoid.
struct LineValue {
  std::string line;
  std::string currency;  ///< of the loss; empty: none is given
  Estimate loss;
  Estimate stop_days;
  Estimate lost_units;
};

/// What a pending licence is worth, all other decisions as drawn: mean differences between the same
/// futures, with paired standard errors. Money is that of the lines in `currency`.
struct LicenceValue {
  bool matters = false;    ///< some line can be touched by its day at all; else all is 0
  std::string currency;    ///< the one of most lines that it can touch
  Estimate granted_today;  ///< loss avoided
  Estimate stop_days;      ///< avoided, if granted today
  Estimate lost_units;     ///< avoided, if granted today
  Estimate refused;        ///< loss added if it is refused today, for good
  std::optional<Estimate>
      paperwork_today;  ///< loss avoided if it is filed today; nothing: it is filed
  std::vector<std::pair<Day, Estimate>> granted_by;  ///< loss avoided, for the most valuable only
  std::vector<LineValue> lines;                      ///< those that change, if granted today

  /// A number to sort by: money, then days, then units.
  [[nodiscard]] double rank() const;
};

/// Licences that only together free a line.
struct Bundle {
  std::string line;
  std::string currency;                   ///< of the loss; empty: units
  std::vector<std::size_t> rows;          ///< into the book's applications
  std::vector<std::string> applications;  ///< their codes
  Estimate avoided;                       ///< of the line's loss, if all are granted today
  double of_loss = 0.0;                   ///< the same as a share of the expected loss
  std::vector<Estimate> alone;            ///< [application] if it alone is granted today
  std::vector<double> shares;             ///< [application] Shapley; empty where there are many
};

struct ApplicationForecast {
  std::size_t book_order = 0;  ///< place among all applications of the book
  std::string application;
  std::string state;  ///< "accepted"
  std::string words;  ///< "attempt 2, day 31 of 45, paused 6"
  std::string owner;
  std::string next_step;
  std::string end_user_country;
  std::int64_t waiting_working_days = 0;
  std::optional<Date> filed_on;
  std::vector<ChanceByDay> p_granted_within;  ///< [horizon]
  DateQuantiles granted_on;
  double p_refused = 0.0;
  std::optional<Date> promised_on;
  std::optional<Date> need_by_booked;
  std::optional<Date> need_by_fastest;
  std::optional<Date> relief_by;      ///< the earliest day of its Relief over all lines
  double p_in_hand_by_need = 1.0;     ///< chance to be in hand by needed_by()
  std::vector<std::string> lines;     ///< lines to which its day matters
  std::vector<std::string> orders;    ///< consignments that wait for it
  std::optional<LicenceValue> value;  ///< nothing: not asked for, or decided

  /// The day by which people need it: need-by by the fastest lane, else by the booked one; where
  /// another licence could stand in for it and there is no need-by, the day of its relief.
  [[nodiscard]] std::optional<Date> needed_by() const {
    if (need_by_fastest) return need_by_fastest;
    return need_by_booked ? need_by_booked : relief_by;
  }
};

/// Something that is not known and matters: an item without status, an old count, ...
struct Unknown {
  std::string what;   ///< stable kind: "control_status", "count_age", "lane", ...
  std::string where;  ///< "items.csv:12"
  std::string message;
  std::string item;  ///< the item it is about; empty: none
};

struct Forecast {
  Date as_of;
  Day horizon = 0;
  std::size_t replications = 0;         ///< done
  bool is_complete = true;              ///< false: stopped before it had done what was asked
  std::optional<double> largest_error;  ///< standard error of the least certain chance of a line
  std::uint64_t seed = 1;
  std::vector<LineForecast> lines;                ///< in the order of the book
  std::vector<ApplicationForecast> applications;  ///< the pending ones, in the order of the book
  std::vector<ApplicationForecast> decided_applications;  ///< the others, likewise
  std::vector<Unknown> unknown;
  Diagnostics warnings;
  std::vector<std::string> assumptions;  ///< sentences: "a refusal is final", ...
  regime::Basis basis;
  std::optional<regime::EvidenceExplanation> evidence;  ///< only where asked for
  bool decisions_given = false;                         ///< nothing was fitted
  std::vector<Bundle> bundles;
  std::size_t value_replications = 0;  ///< futures behind values and bundles; 0: not asked for
  flow::Effort effort;                 ///< how much of the network can bind
  std::optional<Movement> since;       ///< what moved since a saved forecast, where there is one
};

/// Forecasts every line of the snapshot. Throws Error{invalid_input} when a given decision names
/// an unknown application (the caller has checked rows and words), Error{conflict} when it is
/// stopped before anything is done.
[[nodiscard]] Forecast make_forecast(const book::Snapshot& snapshot,
                                     const ForecastRequest& request);

}  // namespace runout::forecast
