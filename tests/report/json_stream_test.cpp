#include "runout/report/json_stream.h"

#include <gtest/gtest.h>

#include <sstream>

namespace runout::report {
namespace {

TEST(JsonStream, WritesWhatTheWholeObjectWouldBe) {
  Json whole;
  whole["number"] = 0.1;
  whole["text"] = "two\nlines, \"quoted\", and not UTF-8: \xff";
  whole["empty"] = Json::array();
  whole["nothing"] = nullptr;
  whole["list"] = Json::array({1, Json::array(), {{"a", Json::array({1, 2})}, {"b", "\n"}}, "x"});
  whole["object"] = {{"inner", {{"deep", Json::array({true})}}}};

  std::ostringstream out;
  JsonStream stream{out};
  stream.member("number", whole["number"]);
  stream.member("text", whole["text"]);
  stream.list("empty", 0, [](std::size_t) { return Json{}; });
  stream.member("nothing", whole["nothing"]);
  stream.list("list", 4, [&](std::size_t i) { return whole["list"][i]; });
  stream.member("object", whole["object"]);
  stream.end();
  EXPECT_EQ(out.str(), json_text(whole));
}

}  // namespace
}  // namespace runout::report
