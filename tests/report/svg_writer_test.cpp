#include "runout/report/svg_writer.h"

#include <gtest/gtest.h>

#include <limits>
#include <pugixml.hpp>

namespace runout::report {
namespace {

TEST(SvgNumber, IsPlainDecimal) {
  EXPECT_EQ(svg_number(0), "0");
  EXPECT_EQ(svg_number(12.345), "12.35");
  EXPECT_EQ(svg_number(12.5), "12.5");
  EXPECT_EQ(svg_number(-0.001), "0");
  EXPECT_EQ(svg_number(1e-9), "0");
  EXPECT_EQ(svg_number(100), "100");
  EXPECT_EQ(svg_number(std::numeric_limits<double>::quiet_NaN()), "0");
}

TEST(SvgShare, StaysInThePicture) {
  EXPECT_EQ(svg_share(0.1234), "12.34%");
  EXPECT_EQ(svg_share(-1), "0%");
  EXPECT_EQ(svg_share(7), "100%");
}

TEST(SvgWriter, WritesAPictureWithTitleDescriptionAndElements) {
  HtmlWriter html;
  SvgWriter svg = SvgWriter::sized(html, 100, 50, "A & B", "what it shows");
  svg.rect("1", "2", "3", "4", "bar").line("0", "0", "9", "9", "axis");
  svg.label("5", "6", "<7>", "tick", SvgWriter::Anchor::end).circle("1", "1", "2", "dot");
  svg.curve({{0, 0}, {1.5, 2}}, "curve").band({{0, 0}, {1, 1}}, {{0, 2}, {1, 3}}, "band");
  svg.curve({}, "nothing");
  svg.close();
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(html.finish().c_str()));
  const pugi::xml_node picture = document.child("svg");
  EXPECT_STREQ(picture.attribute("viewBox").value(), "0 0 100 50");
  EXPECT_STREQ(picture.child("title").text().get(), "A & B");
  EXPECT_STREQ(picture.child("title").attribute("id").value(),
               picture.attribute("aria-labelledby").value());
  EXPECT_STREQ(picture.child("desc").text().get(), "what it shows");
  EXPECT_STREQ(picture.child("text").text().get(), "<7>");
  EXPECT_STREQ(picture.child("text").attribute("text-anchor").value(), "end");
  EXPECT_STREQ(picture.child("path").attribute("d").value(), "M0 0L1.5 2");
  EXPECT_STREQ(picture.child("path").next_sibling().attribute("d").value(), "M0 2L1 3L1 1L0 0Z");
  EXPECT_FALSE(picture.child("path").next_sibling().next_sibling());
}

TEST(HtmlWriter, ClosesWhatIsOpenAndEscapesWhatIsSaid) {
  HtmlWriter html;
  html.open("p", {{"class", "a\"b"}, {"id", ""}}).text("<&>'\"");
  EXPECT_EQ(html.finish(), "<p class=\"a&quot;b\">&lt;&amp;&gt;&#39;&quot;</p>\n");
}

TEST(HtmlWriter, GivesNoIdTwice) {
  HtmlWriter html;
  EXPECT_NE(html.next_id("x"), html.next_id("x"));
}

}  // namespace
}  // namespace runout::report
