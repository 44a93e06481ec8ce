#include "runout/report/svg_legend.h"

namespace runout::report {

void write_legend_entry(HtmlWriter& html, std::string_view words,
                        const std::function<void(SvgWriter&)>& draw) {
  html.open("span", {{"class", "key"}});
  html.open("svg", {{"class", "swatch"},
                    {"width", kSwatchWidth},
                    {"height", kSwatchHeight},
                    {"aria-hidden", "true"}});
  html.element("title", words);
  SvgWriter svg = SvgWriter::into(html);
  draw(svg);
  html.close().text(words).close();
}

}  // namespace runout::report
