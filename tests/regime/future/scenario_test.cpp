#include "runout/regime/future/scenario.h"

#include <gmock/gmock.h>

namespace runout::regime {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Scenario good(const std::string& text) { return std::get<Scenario>(read_scenario(text)); }
std::string wrong(const std::string& text) { return std::get<std::string>(read_scenario(text)); }

TEST(ReadScenario, TakesAHaltWithItsDaysAndAuthority) {
  const Scenario halt = good("halt:2025-10-09..2025-11-10@MOFCOM");
  EXPECT_EQ(halt.kind, ChangeKind::freeze);
  EXPECT_EQ(halt.from, parse_date("2025-10-09"));
  EXPECT_EQ(halt.to, parse_date("2025-11-10"));
  EXPECT_EQ(halt.authority, "MOFCOM");
}

TEST(ReadScenario, TakesAWordAlone) {
  const Scenario easing = good("easing");
  EXPECT_EQ(easing.kind, ChangeKind::easing);
  EXPECT_FALSE(easing.from || easing.to);
  EXPECT_THAT(easing.authority, IsEmpty());
  EXPECT_EQ(good("tightening:2025-07-01").kind, ChangeKind::tightening);
  EXPECT_EQ(good("fast-lane@BIS").kind, ChangeKind::fast_lane);
}

TEST(ReadScenario, NamesWhatIsWrongAndShowsARightOne) {
  EXPECT_THAT(wrong("hal:2025-10-09"),
              AllOf(HasSubstr("'hal'"), HasSubstr("did you mean 'halt'?")));
  EXPECT_THAT(wrong("peace"), AllOf(HasSubstr("'peace' is no scenario"), HasSubstr("halt:2025-")));
  EXPECT_THAT(wrong(""), HasSubstr("is no scenario"));
  EXPECT_THAT(wrong("halt:9.10.2025"), HasSubstr("'9.10.2025' is not a date like 2025-10-09"));
  EXPECT_THAT(wrong("halt:2025-10-09.."), HasSubstr("a day is missing"));
  EXPECT_THAT(wrong("halt:"), HasSubstr("a day is missing"));
  EXPECT_THAT(wrong("halt:2025-11-10..2025-10-09"), HasSubstr("ends before it begins"));
  EXPECT_THAT(wrong("easing@"), HasSubstr("no authority after '@'"));
}

TEST(KnownScenarios, HaveNoForesight) {
  const std::vector<Scenario> all{good("halt:2025-10-09..2025-11-10")};
  EXPECT_THAT(known_scenarios(all, parse_date("2025-10-08")), IsEmpty());
  const auto during = known_scenarios(all, parse_date("2025-10-09"));
  ASSERT_THAT(during, SizeIs(1));
  EXPECT_FALSE(during[0].to);
  EXPECT_EQ(known_scenarios(all, parse_date("2025-11-10"))[0].to, parse_date("2025-11-10"));
}

}  // namespace
}  // namespace runout::regime
