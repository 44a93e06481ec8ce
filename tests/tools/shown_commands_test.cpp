#include "tools/shown_commands.h"

#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace runout::docs {
namespace {

using Lines = std::vector<std::string>;
using testing::ElementsAre;

TEST(ShownCommands, StandInConsoleBlocksOnly) {
  const Lines page{"# Title", "```sh", "$ not this", "```", "```console", "$ ls",
                   "a",       "b",     "$ true",     "```", "$ nor this"};
  const auto commands = find_commands(page);
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].command, "ls");
  EXPECT_EQ(commands[0].output_begin, 6U);
  EXPECT_EQ(commands[0].output_end, 8U);
  EXPECT_EQ(commands[1].command, "true");
  EXPECT_EQ(commands[1].output_begin, commands[1].output_end);
}

TEST(ShownCommands, GoOnAfterABackslash) {
  const auto commands = find_commands({"```console", "$ echo a \\", "  b", "a b", "```"});
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].command, "echo a \\\n  b");
  EXPECT_EQ(commands[0].output_begin, 3U);
  EXPECT_EQ(commands[0].output_end, 4U);
}

TEST(ShownCommands, CompareLineByLine) {
  EXPECT_TRUE(matches({}, {}));
  EXPECT_TRUE(matches({"a", "b"}, {"a", "b"}));
  EXPECT_FALSE(matches({"a", "b"}, {"a"}));
  EXPECT_FALSE(matches({"a"}, {"a", "b"}));
  EXPECT_FALSE(matches({"a "}, {"a"}));
}

TEST(ShownCommands, LetTheMarkerStandForAnyLines) {
  EXPECT_TRUE(matches({"[...]"}, {}));
  EXPECT_TRUE(matches({"a", "[...]", "d"}, {"a", "b", "c", "d"}));
  EXPECT_TRUE(matches({"a", "[...]", "d"}, {"a", "d", "d"}));
  EXPECT_TRUE(matches({"[...]", "c", "[...]"}, {"a", "c", "d"}));
  EXPECT_FALSE(matches({"a", "[...]", "d"}, {"a", "b", "c"}));
  EXPECT_FALSE(matches({"[...]", "x", "[...]"}, {"a", "b"}));
}

TEST(ShownCommands, AreRefreshedWhole) {
  EXPECT_THAT(refresh({"old"}, {"new", "lines"}), ElementsAre("new", "lines"));
}

TEST(ShownCommands, KeepTheirCutsWhenRefreshed) {
  EXPECT_THAT(refresh({"a", "[...]", "z"}, {"b", "c", "d", "e"}), ElementsAre("b", "[...]", "e"));
  EXPECT_THAT(refresh({"a", "[...]"}, {"a", "b"}), ElementsAre("a", "[...]"));
  EXPECT_THAT(refresh({"a", "b", "[...]", "z"}, {"x"}), ElementsAre("x", "[...]"));
}

TEST(ShownCommands, ReplaceANamedPartOfAPage) {
  const Lines page{"x", "<!-- begin t -->", "old", "<!-- end t -->", "y"};
  EXPECT_THAT(replace_part(page, "t", {"1", "2"}),
              ElementsAre("x", "<!-- begin t -->", "1", "2", "<!-- end t -->", "y"));
  EXPECT_THROW((void)replace_part(page, "u", {}), std::invalid_argument);
}

TEST(ShownCommands, SplitAndJoinGiveTheTextBack) {
  EXPECT_EQ(join_lines(split_lines("a\n\nb\n")), "a\n\nb\n");
  EXPECT_TRUE(split_lines("").empty());
}

}  // namespace
}  // namespace runout::docs
