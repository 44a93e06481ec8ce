// Whole files in and out of memory, with errors that say what happened.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace runout::book {

/// The bytes of a file. Throws Error{not_found} when it is not there, Error{forbidden} when it may
/// not be read, Error{invalid_input} when it is larger than any book (2 GiB).
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Writes a new file and makes sure that it is on the disk. Throws Error{forbidden} that says why
/// it could not (a full disk, a read-only place).
void write_file(const std::filesystem::path& path, std::string_view text);

/// Makes sure that the names in a folder are on the disk.
void sync_folder(const std::filesystem::path& folder);

/// The sentence for errno after `what` failed on `path`: "cannot write 'book/orders.csv': no space
/// left on the device". Throws Error{forbidden} (not_found for a missing path).
[[noreturn]] void throw_system_error(std::string_view what, const std::filesystem::path& path,
                                     int error_number);

}  // namespace runout::book
