#include "runout/book/memory_file.h"

#include <sys/mman.h>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/book/file_text.h"

namespace runout::book {

MemoryFile::MemoryFile() : file_{::memfd_create("runout", MFD_CLOEXEC)} {
  if (!file_) throw Error{ErrorKind::internal, "the system has no files in memory"};
}

std::string MemoryFile::path() const { return fmt::format("/proc/self/fd/{}", file_.get()); }

std::string MemoryFile::bytes() const { return read_file(path()); }

}  // namespace runout::book
