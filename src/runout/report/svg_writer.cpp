#include "runout/report/svg_writer.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace runout::report {
namespace {

std::string points_text(const std::vector<SvgPoint>& points) {
  std::string text;
  for (const SvgPoint& point : points) {
    text +=
        fmt::format("{}{} {}", text.empty() ? "M" : "L", svg_number(point.x), svg_number(point.y));
  }
  return text;
}

}  // namespace

std::string svg_number(double value) {
  if (!std::isfinite(value)) return "0";
  std::string text = fmt::format("{:.2f}", value);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string svg_share(double share) {
  return svg_number(100.0 * std::clamp(share, 0.0, 1.0)) + "%";
}

SvgWriter SvgWriter::sized(HtmlWriter& html, double width, double height, std::string_view title,
                           std::string_view description) {
  SvgWriter svg{html};
  const std::string box = fmt::format("0 0 {} {}", svg_number(width), svg_number(height));
  const std::string title_id = html.next_id("t");
  html.open("svg",
            {{"class", "chart"}, {"role", "img"}, {"aria-labelledby", title_id}, {"viewBox", box}});
  html.element("title", title, {{"id", title_id}});
  if (!description.empty()) html.element("desc", description);
  return svg;
}

SvgWriter SvgWriter::stretched(HtmlWriter& html, double height, std::string_view title) {
  SvgWriter svg{html};
  const std::string title_id = html.next_id("t");
  html.open("svg", {{"class", "bar"},
                    {"role", "img"},
                    {"aria-labelledby", title_id},
                    {"width", "100%"},
                    {"height", svg_number(height)}});
  html.element("title", title, {{"id", title_id}});
  return svg;
}

SvgWriter& SvgWriter::rect(std::string_view x, std::string_view y, std::string_view width,
                           std::string_view height, std::string_view css_class) {
  html_->empty("rect",
               {{"x", x}, {"y", y}, {"width", width}, {"height", height}, {"class", css_class}});
  return *this;
}

SvgWriter& SvgWriter::line(std::string_view x1, std::string_view y1, std::string_view x2,
                           std::string_view y2, std::string_view css_class) {
  html_->empty("line", {{"x1", x1}, {"y1", y1}, {"x2", x2}, {"y2", y2}, {"class", css_class}});
  return *this;
}

SvgWriter& SvgWriter::circle(std::string_view x, std::string_view y, std::string_view radius,
                             std::string_view css_class) {
  html_->empty("circle", {{"cx", x}, {"cy", y}, {"r", radius}, {"class", css_class}});
  return *this;
}

SvgWriter& SvgWriter::label(std::string_view x, std::string_view y, std::string_view text,
                            std::string_view css_class, Anchor anchor) {
  html_->element("text", text,
                 {{"x", x},
                  {"y", y},
                  {"class", css_class},
                  {"text-anchor", anchor == Anchor::start    ? ""
                                  : anchor == Anchor::middle ? "middle"
                                                             : "end"}});
  return *this;
}

SvgWriter& SvgWriter::curve(const std::vector<SvgPoint>& points, std::string_view css_class) {
  if (!points.empty()) html_->empty("path", {{"d", points_text(points)}, {"class", css_class}});
  return *this;
}

SvgWriter& SvgWriter::band(const std::vector<SvgPoint>& lower, const std::vector<SvgPoint>& upper,
                           std::string_view css_class) {
  if (lower.empty() || upper.empty()) return *this;
  std::vector<SvgPoint> around = upper;
  around.insert(around.end(), lower.rbegin(), lower.rend());
  html_->empty("path", {{"d", points_text(around) + "Z"}, {"class", css_class}});
  return *this;
}

void SvgWriter::close() { html_->close(); }

}  // namespace runout::report
