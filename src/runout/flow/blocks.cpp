#include "runout/flow/blocks.h"

#include <atomic>

#include "runout/base/parallel.h"

namespace runout::flow {

void follow_in_blocks(std::size_t block, const SimulationSettings& settings,
                      const FollowBlock& follow, Simulation& simulation) {
  const std::size_t replications = simulation.replications;
  std::vector<std::vector<BlameShare>> blame((replications + block - 1) / block);
  std::atomic<std::size_t> done{0};
  std::atomic<bool> stop{false};
  parallel_blocks(replications, block, settings.threads, [&](std::size_t begin, std::size_t end) {
    if (stop) return;
    follow(begin, end, blame[begin / block]);
    done += end - begin;
    if (settings.progress && !settings.progress(done)) stop = true;
  });
  for (const std::vector<BlameShare>& part : blame) {
    simulation.blame.insert(simulation.blame.end(), part.begin(), part.end());
  }
  simulation.complete = done == replications;
}

}  // namespace runout::flow
