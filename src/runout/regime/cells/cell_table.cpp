#include "runout/regime/cells/cell_table.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace runout::regime {
namespace {

/// Longest waiting seen at the end of each spell, in days of its clock, and whether it is known to
/// be decided then.
std::vector<std::pair<std::int32_t, bool>> waiting_times(const SpellTable& table) {
  std::vector<std::pair<std::int32_t, bool>> result;
  result.reserve(table.spells.size());
  for (const Spell& spell : table.spells) {
    const Clock& clock = table.clocks[spell.clock];
    const auto before = static_cast<std::int32_t>(spell.waited);
    const std::int32_t gained =
        spell.last < spell.first
            ? 0
            : clock.ticks_to(spell.last) - clock.ticks_to(spell.first - Days{1});
    result.emplace_back(before + gained, spell.cause && spell.interval == kCertain);
  }
  return result;
}

/// A number for every combination of levels; hashing them all is most of the work, so a radix code
/// is used while it fits.
class PatternIndex {
 public:
  explicit PatternIndex(const std::vector<Covariate>& covariates) {
    double codes = 1.0;
    for (const Covariate& covariate : covariates) {
      radix_.push_back(covariate.levels.size() + 1);
      codes *= static_cast<double>(radix_.back());
    }
    fits_ = codes < 9e18;
    if (codes <= kDense) dense_.assign(static_cast<std::size_t>(codes), kNone);
  }

  std::uint32_t find(const std::int32_t* levels, Patterns& patterns) {
    std::uint32_t* known = nullptr;
    if (fits_) {
      std::uint64_t code = 0;
      for (std::size_t k = 0; k < radix_.size(); ++k) {
        code = code * radix_[k] + static_cast<std::uint64_t>(levels[k] + 1);
      }
      known = dense_.empty() ? &coded_.try_emplace(code, kNone).first->second : &dense_[code];
    } else {
      known = &listed_.try_emplace({levels, levels + radix_.size()}, kNone).first->second;
    }
    if (*known == kNone) {
      *known = next_++;
      patterns.levels.insert(patterns.levels.end(), levels, levels + radix_.size());
    }
    return *known;
  }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  static constexpr double kDense = 1 << 20;
  std::vector<std::uint64_t> radix_;
  bool fits_ = true;
  std::vector<std::uint32_t> dense_;
  std::unordered_map<std::uint64_t, std::uint32_t> coded_;
  std::map<std::vector<std::int32_t>, std::uint32_t> listed_;
  std::uint32_t next_ = 0;
};

class Counter {
 public:
  Counter(const SpellTable& table, const CellGrid& grid) : table_{table} {
    result_.bins = grid.bins;
    result_.periods = grid.periods;
    const auto days =
        static_cast<std::size_t>(grid.periods.days) * static_cast<std::size_t>(grid.periods.count);
    result_.decided_on.assign(days, 0.0);
    result_.at_risk_on.assign(days, 0.0);
    scratch_.resize(grid.bins.size() * grid.periods.count);
    entered_.assign(table.clocks.size(), std::vector<double>(days + 1, 0.0));
    for (std::size_t t = 0; t < grid.periods.count; ++t) {
      period_of_.insert(period_of_.end(), static_cast<std::size_t>(grid.periods.days), t);
    }
    for (const Spell& spell : table.spells) {
      if (spell.cause) causes_count_ = std::max(causes_count_, *spell.cause + 1);
    }
    by_cause_.assign(scratch_.size() * causes_count_, 0.0);
  }

  CellTable count() {
    sort_by_pattern();
    result_.first.push_back(0);
    for (std::size_t pattern = 0; pattern + 1 < begin_.size(); ++pattern) {
      for (std::size_t i = begin_[pattern]; i < begin_[pattern + 1]; ++i) add(order_[i]);
      flush(static_cast<std::uint32_t>(pattern));
    }
    add_up_days();
    return std::move(result_);
  }

 private:
  void sort_by_pattern() {
    const std::size_t covariates = table_.covariates.size();
    Patterns& patterns = result_.patterns;
    patterns.covariates = covariates;
    PatternIndex index{table_.covariates};
    patterns.of_spell.resize(table_.spells.size());
    for (std::size_t i = 0; i < table_.spells.size(); ++i) {
      patterns.of_spell[i] =
          covariates == 0 ? 0 : index.find(table_.levels.data() + i * covariates, patterns);
    }
    begin_.assign(patterns.size() + 1, 0);
    for (const std::uint32_t pattern : patterns.of_spell) ++begin_[pattern + 1];
    for (std::size_t p = 1; p < begin_.size(); ++p) begin_[p] += begin_[p - 1];
    order_.resize(table_.spells.size());
    std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
    for (std::size_t i = 0; i < order_.size(); ++i) order_[next[patterns.of_spell[i]]++] = i;
  }

  void add(std::size_t number) {
    const Spell& spell = table_.spells[number];
    const Clock& clock = table_.clocks[spell.clock];
    const Date begin = result_.periods.first();
    if (spell.last < begin || spell.weight <= 0.0) return;
    const auto before = static_cast<std::int32_t>(spell.waited);
    if (spell.last < spell.first) {  // Decided on the day it began: as if that day were at risk.
      if (spell.cause) decide(spell, spell.last, before, kDecisionDay);
      return;
    }
    Date day = spell.first;
    std::int32_t waited = before;
    if (day < begin) {
      waited += clock.ticks_to(begin - Days{1}) - clock.ticks_to(day - Days{1});
      day = begin;
    }
    entered_[spell.clock][day_number(day)] += spell.weight;
    entered_[spell.clock][day_number(spell.last) + 1] -= spell.weight;
    std::int32_t waited_last = waited;
    while (day <= spell.last) {
      const std::size_t bin = result_.bins.of(waited);
      const std::size_t period = period_of_[day_number(day)];
      Date last = std::min(spell.last, result_.periods.last_day(period));
      const std::int32_t ticks = clock.ticks_to(day - Days{1});
      if (bin + 1 < result_.bins.size()) {
        last = std::min(last, clock.day_of_tick(ticks + result_.bins.starts[bin + 1] - waited));
      }
      cell(bin, period).exposure +=
          spell.weight * (clock.open_to(last) - clock.open_to(day - Days{1}));
      waited_last = waited + clock.ticks_to(last - Days{1}) - ticks;
      waited += clock.ticks_to(last) - ticks;
      day = last + Days{1};
    }
    if (!spell.cause) return;
    const double open = clock.open(spell.last);
    if (open > 0.0) {
      decide(spell, spell.last, waited_last, (kDecisionDay - 1.0) * open);
    } else if (waited_last > 0) {
      // Made on a day on which nothing is: it belongs to the last day that was open. A week of
      // holidays would else have decisions and no day at risk.
      decide(spell, last_open_day(clock, spell.last), waited_last - 1, 0.0);
    } else {
      decide(spell, last_open_day(clock, spell.last), waited_last, kDecisionDay);
    }
  }

  /// The last open day up to `day`; `day` itself if the calendar has none.
  [[nodiscard]] Date last_open_day(const Clock& clock, Date day) const {
    for (Date open = day; open >= result_.periods.first(); open -= Days{1}) {
      if (clock.open(open) > 0.0) return open;
    }
    return day;
  }

  /// `exposure`: the part of the decision's day that counts, less what has been counted of it.
  void decide(const Spell& spell, Date day, std::int32_t waited, double exposure) {
    const std::size_t bin = result_.bins.of(waited);
    const std::size_t period = period_of_[day_number(day)];
    Cell& own = cell(bin, period);
    own.decided += spell.weight;
    own.exposure += spell.weight * exposure;
    result_.decided_on[day_number(day)] += spell.weight;
    const std::size_t place = period * result_.bins.size() + bin;
    by_cause_[place * causes_count_ + *spell.cause] += spell.weight;
  }

  Cell& cell(std::size_t bin, std::size_t period) {
    const std::size_t place = period * result_.bins.size() + bin;
    Cell& own = scratch_[place];
    if (own.exposure == 0.0 && own.decided == 0.0) touched_.push_back(place);
    return own;
  }

  /// Writes the pattern's cells and clears the scratch.
  void flush(std::uint32_t pattern) {
    const std::size_t bins = result_.bins.size();
    if (touched_.size() > scratch_.size() / 16) {  // Looking at all is cheaper than sorting.
      touched_.resize(scratch_.size());
      std::iota(touched_.begin(), touched_.end(), std::size_t{0});
    } else {
      std::ranges::sort(touched_);
    }
    for (const std::size_t place : touched_) {
      Cell& own = scratch_[place];
      if (own.exposure == 0.0 && own.decided == 0.0) continue;  // Listed twice, or closed days.
      own.bin = static_cast<std::uint16_t>(place % bins);
      own.period = static_cast<std::uint16_t>(place / bins);
      result_.cells.push_back(own);
      result_.decided += own.decided;
      result_.exposure += own.exposure;
      if (own.decided > 0.0) flush_causes(place, pattern);
      own = Cell{};
    }
    touched_.clear();
    result_.first.push_back(result_.cells.size());
  }

  void flush_causes(std::size_t place, std::uint32_t pattern) {
    const std::size_t bins = result_.bins.size();
    for (std::size_t cause = 0; cause < causes_count_; ++cause) {
      double& decided = by_cause_[place * causes_count_ + cause];
      if (decided == 0.0) continue;
      result_.causes.push_back({static_cast<std::uint16_t>(place % bins),
                                static_cast<std::uint16_t>(place / bins), pattern,
                                static_cast<std::uint16_t>(cause), decided});
      decided = 0.0;
    }
  }

  void add_up_days() {
    for (std::size_t c = 0; c < entered_.size(); ++c) {
      double open_cases = 0.0;
      for (std::size_t day = 0; day < result_.at_risk_on.size(); ++day) {
        open_cases += entered_[c][day];
        result_.at_risk_on[day] += open_cases * table_.clocks[c].open(result_.periods.first() +
                                                                      Days{static_cast<int>(day)});
      }
    }
  }

  [[nodiscard]] std::size_t day_number(Date day) const {
    return static_cast<std::size_t>((day - result_.periods.first()).count());
  }

  const SpellTable& table_;
  CellTable result_;
  std::vector<std::size_t> begin_;  ///< [pattern + 1] into order_
  std::vector<std::size_t> order_;
  std::vector<Cell> scratch_;  ///< [period][bin]
  std::vector<std::size_t> touched_;
  std::vector<std::size_t> period_of_;  ///< [day since periods.first()]
  std::size_t causes_count_ = 0;
  std::vector<double> by_cause_;  ///< [period][bin][cause] decided, of the pattern at hand
  std::vector<std::vector<double>> entered_;  ///< [clock][day] open cases more than the day before
};

}  // namespace

CellGrid choose_grid(const SpellTable& table, const GridSettings& settings) {
  const Date as_of = settings.as_of;
  constexpr int kLeastHistory = 1100;  // three years
  constexpr double kLongWaits = 0.9;
  constexpr int kWaitsKept = 4;
  // A period with fewer decisions says little of its own. Chosen on the first halves of two replays
  // with few records.
  constexpr std::size_t kDecisionsOfPeriod = 4;
  constexpr std::size_t kFewestPeriods = 4;
  const auto waits = waiting_times(table);
  std::vector<std::int32_t> decided;
  for (const auto& [waited, is_decided] : waits) {
    if (is_decided) decided.push_back(waited);
  }
  int history = kLeastHistory;
  if (!decided.empty()) {
    const auto at =
        static_cast<std::ptrdiff_t>(kLongWaits * static_cast<double>(decided.size() - 1));
    std::nth_element(decided.begin(), decided.begin() + at, decided.end());
    history = std::max(history, kWaitsKept * decided[static_cast<std::size_t>(at)]);
  }
  Date first = as_of;
  std::int32_t longest = 0;
  std::size_t counted = 0;
  for (std::size_t i = 0; i < table.spells.size(); ++i) {
    const Spell& spell = table.spells[i];
    if (spell.last <= as_of - Days{history}) continue;
    first = std::min({first, spell.first, spell.last});
    longest = std::max(longest, waits[i].first);
    counted += waits[i].second ? 1 : 0;
  }
  first = std::max(first, as_of - Days{history - 1});
  for (const Clock& clock : table.clocks) first = std::max(first, clock.first());
  if (settings.reaches_back) {
    first = std::min(first, std::max(*settings.reaches_back, as_of - Days{history - 1}));
  }
  CellGrid grid;
  grid.bins = make_duration_bins(longest, settings.farthest, settings.marks);
  const auto span = static_cast<int>((as_of - first).count()) + 1;
  CalendarPeriods& periods = grid.periods;
  periods.as_of = as_of;
  const std::size_t most =
      std::clamp(counted / kDecisionsOfPeriod, kFewestPeriods, settings.most_periods);
  while (static_cast<std::size_t>((span + periods.days - 1) / periods.days) > most) {
    periods.days += 7;
  }
  periods.count = static_cast<std::size_t>((span + periods.days - 1) / periods.days);
  return grid;
}

CellTable count_cells(const SpellTable& table, const CellGrid& grid) {
  return Counter{table, grid}.count();
}

}  // namespace runout::regime
