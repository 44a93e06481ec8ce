// Whose absence bound a line on its run-out day (S9). Worked out after the last day from what was
// noted on the way: short days, shipments, and the decisions of the replication.
#include <algorithm>
#include <utility>

#include "runout/flow/replication.h"

namespace runout::flow {

// Shares go up the site's own chain of lines, breadth first: what one line passes on to another on
// the same day arrives there together, and a line once visited keeps what comes later.
void Replication::append_blame(std::vector<BlameShare>& blame) {
  for (Index line = 0; line < network_.lines.size(); ++line) {
    if (outcomes_[line].run_out == kNever) continue;
    is_visited_.assign(network_.lines.size(), 0);
    is_visited_[line] = 1;
    blame_queue_.assign(1, {line, outcomes_[line].run_out + 1, 1.0});
    std::size_t next = 0;
    while (next < blame_queue_.size()) {  // It grows while it is served.
      const BlamedLine blamed = blame_queue_[next++];
      blame_short_day(line, find_short_day_before(blamed.line, blamed.before), blamed.share, blame);
    }
  }
}

const ShortDay* Replication::find_short_day_before(Index line, Day day) const {
  std::uint32_t row = latest_short_day_[line];
  while (row != kNone && short_days_[row].day >= day) row = short_days_[row].previous;
  return row == kNone ? nullptr : &short_days_[row];
}

void Replication::blame_short_day(Index line, const ShortDay* short_day, double share,
                                  std::vector<BlameShare>& blame) {
  const auto first = bottlenecks_.begin() + short_day->first_bottleneck;
  const auto last = first + short_day->bottlenecks;
  // Two items of the line that lack the same component are one bottleneck.
  std::int64_t distinct = 0;
  for (auto it = first; it != last; ++it) distinct += is_first_of_its_kind(first, it) ? 1 : 0;
  const double each = share / static_cast<double>(distinct);
  const std::size_t queued_before = blame_queue_.size();
  for (auto it = first; it != last; ++it) {
    if (!is_first_of_its_kind(first, it)) continue;
    if (pass_on_blame(*it, short_day->day, each, queued_before)) continue;
    BlameShare found = find_culprit(*short_day, *it);
    found.replication = static_cast<std::uint32_t>(replication_);
    found.line = line;
    found.share = each;
    blame.push_back(found);
  }
}

bool Replication::same_components(const Bottleneck& a, const Bottleneck& b) const {
  return std::ranges::equal(requirement_of(a).alternatives, requirement_of(b).alternatives, {},
                            &ComponentUse::point, &ComponentUse::point);
}

bool Replication::is_first_of_its_kind(std::vector<Bottleneck>::const_iterator first,
                                       std::vector<Bottleneck>::const_iterator it) const {
  return std::none_of(first, it,
                      [&](const Bottleneck& earlier) { return same_components(earlier, *it); });
}

const Requirement& Replication::requirement_of(const Bottleneck& bottleneck) const {
  return network_.tasks[bottleneck.task].requirements[bottleneck.requirement];
}

/// To the lines that make the component at this site and were short before; in equal parts.
/// False when there is none that was not visited yet.
bool Replication::pass_on_blame(const Bottleneck& bottleneck, Day day, double share,
                                std::size_t queued_before) {
  blamed_makers_.clear();
  for (const ComponentUse& use : requirement_of(bottleneck).alternatives) {
    if (!use.in_force.contains(day)) continue;
    for (const Index line : prepared_.makers[use.point]) {
      const auto is_line = [&](const BlamedLine& queued) { return queued.line == line; };
      const bool queued_now =
          std::any_of(blame_queue_.begin() + static_cast<std::ptrdiff_t>(queued_before),
                      blame_queue_.end(), is_line);
      if (is_visited_[line] != 0 && !queued_now) continue;
      if (find_short_day_before(line, day) == nullptr) continue;
      if (std::ranges::find(blamed_makers_, line) == blamed_makers_.end()) {
        blamed_makers_.push_back(line);
      }
    }
  }
  const double each = share / static_cast<double>(blamed_makers_.size());
  for (const Index line : blamed_makers_) {
    const auto queued = std::find_if(
        blame_queue_.begin() + static_cast<std::ptrdiff_t>(queued_before), blame_queue_.end(),
        [&](const BlamedLine& blamed) { return blamed.line == line; });
    if (queued != blame_queue_.end()) {
      queued->share += each;
    } else {
      is_visited_[line] = 1;
      blame_queue_.push_back({line, day, each});
    }
  }
  return !blamed_makers_.empty();
}

/// The first outstanding part, by planned arrival, with which all by then cover what was missing.
BlameShare Replication::find_culprit(const ShortDay& short_day, const Bottleneck& bottleneck) {
  const Requirement& requirement = requirement_of(bottleneck);
  collect_suspects(requirement, short_day.day);
  covering_.assign(requirement.alternatives.size(), 0);
  for (const Suspect& suspect : suspects_) {
    Micro& arrived = covering_[suspect.alternative];
    if (__builtin_add_overflow(arrived, suspect.quantity, &arrived))
      return accuse(suspect, short_day.day);
    if (covers(short_day, bottleneck)) return accuse(suspect, short_day.day);
  }
  const auto in_force = std::ranges::find_if(
      requirement.alternatives,
      [&](const ComponentUse& use) { return use.in_force.contains(short_day.day); });
  BlameShare nobody;
  nobody.point = in_force->point;
  nobody.cause = Cause::no_order;
  return nobody;
}

/// Whether what the line left of the components, and covering_ on top, makes all units that its
/// items missed for want of them.
bool Replication::covers(const ShortDay& short_day, const Bottleneck& bottleneck) {
  const std::vector<ComponentUse>& kind = requirement_of(bottleneck).alternatives;
  stock_to_cover_.clear();
  for (std::size_t i = 0; i < kind.size(); ++i) {
    Micro stock = left_[bottleneck.first_left + i];
    if (__builtin_add_overflow(stock, covering_[i], &stock)) return true;
    stock_to_cover_.push_back(stock);
  }
  for (std::uint32_t row = 0; row < short_day.bottlenecks; ++row) {
    const Bottleneck& other = bottlenecks_[short_day.first_bottleneck + row];
    if (!same_components(other, bottleneck)) continue;
    const std::vector<ComponentUse>& uses = requirement_of(other).alternatives;
    std::int64_t missing = other.missing_units;
    for (std::size_t i = 0; i < uses.size() && missing > 0; ++i) {
      if (!uses[i].in_force.contains(short_day.day)) continue;
      const std::int64_t units = std::min(missing, stock_to_cover_[i] / uses[i].needed);
      stock_to_cover_[i] -= units * uses[i].needed;
      missing -= units;
    }
    if (missing > 0) return false;
  }
  return true;
}

}  // namespace runout::flow
