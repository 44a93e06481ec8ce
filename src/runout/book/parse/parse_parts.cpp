// Items, controls, sites, stock and bills of materials.
#include <fmt/format.h>

#include "runout/book/damage.h"
#include "runout/book/parse/parsing.h"

namespace runout::book {
namespace {

ControlStatus control_status(const std::string& word, const std::string& control_entry) {
  if (word == "controlled") return ControlStatus::controlled;
  if (word == "free") return ControlStatus::free;
  if (word == "asked") return ControlStatus::asked;
  if (word == "unknown") return ControlStatus::unknown;
  // Empty: an entry of the list was looked up, so it is controlled; else nobody knows.
  return control_entry.empty() ? ControlStatus::unknown : ControlStatus::controlled;
}

SiteKind site_kind(const std::string& word) {
  if (word == "supplier") return SiteKind::supplier;
  if (word == "warehouse") return SiteKind::warehouse;
  if (word == "customer") return SiteKind::customer;
  return SiteKind::plant;
}

/// Reports a range of days that ends before it begins.
void check_days(Sheet& sheet, std::size_t row, std::string_view column, std::optional<Date> from,
                std::optional<Date> to) {
  if (!from || !to || *from <= *to) return;
  sheet.error(
      row, column, "ends_before_it_begins",
      fmt::format("'{}' lies before '{}', the first day", to_string(*to), to_string(*from)));
}

}  // namespace

void parse_items(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::items);
  const Column item = sheet.column("item");
  const Column description = sheet.column("description");
  const Column unit = sheet.column("unit");
  const Column control_entry = sheet.column("control_entry");
  const Column status = sheet.column("control_status");
  const Column kg_per_unit = sheet.column("kg_per_unit");
  const Column family = sheet.column("family");
  const Column hs_code = sheet.column("hs_code");
  const Column unit_value = sheet.column("unit_value");
  const Column currency = sheet.column("currency");
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    Item& record = parsing.records.items.emplace_back();
    record.line = sheet.line(row);
    record.item = sheet.code(row, item);
    record.description = sheet.text(row, description);
    record.unit = sheet.text(row, unit);
    record.control_entry = sheet.text(row, control_entry);
    record.control_status = control_status(sheet.word(row, status), record.control_entry);
    record.kg_per_unit = as_decimal<RatioTag>(sheet.decimal(row, kg_per_unit));
    record.family = sheet.text(row, family);
    if (is_scientific(sheet.text(row, hs_code))) {
      sheet.warn(row, "hs_code", "code_as_number",
                 "looks like a code of which a spreadsheet has made a number",
                 "type the code as text");
    }
    if (const auto value = sheet.decimal(row, unit_value)) {
      record.unit_value = Money{*value, sheet.text(row, currency)};
    }
  }
  sheet.check_keys();
}

void parse_controls(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::controls);
  const Column control = sheet.column("control");
  const Column authority = sheet.column("authority");
  const Column control_entry = sheet.column("control_entry");
  const Column from_country = sheet.column("from_country");
  const Column to_country = sheet.column("to_country");
  const Column valid_from = sheet.column("valid_from");
  const Column valid_to = sheet.column("valid_to");
  const Column source = sheet.column("source");
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    Control& record = parsing.records.controls.emplace_back();
    record.line = sheet.line(row);
    record.control = sheet.code(row, control);
    record.authority = sheet.text(row, authority);
    record.control_entry = sheet.text(row, control_entry);
    record.from_country = sheet.text(row, from_country);
    record.to_country = sheet.text(row, to_country);
    record.valid_from = sheet.date(row, valid_from);
    record.valid_to = sheet.date(row, valid_to);
    record.source = sheet.text(row, source);
    check_days(sheet, row, "valid_to", record.valid_from, record.valid_to);
  }
  sheet.check_keys();
}

void parse_sites(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::sites);
  const Column site = sheet.column("site");
  const Column name = sheet.column("name");
  const Column country = sheet.column("country");
  const Column kind = sheet.column("kind");
  const Column firm = sheet.column("firm");
  const Column calendar = sheet.column("calendar");
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    Site& record = parsing.records.sites.emplace_back();
    record.line = sheet.line(row);
    record.site = sheet.code(row, site);
    record.name = sheet.text(row, name);
    record.country = sheet.text(row, country);
    record.kind = site_kind(sheet.word(row, kind));
    record.firm = sheet.text(row, firm);
    if (sheet.reference(row, calendar, parsing.calendars)) {
      record.calendar = sheet.cell(row, calendar);
    }
  }
  sheet.check_keys();
}

void parse_stock(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::stock);
  const Column item = sheet.column("item");
  const Column site = sheet.column("site");
  const Column place = sheet.column("place");
  const Column on_hand = sheet.column("on_hand");
  const Column blocked = sheet.column("blocked");
  const Column usable_from = sheet.column("usable_from");
  const Column min_stock = sheet.column("min_stock");
  const Column counted_on = sheet.column("counted_on");
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    Stock& record = parsing.records.stock.emplace_back();
    record.line = sheet.line(row);
    record.item = ItemId{sheet.reference(row, item, parsing.items).value_or(0)};
    record.site = SiteId{sheet.reference(row, site, parsing.sites).value_or(0)};
    record.place = sheet.text(row, place);
    const auto counted = as_decimal<QuantityTag>(sheet.decimal(row, on_hand));
    record.on_hand = counted.value_or(Quantity{});
    record.blocked = as_decimal<QuantityTag>(sheet.decimal(row, blocked)).value_or(Quantity{});
    record.usable_from = sheet.date(row, usable_from);
    record.min_stock = as_decimal<QuantityTag>(sheet.decimal(row, min_stock));
    record.counted_on = sheet.date(row, counted_on);
    if (counted && record.blocked > *counted) {
      sheet.error(row, "blocked", "blocked_above_on_hand",
                  fmt::format("{} is more than the {} on hand", in_quotes(sheet.cell(row, blocked)),
                              decimal_text(counted->millionths())),
                  "on_hand includes what is blocked");
    }
  }
  sheet.check_keys();
}

void parse_bom(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::bom);
  const Column parent = sheet.column("parent");
  const Column component = sheet.column("component");
  const Column from = sheet.column("from");
  const Column to = sheet.column("to");
  const Column quantity_per = sheet.column("quantity_per");
  const Column scrap = sheet.column("scrap");
  const Column choice = sheet.column("choice");
  const Column rank = sheet.column("rank");
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    Component& record = parsing.records.bom.emplace_back();
    record.line = sheet.line(row);
    const auto made = sheet.reference(row, parent, parsing.items);
    const auto used = sheet.reference(row, component, parsing.items);
    record.parent = ItemId{made.value_or(0)};
    record.component = ItemId{used.value_or(0)};
    record.from = sheet.date(row, from);
    record.to = sheet.date(row, to);
    record.choice = sheet.text(row, choice);
    record.rank = sheet.whole(row, rank).value_or(0);
    check_days(sheet, row, "to", record.from, record.to);
    if (made && used && *made == *used) {
      sheet.error(
          row, "component", "own_component",
          fmt::format("{} is a component of itself", in_quotes(sheet.cell(row, component))));
    }
    const auto per = as_decimal<RatioTag>(sheet.decimal(row, quantity_per));
    record.scrap = as_decimal<RatioTag>(sheet.decimal(row, scrap)).value_or(Ratio{});
    if (!per) continue;
    record.quantity_per = *per;
    try {
      record.needed = quantity_needed(record.quantity_per, record.scrap);
    } catch (const Error& error) {
      sheet.error(
          row, "scrap", "too_large",
          fmt::format("component {}: {}", in_quotes(sheet.cell(row, component)), error.what()));
    }
  }
  sheet.check_keys();
}

}  // namespace runout::book
