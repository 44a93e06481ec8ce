// Small services on text: the nearest word, blanks, joining.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace runout {

/// With the letters A to Z in lower case; all else stays.
[[nodiscard]] std::string lower_case(std::string_view text);

/// Without blanks, tabs, line ends and no-break spaces (UTF-8 C2 A0) at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

/// The candidate with the smallest edit distance (ignoring ASCII case), if that is at most a third
/// of the word's length (at least 1); the first of equals. For "did you mean".
[[nodiscard]] std::optional<std::string> nearest_word(std::string_view word,
                                                      std::span<const std::string> candidates);

/// Splits at runs of blanks; never gives empty words.
[[nodiscard]] std::vector<std::string> split_words(std::string_view text);

/// True when the bytes are well-formed UTF-8 (no overlong forms, no surrogates).
[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace runout
