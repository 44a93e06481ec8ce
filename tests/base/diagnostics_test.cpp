#include "runout/base/diagnostics.h"

#include <gtest/gtest.h>

namespace runout {
namespace {

TEST(Diagnostics, ReadAsFileRowColumnMessage) {
  EXPECT_EQ(to_line({Severity::error, "number", "orders.csv", 17, "quantity",
                     "'12,5x' is not a number", ""}),
            "orders.csv:17: quantity: '12,5x' is not a number");
  EXPECT_EQ(to_line({Severity::warning, "file", "plan.csv", 0, "", "is empty", "delete it"}),
            "plan.csv: is empty; delete it");
}

TEST(Diagnostics, OnlyErrorsCountAsErrors) {
  const Diagnostics list{{Severity::error, "a", "f", 1, "", "", ""},
                         {Severity::warning, "b", "f", 1, "", "", ""}};
  EXPECT_EQ(count_errors(list), 1U);
}

}  // namespace
}  // namespace runout
