#include "regime/survival/random_records.h"

#include <algorithm>

#include <rapidcheck.h>

namespace runout::regime::survival {

std::vector<Observation> random_records(int causes) {
  const auto one = rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, 20), rc::gen::inRange(1, 21),
                                               rc::gen::inRange(0, causes + 1)),
                                [](const auto& drawn) {
                                  const auto [entry, length, cause] = drawn;
                                  return Observation{static_cast<double>(entry),
                                                     static_cast<double>(entry + length), cause};
                                });
  const int count = *rc::gen::inRange(1, 41);
  return *rc::gen::container<std::vector<Observation>>(static_cast<std::size_t>(count), one);
}

std::vector<Observation> split_and_reverse(const std::vector<Observation>& records) {
  std::vector<Observation> parts;
  for (const Observation& record : records) {
    const double middle = 0.5 * (record.entry + record.exit);
    parts.push_back({record.entry, middle, 0});
    parts.push_back({middle, record.exit, record.cause});
  }
  std::ranges::reverse(parts);
  return parts;
}

}  // namespace runout::regime::survival
