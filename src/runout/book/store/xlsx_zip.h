// Reading the entries of a ZIP archive that may be hostile.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct zip;

namespace runout::book {

/// An archive in memory. The bytes must outlive it.
class ZipArchive {
 public:
  /// Throws Error{invalid_input} when the bytes are no archive; `name` is for messages.
  ZipArchive(std::string_view bytes, std::string name);

  /// An entry unpacked; nothing when there is none of this name. Throws Error{invalid_input} when
  /// it is damaged or too large, alone or together with those read before.
  [[nodiscard]] std::optional<std::string> read(const std::string& entry);

 private:
  struct Close {
    void operator()(zip* archive) const noexcept;
  };

  [[noreturn]] void refuse(const std::string& why) const;

  std::string name_;
  std::unique_ptr<zip, Close> archive_;
  std::size_t unpacked_ = 0;
};

}  // namespace runout::book
