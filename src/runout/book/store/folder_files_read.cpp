#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <memory>
#include <set>
#include <thread>
#include <tuple>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/book/file_text.h"
#include "runout/book/store/folder.h"
#include "runout/book/store/folder_files.h"
#include "runout/book/store/folder_journal.h"

namespace runout::book {
namespace {

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  const std::unique_ptr<DIR, int (*)(DIR*)> stream{::opendir(folder.c_str()), ::closedir};
  if (!stream) throw_system_error("read", folder, errno);
  std::vector<std::string> names;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): this stream is ours alone
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

/// What changes when somebody writes: the folder itself, its entries, the files behind them.
using Signature = std::vector<std::tuple<std::string, ino_t, off_t, time_t, long>>;

Signature signature_of(const std::filesystem::path& folder) {
  Signature signature;
  const auto add = [&](const std::filesystem::path& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return;
    signature.emplace_back(path.filename().string(), status.st_ino,
                           S_ISREG(status.st_mode) ? status.st_size : 0, status.st_mtim.tv_sec,
                           status.st_mtim.tv_nsec);
  };
  add(folder);
  add(folder / kJournalFolder);
  add(folder / kJournalFolder / "commit");
  for (const std::string& name : names_in(folder)) {
    if (is_book_file(name)) add(folder / name);
  }
  return signature;
}

FolderFiles read_once(const std::filesystem::path& folder) {
  FolderFiles files;
  const Journal journal = read_journal(folder);
  std::set<std::string> names;
  for (const std::string& name : names_in(folder)) {
    if (!journal.removed.contains(name)) names.insert(name);
  }
  names.insert(journal.replaced.begin(), journal.replaced.end());
  names.erase(kJournalFolder);
  for (const std::string& name : names) {
    files.names.push_back(name);
    if (!is_book_file(name)) continue;
    const std::filesystem::path staged = folder / kJournalFolder / name;
    const bool is_staged = journal.replaced.contains(name) && std::filesystem::exists(staged);
    files.texts[name] = read_file(is_staged ? staged : folder / name);
  }
  return files;
}

}  // namespace

bool is_book_file(const std::string& name) {
  return name == kHistoryFile || (name.ends_with(".csv") && find_spec(std::string_view{name}.substr(
                                                                0, name.size() - 4)) != nullptr);
}

bool holds_book(const std::filesystem::path& folder) {
  return std::ranges::any_of(names_in(folder), is_book_file) ||
         !read_journal(folder).replaced.empty();
}

FolderFiles read_folder_files(const std::filesystem::path& folder) {
  constexpr int kAttempts = 50;
  constexpr std::chrono::milliseconds kPause{20};
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (attempt > 0) std::this_thread::sleep_for(kPause);
    try {
      const Signature before = signature_of(folder);
      FolderFiles files = read_once(folder);
      if (signature_of(folder) == before) return files;
    } catch (const Error& error) {
      // A file that vanished between listing and reading: an exchange was going on.
      if (error.kind() != ErrorKind::not_found || attempt + 1 == kAttempts) throw;
    }
  }
  throw Error{ErrorKind::conflict,
              fmt::format("'{}' is being written by another process; try again when it has "
                          "finished",
                          folder.string())};
}

}  // namespace runout::book
