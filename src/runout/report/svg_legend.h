// Legends of pictures: a small swatch with the words for it.
#pragma once

#include <functional>
#include <string_view>

#include "runout/report/html_writer.h"
#include "runout/report/svg_writer.h"

namespace runout::report {

/// Size of a swatch, in its own units.
constexpr std::string_view kSwatchWidth = "22";
constexpr std::string_view kSwatchHeight = "14";

/// Writes one swatch, drawn by `draw`, and its words. The words are its title, too.
void write_legend_entry(HtmlWriter& html, std::string_view words,
                        const std::function<void(SvgWriter&)>& draw);

}  // namespace runout::report
