// What the data can and cannot tell, as tables of a page.
#pragma once

#include <vector>

#include "runout/regime/honesty/flag.h"
#include "runout/regime/promise_record.h"
#include "runout/report/html_writer.h"

namespace runout::report {

/// A table of flags: what, whose, what would help. Nothing without flags.
void write_flags(HtmlWriter& html, const std::vector<regime::Flag>& flags);

/// A table of parts of the model with a bar each for how much of it was learnt. The parts of single
/// weeks and the shapes of outcomes are left to the JSON. Nothing without parts.
void write_learnt(HtmlWriter& html, const std::vector<regime::LearntPart>& parts);

/// A table of what each source's promised days were worth. Nothing without promises.
void write_promises(HtmlWriter& html, const std::vector<regime::PromiseRecord>& promises);

}  // namespace runout::report
