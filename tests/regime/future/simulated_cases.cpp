#include "regime/future/simulated_cases.h"

#include "regime/cells/spell_fixture.h"
#include "runout/base/random.h"

namespace runout::regime::fixtures {
namespace {

std::size_t draw_cause(const std::vector<double>& shares, RandomStream& stream) {
  double uniform = stream.uniform();
  std::size_t cause = 0;
  while (cause + 1 < shares.size() && uniform >= shares[cause]) uniform -= shares[cause++];
  return cause;
}

}  // namespace

SpellTable simulate_spells(const Truth& truth, std::uint64_t seed) {
  const Date begin = truth.as_of - Days{truth.days - 1};
  SpellTable table = table_with({every_day(begin, truth.as_of)}, truth.levels);
  for (std::uint32_t i = 0; i < truth.cases; ++i) {
    RandomStream stream{seed, i, "simulated", Purpose::test};
    const Date first = begin + Days{static_cast<int>(stream.uniform() * truth.days)};
    std::vector<std::int32_t> levels;
    for (const std::size_t count : truth.levels) {
      levels.push_back(static_cast<std::int32_t>(stream.uniform() * static_cast<double>(count)));
    }
    Date day = first;
    std::optional<std::size_t> cause;
    for (;; day += Days{1}) {
      const auto waited = static_cast<int>((day - first).count());
      const auto back = static_cast<int>((truth.as_of - day).count());
      if (stream.uniform() < truth.chance(waited, back, levels)) {
        cause = draw_cause(truth.causes, stream);
        break;
      }
      if (day == truth.as_of) break;
    }
    add_spell(table, first, day, cause, 0.0, levels);
  }
  return table;
}

}  // namespace runout::regime::fixtures
