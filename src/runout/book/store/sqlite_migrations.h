// The numbered migrations of the database, embedded from schema/*.sql when the program is built.
#pragma once

#include <string>
#include <vector>

namespace runout::book {

/// The SQL that leads from version i to version i + 1, for i = 0, 1, ...
[[nodiscard]] const std::vector<std::string>& sqlite_migrations();

}  // namespace runout::book
