#include "runout/report/html_writer.h"

#include <cassert>

#include <fmt/format.h>

#include "runout/report/text_layout.h"

namespace runout::report {
namespace {

/// Codes and dates are seldom longer; a browser would break them at a hyphen or a blank.
constexpr std::size_t kShortText = 20;

}  // namespace

std::string escape_markup(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : plain_text(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

void HtmlWriter::start_tag(std::string_view tag, Attributes attributes) {
  document_ += '<';
  document_ += tag;
  for (const auto& [name, value] : attributes) {
    if (value.empty()) continue;
    document_ += fmt::format(" {}=\"{}\"", name, escape_markup(value));
  }
}

HtmlWriter& HtmlWriter::open(std::string_view tag, Attributes attributes) {
  start_tag(tag, attributes);
  document_ += '>';
  open_.emplace_back(tag);
  return *this;
}

HtmlWriter& HtmlWriter::close() {
  assert(!open_.empty());
  const std::string& tag = open_.back();
  document_ += fmt::format("</{}>", tag);
  // Line ends only where blanks do not show.
  if (tag != "span" && tag != "text" && tag != "strong" && tag != "small") document_ += '\n';
  open_.pop_back();
  return *this;
}

HtmlWriter& HtmlWriter::empty(std::string_view tag, Attributes attributes) {
  start_tag(tag, attributes);
  document_ += "/>";
  return *this;
}

HtmlWriter& HtmlWriter::text(std::string_view text) {
  document_ += escape_markup(text);
  return *this;
}

HtmlWriter& HtmlWriter::element(std::string_view tag, std::string_view text,
                                Attributes attributes) {
  return open(tag, attributes).text(text).close();
}

HtmlWriter& HtmlWriter::raw(std::string_view markup) {
  document_ += markup;
  return *this;
}

std::string HtmlWriter::next_id(std::string_view prefix) {
  return fmt::format("{}-{}", prefix, ++ids_);
}

std::string HtmlWriter::finish() {
  while (!open_.empty()) close();
  return std::move(document_);
}

bool is_short(std::string_view text) { return text_columns(text) <= kShortText; }

void write_table(HtmlWriter& html, std::string_view caption, const std::vector<Heading>& headings,
                 const std::vector<std::vector<std::string>>& rows) {
  html.open("div",
            {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", caption}});
  html.open("table").element("caption", caption);
  html.open("thead").open("tr");
  for (const Heading& heading : headings) {
    html.element("th", heading.name, {{"scope", "col"}, {"class", heading.css_class}});
  }
  html.close().close().open("tbody");
  for (const std::vector<std::string>& cells : rows) {
    html.open("tr");
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string_view keep = is_short(cells[i]) ? "code" : "";
      if (i == 0) {
        html.element("th", cells[i], {{"scope", "row"}, {"class", keep}});
      } else {
        const std::string_view css_class = headings[i].css_class;
        html.element("td", cells[i], {{"class", css_class.empty() ? keep : css_class}});
      }
    }
    html.close();
  }
  html.close().close().close();
}

}  // namespace runout::report
