#include "scenarios/json_match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace runout::scenarios {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> match(const char* expected, const char* found) {
  return find_differences(json::parse(expected), json::parse(found));
}

TEST(JsonMatch, IgnoresKeysThatNobodyExpects) {
  EXPECT_THAT(match(R"({"a": {"b": 1}})", R"({"a": {"b": 1, "c": 2}, "d": 3})"), IsEmpty());
}

TEST(JsonMatch, NamesEveryDifferenceByItsPath) {
  EXPECT_THAT(match(R"({"a": {"b": 1, "c": null}})", R"({"a": {"b": 2}})"),
              ElementsAre("a.b: expected 1, found 2", "a.c: is missing"));
}

TEST(JsonMatch, FindsElementsByTheirNames) {
  const char* found = R"({"lines": [{"line": "L1", "p": 1}, {"line": "L2", "p": 2}]})";
  EXPECT_THAT(match(R"({"lines": [{"line": "L2", "p": 2}]})", found), IsEmpty());
  EXPECT_THAT(match(R"({"lines": [{"line": "L2", "p": 1}]})", found),
              ElementsAre("lines[L2].p: expected 1, found 2"));
  EXPECT_THAT(match(R"({"lines": [{"line": "L3"}]})", found), ElementsAre("lines[L3]: is missing"));
}

TEST(JsonMatch, AcceptsOneOfSeveralElementsOfAName) {
  EXPECT_THAT(match(R"([{"item": "P", "share": 0.25}])",
                    R"([{"item": "P", "share": 0.75}, {"item": "P", "share": 0.25}])"),
              IsEmpty());
}

TEST(JsonMatch, ComparesOtherArraysElementByElement) {
  EXPECT_THAT(match("[1, 2]", "[1, 2]"), IsEmpty());
  EXPECT_THAT(match("[1, 2]", "[2, 1]"), testing::SizeIs(2));
  EXPECT_THAT(match("[]", "[1]"), testing::SizeIs(1));
}

TEST(JsonMatch, IsExactForWholeNumbersAndToleratesRoundingElsewhere) {
  EXPECT_THAT(match("0.1", "0.10000000000000001"), IsEmpty());
  EXPECT_THAT(match("0.1", "0.1001"), testing::SizeIs(1));
  EXPECT_THAT(match("3", "3.0"), IsEmpty());
  EXPECT_THAT(match("1000000000000", "1000000000001"), testing::SizeIs(1));
}

}  // namespace
}  // namespace runout::scenarios
