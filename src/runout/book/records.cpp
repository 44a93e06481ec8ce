#include "runout/book/records.h"

#include <algorithm>

#include <fmt/format.h>

#include "runout/base/error.h"

namespace runout::book {

std::string Records::name_of(File file) const {
  const std::string& name = names[static_cast<std::size_t>(file)];
  return name.empty() ? file_name(file) : name;
}

const Calendar& Records::calendar(const std::string& name) const {
  const auto found = calendars.find(name);
  if (found == calendars.end()) {
    throw Error{ErrorKind::internal, fmt::format("no calendar '{}' in the records", name)};
  }
  return found->second;
}

Authority Records::authority(const std::string& name) const {
  const auto found = std::ranges::find(authorities, name, &Authority::authority);
  return found == authorities.end() ? default_authority(name) : *found;
}

Authority default_authority(const std::string& name) {
  Authority authority;
  authority.authority = name;
  if (name == "MOFCOM") {
    // Export Control Law of the People's Republic of China (2020): a decision within 45 working
    // days from the day on which the application is accepted.
    authority.calendar = "CN";
    authority.statutory_days = 45;
  }
  return authority;
}

}  // namespace runout::book
