#include "runout/base/text.h"

#include <gtest/gtest.h>

namespace runout {
namespace {

TEST(LowerCase, ChangesLettersOfAsciiOnly) {
  EXPECT_EQ(lower_case("Orders.XLSX"), "orders.xlsx");
  EXPECT_EQ(lower_case("\xC3\x89t\xC3\xA9 [Z] @`{"), "\xC3\x89t\xC3\xA9 [z] @`{");
}

TEST(Trim, TakesBlanksAndNoBreakSpacesFromBothEnds) {
  EXPECT_EQ(trim(" \tA 1\xC2\xA0 "), "A 1");
  EXPECT_EQ(trim("\xC2\xA0"), "");
  EXPECT_EQ(trim(""), "");
}

TEST(NearestWord, FindsWhatWasMeantAndNothingFarFetched) {
  const std::vector<std::string> words{"forecast", "decisions", "convert"};
  EXPECT_EQ(nearest_word("forcast", words), "forecast");
  EXPECT_EQ(nearest_word("FORECAST", words), "forecast");
  EXPECT_EQ(nearest_word("froecast", words), "forecast");
  EXPECT_EQ(nearest_word("plan", words), std::nullopt);
  EXPECT_EQ(nearest_word("", words), std::nullopt);
}

TEST(SplitWords, NeverGivesEmptyOnes) {
  EXPECT_EQ(split_words("  A-1  A-2 "), (std::vector<std::string>{"A-1", "A-2"}));
  EXPECT_TRUE(split_words("  ").empty());
}

TEST(Utf8, IsToldFromOtherBytes) {
  EXPECT_TRUE(is_utf8("Gy\xC5\x91r \xE2\x96\x88 \xF0\x9F\x94\xA5"));
  EXPECT_FALSE(is_utf8("Gy\xF5r"));           // Windows-1250
  EXPECT_FALSE(is_utf8("\xC0\xAF"));          // overlong
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // surrogate
  EXPECT_FALSE(is_utf8("\xE2\x96"));          // cut off
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));  // beyond the last code point
}

}  // namespace
}  // namespace runout
