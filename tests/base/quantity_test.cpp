#include "runout/base/quantity.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace runout {
namespace {

template <typename A, typename B>
concept CanAdd = requires(A a, B b) { a + b; };
static_assert(CanAdd<Quantity, Quantity> && !CanAdd<Quantity, Ratio>);
static_assert(!CanAdd<Quantity, double>);

struct DecimalCase {
  const char* text;
  std::int64_t millionths;
};

class WellFormedDecimal : public testing::TestWithParam<DecimalCase> {};

TEST_P(WellFormedDecimal, IsReadExactly) {
  EXPECT_EQ(parse_decimal(GetParam().text).millionths, GetParam().millionths);
}

INSTANTIATE_TEST_SUITE_P(
    Decimals, WellFormedDecimal,
    testing::Values(DecimalCase{"0", 0}, DecimalCase{"12", 12'000'000}, DecimalCase{"0.1", 100'000},
                    DecimalCase{"-3.25", -3'250'000}, DecimalCase{"+1.000001", 1'000'001},
                    DecimalCase{"007", 7'000'000}, DecimalCase{"1.5000000000", 1'500'000},
                    DecimalCase{"9000000000000", 9'000'000'000'000'000'000}));

struct BadDecimal {
  const char* text;
  DecimalFault fault;
};

class MalformedDecimal : public testing::TestWithParam<BadDecimal> {};

TEST_P(MalformedDecimal, IsRefusedWithTheReason) {
  const DecimalParse parse = parse_decimal(GetParam().text);
  EXPECT_EQ(parse.millionths, std::nullopt);
  EXPECT_EQ(parse.fault, GetParam().fault);
}

using enum DecimalFault;
INSTANTIATE_TEST_SUITE_P(
    Decimals, MalformedDecimal,
    testing::Values(BadDecimal{"", not_a_number}, BadDecimal{"-", not_a_number},
                    BadDecimal{".5", not_a_number}, BadDecimal{"5.", not_a_number},
                    BadDecimal{"12,5", not_a_number}, BadDecimal{"1.2.3", not_a_number},
                    BadDecimal{"4.5E+09", not_a_number}, BadDecimal{" 1", not_a_number},
                    BadDecimal{"nan", not_a_number}, BadDecimal{"--1", not_a_number},
                    BadDecimal{"0.0000001", too_fine}, BadDecimal{"9000000000001", too_large},
                    BadDecimal{"99999999999999999999999999999999999999999999", too_large}));

TEST(Decimals, TakeACommaWhereCommasDoNotSeparate) {
  EXPECT_EQ(parse_decimal("12,5", DecimalSign::point_or_comma).millionths, 12'500'000);
  EXPECT_EQ(parse_decimal("1.234,5", DecimalSign::point_or_comma).millionths, std::nullopt);
}

RC_GTEST_PROP(Decimals, SurviveWritingAndReading, ()) {
  const auto millionths =
      *rc::gen::inRange<std::int64_t>(-kLargestUnits * kMillion, kLargestUnits * kMillion + 1);
  RC_ASSERT(parse_decimal(decimal_text(millionths)).millionths == millionths);
}

RC_GTEST_PROP(Decimals, NeverTripOverAnyText, (const std::string& text)) {
  const DecimalParse parse = parse_decimal(text);
  if (!parse.millionths) return;
  RC_ASSERT(parse_decimal(decimal_text(*parse.millionths)).millionths == parse.millionths);
}

TEST(Amounts, DoNotOverflowSilently) {
  const Quantity half = Quantity::from_millionths(INT64_MAX / 2 + 1);
  EXPECT_THROW((void)(half + half), Error);
  EXPECT_THROW((void)Quantity::from_units(kLargestUnits + 1), Error);
  EXPECT_EQ(Quantity::from_units(2) - Quantity::from_units(5), Quantity::from_units(-3));
}

TEST(Amounts, OfMoneyKeepTheirCurrency) {
  EXPECT_EQ((Money{150, "EUR"} + Money{50, "EUR"}), (Money{200, "EUR"}));
  EXPECT_THROW((void)(Money{150, "EUR"} + Money{50, "JPY"}), Error);
  EXPECT_THROW((void)(Money{INT64_MAX, "EUR"} + Money{1, "EUR"}), Error);
}

TEST(QuantityNeeded, IsRoundedHalfUpToAMillionth) {
  const auto needed = [](const char* per, const char* scrap) {
    return quantity_needed(Ratio::from_millionths(*parse_decimal(per).millionths),
                           Ratio::from_millionths(*parse_decimal(scrap).millionths))
        .millionths();
  };
  EXPECT_EQ(needed("1", "0"), 1'000'000);
  EXPECT_EQ(needed("1", "0.2"), 1'250'000);
  EXPECT_EQ(needed("1", "0.1"), 1'111'111);   // 1.1111111..
  EXPECT_EQ(needed("2", "0.01"), 2'020'202);  // 2.0202020..
  EXPECT_EQ(needed("0.000001", "0.6"), 3);    // 2.5 millionths, half up
  EXPECT_EQ(needed("0.000001", "0.999999"), 1'000'000);
  EXPECT_THROW((void)needed("9000000000000", "0.5"), Error);
}

}  // namespace
}  // namespace runout
