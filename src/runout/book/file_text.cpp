#include "runout/book/file_text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/text.h"
#include "runout/book/store/file_descriptor.h"

namespace runout::book {
namespace {

constexpr off_t kLargestFile = off_t{2} << 30;

/// Errors that say that there is nothing at a path.
bool is_nothing(int error_number) {
  return error_number == ENOENT || error_number == ENOTDIR || error_number == ENAMETOOLONG ||
         error_number == ELOOP;
}

}  // namespace

void throw_system_error(std::string_view what, const std::filesystem::path& path,
                        int error_number) {
  const bool is_missing = what == "read" && is_nothing(error_number);
  std::string reason = std::generic_category().message(error_number);
  if (!reason.empty() && reason[0] >= 'A' && reason[0] <= 'Z') {
    reason[0] = static_cast<char>(reason[0] - 'A' + 'a');
  }
  throw Error{is_missing ? ErrorKind::not_found : ErrorKind::forbidden,
              fmt::format("cannot {} '{}': {}", what, path.string(), reason)};
}

bool is_there(const std::filesystem::path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) == 0) return true;
  if (!is_nothing(errno)) throw_system_error("read", path, errno);
  return false;
}

std::string read_file(const std::filesystem::path& path) {
  const FileDescriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file) throw_system_error("read", path, errno);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) throw_system_error("read", path, errno);
  if (!S_ISREG(status.st_mode)) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("cannot read '{}': it is not a file", path.string())};
  }
  if (status.st_size > kLargestFile) {
    throw Error{ErrorKind::invalid_input, fmt::format("'{}' is too large for a book ({} bytes)",
                                                      path.string(), status.st_size)};
  }
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t got = ::read(file.get(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw_system_error("read", path, errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  text.resize(filled);
  return text;
}

std::string lower_extension(const std::filesystem::path& path) {
  return lower_case(path.extension().string());
}

bool has_text(const std::filesystem::path& path, std::string_view text) {
  std::error_code failure;
  const auto size = std::filesystem::file_size(path, failure);
  return !failure && size == text.size() && read_file(path) == text;
}

void write_file(const std::filesystem::path& path, std::string_view text,
                const std::filesystem::path& shown_as) {
  const FileDescriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)};
  if (!file) throw_system_error("write", shown_as, errno);
  while (!text.empty()) {
    const ssize_t put = ::write(file.get(), text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) throw_system_error("write", shown_as, errno);
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  if (::fsync(file.get()) != 0) throw_system_error("write", shown_as, errno);
}

void sync_folder(const std::filesystem::path& folder) {
  const FileDescriptor file{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!file) throw_system_error("write", folder, errno);
  // Some file systems cannot sync a folder and say EINVAL; there is nothing more to be done then.
  if (::fsync(file.get()) != 0 && errno != EINVAL) throw_system_error("write", folder, errno);
}

}  // namespace runout::book
