#include "runout/cli/progress_line.h"

#include <csignal>
#include <sstream>

#include <gtest/gtest.h>

namespace runout::cli {
namespace {

TEST(ProgressWords, SayHowFarHowLongAndHowPrecise) {
  EXPECT_EQ(progress_words("forecast", {4200, 10'000, 0.0081}, 11.2),
            "forecast: 4,200 of 10,000 replications, 12 s left, chances to +-0.8 %");
  EXPECT_EQ(progress_words("whatif", {256, 1'000'000, std::nullopt}, 8000.0),
            "whatif: 256 of 1,000,000 replications, 2.2 h left");
  EXPECT_EQ(progress_words("whatif", {256, 512, std::nullopt}, std::nullopt),
            "whatif: 256 of 512 replications");
}

TEST(ProgressLine, AsksToStopOnceInterrupted) {
  std::ostringstream out;
  std::ostringstream err;
  Console console{out, err};
  {
    ProgressLine line{console, "forecast"};
    EXPECT_TRUE(line.show({0, 100, std::nullopt}));
    EXPECT_TRUE(line.show({10, 100, 0.1}));
    std::raise(SIGINT);
    EXPECT_FALSE(line.show({20, 100, 0.1}));
  }
  ProgressLine next{console, "forecast"};
  EXPECT_TRUE(next.show({0, 100, std::nullopt}));  // A new one starts afresh.
  EXPECT_EQ(err.str(), "");                        // No terminal, no progress.
}

TEST(ProgressLine, AsksToStopWhereItWouldTakeLongerThanIsAllowed) {
  std::ostringstream out;
  std::ostringstream err;
  Console console{out, err};
  const auto goes_on = [&](Patience patience) {
    ProgressLine line{console, "forecast", patience};
    EXPECT_TRUE(line.show({0, 1000, std::nullopt}));
    EXPECT_TRUE(line.show({10, 1000, std::nullopt}));  // Within a block: no fair moment.
    const bool result = line.show({20, 1000, std::nullopt, true});
    if (result) {
      EXPECT_NO_THROW(line.refuse_if_long());
    } else {
      EXPECT_THROW(line.refuse_if_long(), CLI::ValidationError);
    }
    return result;
  };
  EXPECT_FALSE(goes_on({.minutes = 0, .is_agreed = false}));
  EXPECT_TRUE(goes_on({.minutes = 0, .is_agreed = true}));
  EXPECT_TRUE(goes_on({.minutes = 15, .is_agreed = false}));
}

}  // namespace
}  // namespace runout::cli
