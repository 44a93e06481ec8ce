#include "runout/flow/blame.h"

#include <algorithm>
#include <utility>

namespace runout::flow {

// Shares go up the site's own chain of lines, breadth first: what one line passes on to another on
// the same day arrives there together, and a line once visited keeps what comes later.
void Blamer::append(std::size_t replication, Index line, Day run_out, const ShortDayLog& log,
                    const OrdersSeen& orders, std::vector<BlameShare>& blame) {
  replication_ = replication;
  log_ = &log;
  orders_ = &orders;
  is_visited_.assign(network_.lines.size(), 0);
  is_visited_[line] = 1;
  queue_.assign(1, {line, run_out + 1, 1.0});
  std::size_t next = 0;
  while (next < queue_.size()) {  // It grows while it is served.
    const BlamedLine blamed = queue_[next++];
    blame_short_day(line, find_short_day_before(blamed.line, blamed.before), blamed.share, blame);
  }
}

const ShortDay* Blamer::find_short_day_before(Index line, Day day) const {
  std::uint32_t row = log_->latest[line];
  while (row != kNone && log_->days[row].day >= day) row = log_->days[row].previous;
  return row == kNone ? nullptr : &log_->days[row];
}

void Blamer::blame_short_day(Index line, const ShortDay* short_day, double share,
                             std::vector<BlameShare>& blame) {
  const Bottlenecks bottlenecks =
      Bottlenecks{log_->bottlenecks}.subspan(short_day->first_bottleneck, short_day->bottlenecks);
  // Two items of the line that lack the same component are one bottleneck.
  std::int64_t distinct = 0;
  for (std::size_t i = 0; i < bottlenecks.size(); ++i) {
    distinct += is_first_of_its_kind(bottlenecks, i) ? 1 : 0;
  }
  const double each = share / static_cast<double>(distinct);
  const std::size_t queued_before = queue_.size();
  for (std::size_t i = 0; i < bottlenecks.size(); ++i) {
    if (!is_first_of_its_kind(bottlenecks, i)) continue;
    if (pass_on_blame(bottlenecks[i], short_day->day, each, queued_before)) continue;
    BlameShare found = find_culprit(*short_day, bottlenecks[i]);
    found.replication = static_cast<std::uint32_t>(replication_);
    found.line = line;
    found.share = each;
    blame.push_back(found);
  }
}

bool Blamer::same_components(const Bottleneck& a, const Bottleneck& b) const {
  return std::ranges::equal(requirement_of(a).alternatives, requirement_of(b).alternatives, {},
                            &ComponentUse::point, &ComponentUse::point);
}

bool Blamer::is_first_of_its_kind(Bottlenecks bottlenecks, std::size_t i) const {
  return std::ranges::none_of(bottlenecks.first(i), [&](const Bottleneck& earlier) {
    return same_components(earlier, bottlenecks[i]);
  });
}

const Requirement& Blamer::requirement_of(const Bottleneck& bottleneck) const {
  return network_.tasks[bottleneck.task].requirements[bottleneck.requirement];
}

/// To the lines that make the component at this site and were short before; in equal parts.
/// False when there is none that was not visited yet.
bool Blamer::pass_on_blame(const Bottleneck& bottleneck, Day day, double share,
                           std::size_t queued_before) {
  makers_.clear();
  for (const ComponentUse& use : requirement_of(bottleneck).alternatives) {
    if (!use.in_force.contains(day)) continue;
    for (const Index line : prepared_.makers[use.point]) {
      const auto is_line = [&](const BlamedLine& queued) { return queued.line == line; };
      const bool queued_now = std::any_of(
          queue_.begin() + static_cast<std::ptrdiff_t>(queued_before), queue_.end(), is_line);
      if (is_visited_[line] != 0 && !queued_now) continue;
      if (find_short_day_before(line, day) == nullptr) continue;
      if (std::ranges::find(makers_, line) == makers_.end()) {
        makers_.push_back(line);
      }
    }
  }
  const double each = share / static_cast<double>(makers_.size());
  for (const Index line : makers_) {
    const auto queued =
        std::find_if(queue_.begin() + static_cast<std::ptrdiff_t>(queued_before), queue_.end(),
                     [&](const BlamedLine& blamed) { return blamed.line == line; });
    if (queued != queue_.end()) {
      queued->share += each;
    } else {
      is_visited_[line] = 1;
      queue_.push_back({line, day, each});
    }
  }
  return !makers_.empty();
}

/// The first outstanding part, by planned arrival, with which all by then cover what was missing.
BlameShare Blamer::find_culprit(const ShortDay& short_day, const Bottleneck& bottleneck) {
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
bool Blamer::covers(const ShortDay& short_day, const Bottleneck& bottleneck) {
  const std::vector<ComponentUse>& kind = requirement_of(bottleneck).alternatives;
  stock_to_cover_.clear();
  for (std::size_t i = 0; i < kind.size(); ++i) {
    Micro stock = log_->left[bottleneck.first_left + i];
    if (__builtin_add_overflow(stock, covering_[i], &stock)) return true;
    stock_to_cover_.push_back(stock);
  }
  for (std::uint32_t row = 0; row < short_day.bottlenecks; ++row) {
    const Bottleneck& other = log_->bottlenecks[short_day.first_bottleneck + row];
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
