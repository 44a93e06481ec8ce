#include "runout/forecast/licence_cover.h"

#include "runout/base/quantity.h"

namespace runout::forecast {

bool allows_mode(std::string_view mode, std::string_view lane_mode) {
  return mode.empty() || mode == lane_mode;
}

ScopeMatch match_scope(const book::Records& records, std::string_view subject,
                       const book::Item& item) {
  ScopeMatch match = ScopeMatch::no_rows;
  for (const book::ScopeRow& row : records.scope) {
    if (row.subject != subject) continue;
    const bool names_item = row.item && records.items[row.item->index()].item == item.item;
    const bool names_family = !row.family.empty() && row.family == item.family;
    if (names_item || names_family) return ScopeMatch::inside;
    match = ScopeMatch::outside;
  }
  return match;
}

bool covers(const book::Records& records, const book::Application& application,
            const Cargo& cargo) {
  const ScopeMatch match = match_scope(records, application.application, cargo.item);
  if (match != ScopeMatch::no_rows) return match == ScopeMatch::inside;
  return application.control_entry == cargo.control_entry;
}

std::optional<flow::Micro> licence_use_per_unit(const book::Licence& licence,
                                                const book::Item& item) {
  if (!licence.quantity || licence.unit.empty() || licence.unit == item.unit) {
    return flow::LicenceUse::kMillionUse;
  }
  if (licence.unit == "kg" && item.kg_per_unit) return item.kg_per_unit->millionths();
  return std::nullopt;
}

bool has_something_left(const book::Snapshot& snapshot, std::size_t licence_row) {
  const book::Licence& licence = snapshot.records.licences[licence_row];
  const book::LicenceStatus& status = snapshot.licences[licence_row];
  if (!status.usable) return false;
  if (licence.shipments && status.shipments_used >= *licence.shipments) return false;
  return !licence.quantity || status.used < *licence.quantity;
}

}  // namespace runout::forecast
