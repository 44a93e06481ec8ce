#include "runout/base/dates.h"

#include <gtest/gtest.h>

#include "runout/base/error.h"

namespace runout {
namespace {

template <typename A, typename B>
concept Addable = requires(A a, B b) { a + b; };
static_assert(Addable<Date, Days> && !Addable<Date, Date>);

class MalformedDate : public testing::TestWithParam<const char*> {};

TEST_P(MalformedDate, IsRefused) {
  EXPECT_EQ(find_date(GetParam()), std::nullopt);
  try {
    (void)parse_date(GetParam());
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.what(), "'" + std::string{GetParam()} + "' is not a date like 2025-06-30");
    EXPECT_EQ(error.kind(), ErrorKind::invalid_input);
  }
}

INSTANTIATE_TEST_SUITE_P(Dates, MalformedDate,
                         testing::Values("", "2025-6-30", "2025-02-30", "2025-13-30", "2025/06/30",
                                         "2025-06-3x", "2025-06-30T00:00", "+025-06-30",
                                         "2025-00-10", "2025-06-00", "30-06-2025"));

TEST(Dates, SurviveWritingAndReading) {
  for (const char* text : {"0001-01-01", "1999-12-31", "2024-02-29", "2025-06-30", "9999-12-31"}) {
    EXPECT_EQ(to_string(parse_date(text)), text);
  }
}

TEST(Dates, AreSaidInWords) {
  EXPECT_EQ(to_words(parse_date("2025-07-17")), "Thu 17 Jul");
  EXPECT_EQ(to_words(parse_date("2026-03-01"), WithYear::yes), "Sun 1 Mar 2026");
}

}  // namespace
}  // namespace runout
