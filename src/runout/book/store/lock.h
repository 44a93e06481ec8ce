// One writer at a time: an advisory lock that needs no file of its own.
#pragma once

#include <chrono>
#include <filesystem>

#include "runout/book/store/file_descriptor.h"

namespace runout::book {

/// How long a writer waits for another one before it gives up.
inline constexpr std::chrono::milliseconds kLockWait{5000};

/// Holds the right to write the book at a path, until it goes or its process dies.
///
/// The lock is on the book itself (flock on the folder or file), so that it works beside read-only
/// folders and leaves nothing behind. A folder that is exchanged is another one afterwards: who
/// waited for the old one finds that out and waits for the new one. For a book that does not exist
/// yet the folder in which it will be is locked.
class WriterLock {
 public:
  /// Throws Error{conflict} when another process holds the lock for longer than `wait`, and
  /// Error{forbidden} when the place cannot be opened or is not there.
  explicit WriterLock(const std::filesystem::path& path,
                      std::chrono::milliseconds wait = kLockWait);

 private:
  FileDescriptor locked_;
};

}  // namespace runout::book
