#include "runout/report/report_file.h"

#include <cerrno>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include "runout/base/error.h"

namespace runout::report {
namespace {

namespace fs = std::filesystem;

/// A name beside `path` that nothing has yet; in the same folder, so that renaming is atomic.
fs::path free_name_beside(const fs::path& path) {
  for (int i = 0;; ++i) {
    fs::path beside = path;
    beside.replace_filename(fmt::format(".{}.{}.part", path.filename().string(), i));
    std::error_code failed;
    if (!fs::exists(beside, failed)) return beside;
  }
}

}  // namespace

void throw_not_written(const fs::path& path, std::string_view reason) {
  throw Error{ErrorKind::forbidden,
              fmt::format("cannot write the report '{}': {}", path.string(), reason)};
}

void replace_file(const fs::path& path, const std::function<void(const fs::path&)>& write) {
  std::error_code failed;
  if (!path.has_filename()) throw_not_written(path, "it names no file");
  if (fs::is_directory(path, failed)) throw_not_written(path, "it is a folder");
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path{"."};
  if (!fs::is_directory(folder, failed)) {
    throw_not_written(path, fmt::format("there is no folder '{}'", folder.string()));
  }
  // A link stays a link: what it points to is replaced.
  const fs::path target = fs::is_symlink(path, failed) ? fs::weakly_canonical(path, failed) : path;
  const fs::path beside = free_name_beside(target);
  try {
    write(beside);
  } catch (...) {
    fs::remove(beside, failed);
    throw;
  }
  fs::rename(beside, target, failed);
  if (failed) {
    const std::string reason = failed.message();
    fs::remove(beside, failed);
    throw_not_written(path, reason);
  }
}

void write_part(const fs::path& path, const fs::path& beside, std::string_view content) {
  errno = 0;
  std::ofstream file{beside, std::ios::binary};
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  if (!file) {
    throw_not_written(path, errno != 0 ? std::generic_category().message(errno)
                                       : std::string{"the disk may be full"});
  }
}

void write_whole_file(const fs::path& path, std::string_view content) {
  replace_file(path, [&](const fs::path& beside) { write_part(path, beside, content); });
}

}  // namespace runout::report
