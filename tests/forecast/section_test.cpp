#include "runout/forecast/section.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "flow/random_network.h"
#include "runout/forecast/certain_runs.h"
#include "runout/forecast/latest_day.h"

namespace runout::forecast {
namespace {

using flow::fixtures::WorldSize;

/// Worlds of few lines and many items, with plenty of most: they fall into parts.
flow::Network make_loose_network(std::uint32_t seed) {
  WorldSize size;
  size.seed = seed;
  size.horizon = 25;
  size.items = 6 + static_cast<int>(seed % 6);
  size.lines = 2 + static_cast<int>(seed % 4);
  size.policies = static_cast<int>(seed % 2);
  size.consignments = 14;
  flow::Network network = flow::fixtures::make_world(size).network;
  for (std::size_t i = 0; i < network.points.size(); ++i) {
    network.points[i].on_hand *= (i + seed) % 3 == 0 ? 4 : 400;
  }
  // Hardly anything helps where goods are few and late.
  for (flow::Consignment& consignment : network.consignments) {
    consignment.quantity *= 12;
    consignment.ready = std::min(consignment.ready, 6);
    if (seed % 3 == 0) continue;
    for (flow::LicenceNeed& need : consignment.needs) {
      need.has_rows = false;
      need.licences.clear();
    }
  }
  return network;
}

std::vector<Standing> open_cases(const flow::Network& network) {
  return std::vector<Standing>(network.applications, Standing{Stage::review, true, {}});
}

TEST(Sections, KeepWhatLinesAndLatestDaysDoInTheWhole) {
  std::size_t lines_left_out = 0;
  std::size_t lines_kept = 0;
  std::size_t latest_days = 0;
  for (std::uint32_t seed = 1; seed <= 1000; ++seed) {
    const flow::Network network = make_loose_network(seed);
    const std::vector<Standing> standings = open_cases(network);
    const Sections sections{network, standings};
    const auto base = run_certain(network, standings, Supply::if_granted_today);
    const auto never = run_certain(network, standings, Supply::secured);
    for (std::size_t line = 0; line < network.lines.size(); ++line) {
      Section section = sections.around_line(static_cast<flow::Index>(line));
      if (section.lines.empty()) {
        ++lines_left_out;
        EXPECT_EQ(base[line].run_out, kNever) << "seed " << seed;
        EXPECT_EQ(never[line].run_out, kNever) << "seed " << seed;
        continue;
      }
      ++lines_kept;
      section.renumber(section.network);
      const auto own = static_cast<std::size_t>(
          std::ranges::find(section.lines, static_cast<flow::Index>(line)) - section.lines.begin());
      ASSERT_LT(own, section.lines.size());
      EXPECT_EQ(
          run_certain(section.network, section.standings, Supply::if_granted_today)[own].run_out,
          base[line].run_out)
          << "seed " << seed;
    }
    for (std::size_t application = 0; application < network.applications; ++application) {
      const LatestDay expected = find_latest_day(network, standings, base, application);
      LatestDay found;
      found.by_line.resize(base.size());
      Section section = sections.around(application);
      if (!section.lines.empty()) {
        std::vector<flow::LineOutcome> own_base;
        for (const flow::Index line : section.lines) own_base.push_back(base[line]);
        section.renumber(section.network);
        const LatestDay own =
            find_latest_day(section.network, section.standings, own_base, section.own(application));
        found.all_lines = own.all_lines;
        for (std::size_t i = 0; i < section.lines.size(); ++i) {
          found.by_line[section.lines[i]] = own.by_line[i];
        }
      }
      EXPECT_EQ(found, expected) << "seed " << seed;
      latest_days += expected.all_lines ? 1U : 0U;
    }
  }
  EXPECT_GT(lines_left_out, 50U);
  EXPECT_GT(lines_kept, 200U);
  EXPECT_GT(latest_days, 20U);
}

/// Until when one component alone keeps a line at plan, in a run of the whole network.
TEST(ComponentOutlooks, AreThoseOfRunsOfTheWhole) {
  std::size_t ends = 0;
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    BuiltNetwork built;
    built.network = make_loose_network(seed);
    const std::vector<Standing> standings = open_cases(built.network);
    const Date as_of = std::chrono::sys_days{std::chrono::year{2025} / 6 / 30};
    const ComponentOutlooks outlooks{built, standings, as_of};
    for (std::size_t line = 0; line < built.network.lines.size(); ++line) {
      for (const ComponentOutlook& outlook : outlooks.of(static_cast<flow::Index>(line))) {
        flow::Network alone = built.network;
        for (const flow::Index task : alone.lines[line].tasks) {
          std::erase_if(alone.tasks[task].requirements, [&](const auto& requirement) {
            return std::ranges::none_of(requirement.alternatives, [&](const auto& use) {
              return alone.points[use.point].item == outlook.item;
            });
          });
        }
        const Day run_out = run_certain(alone, standings, Supply::secured)[line].run_out;
        const auto expected =
            run_out == kNever ? std::nullopt : std::optional{as_of + Days{run_out - 1}};
        EXPECT_EQ(outlook.secured_until, expected) << "seed " << seed;
        ends += expected ? 1U : 0U;
      }
    }
  }
  EXPECT_GT(ends, 50U);
}

}  // namespace
}  // namespace runout::forecast
