#include "runout/report/text_forecast.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "report/sample_forecast.h"
#include "runout/report/text_layout.h"

namespace runout::report {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string print(const forecast::Forecast& forecast, const TextStyle& style = {}) {
  std::ostringstream out;
  print_forecast(out, forecast, style);
  return out.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

void expect_tidy(const std::string& text, std::size_t width) {
  for (const std::string& line : lines_of(text)) {
    EXPECT_LE(text_columns(line), width) << line;
    EXPECT_FALSE(line.ends_with(' ')) << '"' << line << '"';
    EXPECT_EQ(line.find('\t'), std::string::npos) << line;
  }
  EXPECT_TRUE(text.ends_with('\n'));
}

struct Golden {
  const char* name;
  TextStyle style;
};

void PrintTo(const Golden& golden, std::ostream* out) { *out << golden.name; }

class TextForecastGolden : public testing::TestWithParam<Golden> {};

// To accept a new look: delete the file, run the test, read what it wrote.
TEST_P(TextForecastGolden, IsAsShown) {
  const std::string path =
      std::string{RUNOUT_SOURCE_DIR "/tests/report/golden/"} + GetParam().name + ".txt";
  const std::string text = print(sample_forecast(), GetParam().style);
  std::ifstream file{path, std::ios::binary};
  if (!file) {
    std::ofstream{path, std::ios::binary} << text;
    FAIL() << "wrote " << path << "; read it, then run again";
  }
  std::ostringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(text, expected.str());
}

INSTANTIATE_TEST_SUITE_P(Faces, TextForecastGolden,
                         testing::Values(Golden{"wide_utf8", {100, true, Colour::none}},
                                         Golden{"wide_ascii", {100, false, Colour::none}},
                                         Golden{"narrow_utf8", {80, true, Colour::none}},
                                         Golden{"narrow_ascii", {80, false, Colour::none}}),
                         [](const auto& golden) { return std::string{golden.param.name}; });

TEST(TextForecast, StaysWithinItsColumnsAtEveryWidth) {
  for (const std::size_t width : {72U, 80U, 91U, 96U, 100U, 133U, 200U}) {
    for (const bool utf8 : {true, false}) {
      const TextStyle style{width, utf8, Colour::none};
      expect_tidy(print(sample_forecast(), style), width);
      expect_tidy(print(sample_of_attacks(), style), width);
      expect_tidy(print(sample_of_many(200, 300), style), width);
      expect_tidy(print(sample_of_nulls(), style), width);
    }
  }
}

TEST(TextForecast, TakesAbsurdWidthsForTheNearestOneItCanShow) {
  EXPECT_EQ(print(sample_forecast(), {0, true, Colour::none}),
            print(sample_forecast(), {72, true, Colour::none}));
  EXPECT_EQ(print(sample_forecast(), {100'000, true, Colour::none}),
            print(sample_forecast(), {200, true, Colour::none}));
}

TEST(TextForecast, IsAsciiWhereTheTerminalShowsNothingElse) {
  for (const char c : print(sample_forecast(), {100, false, Colour::none})) {
    EXPECT_LT(static_cast<unsigned char>(c), 0x80);
  }
}

TEST(TextForecast, ColourAddsNoWords) {
  std::string coloured = print(sample_forecast(), {100, true, Colour::ansi});
  for (const char* code : {"\x1b[1m", "\x1b[1;31m", "\x1b[0m"}) {
    for (std::size_t at = 0; (at = coloured.find(code)) != std::string::npos;) {
      coloured.erase(at, std::string_view{code}.size());
    }
  }
  EXPECT_EQ(coloured, print(sample_forecast(), {100, true, Colour::none}));
}

TEST(TextForecast, LetsNoCodeSteerTheTerminal) {
  const std::string text = print(sample_of_attacks());
  for (const char c : {'\x1b', '\x07', '\r'}) EXPECT_EQ(text.find(c), std::string::npos);
  EXPECT_THAT(text, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_THAT(text, Not(HasSubstr("\xFF")));
}

TEST(TextForecast, SaysSoWhenTheBookHasNoLines) {
  forecast::Forecast empty;
  empty.as_of = parse_date("2025-06-30");
  EXPECT_THAT(print(empty), StartsWith("The book has no lines"));
  EXPECT_THAT(print(empty), Not(HasSubstr("act by")));
}

TEST(TextForecast, SaysSoWhenNothingRunsOut) {
  EXPECT_THAT(print(sample_of_nulls()),
              StartsWith("No line runs short within 30 days (to Wed 30 Jul), even if nothing "
                         "pending is granted."));
}

TEST(TextForecast, TellsWhatPromisesWereWorthOnALineOfTheirOwn) {
  forecast::Forecast forecast = sample_forecast();
  forecast.basis.promises = {{"fax", 0, 3, 0, 0.5, 5.0}, {"telephone", 2, 7, 1, 2.5, 9.0}};
  for (const auto& record : forecast.basis.promises) {
    forecast.assumptions.push_back(regime::describe_promise(record));
  }
  const std::string text = print(forecast, {100, true, Colour::none});
  // The source that has one open comes first, and the assumptions do not repeat it.
  EXPECT_THAT(text,
              HasSubstr("\nPromised days from telephone: kept 2 of 9; 1 is open, each taken to "
                        "hold with 22 %.\nPromised days from fax: kept 0 of 3.\nAssumed: "));
  EXPECT_THAT(text, Not(HasSubstr("promised days")));
}

TEST(TextForecast, NamesThreeSourcesOfPromises) {
  forecast::Forecast forecast = sample_forecast();
  for (const char* source : {"a", "b", "c", "d", "e"}) {
    forecast.basis.promises.push_back({source, 1, 1, 0, 1.5, 3.0});
  }
  const std::string text = print(forecast);
  EXPECT_THAT(text, HasSubstr("from c: kept 1 of 2.\nPromised days from 2 more sources: see"));
  EXPECT_THAT(text, Not(HasSubstr("from d")));
}

TEST(TextForecast, CountsWhatIsUnknownByKind) {
  EXPECT_THAT(print(sample_forecast()), HasSubstr("4 things are unknown: "));
  forecast::Forecast one = sample_forecast();
  one.unknown.resize(1);
  EXPECT_THAT(print(one), HasSubstr("1 thing is unknown: 7 parts without control status.\n"));
}

TEST(TextForecast, ShowsTheEightMostUrgentApplicationsAndCountsTheOthers) {
  const std::string text = print(sample_of_many(3, 100));
  EXPECT_THAT(text, HasSubstr("and 42 more that matter later and 50 that move no run-out date"));
}

}  // namespace
}  // namespace runout::report
