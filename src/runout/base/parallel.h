// A parallel loop whose result does not depend on the number of threads.
#pragma once

#include <cstddef>
#include <functional>

namespace runout {

/// Number of threads to use when the user did not say: one a processor.
[[nodiscard]] unsigned default_threads() noexcept;

/// Calls work(begin, end) for consecutive blocks that cover [0, count), each block once, on up to
/// `threads` threads. Blocks are `block` long (the last may be shorter) whatever the thread count,
/// and are handed out in order; `work` must write only to places that belong to its block, and
/// callers combine blocks in order afterwards. That makes results independent of the threads.
/// The first exception (of the lowest block that threw) is rethrown here after all have stopped.
void parallel_blocks(std::size_t count, std::size_t block, unsigned threads,
                     const std::function<void(std::size_t begin, std::size_t end)>& work);

}  // namespace runout
