// The page of a backtest: one self-contained file with pictures.
#pragma once

#include <filesystem>
#include <string>

#include "runout/regime/backtest/backtest.h"

namespace runout::report {

/// The whole page as well-formed XHTML in HTML5 syntax, UTF-8. Nothing is loaded from anywhere. At
/// least one date was replayed.
[[nodiscard]] std::string backtest_html(const regime::backtest::Backtest& backtest);

/// Writes backtest_html to `path`: the old file or the whole new one, never a part. Throws
/// Error{forbidden} with the path and the system's reason.
void write_backtest_report(const regime::backtest::Backtest& backtest,
                           const std::filesystem::path& path);

}  // namespace runout::report
