// The terms of a report, from its numbers.
#include <algorithm>

#include "runout/regime/evidence/report_draft.h"

namespace runout::regime {
namespace {

using book::EvidenceMeasure;

/// Part of the later report's applications that were filed by the day of the earlier one.
double filed_before(const ReportDraft& earlier, const ReportDraft& later) {
  const double all = static_cast<double>((later.reading.filed_to - later.since).count() + 1);
  return static_cast<double>((earlier.reading.filed_to - later.since).count() + 1) / all;
}

DatedCount count(std::uint32_t causes, const std::optional<Date>& after, Date to) {
  return {causes, after, to, std::nullopt};
}

void write_share(ReportDraft& draft, const ReportDraft* earlier) {
  const double deviation = exactness_of(draft.row->reporter).deviation;
  const Date to = draft.reading.reported_on;
  DatedTerm term;
  if (earlier == nullptr) {
    term.part = count(kGranted, std::nullopt, to);
    term.statement = ShareStatement{*draft.numbers.share, deviation};
  } else {
    const Date then = earlier->reading.reported_on;
    const double before = *earlier->numbers.share * filed_before(*earlier, draft);
    term.part = count(kGranted, then, to);
    term.rest = {{-1.0, count(kGranted, std::nullopt, then)}};
    term.statement =
        ShareStatement{(*draft.numbers.share - before) / std::max(1.0 - before, 1e-6), deviation};
  }
  draft.reading.terms.push_back(std::move(term));
}

void write_counts(ReportDraft& draft, const ReportDraft* earlier) {
  const ReportNumbers& now = draft.numbers;
  const double precision = exactness_of(draft.row->reporter).precision;
  const Date to = draft.reading.reported_on;
  std::optional<Date> then;
  double granted_before = 0.0;
  double ended_before = 0.0;
  std::vector<std::pair<double, DatedCount>> gone;  // by the earlier report
  bool same_ends = false;
  if (earlier != nullptr) {
    then = earlier->reading.reported_on;
    granted_before = *earlier->numbers.granted;
    gone.emplace_back(-1.0, count(kGranted, std::nullopt, *then));
    same_ends = earlier->numbers.ended && earlier->numbers.ended_causes == now.ended_causes;
    if (same_ends) {
      ended_before = *earlier->numbers.ended;
      gone.emplace_back(-1.0, count(now.ended_causes, std::nullopt, *then));
    }
  }
  if (now.granted) {
    DatedTerm term;
    term.part = count(kGranted, then, to);
    term.rest = gone;
    term.statement = CountStatement{*now.granted - granted_before,
                                    *now.of - granted_before - ended_before, precision};
    draft.reading.terms.push_back(std::move(term));
  }
  if (!now.ended) return;
  // Of those not granted by now and not ended before, ended since.
  DatedTerm term;
  term.part = count(now.ended_causes, same_ends ? then : std::nullopt, to);
  if (now.granted) term.rest.emplace_back(-1.0, count(kGranted, std::nullopt, to));
  if (same_ends) term.rest.push_back(gone.back());
  const double left = *now.of - now.granted.value_or(0.0) - ended_before;
  term.statement = CountStatement{std::min(*now.ended - ended_before, left), left, precision};
  if (left > 0.0) draft.reading.terms.push_back(std::move(term));
}

void write_decided(ReportDraft& draft) {
  const Exactness exactness = exactness_of(draft.row->reporter);
  const Date to = draft.reading.reported_on;
  const Date after = draft.since - Days{1};
  DatedTerm term;
  term.whole = 0.0;
  term.rest = {{1.0, count(kGranted | kRefused, after, to)}};
  if (draft.measure == EvidenceMeasure::decided) {
    term.part = count(kGranted, after, to);
  } else {
    term.part = count(kGranted | kRefused, after, to);
    term.part.within =
        static_cast<std::int32_t>(std::min<std::int64_t>(*draft.row->within, 30'000));
  }
  if (draft.numbers.share) {
    term.statement = ShareStatement{*draft.numbers.share, exactness.deviation};
  } else {
    term.statement = CountStatement{*draft.numbers.granted, *draft.numbers.of, exactness.precision};
  }
  draft.reading.terms.push_back(std::move(term));
}

}  // namespace

bool goes_on_from(const ReportDraft& earlier, const ReportDraft& later) {
  const ReportNumbers& before = earlier.numbers;
  const ReportNumbers& now = later.numbers;
  if (before.share && now.share) return *now.share >= *before.share * filed_before(earlier, later);
  return before.granted && now.granted && *now.of >= *before.of &&
         *now.granted >= *before.granted &&
         *now.of - *before.granted >= *now.granted - *before.granted &&
         (!before.ended || before.ended_causes != now.ended_causes || *now.ended >= *before.ended);
}

void write_terms(ReportDraft& draft, const ReportDraft* earlier) {
  if (draft.measure != EvidenceMeasure::filed) {
    write_decided(draft);
  } else if (draft.numbers.share) {
    write_share(draft, earlier);
  } else {
    write_counts(draft, earlier);
  }
}

}  // namespace runout::regime
