// Writes a report whole or not at all.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

namespace runout::report {

/// Lets `write` make a file beside `path` and puts it in the place of `path` when that is done;
/// the file beside is removed when anything fails. Throws Error{forbidden} with the path and the
/// reason; what `write` throws is passed on.
void replace_file(const std::filesystem::path& path,
                  const std::function<void(const std::filesystem::path&)>& write);

/// Replaces the file's content by `content`, as above.
void write_whole_file(const std::filesystem::path& path, std::string_view content);

/// Writes `content` to `beside`, the file that will replace `path`; errors name `path`.
void write_part(const std::filesystem::path& path, const std::filesystem::path& beside,
                std::string_view content);

/// Throws the error of a report that could not be written.
[[noreturn]] void throw_not_written(const std::filesystem::path& path, std::string_view reason);

}  // namespace runout::report
