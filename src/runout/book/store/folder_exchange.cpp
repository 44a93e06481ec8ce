#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <set>
#include <system_error>

#include "runout/base/error.h"
#include "runout/book/file_text.h"
#include "runout/book/store/file_descriptor.h"
#include "runout/book/store/folder_files.h"
#include "runout/book/store/folder_journal.h"

namespace runout::book {
namespace {

namespace fs = std::filesystem;

/// A folder that cannot be exchanged as a whole; never leaves this file.
struct CannotExchange {};

/// The folder as its parent knows it, links resolved, so that "book/." and "." work as well.
fs::path real_place(const fs::path& folder) {
  if (fs::exists(folder)) return fs::canonical(folder);
  fs::path plain = folder;
  if (!plain.has_filename()) plain = plain.parent_path();
  const fs::path parent = plain.has_parent_path() ? plain.parent_path() : fs::path{"."};
  if (!fs::exists(parent)) throw_system_error("write", folder, ENOENT);
  return fs::canonical(parent) / plain.filename();
}

/// A file that stays as it is: a second name for it, so that its owner, mode and times stay too.
void link_file(const fs::path& from, const fs::path& to) {
  if (::linkat(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), 0) != 0) throw CannotExchange{};
}

void fill(const fs::path& fresh, const fs::path& folder, const fs::path& shown_as,
          const std::map<std::string, std::string>& texts) {
  for (const auto& [name, text] : texts) {
    const fs::path old = folder / name;
    if (has_text(old, text)) {
      link_file(old, fresh / name);
      continue;
    }
    write_file(fresh / name, text, shown_as / name);
    struct stat status{};
    if (::stat(old.c_str(), &status) == 0) {
      ::chmod((fresh / name).c_str(), status.st_mode & 07777U);
    }
  }
  if (!fs::exists(folder)) return;
  for (const fs::directory_entry& entry : fs::directory_iterator{folder}) {
    if (is_book_file(entry.path().filename().string())) continue;
    if (entry.symlink_status().type() == fs::file_type::directory) throw CannotExchange{};
    link_file(entry.path(), fresh / entry.path().filename());
  }
}

/// Files that appeared in the old folder after its files were linked move into the new one.
void keep_latecomers(const fs::path& old, const fs::path& folder) {
  for (const fs::directory_entry& entry : fs::directory_iterator{old}) {
    const fs::path name = entry.path().filename();
    if (is_book_file(name.string()) || fs::exists(fs::symlink_status(folder / name))) continue;
    // Best effort: a file that cannot move is one that the new folder has by now.
    static_cast<void>(::renameat2(AT_FDCWD, entry.path().c_str(), AT_FDCWD, (folder / name).c_str(),
                                  RENAME_NOREPLACE));
  }
}

/// Removes a folder of a killed writer, or the old one after an exchange. What cannot be removed
/// is left for the next writer.
void clear_away(const fs::path& folder) {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

/// The writer's lock is on the old folder. From the exchange on others find the new one under the
/// name, so that must be locked before: else one would begin while the old is still cleared away,
/// under the very name that its own new folder takes.
FileDescriptor lock_fresh(const fs::path& fresh, const fs::path& shown_as) {
  FileDescriptor file{::open(fresh.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!file || ::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    throw_system_error("write", shown_as, errno);
  }
  return file;
}

/// Failure is told of `shown_as`, which is how the user calls the folder.
void exchange_whole(const fs::path& folder, const fs::path& shown_as,
                    const std::map<std::string, std::string>& texts) {
  const fs::path parent = folder.parent_path();
  const fs::path fresh = parent / ("." + folder.filename().string() + ".runout-new");
  clear_away(fresh);
  const bool exists = fs::exists(folder);
  if (::mkdir(fresh.c_str(), 0777) != 0) {
    if (exists) throw CannotExchange{};
    throw_system_error("write", shown_as, errno);
  }
  FileDescriptor locked;  // until everything is cleared away
  try {
    locked = lock_fresh(fresh, shown_as);
    struct stat status{};
    if (exists && ::stat(folder.c_str(), &status) == 0) {
      ::chmod(fresh.c_str(), status.st_mode & 07777U);
      if (status.st_uid != ::geteuid() || status.st_gid != ::getegid()) {
        // Of another owner: only the superuser can give the new folder away again.
        if (::chown(fresh.c_str(), status.st_uid, status.st_gid) != 0) throw CannotExchange{};
      }
      // A folder that may not be written stays as it is even where its parent could be.
      if (::access(folder.c_str(), W_OK) != 0) throw_system_error("write", shown_as, errno);
    }
    fill(fresh, folder, shown_as, texts);
    sync_folder(fresh);
    const unsigned how = exists ? RENAME_EXCHANGE : RENAME_NOREPLACE;
    if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, folder.c_str(), how) != 0) {
      if (exists || errno == EINVAL || errno == ENOSYS) throw CannotExchange{};
      throw_system_error("write", shown_as, errno);
    }
  } catch (...) {
    clear_away(fresh);
    throw;
  }
  sync_folder(parent);
  if (exists) {
    keep_latecomers(fresh, folder);
    clear_away(fresh);
  }
}

}  // namespace

void exchange_folder_files(const fs::path& folder,
                           const std::map<std::string, std::string>& texts) {
  const fs::path place = real_place(folder);
  if (fs::exists(place)) finish_journal(place, folder);
  try {
    exchange_whole(place, folder, texts);
    return;
  } catch (const CannotExchange&) {
    if (!fs::exists(place)) fs::create_directory(place);
  }
  std::set<std::string> old;
  for (const fs::directory_entry& entry : fs::directory_iterator{place}) {
    const std::string name = entry.path().filename().string();
    if (is_book_file(name)) old.insert(name);
  }
  exchange_by_journal(place, folder, old, texts);
}

}  // namespace runout::book
