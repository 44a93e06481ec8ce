// The fuse as pictures: the scale above the bars, a bar a line, and the patterns they are made of.
#pragma once

#include "runout/report/fuse.h"
#include "runout/report/html_writer.h"

namespace runout::report {

/// The patterns that tell stock, goods on the way and licences in hand apart without colour. Once
/// in every page, before the first picture.
void write_patterns(HtmlWriter& html);

/// Dates above the bars.
void draw_fuse_scale(HtmlWriter& html, const Fuse& fuse, Date as_of);

/// The bar of one line; for one that is down, when it may restart.
void draw_fuse_bar(HtmlWriter& html, const Fuse& fuse, const FuseRow& row, Date as_of);

/// What the bars are made of, in a row.
void draw_fuse_legend(HtmlWriter& html);

}  // namespace runout::report
