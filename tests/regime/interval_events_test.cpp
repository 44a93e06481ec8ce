#include "runout/regime/interval_events.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gmock/gmock.h>

#include "regime/as_of.h"
#include "regime/cells/spell_fixture.h"
#include "runout/base/random.h"
#include "runout/regime/cells/cell_table.h"
#include "runout/regime/honesty/experience.h"
#include "runout/regime/state_model.h"

namespace runout::regime {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;

const Date kFirstDay = kAsOf - Days{699};

SpellTable no_spells() { return fixtures::table_with({fixtures::every_day(kFirstDay, kAsOf)}, {}); }

StateModel fit(const SpellTable& table) {
  StateSettings settings;
  settings.as_of = kAsOf;
  return fit_state("case", table, case_prior({"a"}), settings);
}

/// One record: filed, and decided on a day of earliest .. latest, or pending when those are blank.
struct Record {
  Date filed;
  std::optional<Date> earliest = std::nullopt;
  Date latest = kAsOf;
};

enum class Take { interval, middle };

void add(const Record& record, Take take, SpellTable& table) {
  Spell spell{0.0, record.filed, record.latest, std::nullopt, 0};
  if (record.earliest) spell.cause = 0;
  if (record.earliest && take == Take::interval) {
    add_interval(table, spell, *record.earliest, {});
    return;
  }
  if (record.earliest) spell.last = *record.earliest + (record.latest - *record.earliest) / 2;
  table.spells.push_back(spell);
}

SpellTable table_of(const std::vector<Record>& records, Take take = Take::interval) {
  SpellTable table = no_spells();
  for (const Record& record : records) add(record, take, table);
  return table;
}

/// Decided at a constant hazard, but looked at only every so many days (counted back from the as-of
/// day).
std::vector<Record> look_every(int days, double hazard, std::uint32_t cases) {
  std::vector<Record> records;
  for (std::uint32_t i = 0; i < cases; ++i) {
    RandomStream stream{7, i, "looked at", Purpose::test};
    const Date filed = kFirstDay + Days{static_cast<int>(stream.uniform() * 700)};
    const Date decided = filed + Days{static_cast<int>(stream.exponential() / hazard)};
    const Date latest = kAsOf - Days{(kAsOf - decided).count() / days * days};
    if (decided > kAsOf) {
      records.push_back({filed});
    } else {
      records.push_back({filed, std::max(filed, latest - Days{days - 1}), latest});
    }
  }
  return records;
}

std::vector<double> weights_of_ends(const SpellTable& table) {
  std::vector<double> weights;
  for (const Spell& spell : table.spells) {
    if (spell.cause) weights.push_back(spell.weight);
  }
  return weights;
}

TEST(IntervalEvents, OfOneDayAreTheDayItself) {
  const std::vector<Record> exact{{kAsOf - Days{90}, kAsOf - Days{30}, kAsOf - Days{30}},
                                  {kAsOf - Days{60}, kAsOf - Days{60}, kAsOf - Days{60}},
                                  {kAsOf - Days{50}}};
  const StateModel one = fit(table_of(exact, Take::interval));
  const StateModel other = fit(table_of(exact, Take::middle));
  EXPECT_EQ(one.hazard.mode.dense, other.hazard.mode.dense);
  EXPECT_EQ(one.hazard.mode.periods, other.hazard.mode.periods);
  EXPECT_EQ(one.hazard.log_marginal, other.hazard.log_marginal);
}

TEST(IntervalEvents, CountAsOneDecisionWithTheDaysAtRiskOfTheMean) {
  // Filed on day 0, decided on day 4, 5 or 6: the same chance each.
  SpellTable table = table_of({{kAsOf - Days{10}, kAsOf - Days{6}, kAsOf - Days{4}}});
  weigh_evenly(table);
  const CellTable cells =
      count_cells(table, {make_duration_bins(10, 10, {}), {.as_of = kAsOf, .days = 700}});
  EXPECT_NEAR(cells.decided, 1.0, 1e-12);
  EXPECT_NEAR(cells.exposure, 5.5, 1e-12);  // Five whole days, and of the day of decision a half.
  EXPECT_NEAR(fixtures::decided_in(cells, 4, 0), 1.0 / 3.0, 1e-12);
  EXPECT_NEAR(fixtures::exposure_in(cells, 5, 0), 0.5 / 3.0 + 1.0 / 3.0, 1e-12);
}

TEST(IntervalEvents, KeepToTheDaysOnWhichTheOfficeIsOpen) {
  SpellTable table = fixtures::table_with({fixtures::working_days(kFirstDay, kAsOf)}, {});
  const Date friday = parse_date("2025-06-13");
  const Date tuesday = friday + Days{4};
  add_interval(table, {0.0, friday - Days{7}, tuesday, 0, 0}, friday, {});
  weigh_evenly(table);
  EXPECT_THAT(weights_of_ends(table), Pointwise(DoubleNear(1e-12), {1.0 / 3, 1.0 / 3, 1.0 / 3}));
  // A freeze that is found out later.
  table.clocks.front().scale_openness(tuesday, tuesday, 0.0);
  weigh_evenly(table);
  EXPECT_THAT(weights_of_ends(table), Pointwise(DoubleNear(1e-12), {0.5, 0.5, 0.0}));
  SpellTable weekend = fixtures::table_with({fixtures::working_days(kFirstDay, kAsOf)}, {});
  add_interval(weekend, {0.0, friday - Days{7}, friday + Days{2}, 0, 0}, friday + Days{1}, {});
  ASSERT_EQ(weekend.spells.size(), 1u);
  EXPECT_EQ(weekend.spells[0].last, friday + Days{1});
}

/// A hazard without a shape: one bin, one period.
class OneCell {
 public:
  explicit OneCell(const SpellTable& table) : table_{table} {
    grid_.bins.starts = {0};
    grid_.periods = {.as_of = kAsOf, .days = 700, .count = 1};
  }

  StateModel fit() const {
    StateModel model;
    const CellTable cells = count_cells(table_, grid_);
    model.bins = grid_.bins;
    model.periods = grid_.periods;
    model.offset = {-3.0};
    const Blocks none{.shock = false, .jolt = false, .pace = false, .walk = true, .drift = false};
    Hyper hyper;
    hyper.level = 1e4;  // The records alone.
    hyper.shape = 1e-6;
    model.hazard = fit_field(cells, make_layout(cells, {}, none, {}), model.offset, hyper,
                             FieldSettings{.rounds = 0});
    return model;
  }

  double hazard() const {
    const CellTable cells = count_cells(table_, grid_);
    return cells.decided / cells.exposure;
  }

 private:
  const SpellTable& table_;
  CellGrid grid_;
};

// With looks at every case after each w days the most likely hazard is known: of n looks d found a
// decision, so 1 - exp(-w hazard) = d / n.
TEST(IntervalEvents, ConvergeToTheMostLikelyConstantHazard) {
  constexpr int kWidth = 30;
  SpellTable table = no_spells();
  int looks = 0;
  int found = 0;
  for (int i = 0; i < 60; ++i) {
    const Date filed = kAsOf - Days{kWidth * (4 + i % 3) - 1};
    const int spans = 1 + i % 4;
    looks += spans;
    if (i % 5 == 0) {  // Seen waiting, then lost from sight.
      add({filed, std::nullopt, filed + Days{kWidth * spans - 1}}, Take::interval, table);
      continue;
    }
    ++found;
    add({filed, filed + Days{kWidth * (spans - 1)}, filed + Days{kWidth * spans - 1}},
        Take::interval, table);
  }
  weigh_evenly(table);
  const OneCell cell{table};
  const double start = cell.hazard();
  for (int pass = 0; pass < 60; ++pass) weigh_by_model(cell.fit(), table);
  const double known = -std::log(1.0 - static_cast<double>(found) / looks) / kWidth;
  EXPECT_NEAR(cell.hazard() / known, 1.0, 1e-4);
  EXPECT_GT(std::abs(start / known - 1.0), 0.01);  // Even weights are somewhere else.
}

// Half of the waits are over after 20 days; looked at every 60 days their middle is far later.
TEST(IntervalEvents, RecoverTheMedianThatWasSimulated) {
  const std::vector<Record> records = look_every(60, std::log(2.0) / 20.0, 1500);
  const auto median = [](const StateModel& model) {
    std::int32_t days = 1;
    while (share_beyond(model, PendingView{}, days) > 0.5) ++days;
    return days;
  };
  const std::int32_t by_interval = median(fit(table_of(records, Take::interval)));
  const std::int32_t by_middle = median(fit(table_of(records, Take::middle)));
  EXPECT_NEAR(by_interval, 20, 4);
  EXPECT_GT(by_middle, 26);
}

TEST(IntervalEvents, DoNotDependOnTheOrderOfRecordsOrOnWhereTheyAreCut) {
  std::vector<Record> records = look_every(30, 0.03, 200);
  const StateModel one = fit(table_of(records));
  std::ranges::reverse(records);
  const StateModel turned = fit(table_of(records));
  SpellTable pieces = no_spells();
  for (const Record& record : records) {
    if (!record.earliest || *record.earliest < record.filed + Days{2}) {
      add(record, Take::interval, pieces);
      continue;
    }
    pieces.spells.push_back({0.0, record.filed, record.filed, std::nullopt, 0});
    add_interval(pieces, {1.0, record.filed + Days{1}, record.latest, 0, 0}, *record.earliest, {});
  }
  const StateModel cut = fit(pieces);
  for (const StateModel* other : {&turned, &cut}) {
    EXPECT_LT((one.hazard.mode.dense - other->hazard.mode.dense).cwiseAbs().maxCoeff(), 1e-6);
    EXPECT_NEAR(one.hazard.log_marginal, other->hazard.log_marginal, 1e-6);
  }
}

TEST(IntervalEvents, OfManyDaysStandOnEvenlySpreadOnes) {
  SpellTable table = table_of({{kAsOf - Days{400}, kAsOf - Days{319}, kAsOf - Days{0}}});
  weigh_evenly(table);
  const std::vector<double> weights = weights_of_ends(table);
  EXPECT_EQ(weights.size(), 32u);
  double mean = 0.0;
  for (const Spell& spell : table.spells) {
    if (spell.cause) mean += spell.weight * static_cast<double>((kAsOf - spell.last).count());
  }
  EXPECT_NEAR(mean, 159.5, 1.0);
  const CellTable cells =
      count_cells(table, {make_duration_bins(10, 10, {}), {.as_of = kAsOf, .days = 700}});
  EXPECT_NEAR(cells.decided, 1.0, 1e-12);
  EXPECT_NEAR(cells.exposure, 400.5 - mean, 1e-9);
  const SpellTable wide = table_of({{kFirstDay - Days{600}, kFirstDay - Days{500}, kAsOf}});
  ASSERT_EQ(wide.spells.size(), 1u);
}

TEST(IntervalEvents, OwnCauseDecidesTheDay) {
  // Two causes whose shares change in time: "a" was given up lately.
  SpellTable table = no_spells();
  for (int back = 0; back < 400; ++back) {
    table.spells.push_back(
        {0.0, kAsOf - Days{back + back * 37 % 150}, kAsOf - Days{back}, back > 150 ? 0U : 1U, 0});
  }
  const auto share_of_late_half = [&](std::size_t cause) {
    SpellTable with = table;
    add_interval(with, {0.0, kAsOf - Days{201}, kAsOf - Days{100}, cause, 0}, kAsOf - Days{199},
                 {});
    StateSettings settings;
    settings.as_of = kAsOf;
    weigh_by_model(fit_state("case", with, case_prior({"a", "b"}), settings), with);
    double late = 0.0;
    for (const Spell& spell : with.spells) {
      if (spell.cause && spell.interval != kCertain && spell.last > kAsOf - Days{150}) {
        late += spell.weight;
      }
    }
    return late;
  };
  EXPECT_LT(share_of_late_half(0), 0.25);
  EXPECT_GT(share_of_late_half(1), 0.75);
}

TEST(IntervalEvents, StandOnTheirMiddleDaysForSingleQuestions) {
  EXPECT_EQ(without_intervals(table_of({{kAsOf - Days{50}}})), std::nullopt);
  SpellTable table =
      table_of({{kAsOf - Days{50}}, {kAsOf - Days{90}, kAsOf - Days{40}, kAsOf - Days{20}}});
  const auto dated = without_intervals(table);
  ASSERT_TRUE(dated.has_value());
  double days = 0.0;
  std::vector<Date> ends;
  for (const Spell& spell : dated->spells) {
    days += static_cast<double>((spell.last - spell.first).count()) + 1.0;
    if (spell.cause) ends.push_back(spell.last);
  }
  EXPECT_THAT(ends, ElementsAre(kAsOf - Days{30}));
  EXPECT_EQ(days, 51.0 + 61.0);
}

}  // namespace
}  // namespace runout::regime
