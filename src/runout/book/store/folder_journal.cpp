#include "runout/book/store/folder_journal.h"

#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

#include <system_error>

#include "runout/base/error.h"
#include "runout/base/text.h"
#include "runout/book/file_text.h"

namespace runout::book {
namespace {

std::filesystem::path commit_of(const std::filesystem::path& folder) {
  return folder / kJournalFolder / "commit";
}

/// Failure is told of `shown_as`: the journal's own names mean nothing to people.
void move_file(const std::filesystem::path& from, const std::filesystem::path& to,
               const std::filesystem::path& shown_as) {
  if (::rename(from.c_str(), to.c_str()) != 0 && errno != ENOENT) {
    throw_system_error("write", shown_as, errno);
  }
}

}  // namespace

Journal read_journal(const std::filesystem::path& folder) {
  Journal journal;
  if (!std::filesystem::exists(commit_of(folder))) return journal;
  const std::vector<std::string> words = split_words(read_file(commit_of(folder)));
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
    (words[i] == "replace" ? journal.replaced : journal.removed).insert(words[i + 1]);
  }
  return journal;
}

void finish_journal(const std::filesystem::path& folder, const std::filesystem::path& shown_as) {
  const std::filesystem::path inside = folder / kJournalFolder;
  if (!std::filesystem::exists(inside)) return;
  const Journal journal = read_journal(folder);
  for (const std::string& name : journal.replaced) {
    move_file(inside / name, folder / name, shown_as / name);
  }
  for (const std::string& name : journal.removed) {
    if (::unlink((folder / name).c_str()) != 0 && errno != ENOENT) {
      throw_system_error("write", shown_as / name, errno);
    }
  }
  sync_folder(folder);
  std::error_code failure;
  std::filesystem::remove_all(inside, failure);
  if (failure) throw_system_error("write", shown_as, failure.value());
}

void exchange_by_journal(const std::filesystem::path& folder, const std::filesystem::path& shown_as,
                         const std::set<std::string>& old,
                         const std::map<std::string, std::string>& texts) {
  finish_journal(folder, shown_as);
  const std::filesystem::path inside = folder / kJournalFolder;
  if (::mkdir(inside.c_str(), 0777) != 0) throw_system_error("write", shown_as, errno);
  try {
    std::string commit;
    for (const auto& [name, text] : texts) {
      if (old.contains(name) && has_text(folder / name, text)) continue;
      commit += "replace " + name + '\n';
      write_file(inside / name, text, shown_as / name);
      struct stat status{};
      if (old.contains(name) && ::stat((folder / name).c_str(), &status) == 0) {
        ::chmod((inside / name).c_str(), status.st_mode & 07777U);
      }
    }
    for (const std::string& name : old) {
      if (!texts.contains(name)) commit += "remove " + name + '\n';
    }
    write_file(inside / "commit.part", commit, shown_as);
    sync_folder(inside);
    move_file(inside / "commit.part", inside / "commit", shown_as);
    sync_folder(inside);
  } catch (const Error&) {
    std::error_code ignored;  // the failure to report is the first one
    std::filesystem::remove_all(inside, ignored);
    throw;
  }
  finish_journal(folder, shown_as);
}

}  // namespace runout::book
