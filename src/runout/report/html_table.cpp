#include "runout/report/html_table.h"

#include <fmt/format.h>

namespace runout::report {

void write_named_cell(HtmlWriter& html, std::string_view name, std::string_view text,
                      std::string_view css_class) {
  const std::string classes = fmt::format("{}{}", css_class, text == "-" ? " nil" : "");
  html.open("td", {{"role", "cell"}, {"class", classes}});
  html.element("span", name, {{"class", "cell-name"}, {"aria-hidden", "true"}});
  html.text(text).close();
}

}  // namespace runout::report
