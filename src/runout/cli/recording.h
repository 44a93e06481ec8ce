// Who records a change of a book, and when: what the commands that write take from outside.
#pragma once

#include <optional>
#include <string>

#include "runout/book/book.h"

namespace runout::cli {

/// A batch recorded now, in UTC, by `author` (empty: the name of the user who is logged in), known
/// from `known_on` on (nothing: the day of the clock).
[[nodiscard]] book::Batch batch_of_now(const std::string& author, std::optional<Date> known_on,
                                       std::string source);

/// Refuses, as an error of the command line, a place where no book is and whose name ends like a
/// file of another kind (.ods, .csv, ...): a folder of that name would be no help.
void refuse_foreign_form(const std::string& argument, const std::string& path);

/// From now on a file that grows beyond a limit of the system is an error that can be told instead
/// of the end of the process.
void survive_file_size_limit();

}  // namespace runout::cli
