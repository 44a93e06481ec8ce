// Several files in one text, so that a fuzzer can bring a whole book: "@items.csv" on a line of its
// own begins a file, which goes on to the next such line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace runout::fuzz {

/// The files by name; what stands before the first "@" line is called "".
[[nodiscard]] std::map<std::string, std::string> split_bundle(std::string_view text);

/// Puts another cell of the text, or one of the values that programs trip over, in place of a cell,
/// doubles a line or takes one out. Returns the new size, at most `most`; 0: nothing was done.
std::size_t mutate_cells(std::uint8_t* bytes, std::size_t size, std::size_t most, unsigned seed);

}  // namespace runout::fuzz
