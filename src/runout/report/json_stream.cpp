#include "runout/report/json_stream.h"

#include <ostream>
#include <string>

namespace runout::report {

void JsonStream::member(std::string_view name_of_it, const Json& value) {
  name(name_of_it);
  write(value, "  ");
}

void JsonStream::list(std::string_view name_of_it, std::size_t entries,
                      const std::function<Json(std::size_t)>& entry) {
  name(name_of_it);
  if (entries == 0) {
    out_ << "[]";
    return;
  }
  for (std::size_t i = 0; i < entries; ++i) {
    out_ << (i == 0 ? "[\n    " : ",\n    ");
    write(entry(i), "    ");
  }
  out_ << "\n  ]";
}

void JsonStream::end() { out_ << "\n}\n"; }

void JsonStream::name(std::string_view name) {
  out_ << (has_members_ ? ",\n" : "{\n") << "  \"" << name << "\": ";
  has_members_ = true;
}

/// Line ends are never part of a value: within text they are escaped.
void JsonStream::write(const Json& value, std::string_view indent) {
  const std::string text = value.dump(2, ' ', false, Json::error_handler_t::replace);
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    out_ << std::string_view{text}.substr(begin, end + 1 - begin) << indent;
    begin = end + 1;
  }
  out_ << std::string_view{text}.substr(begin);
}

}  // namespace runout::report
