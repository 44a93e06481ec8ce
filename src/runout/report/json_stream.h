// A JSON object written member by member, for documents that are too large to be held as a whole.
#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string_view>

#include "runout/report/json_parts.h"

namespace runout::report {

/// Writes what json_text would give of the whole object. Only one member, or one entry of a list,
/// is held at a time: a tree of values takes several times the room of its text.
class JsonStream {
 public:
  /// Begins the object.
  explicit JsonStream(std::ostream& out) : out_{out} {}

  void member(std::string_view name, const Json& value);
  /// A member that is a list; `entry` makes its entries one after the other.
  void list(std::string_view name, std::size_t entries,
            const std::function<Json(std::size_t)>& entry);
  /// Ends an object of at least one member, and the line.
  void end();

 private:
  void name(std::string_view name);
  void write(const Json& value, std::string_view indent);

  std::ostream& out_;
  bool has_members_ = false;
};

}  // namespace runout::report
