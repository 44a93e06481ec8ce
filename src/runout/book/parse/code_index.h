// Codes and the rows they stand in, with a guess at what a code that is not there was meant to be.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace runout::book {

/// All codes of one kind. Codes are compared byte by byte; the first row of a code holds.
class CodeIndex {
 public:
  void add(std::string_view code, std::size_t row);
  [[nodiscard]] std::optional<std::size_t> find(std::string_view code) const;
  [[nodiscard]] bool contains(std::string_view code) const { return find(code).has_value(); }
  /// Says that codes may be missing, because the file that holds them could not be read whole.
  void mark_partial() noexcept { is_partial_ = true; }
  [[nodiscard]] bool is_partial() const noexcept { return is_partial_; }
  [[nodiscard]] const std::vector<std::string>& codes() const noexcept { return codes_; }

  /// "did you mean '0012345'?" and, where it can be told, what happened to the code (blanks, upper
  /// and lower case, a number made of it); empty when nothing is near. Lost leading zeros need no
  /// words of their own.
  [[nodiscard]] std::string help(std::string_view unknown) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };

  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> rows_;
  std::vector<std::string> codes_;
  bool is_partial_ = false;
};

}  // namespace runout::book
