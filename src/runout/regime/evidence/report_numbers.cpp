// The numbers of a row, and the words for them.
#include <algorithm>

#include <fmt/format.h>

#include "runout/regime/evidence/report_draft.h"

namespace runout::regime {
namespace {

using book::EvidenceMeasure;
using book::EvidenceReporter;

std::optional<double> as_number(const std::optional<std::int64_t>& whole) {
  if (!whole) return std::nullopt;
  return static_cast<double>(*whole);
}

std::string day_of(Date date) { return to_string(date); }

std::string percent(const Ratio& share) { return fmt::format("{:.3g} %", 100.0 * share.value()); }

/// Counts of applications filed: granted, and ended in another way, of how many.
ReportNumbers numbers_of_filed(const book::Evidence& row) {
  ReportNumbers numbers;
  numbers.of = as_number(row.submitted);
  if (!numbers.of && row.pending && (row.granted || row.refused)) {
    numbers.of =
        static_cast<double>(*row.pending + row.granted.value_or(0) + row.refused.value_or(0));
  }
  if (numbers.of && row.granted) {
    numbers.granted = as_number(row.granted);
  } else if (numbers.of && row.share) {
    numbers.granted = *numbers.of * row.share->value();
  } else if (row.share) {
    numbers.share = row.share->value();
  }
  if (!numbers.of) return numbers;
  if (row.refused) {
    numbers.ended = as_number(row.refused);
    numbers.ended_causes = kRefused;
  } else if (row.pending && row.granted) {
    numbers.ended = std::max(0.0, *numbers.of - static_cast<double>(*row.granted + *row.pending));
    numbers.ended_causes = kRefused | kWithdrawn;
  }
  return numbers;
}

/// Numbers of decisions: `granted` holds grants, or those completed in time.
ReportNumbers numbers_of_decided(const book::Evidence& row, EvidenceMeasure measure) {
  ReportNumbers numbers;
  numbers.of = as_number(row.submitted);
  if (measure == EvidenceMeasure::decided && row.granted && row.refused) {
    numbers.of = static_cast<double>(*row.granted + *row.refused);
  }
  if (numbers.of && row.granted && measure == EvidenceMeasure::decided) {
    numbers.granted = as_number(row.granted);
  } else if (numbers.of && row.share) {
    numbers.granted = *numbers.of * row.share->value();
  } else if (row.share) {
    numbers.share = row.share->value();
  }
  return numbers;
}

}  // namespace

Exactness exactness_of(EvidenceReporter reporter) {
  switch (reporter) {
    case EvidenceReporter::authority:
      return {200.0, 0.2, 0.0};
    case EvidenceReporter::association:
    case EvidenceReporter::firm:
      return {100.0, 0.35, 0.0};
    case EvidenceReporter::press:
      return {60.0, 0.4, 0.0};
    case EvidenceReporter::survey:
      break;
  }
  return {20.0, 0.5, 0.5};
}

EvidenceMeasure measure_of(const book::Evidence& row) {
  if (row.measure) return *row.measure;
  const bool only_decisions =
      row.granted && row.refused && !row.submitted && !row.pending && !row.share;
  return only_decisions ? EvidenceMeasure::decided : EvidenceMeasure::filed;
}

std::string says_words(const book::Evidence& row, EvidenceMeasure measure) {
  if (measure == EvidenceMeasure::completed) {
    return fmt::format("{} of {} completed by {} within {} working days",
                       row.share ? percent(*row.share) : "a share",
                       row.submitted ? fmt::format("{}", *row.submitted) : "those",
                       day_of(row.reported_on), row.within.value_or(0));
  }
  std::string text;
  if (measure == EvidenceMeasure::decided) {
    if (row.share) {
      text = fmt::format("{} of decisions are grants", percent(*row.share));
    } else {
      text = fmt::format("{} granted and {} refused", row.granted.value_or(0),
                         row.refused.value_or(0));
    }
    return fmt::format("{}, decided by {}", text, day_of(row.reported_on));
  }
  if (row.granted) {
    text = row.submitted ? fmt::format("{} of {} granted", *row.granted, *row.submitted)
                         : fmt::format("{} granted", *row.granted);
  } else if (row.share) {
    text = row.submitted ? fmt::format("{} of {} granted", percent(*row.share), *row.submitted)
                         : fmt::format("{} granted", percent(*row.share));
  } else {
    text = row.submitted ? fmt::format("{} filed", *row.submitted) : "nothing counted";
  }
  if (row.refused) text += fmt::format(", {} refused", *row.refused);
  if (row.pending) text += fmt::format(", {} pending", *row.pending);
  return fmt::format("{} by {}", text, day_of(row.reported_on));
}

ReportNumbers numbers_of(const book::Evidence& row, EvidenceMeasure measure) {
  return measure == EvidenceMeasure::filed ? numbers_of_filed(row)
                                           : numbers_of_decided(row, measure);
}

}  // namespace runout::regime
