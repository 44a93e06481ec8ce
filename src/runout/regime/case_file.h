// A plain file of cases: id, submitted, decided, outcome, and columns that may be covariates.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/diagnostics.h"
#include "runout/book/far_days.h"

namespace runout::regime {

/// Days between which a case was decided.
struct DecidedBetween {
  Date earliest;
  Date latest;
};

/// The covariates of a case as the file has them, [covariate] as asked for. Copies share them, for
/// a million cases have a few hundred combinations.
class CovariateValues {
 public:
  CovariateValues() = default;
  CovariateValues(std::vector<std::string> values)
      : values_{std::make_shared<const std::vector<std::string>>(std::move(values))} {}
  CovariateValues(std::initializer_list<std::string> values)
      : CovariateValues{std::vector<std::string>(values)} {}

  [[nodiscard]] const std::string& operator[](std::size_t covariate) const {
    return (*values_)[covariate];
  }
  /// All of them; none where the file was asked for none.
  [[nodiscard]] std::vector<std::string> all() const {
    return values_ ? *values_ : std::vector<std::string>{};
  }
  /// Where they are; the same for those that share them.
  [[nodiscard]] const void* place() const { return values_.get(); }

 private:
  std::shared_ptr<const std::vector<std::string>> values_;
};

/// One case as the file has it.
struct Case {
  std::string id;
  Date submitted;
  std::optional<Date> decided;  ///< of an interval the middle day
  std::string outcome;          ///< empty: decided without saying how, or not decided
  CovariateValues covariates;
  std::size_t line = 0;                                  ///< on which it stands
  std::optional<DecidedBetween> between = std::nullopt;  ///< where the day itself is not known
};

struct CaseFile {
  std::vector<Case> cases;              ///< in the order of the file
  std::vector<std::string> covariates;  ///< names, in the order asked for
};

/// Whether the text is a plain file of cases: its header has id, submitted and decided.
[[nodiscard]] bool is_case_file(std::string_view text);

/// The columns that may be covariates: all but id, submitted, decided, outcome, decided_earliest
/// and decided_latest. Nothing when the header cannot be read.
[[nodiscard]] std::optional<std::vector<std::string>> find_covariates(std::string_view text);

/// Reads a plain file of cases. Every fault is appended to `diagnostics` under `file`; with errors
/// among them the result must not be used. `covariates` are columns by name; one that is not there
/// is an error naming the nearest. Where `decided` is blank, `decided_earliest` and
/// `decided_latest` say that the case was decided on one of these days; files need not have them.
/// Dates far after all others are warned of, for the latest is the as-of day. Never throws on any
/// text.
[[nodiscard]] CaseFile read_cases(std::string_view text, const std::string& file,
                                  const std::vector<std::string>& covariates,
                                  Diagnostics& diagnostics);

/// The latest date of each case, and the cell that says it, of a file called `file`.
[[nodiscard]] std::vector<book::KnownDay> known_days(const CaseFile& cases,
                                                     const std::string& file);

/// The latest date in the file; nothing without cases.
[[nodiscard]] std::optional<Date> latest_date(const CaseFile& file);

}  // namespace runout::regime
