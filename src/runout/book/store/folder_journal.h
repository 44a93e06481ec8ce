// Exchange of files inside a folder: new files wait in `.runout-new` until `commit` says they hold.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace runout::book {

inline constexpr const char* kJournalFolder = ".runout-new";

/// What a committed exchange, not yet carried out in full, says about the folder's files.
struct Journal {
  std::set<std::string> replaced;
  std::set<std::string> removed;
};

/// The committed exchange of a folder; an empty one if there is none.
[[nodiscard]] Journal read_journal(const std::filesystem::path& folder);

/// Carries a committed exchange out and clears away one that was never committed.
/// Failure is told of `shown_as`, which is how the user calls the folder.
void finish_journal(const std::filesystem::path& folder, const std::filesystem::path& shown_as);

/// Exchanges the book's files of `folder` for `texts` by way of a journal. `old` are the names of
/// the book's files that are there now.
void exchange_by_journal(const std::filesystem::path& folder, const std::filesystem::path& shown_as,
                         const std::set<std::string>& old,
                         const std::map<std::string, std::string>& texts);

}  // namespace runout::book
