#include "runout/book/store/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <thread>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/book/file_text.h"

namespace runout::book {
namespace {

constexpr std::chrono::milliseconds kPause{20};

std::filesystem::path parent_of(const std::filesystem::path& path) {
  // The parent of "new/" is where "new" will be.
  const auto parent = path.has_filename() ? path.parent_path() : path.parent_path().parent_path();
  return parent.empty() ? std::filesystem::path{"."} : parent;
}

bool is_still_at(const FileDescriptor& file, const std::filesystem::path& path) {
  struct stat opened{};
  struct stat named{};
  return ::fstat(file.get(), &opened) == 0 && ::stat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

}  // namespace

WriterLock::WriterLock(const std::filesystem::path& path, std::chrono::milliseconds wait) {
  // Waiting is counted in pauses: the clock of the day is none of our business here.
  for (auto waited = std::chrono::milliseconds{0};; waited += kPause) {
    const bool exists = is_there(path);
    const std::filesystem::path place = exists ? path : parent_of(path);
    FileDescriptor file{::open(place.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file && !exists && (errno == ENOENT || errno == ENOTDIR)) {
      throw Error{ErrorKind::forbidden, fmt::format("cannot write '{}': there is no folder '{}'",
                                                    path.string(), place.string())};
    }
    if (!file && (!exists || errno != ENOENT)) throw_system_error("write", path, errno);
    if (file && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0) {
      if (is_still_at(file, place) && is_there(path) == exists) {
        locked_ = std::move(file);
        return;
      }
    } else if (file && errno != EWOULDBLOCK && errno != EINTR) {
      throw_system_error("write", path, errno);
    }
    if (waited >= wait) {
      throw Error{ErrorKind::conflict,
                  fmt::format("'{}' is being written by another process; try again when it has "
                              "finished",
                              path.string())};
    }
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace runout::book
