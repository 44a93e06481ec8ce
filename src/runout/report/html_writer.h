// Well-formed markup, element by element: what is opened gets closed, what is said gets escaped.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runout::report {

/// Text for an element or an attribute value: plain_text with & < > " ' as entities.
[[nodiscard]] std::string escape_markup(std::string_view text);

/// Writes XHTML-compatible markup into a string.
///
/// Invariant: every element still open is closed by finish(), in the right order.
class HtmlWriter {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// Opens an element. Values are escaped; an attribute with an empty value is left out.
  HtmlWriter& open(std::string_view tag, Attributes attributes = {});
  HtmlWriter& close();
  /// An element that has no content: `<br/>`, `<rect .../>`.
  HtmlWriter& empty(std::string_view tag, Attributes attributes = {});
  HtmlWriter& text(std::string_view text);
  /// open, text, close.
  HtmlWriter& element(std::string_view tag, std::string_view text, Attributes attributes = {});
  /// Markup that is known to be well-formed: the style sheet, the document type.
  HtmlWriter& raw(std::string_view markup);

  /// "prefix-7": an id nobody else has in this document.
  [[nodiscard]] std::string next_id(std::string_view prefix);

  /// Closes everything and hands the document over.
  [[nodiscard]] std::string finish();

 private:
  void start_tag(std::string_view tag, Attributes attributes);

  std::string document_;
  std::vector<std::string> open_;
  std::size_t ids_ = 0;
};

/// One heading of a table; numbers are right-aligned.
struct Heading {
  Heading(std::string_view heading, std::string_view heading_class = {})
      : name{heading}, css_class{heading_class} {}

  std::string_view name;
  std::string_view css_class;  ///< "n" for numbers and dates
};

/// Whether a text stays on one line in its cell: codes, dates, a few words.
[[nodiscard]] bool is_short(std::string_view text);

/// A table with a caption for those who hear it, its first column the row's heading.
/// Cells are text; rows are as long as `headings`.
void write_table(HtmlWriter& html, std::string_view caption, const std::vector<Heading>& headings,
                 const std::vector<std::vector<std::string>>& rows);

}  // namespace runout::report
