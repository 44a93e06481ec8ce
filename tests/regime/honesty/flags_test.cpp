#include "runout/regime/honesty/flags.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "regime/case_stories.h"
#include "runout/regime/decision_forecast.h"

namespace runout::regime {
namespace {

using fixtures::Story;
using fixtures::story_case;
using fixtures::tell;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

Basis basis_of(const CaseFile& file) {
  return forecast_cases(file, parse_date(fixtures::kStoryDay), {.horizon = 30, .draws = 8}).basis;
}

std::vector<std::string> codes(const Basis& basis) {
  std::vector<std::string> result;
  for (const Flag& flag : basis.flags) result.push_back(flag.code);
  return result;
}

Flag flag(const Basis& basis, const std::string& code) {
  const auto found = std::ranges::find(basis.flags, code, &Flag::code);
  EXPECT_NE(found, basis.flags.end()) << code;
  return found == basis.flags.end() ? Flag{} : *found;
}

TEST(Flags, AreFewWhereTheRecordsTellAll) {
  const Basis basis = basis_of(tell({.cases = 3000, .hazard = 0.03}));
  EXPECT_THAT(codes(basis), Not(Contains("mostly_prior")));
  EXPECT_THAT(codes(basis), Not(Contains("one_cohort")));
  EXPECT_THAT(codes(basis), Not(Contains("one_outcome")));
  EXPECT_THAT(codes(basis), Not(Contains("few_busy_weeks")));
  EXPECT_THAT(codes(basis), Not(Contains("beyond_experience")));
}

TEST(Flags, EachHaveACodeASentenceAndTheirNote) {
  const Basis basis = basis_of(tell({.cases = 12, .filed_over = 30}));
  ASSERT_THAT(basis.flags, SizeIs(::testing::Ge(3U)));
  for (const Flag& one : basis.flags) {
    EXPECT_THAT(one.code, Not(HasSubstr(" ")));
    EXPECT_THAT(one.message, Not(IsEmpty()));
    EXPECT_NE(one.message.back(), '.');
    EXPECT_THAT(one.help, Not(IsEmpty()));
    EXPECT_THAT(basis.notes, Contains(one.message));
  }
}

TEST(Flags, SayThatNothingWasDecidedYet) {
  CaseFile file;
  file.cases = {story_case("A", "2025-06-01"), story_case("B", "2025-03-01")};
  const Basis basis = basis_of(file);
  EXPECT_THAT(flag(basis, "mostly_prior").message, HasSubstr("0 decisions seen"));
  EXPECT_THAT(codes(basis), Not(Contains("one_outcome")));
}

TEST(Flags, SayThatOneCohortConfoundsWaitingAndCalendar) {
  EXPECT_THAT(
      flag(basis_of(tell({.cases = 100, .hazard = 0.1, .filed_over = 20})), "one_cohort").message,
      AllOf(HasSubstr("100 applications"), HasSubstr("cannot be told apart")));
  EXPECT_THAT(codes(basis_of(tell({.cases = 100, .filed_over = 400}))),
              Not(Contains("one_cohort")));
}

TEST(Flags, SayThatACohortIsOneComparedWithItsWaits) {
  CaseFile file;  // Filed over 60 days, waited for a year.
  for (int i = 0; i < 40; ++i) {
    Case one = story_case(fmt::format("C{}", i), "2024-05-01");
    one.submitted += Days{i * 60 / 39};
    if (i % 2 == 0) {
      one.decided = one.submitted + Days{300};
      one.outcome = i % 4 == 0 ? "granted" : "refused";
    }
    file.cases.push_back(one);
  }
  EXPECT_THAT(codes(basis_of(file)), Contains("one_cohort"));
}

TEST(Flags, NameTheSlowOnesWhereOnlyOneOutcomeIsKnown) {
  CaseFile file;
  for (int i = 0; i < 5; ++i) {
    file.cases.push_back(story_case(fmt::format("G{}", i), "2025-01-01",
                                    fmt::format("2025-02-{:02}", i + 1), "granted"));
  }
  file.cases.push_back(story_case("R", "2024-12-01", "2024-12-31", "refused"));
  file.cases.push_back(story_case("SLOW", "2025-01-02"));
  file.cases.push_back(story_case("NEW", "2025-06-20"));
  EXPECT_THAT(codes(basis_of(file)), Not(Contains("one_outcome")));
  std::erase_if(file.cases, [](const Case& one) { return one.id == "R"; });
  // One outcome in the file is one outcome in the model: there is nothing to split.
  EXPECT_THAT(codes(basis_of(file)), Not(Contains("one_outcome")));
  Experience experience;
  SpellTable table;
  const Date day = parse_date(fixtures::kStoryDay);
  table.clocks.emplace_back(std::vector<double>(7, 1.0), day - Days{200}, day);
  for (int i = 0; i < 5; ++i) {
    table.spells.push_back({0.0, day - Days{100}, day - Days{70 - i}, 0, 0});
  }
  table.spells.push_back({0.0, day - Days{100}, day, std::nullopt, 0});
  experience.as_of = day;
  experience.spells = &table;
  const StateModel model =
      fit_state("case", table, case_prior({"granted", "refused"}), {.as_of = day});
  experience.model = &model;
  experience.outcomes = {"granted", "refused"};
  experience.pending = {{"SLOW", 100, {}}, {"NEW", 3, {}}};
  experience.decided = 5;
  const auto flags = find_flags(experience, {}, 0.4);
  const auto found = std::ranges::find(flags, "one_outcome", &Flag::code);
  ASSERT_NE(found, flags.end());
  EXPECT_THAT(found->applications, ElementsAre("SLOW"));
  EXPECT_THAT(found->message, HasSubstr("all 5 decisions so far were 'granted'"));
}

TEST(Flags, NameTheApplicationsBeyondAllExperience) {
  CaseFile file = tell({.cases = 300, .hazard = 0.1, .seed = 4});
  std::erase_if(file.cases, [](const Case& one) { return !one.decided; });
  file.cases.push_back(story_case("OLD", "2023-07-01"));
  file.cases.push_back(story_case("NEW", "2025-06-29"));
  EXPECT_THAT(flag(basis_of(file), "beyond_experience").applications, ElementsAre("OLD"));
}

TEST(Flags, NameThinStrataAndWhoRestsOnThem) {
  CaseFile file = tell({.cases = 200, .hazard = 0.05, .speed = {"wide"}});
  std::erase_if(file.cases, [](const Case& one) { return !one.decided; });
  for (const char* lane : {"wide", "narrow"}) {
    file.cases.push_back(story_case(lane, "2025-06-20"));
    file.cases.back().covariates = {lane};
  }
  const Flag found = flag(basis_of(file), "thin_stratum");
  EXPECT_THAT(found.message, HasSubstr("lane narrow (0)"));
  EXPECT_THAT(found.applications, ElementsAre("narrow"));
}

TEST(Flags, SayWhatACovariateCannotTell) {
  CaseFile same = tell({.cases = 100, .speed = {"only"}});
  EXPECT_THAT(flag(basis_of(same), "one_level").message, HasSubstr("lane (only)"));
  for (std::size_t i = 0; i < same.cases.size(); ++i) {
    if (i % 5 < 2) same.cases[i].covariates = {""};
  }
  EXPECT_THAT(flag(basis_of(same), "missing_levels").message, HasSubstr("lane (40 %)"));
  for (std::size_t i = 0; i < same.cases.size(); ++i) {
    same.cases[i].covariates = {fmt::format("L{}", i)};
  }
  EXPECT_THAT(codes(basis_of(same)), Not(Contains("many_levels")));
  same.cases.push_back(story_case("MORE", "2025-01-01", "2025-02-01", "granted"));
  same.cases.back().covariates = {"L100"};
  EXPECT_THAT(flag(basis_of(same), "many_levels").message, HasSubstr("lane (101)"));
}

TEST(Flags, SayThatAllWasDecidedOnOneDay) {
  CaseFile file;
  for (int i = 0; i < 4; ++i) {
    file.cases.push_back(story_case(fmt::format("C{}", i), fmt::format("2025-0{}-01", i + 1),
                                    "2025-06-02", "granted"));
  }
  file.cases.push_back(story_case("P", "2025-06-20"));
  EXPECT_THAT(flag(basis_of(file), "one_day").message,
              HasSubstr("all 4 decisions fell on one day"));
}

TEST(Flags, NameWeakPartsOnlyWhereTheRecordsTellTheRest) {
  const Basis few = basis_of(tell({.cases = 4}));
  EXPECT_THAT(codes(few), Not(Contains("weak_part")));
  EXPECT_THAT(few.contraction, Contains(Field(&LearntPart::block, "level")));
}

TEST(Contractions, OfTheLevelGrowWithTheRecords) {
  double before = -1.0;
  for (const std::uint32_t cases : {5U, 50U, 500U}) {
    const Basis basis = basis_of(tell({.cases = cases}));
    const auto level = std::ranges::find_if(basis.contraction, [](const LearntPart& part) {
      return part.of == "speed" && part.block == "level";
    });
    ASSERT_NE(level, basis.contraction.end());
    EXPECT_GT(level->contraction, before);
    before = level->contraction;
  }
  EXPECT_GT(before, 0.5);
}

TEST(ShareBeyond, IsASurvivalOfTheRest) {
  const CaseFile file = tell({.cases = 2000, .hazard = 0.02, .seed = 9});
  Experience experience;
  const Basis basis = basis_of(file);
  EXPECT_THAT(basis.contraction, Not(IsEmpty()));
  SpellTable table;
  const Date day = parse_date(fixtures::kStoryDay);
  table.clocks.emplace_back(std::vector<double>(7, 1.0), day - Days{900}, day);
  for (const Case& one : file.cases) {
    Spell spell{0.0, one.submitted, one.decided.value_or(day), std::nullopt, 0};
    if (one.decided) spell.cause = 0;
    table.spells.push_back(spell);
  }
  const StateModel model = fit_state("case", table, case_prior({"decided"}), {.as_of = day});
  const PendingView fresh{"A", 0, {}};
  EXPECT_DOUBLE_EQ(share_beyond(model, {"A", 50, {}}, 50), 1.0);
  EXPECT_NEAR(share_beyond(model, fresh, 50), std::exp(-0.02 * 50), 0.06);
  // Two stretches one after the other.
  EXPECT_NEAR(share_beyond(model, fresh, 30) * share_beyond(model, {"A", 30, {}}, 80),
              share_beyond(model, fresh, 80), 1e-12);
}

}  // namespace
}  // namespace runout::regime
