// Rows of licences.csv as limits on what may leave (S3). A licence keeps its row number.
#include <algorithm>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/quantity.h"
#include "runout/forecast/build_context.h"

namespace runout::forecast {
namespace {

__extension__ using Wide = __int128;  // Products of two amounts are exact.

/// What the licence still covers, its tolerance included, in its own unit.
flow::Micro find_left(const book::Records& records, const book::Licence& licence,
                      const book::LicenceStatus& status) {
  const Wide covered =
      Wide{licence.quantity->millionths()} * (kMillion + licence.tolerance.millionths()) / kMillion;
  const Wide left = covered - status.used.millionths();
  if (left > Wide{kLargestUnits} * kMillion) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("{}: quantity: {} with its tolerance is beyond {} units, "
                            "more than can be held exactly",
                            place_of(records, book::File::licences, licence.line),
                            decimal_text(licence.quantity->millionths()), kLargestUnits)};
  }
  return static_cast<flow::Micro>(std::max<Wide>(left, 0));
}

}  // namespace

void add_licences(BuildContext& context) {
  const book::Records& records = context.records;
  for (std::size_t row = 0; row < records.licences.size(); ++row) {
    const book::Licence& licence = records.licences[row];
    const book::LicenceStatus& status = context.snapshot.licences[row];
    flow::Licence made;
    made.code = licence.licence;
    if (licence.valid_from) made.valid.first = context.day_of(*licence.valid_from);
    // A document that comes later than the decision lets nothing go before it is there.
    if (status.in_hand_on) {
      made.valid.first = std::max(made.valid.first, context.day_of(*status.in_hand_on));
    }
    if (licence.valid_to) made.valid.last = context.day_of(*licence.valid_to);
    made.usable = status.usable;
    if (licence.quantity) made.left = find_left(records, licence, status);
    if (licence.shipments) {
      made.shipments_left = std::max<std::int64_t>(0, *licence.shipments - status.shipments_used);
    }
    made.is_batch =
        licence.application &&
        records.applications[licence.application->index()].kind == book::ApplicationKind::batch;
    context.built.network.licences.push_back(std::move(made));
    if (!licence.application) {
      context.warn("licence_without_application", book::File::licences, licence.line, "application",
                   fmt::format("licence '{}' names no application, so nobody knows who holds it: "
                               "nothing leaves under it",
                               licence.licence),
                   "name its application");
    }
  }
}

}  // namespace runout::forecast
