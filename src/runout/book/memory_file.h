// A file in memory, for libraries that only write to a name.
#pragma once

#include <string>

#include "runout/book/store/file_descriptor.h"

namespace runout::book {

/// Lives as long as the object. A library that writes to it meets no full disk, which it could only
/// tell in its own words and under a temporary name.
class MemoryFile {
 public:
  /// Throws Error{internal} when the system has none.
  MemoryFile();

  /// A name under which the file can be opened in this process.
  [[nodiscard]] std::string path() const;
  /// All that has been written.
  [[nodiscard]] std::string bytes() const;

 private:
  FileDescriptor file_;
};

}  // namespace runout::book
