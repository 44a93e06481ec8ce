// What the passes that build a network share. Internal to build_network.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "runout/book/schema.h"
#include "runout/forecast/build_network.h"

namespace runout::forecast {

/// A network under construction. The passes run in the order in which build_network calls them:
/// points appear when something needs them, and stock is put on them last.
struct BuildContext {
  const book::Snapshot& snapshot;
  const book::Records& records;
  Day horizon = 0;
  UnknownItems unknown_items = UnknownItems::free;
  BuiltNetwork& built;
  std::map<std::pair<std::size_t, std::size_t>, flow::Index> points;  ///< by (item, site)
  std::map<std::string, flow::Index> calendars;
  using Place = std::tuple<std::size_t, std::string, std::string>;  ///< row, file, kind of finding
  std::set<Place> said_by_book;                                     ///< of the book's own checks
  std::map<Place, std::vector<std::size_t>> warned;  ///< rows of BuiltNetwork::warnings

  /// The day counted from the as-of day.
  [[nodiscard]] Day day_of(Date date) const;
  /// The stock point of an item at a site, made when it is not there yet.
  [[nodiscard]] flow::Index point(ItemId item, SiteId site);
  /// The days on which a site with this calendar works; nothing for an empty name: every day.
  [[nodiscard]] std::optional<flow::Index> working_days(const std::string& calendar);

  /// Adds a warning, unless the book's own checks have said the same of the same row.
  void warn(std::string code, book::File file, std::size_t row, std::string column,
            std::string message, std::string help = {});
  void add_unknown(std::string what, book::File file, std::size_t row, std::string message,
                   std::string item = {});
};

// The passes.
void add_lines(BuildContext& context);
void add_licences(BuildContext& context);
void add_consignments(BuildContext& context);
void add_policies(BuildContext& context);
void add_stock(BuildContext& context);
void add_unknowns(BuildContext& context);

/// "items.csv:12", in the book's own name of the file.
[[nodiscard]] std::string place_of(const book::Records& records, book::File file, std::size_t row);

/// True when nobody has said whether the item is controlled; `asked` is a question, no answer.
[[nodiscard]] bool is_control_unknown(const book::Item& item);

/// Stock at suppliers is endless; everywhere else it limits what may leave (S8).
[[nodiscard]] bool has_limited_stock(const book::Site& site);

/// Transit of a lane; without one a day.
[[nodiscard]] flow::Transit transit_of(const book::Records& records, std::optional<LaneId> lane);

}  // namespace runout::forecast
