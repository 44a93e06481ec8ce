// Names what a spreadsheet or an extract has done to a cell, so that a fault comes with its cure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runout/base/quantity.h"

namespace runout::book {

/// The text in single quotes as messages show it: control characters as blanks, at most 60 bytes.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// Without blanks of any kind (no-break and thin ones too) at both ends.
[[nodiscard]] std::string_view strip_blanks(std::string_view text);

/// True for a row such as `,,,` that a spreadsheet leaves below its table.
[[nodiscard]] bool is_blank_row(const std::vector<std::string>& cells);

/// True for #REF!, #N/A, #VALUE! and their like.
[[nodiscard]] bool is_failed_formula(std::string_view text);

/// True for 4.5E+09: how a spreadsheet shows a long number it was given as a code.
[[nodiscard]] bool is_scientific(std::string_view text);

/// What would help where `text` is not a number; empty when nothing is recognised. `sign` is the
/// decimal sign of the file.
[[nodiscard]] std::string number_help(std::string_view text, DecimalSign sign);

/// What would help where `text` is not a date: both readings of 05/06/2025, the day behind the
/// spreadsheet's number 45838, ...
[[nodiscard]] std::string date_help(std::string_view text);

/// What would help where `text` is neither yes nor no.
[[nodiscard]] std::string yes_no_help(std::string_view text);

}  // namespace runout::book
