#include "runout/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace runout {

unsigned default_threads() noexcept { return std::max(1U, std::thread::hardware_concurrency()); }

void parallel_blocks(std::size_t count, std::size_t block, unsigned threads,
                     const std::function<void(std::size_t begin, std::size_t end)>& work) {
  if (count == 0) return;
  block = std::max<std::size_t>(block, 1);
  const std::size_t blocks = (count + block - 1) / block;
  std::atomic<std::size_t> next{0};
  std::mutex failure_mutex;
  std::size_t failed_block = blocks;
  std::exception_ptr failure;

  const auto run = [&] {
    for (std::size_t i = next++; i < blocks; i = next++) {
      try {
        work(i * block, std::min(count, (i + 1) * block));
      } catch (...) {
        const std::scoped_lock lock{failure_mutex};
        if (i < failed_block) {
          failed_block = i;
          failure = std::current_exception();
        }
        next = blocks;  // No further blocks are begun.
      }
    }
  };
  {
    std::vector<std::jthread> others;
    const std::size_t wanted = std::min<std::size_t>(std::max(threads, 1U), blocks);
    for (std::size_t i = 1; i < wanted; ++i) others.emplace_back(run);
    run();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace runout
