#include "runout/book/store/xlsx_zip.h"

#include <zip.h>

#include <fmt/format.h>

#include "runout/base/error.h"

namespace runout::book {
namespace {

constexpr std::size_t kMostUnpacked = std::size_t{512} << 20;
/// Text with much repetition packs to a hundredth; a thousandth is an attack.
constexpr std::size_t kMostRatio = 300;
constexpr std::size_t kFreeSize = std::size_t{16} << 20;

}  // namespace

void ZipArchive::Close::operator()(zip* archive) const noexcept { zip_discard(archive); }

void ZipArchive::refuse(const std::string& why) const {
  throw Error{ErrorKind::invalid_input, fmt::format("cannot read '{}': {}", name_, why)};
}

ZipArchive::ZipArchive(std::string_view bytes, std::string name) : name_{std::move(name)} {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  archive_.reset(source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error));
  if (archive_ == nullptr) {
    const std::string why = zip_error_strerror(&error);
    if (source != nullptr) zip_source_free(source);
    zip_error_fini(&error);
    refuse(fmt::format("it is not a workbook, or damaged ({})", why));
  }
  zip_error_fini(&error);
}

std::optional<std::string> ZipArchive::read(const std::string& entry) {
  zip_stat_t status;
  if (zip_stat(archive_.get(), entry.c_str(), 0, &status) != 0) return std::nullopt;
  constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
  if ((status.valid & kNeeded) != kNeeded) refuse(fmt::format("{} is damaged", entry));
  const bool is_bomb = status.size > kMostUnpacked - unpacked_ ||
                       (status.size > kFreeSize && status.size / kMostRatio > status.comp_size);
  if (is_bomb)
    refuse(fmt::format("{} unpacks to {} bytes, too much for a book", entry, status.size));

  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file{
      zip_fopen(archive_.get(), entry.c_str(), 0), zip_fclose};
  if (!file) refuse(fmt::format("{} is damaged or encrypted", entry));
  // The size is a claim: what comes is read piece by piece and never beyond it.
  std::string text;
  std::string piece(std::size_t{1} << 16, '\0');
  for (;;) {
    const zip_int64_t got = zip_fread(file.get(), piece.data(), piece.size());
    if (got < 0) refuse(fmt::format("{} is damaged", entry));
    if (got == 0) break;
    text.append(piece, 0, static_cast<std::size_t>(got));
    if (text.size() > status.size) refuse(fmt::format("{} is damaged", entry));
  }
  unpacked_ += text.size();
  return text;
}

}  // namespace runout::book
