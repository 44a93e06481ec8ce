// The one writer of pictures: SVG elements inside a page, styled by the page's classes.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runout/report/html_writer.h"

namespace runout::report {

/// A number as SVG wants it: "12.35", never "1e-05".
[[nodiscard]] std::string svg_number(double value);
/// Share 0..1 of the picture's width: "12.35%". Such pictures stretch without distorting.
[[nodiscard]] std::string svg_share(double share);

/// A point of a curve, in the picture's own units.
struct SvgPoint {
  double x = 0.0;
  double y = 0.0;
};

/// Writes one picture into a page. Opened by the constructor with a title for those who hear it
/// (and a description when there is one), closed by close().
///
/// A picture has either a fixed size in its own units that the page scales (`sized`), or the full
/// width of its place and a height in pixels (`stretched`, positions are given by svg_share).
class SvgWriter {
 public:
  [[nodiscard]] static SvgWriter sized(HtmlWriter& html, double width, double height,
                                       std::string_view title, std::string_view description);
  [[nodiscard]] static SvgWriter stretched(HtmlWriter& html, double height, std::string_view title);

  /// Writes into a picture that is already open; it is closed by whoever opened it.
  [[nodiscard]] static SvgWriter into(HtmlWriter& html) { return SvgWriter{html}; }

  SvgWriter& rect(std::string_view x, std::string_view y, std::string_view width,
                  std::string_view height, std::string_view css_class);
  SvgWriter& line(std::string_view x1, std::string_view y1, std::string_view x2,
                  std::string_view y2, std::string_view css_class);
  SvgWriter& circle(std::string_view x, std::string_view y, std::string_view radius,
                    std::string_view css_class);
  enum class Anchor { start, middle, end };
  SvgWriter& label(std::string_view x, std::string_view y, std::string_view text,
                   std::string_view css_class, Anchor anchor = Anchor::start);
  /// An open curve through the points.
  SvgWriter& curve(const std::vector<SvgPoint>& points, std::string_view css_class);
  /// The area between two curves over the same x.
  SvgWriter& band(const std::vector<SvgPoint>& lower, const std::vector<SvgPoint>& upper,
                  std::string_view css_class);
  void close();

 private:
  explicit SvgWriter(HtmlWriter& html) : html_{&html} {}

  HtmlWriter* html_;
};

}  // namespace runout::report
