// A row of evidence.csv on its way to a reading: its numbers, and the terms they become.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "runout/regime/evidence/reports.h"
#include "runout/regime/training.h"

namespace runout::regime {

inline constexpr std::uint32_t kGranted = 1U << static_cast<unsigned>(ReviewCause::granted);
inline constexpr std::uint32_t kRefused = 1U << static_cast<unsigned>(ReviewCause::refused);
inline constexpr std::uint32_t kWithdrawn = 1U << static_cast<unsigned>(ReviewCause::withdrawn);

/// How exact numbers are by who counted: the precision of counts, the standard deviation of a
/// share's log odds, and what choosing to answer may shift in log hazard.
struct Exactness {
  double precision = 0.0;
  double deviation = 0.0;
  double selection = 0.0;
};

[[nodiscard]] Exactness exactness_of(book::EvidenceReporter reporter);

/// The numbers of a report without the book's own applications.
struct ReportNumbers {
  std::optional<double> of;
  std::optional<double> granted;
  std::optional<double> ended;  ///< not granted, by `ended_causes`
  std::uint32_t ended_causes = 0;
  std::optional<double> share;  ///< where there are no counts
};

/// One row under way to its reading.
struct ReportDraft {
  const book::Evidence* row = nullptr;
  book::EvidenceMeasure measure = book::EvidenceMeasure::filed;
  ReportNumbers numbers;
  ReportReading reading;
  Date since;
};

/// What a row counts: as it says, else decisions where only those are given, else applications
/// filed.
[[nodiscard]] book::EvidenceMeasure measure_of(const book::Evidence& row);
[[nodiscard]] ReportNumbers numbers_of(const book::Evidence& row, book::EvidenceMeasure measure);
/// The row in the words of its numbers.
[[nodiscard]] std::string says_words(const book::Evidence& row, book::EvidenceMeasure measure);

/// Whether the later of two reports of the same people can be read as what happened since the
/// earlier one: both count or both share, and nothing has become fewer.
[[nodiscard]] bool goes_on_from(const ReportDraft& earlier, const ReportDraft& later);

/// Writes the terms of a draft; with an earlier report, of what happened since.
void write_terms(ReportDraft& draft, const ReportDraft* earlier);

}  // namespace runout::regime
