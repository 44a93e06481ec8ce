// Replays of a plain file of cases.
#pragma once

#include "runout/regime/backtest/replay.h"
#include "runout/regime/case_file.h"

namespace runout::regime::backtest {

/// A plain file as a history: a row is known from its submission, its decision from that day on.
/// Keeps a reference to the file.
class CaseReplay : public ReplaySource {
 public:
  explicit CaseReplay(const CaseFile& file) : file_{file} {}

  [[nodiscard]] std::optional<Date> first_day() const override;
  [[nodiscard]] std::optional<Date> last_day() const override;
  [[nodiscard]] ReplayDay look_back(Date as_of) const override;
  [[nodiscard]] DecisionForecast forecast(Date as_of,
                                          const DecisionRequest& request) const override;

 private:
  const CaseFile& file_;
};

}  // namespace runout::regime::backtest
