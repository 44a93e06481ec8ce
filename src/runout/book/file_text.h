// Whole files in and out of memory, with errors that say what happened.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace runout::book {

/// True when there is something at `path`; a name that cannot be one (too long, links in a circle)
/// is nothing. Throws Error{forbidden} when it may not be looked at.
[[nodiscard]] bool is_there(const std::filesystem::path& path);

/// The bytes of a file. Throws Error{not_found} when it is not there, Error{forbidden} when it may
/// not be read, Error{invalid_input} when it is larger than any book (2 GiB).
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// The ending of a file's name in lower case: ".xlsx", or nothing.
[[nodiscard]] std::string lower_extension(const std::filesystem::path& path);

/// True when a file is there and holds exactly `text`.
[[nodiscard]] bool has_text(const std::filesystem::path& path, std::string_view text);

/// Writes a new file and makes sure that it is on the disk. Throws Error{forbidden} that says why
/// it could not (a full disk, a read-only place); it names `shown_as`, for files under a name that
/// nobody knows yet.
void write_file(const std::filesystem::path& path, std::string_view text,
                const std::filesystem::path& shown_as);

/// Makes sure that the names in a folder are on the disk.
void sync_folder(const std::filesystem::path& folder);

/// The sentence for errno after `what` failed on `path`: "cannot write 'book/orders.csv': no space
/// left on the device". Throws Error{forbidden}; not_found when `what` is "read" and the path is
/// not there.
[[noreturn]] void throw_system_error(std::string_view what, const std::filesystem::path& path,
                                     int error_number);

}  // namespace runout::book
