#include "runout/forecast/given_decisions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace runout::forecast {
namespace {

book::Records records() {
  book::Records records;
  for (const char* code : {"A-001", "A-002"}) {
    records.applications.emplace_back();
    records.applications.back().application = code;
  }
  return records;
}

std::vector<std::string> faults(const std::string& text) {
  Diagnostics diagnostics;
  (void)parse_given_decisions(text, "given.csv", records(), 5, diagnostics);
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : diagnostics) lines.push_back(to_line(diagnostic));
  return lines;
}

TEST(GivenDecisions, AreReadWithBlankDatesAndReplications) {
  Diagnostics diagnostics;
  const auto given = parse_given_decisions(
      "application,decided_on,outcome,replication\nA-001,2025-07-01,granted,\nA-002,,,3\n",
      "given.csv", records(), 5, diagnostics);
  EXPECT_TRUE(diagnostics.empty());
  ASSERT_EQ(given.size(), 2U);
  EXPECT_EQ(given[0].decided_on, parse_date("2025-07-01"));
  EXPECT_EQ(given[0].replication, std::nullopt);
  EXPECT_EQ(given[1].decided_on, std::nullopt);
  EXPECT_EQ(given[1].replication, 3U);
}

TEST(GivenDecisions, NameAllFaultsAtOnce) {
  EXPECT_THAT(
      faults("application,decided_on,outcome,replication\n"
             "A-01,2025-07-01,granted,\n"
             "A-001,2025-13-01,grantd,9\n"
             "A-002,2025-07-01,,0\n"),
      testing::ElementsAre(
          testing::StartsWith("given.csv:2: application: 'A-01' is unknown"),
          testing::StartsWith("given.csv:3: decided_on: '2025-13-01' is not a date like"),
          testing::StartsWith("given.csv:3: outcome: 'grantd' is not one of granted,"),
          testing::StartsWith("given.csv:3: replication: '9' is not a whole number from 1 to 5"),
          testing::StartsWith("given.csv:4: outcome: is missing"),
          testing::StartsWith("given.csv:4: replication: '0' is not a whole number")));
}

TEST(GivenDecisions, RefuseMissingColumnsAndKeysGivenTwice) {
  EXPECT_THAT(faults("application,outcome\nA-001,granted\n"),
              testing::ElementsAre(testing::HasSubstr("decided_on: the column is missing")));
  EXPECT_THAT(faults("application,decided_on,outcome\nA-001,,granted\nA-001,,granted\n"),
              testing::Contains(testing::HasSubstr("given twice, first in row 2")));
  EXPECT_THAT(faults(""), testing::SizeIs(1));
}

TEST(GivenDecisions, AreWarnedOfOnceWhereAGrantHasNoDay) {
  EXPECT_THAT(faults("application,decided_on,outcome,replication\n"
                     "A-001,,granted,1\nA-001,,granted,2\nA-002,,refused,1\nA-002,,,2\n"),
              testing::ElementsAre("given.csv:2: decided_on: is blank: 'A-001' is never granted; "
                                   "give the day if there is one; 1 more such row"));
}

TEST(GivenDecisions, NameTheDayThatIsMeant) {
  EXPECT_THAT(faults("application,decided_on,outcome\nA-001,01.07.2025,granted\n"),
              testing::ElementsAre(testing::EndsWith("did you mean '2025-07-01'?")));
}

}  // namespace
}  // namespace runout::forecast
