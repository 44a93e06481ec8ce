#include "runout/report/text_layout.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "runout/base/text.h"

namespace runout::report {
namespace {

TEST(TextColumns, CountWhatATerminalShows) {
  EXPECT_EQ(text_columns("abc"), 3U);
  EXPECT_EQ(text_columns("Gy\xC5\x91r"), 4U);
  EXPECT_EQ(text_columns("\xE7\xA3\x81\xE7\x9F\xB3"), 4U);  // two Han characters
  EXPECT_EQ(text_columns("e\xCC\x81"), 1U);                 // a combining accent
  EXPECT_EQ(text_columns("\xF0\x9F\x9A\xA2"), 2U);          // a ship
}

TEST(CutText, EndsInAMarkAndNeverSplitsACharacter) {
  EXPECT_EQ(cut_text("PLANT-7", 7), "PLANT-7");
  EXPECT_EQ(cut_text("PLANT-77", 7), "PLANT..");
  EXPECT_EQ(cut_text("a long name", 8), "a long..");
  EXPECT_EQ(cut_text("\xE7\xA3\x81\xE7\x9F\xB3\xE7\xBA\xBF", 5), "\xE7\xA3\x81..");
  EXPECT_EQ(cut_text("abc", 1), "a");
  EXPECT_EQ(cut_text("abc", 0), "");
}

TEST(FillText, AlignsByColumns) {
  EXPECT_EQ(fill_text("ab", 4), "ab  ");
  EXPECT_EQ(fill_text("ab", 4, Align::right), "  ab");
  EXPECT_EQ(fill_text("\xE7\xA3\x81", 4, Align::right), "  \xE7\xA3\x81");
  EXPECT_EQ(fill_text("abcdef", 4), "ab..");
}

TEST(WrapText, BreaksAtBlanksAndInWordsThatAreTooLong) {
  EXPECT_EQ(wrap_text("one two three", 8), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap_text("one two three", 8, 2), (std::vector<std::string>{"one two", "  three"}));
  EXPECT_EQ(wrap_text("abcdefghij", 4), (std::vector<std::string>{"abcd", "efgh", "ij"}));
  EXPECT_EQ(wrap_text("is at 20 % now", 8), (std::vector<std::string>{"is at", "20 % now"}));
  EXPECT_EQ(wrap_text("", 8), (std::vector<std::string>{""}));
}

TEST(PlainText, TakesTheHarmOutOfText) {
  EXPECT_EQ(plain_text("a\x1b[31mb\nc\td"), "a [31mb c d");
  EXPECT_EQ(plain_text("a\xFF"
                       "b"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(plain_text("\xE2\x80\xAE"
                       "x"),
            " x");
  EXPECT_EQ(plain_text("Gy\xC5\x91r \xE7\xA3\x81"), "Gy\xC5\x91r \xE7\xA3\x81");
}

RC_GTEST_PROP(PlainText, IsValidTextWhateverTheBytes, (const std::string& bytes)) {
  const std::string plain = plain_text(bytes);
  RC_ASSERT(is_utf8(plain));
  RC_ASSERT(plain_text(plain) == plain);
}

RC_GTEST_PROP(WrapText, KeepsEveryLineWithinItsColumns, (const std::string& bytes)) {
  const auto columns = static_cast<std::size_t>(*rc::gen::inRange(6, 60));
  for (const std::string& line : wrap_text(plain_text(bytes), columns, 2)) {
    RC_ASSERT(text_columns(line) <= columns);
  }
}

RC_GTEST_PROP(CutText, KeepsWithinItsColumnsAndValid, (const std::string& bytes)) {
  const auto columns = static_cast<std::size_t>(*rc::gen::inRange(0, 20));
  const std::string cut = cut_text(plain_text(bytes), columns);
  RC_ASSERT(text_columns(cut) <= columns);
  RC_ASSERT(is_utf8(cut));
}

}  // namespace
}  // namespace runout::report
