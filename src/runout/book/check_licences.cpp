// Checks of applications and licences.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "runout/book/checks.h"
#include "runout/book/licence_units.h"

namespace runout::book {
namespace {

/// The last promise made to an application by the as-of day.
const Event* last_promise(const Snapshot& snapshot, std::size_t application) {
  const Event* last = nullptr;
  for (const Event& event : snapshot.records.events) {
    if (event.kind == SubjectKind::application && event.index == application &&
        event.event == "promised" && event.expected_on && event.day() <= snapshot.as_of &&
        (!last || event.day() >= last->day())) {
      last = &event;
    }
  }
  return last;
}

void check_promise(Checks& checks, std::size_t row) {
  const Snapshot& snapshot = checks.snapshot;
  const ApplicationStatus& status = snapshot.applications[row];
  if (!status.promised_on || *status.promised_on >= snapshot.as_of) return;
  const Event* promise = last_promise(snapshot, row);
  if (!promise) return;
  checks.warn(
      File::events, promise->line, "expected_on", "promise_passed",
      fmt::format("'{}' was promised for {}, {} ago, and is not decided",
                  snapshot.records.applications[row].application, to_string(*status.promised_on),
                  count_words((snapshot.as_of - *status.promised_on).count(), "day")),
      "ask again, and record the answer");
}

void check_renewal(Checks& checks, const Licence& licence, const LicenceStatus& status) {
  const Snapshot& snapshot = checks.snapshot;
  if (!status.usable || !licence.valid_to) return;
  std::string authority;
  if (licence.application) {
    const Application& application = snapshot.records.applications[licence.application->index()];
    if (application.kind == ApplicationKind::batch) return;  // lapses with its consignment
    authority = application.authority;
  }
  const Calendar& calendar =
      snapshot.records.calendar(snapshot.records.authority(authority).calendar);
  const std::int64_t left = calendar.working_days_between(snapshot.as_of, *licence.valid_to);
  // A review takes 45 working days where the law says how long it takes.
  constexpr std::int64_t kRenewalDays = 45;
  if (left > kRenewalDays) return;
  checks.warn(
      File::licences, licence.line, "valid_to", "renewal_due",
      fmt::format("'{}' ends on {}, in {}", licence.licence, to_string(*licence.valid_to),
                  count_words(left, "working day")),
      fmt::format("a renewal takes {}: apply now", count_words(kRenewalDays, "working day")));
}

void check_drawn(Checks& checks, const Licence& licence, const LicenceStatus& status) {
  const Quantity limit =
      licence.quantity ? with_tolerance(*licence.quantity, licence.tolerance) : Quantity{};
  if (licence.quantity && status.used > limit) {
    checks.warn(
        File::licences, licence.line, "quantity", "licence_overdrawn",
        fmt::format("'{}' is overdrawn: {} shipped, {} allowed", licence.licence,
                    decimal_text(status.used.millionths()), decimal_text(limit.millionths())),
        "name the licence of each `shipped` event");
  }
  if (licence.shipments && status.shipments_used > *licence.shipments) {
    checks.warn(File::licences, licence.line, "shipments", "licence_overdrawn",
                fmt::format("'{}' is overdrawn: {}, {} allowed", licence.licence,
                            count_words(status.shipments_used, "shipment"), *licence.shipments),
                "name the licence of each `shipped` event");
  }
}

void check_mode(Checks& checks, File file, std::size_t line, const std::string& mode) {
  const auto& lanes = checks.snapshot.records.lanes;
  if (mode.empty() || lanes.empty() || std::ranges::find(lanes, mode, &Lane::mode) != lanes.end()) {
    return;
  }
  checks.warn(file, line, "mode", "mode_unknown", fmt::format("no lane goes by '{}'", mode),
              "goods under it never leave; spell it as lanes.csv does");
}

}  // namespace

void check_applications(Checks& checks) {
  const Snapshot& snapshot = checks.snapshot;
  for (std::size_t row = 0; row < snapshot.records.applications.size(); ++row) {
    const Application& application = snapshot.records.applications[row];
    const ApplicationStatus& status = snapshot.applications[row];
    check_mode(checks, File::applications, application.line, application.mode);
    if (!is_pending(status.state)) continue;
    check_promise(checks, row);
    if (status.statutory_end && *status.statutory_end < snapshot.as_of) {
      checks.warn(
          File::applications, application.line, "", "statutory_time_passed",
          fmt::format("'{}' should have been decided by {}: day {} of {}", application.application,
                      to_string(*status.statutory_end), status.clock_days, *status.statutory),
          "ask, or record what happened");
    }
    if (application.next_step_on && *application.next_step_on < snapshot.as_of) {
      checks.warn(File::applications, application.line, "next_step_on", "next_step_passed",
                  fmt::format("the next step of '{}' was due on {}", application.application,
                              to_string(*application.next_step_on)),
                  "do it, or set the next one");
    }
  }
}

void check_licences(Checks& checks) {
  const Snapshot& snapshot = checks.snapshot;
  for (std::size_t row = 0; row < snapshot.records.licences.size(); ++row) {
    const Licence& licence = snapshot.records.licences[row];
    check_drawn(checks, licence, snapshot.licences[row]);
    check_renewal(checks, licence, snapshot.licences[row]);
    check_mode(checks, File::licences, licence.line, licence.mode);
  }
}

}  // namespace runout::book
