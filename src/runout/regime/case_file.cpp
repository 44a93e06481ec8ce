#include "runout/regime/case_file.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/base/csv.h"
#include "runout/base/random.h"
#include "runout/base/text.h"
#include "runout/book/damage.h"

namespace runout::regime {
namespace {

/// Each outcome has a hazard of its own; hundreds of them are remarks, not outcomes.
constexpr std::size_t kMostOutcomes = 50;
constexpr std::array<std::string_view, 4> kColumns{"id", "submitted", "decided", "outcome"};
/// Of a decision whose day is not known; a file may go without them.
constexpr std::array<std::string_view, 2> kBetween{"decided_earliest", "decided_latest"};

std::vector<std::string> trimmed(const std::vector<std::string>& header) {
  std::vector<std::string> names;
  names.reserve(header.size());
  for (const std::string& name : header) names.emplace_back(book::strip_blanks(name));
  return names;
}

std::optional<std::size_t> place_of(const std::vector<std::string>& header, std::string_view name) {
  const auto found = std::ranges::find(header, name);
  if (found == header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.begin());
}

/// The day of the latest date of a case.
Date latest_of(const Case& one) {
  if (one.between) return std::max(one.between->latest, one.submitted);
  return one.decided ? std::max(*one.decided, one.submitted) : one.submitted;
}

class CaseReader {
 public:
  CaseReader(const std::string& file, Diagnostics& diagnostics)
      : file_{file}, diagnostics_{diagnostics} {}

  CaseFile read(std::string_view text, const std::vector<std::string>& covariates) {
    CaseFile result;
    result.covariates = covariates;
    std::optional<std::size_t> width;
    bool is_complete = true;
    const bool is_partial = read_csv(text, file_, diagnostics_, [&](CsvRecord&& record) {
      if (width) {
        read_record(record, *width, result);
        return true;
      }
      width = record.fields.size();
      is_complete = find_columns(trimmed(record.fields), record.line, covariates);
      return is_complete;
    });
    if (!width && !is_partial) {  // Why it could be read in part only is told already.
      error(0, "", "empty", "the file is empty",
            "it begins with a header: id,submitted,decided,outcome");
    }
    if (!width || !is_complete) return result;
    report_repeated_ids(text, *width);
    if (outcomes_.size() > kMostOutcomes) {
      error(0, kColumns[3], "too_many_outcomes",
            fmt::format("{} different words, at most {} can be told apart", outcomes_.size(),
                        kMostOutcomes),
            "is it free text?");
    }
    warn_of_blank_outcomes(result);
    warn_of_like_outcomes();
    warn_of_far_days(result);
    return result;
  }

 private:
  bool find_columns(const std::vector<std::string>& header, std::size_t line,
                    const std::vector<std::string>& covariates) {
    bool complete = true;
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (!header[i].empty() && *place_of(header, header[i]) != i) {
        error(line, header[i], "duplicate_column", "occurs twice in the header",
              "rename or remove one of them");
      }
    }
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      const auto place = place_of(header, kColumns[i]);
      if (place) {
        places_[i] = *place;
        continue;
      }
      const auto nearest = nearest_word(kColumns[i], header);
      error(line, kColumns[i], "missing_column", "the column is missing",
            nearest ? fmt::format("is '{}' meant?", *nearest) : "");
      complete = false;
    }
    for (std::size_t i = 0; i < kBetween.size(); ++i) {
      between_places_[i] = place_of(header, kBetween[i]);
    }
    for (const std::string& name : covariates) {
      if (const auto place = place_of(header, name)) {
        covariate_places_.push_back(*place);
        continue;
      }
      const auto nearest = nearest_word(name, header);
      error(line, name, "unknown_covariate", "no such column to take as a covariate",
            nearest ? fmt::format("did you mean '{}'?", *nearest) : "");
      complete = false;
    }
    return complete;
  }

  void read_record(const CsvRecord& record, std::size_t width, CaseFile& result) {
    if (record.is_faulty) return;
    if (record.fields.size() != width) {
      error(record.line, "", "field_count",
            fmt::format("{} fields where the header has {}", record.fields.size(), width), "");
      return;
    }
    const auto cell = [&](std::size_t column) {
      return book::strip_blanks(record.fields[places_[column]]);
    };
    Case read;
    read.id = cell(0);
    read.outcome = cell(3);
    if (!read.outcome.empty()) outcomes_.insert(read.outcome);
    const std::optional<Date> submitted = read_date(record.line, kColumns[1], cell(1));
    read.decided = read_date(record.line, kColumns[2], cell(2));
    check_id(record.line, read.id);
    if (cell(1).empty()) {
      error(record.line, kColumns[1], "missing", "is empty", "every row needs a value here");
    }
    if (!submitted) return;
    read.submitted = *submitted;
    if (read.decided && *read.decided < *submitted) {
      error(record.line, kColumns[2], "decided_early",
            fmt::format("'{}' is before the day of submission '{}'", to_string(*read.decided),
                        to_string(*submitted)),
            "");
    }
    const bool has_days = read_between(record, cell(2).empty(), read);
    if (!has_days && !read.decided && cell(2).empty() && !read.outcome.empty()) {
      report(Severity::warning, record.line, kColumns[3], "outcome_without_day",
             fmt::format("{} without a day of decision", book::in_quotes(read.outcome)),
             "the case counts as pending");
    }
    if (!covariate_places_.empty()) read.covariates = read_covariates(record);
    read.line = record.line;
    result.cases.push_back(std::move(read));
  }

  /// The covariates of a record; those of an earlier one where they are the same.
  const CovariateValues& read_covariates(const CsvRecord& record) {
    key_.clear();
    for (const std::size_t place : covariate_places_) {
      const std::string_view value = book::strip_blanks(record.fields[place]);
      key_.append(std::to_string(value.size())).push_back(':');
      key_.append(value);
    }
    const auto [known, is_new] = covariates_.try_emplace(key_);
    if (is_new) {
      std::vector<std::string> values;
      values.reserve(covariate_places_.size());
      for (const std::size_t place : covariate_places_) {
        values.emplace_back(book::strip_blanks(record.fields[place]));
      }
      known->second = CovariateValues{std::move(values)};
    }
    return known->second;
  }

  /// Reads the days between which the case was decided, where the day itself is blank. False when
  /// neither is given.
  bool read_between(const CsvRecord& record, bool is_blank, Case& read) {
    std::array<std::optional<Date>, 2> days;
    std::array<bool, 2> is_given{};
    for (std::size_t i = 0; i < days.size(); ++i) {
      if (!between_places_[i]) continue;
      const std::string_view text = book::strip_blanks(record.fields[*between_places_[i]]);
      is_given[i] = !text.empty();
      days[i] = read_date(record.line, kBetween[i], text);
    }
    for (std::size_t i = 0; i < days.size(); ++i) {
      if (!is_blank || is_given[i] || !is_given[1 - i]) continue;
      error(record.line, kBetween[i], "half_interval",
            fmt::format("is empty, though {} is given", kBetween[1 - i]),
            "give both days, or the day of decision");
    }
    if (!days[0] || !days[1]) return is_given[0] || is_given[1];
    if (*days[1] < *days[0]) {
      error(record.line, kBetween[1], "ends_before_it_begins",
            fmt::format("'{}' lies before '{}', the earliest day", to_string(*days[1]),
                        to_string(*days[0])),
            "");
    } else if (*days[1] < read.submitted) {
      error(record.line, kBetween[1], "decided_early",
            fmt::format("'{}' is before the day of submission '{}'", to_string(*days[1]),
                        to_string(read.submitted)),
            "");
    } else if (read.decided && (*read.decided < *days[0] || *days[1] < *read.decided)) {
      error(record.line, kColumns[2], "outside_interval",
            fmt::format("'{}' lies outside {} and {}", to_string(*read.decided), kBetween[0],
                        kBetween[1]),
            "");
    } else if (is_blank) {
      const Date earliest = std::max(*days[0], read.submitted);
      read.decided = earliest + (*days[1] - earliest) / 2;
      if (earliest < *days[1]) read.between = DecidedBetween{earliest, *days[1]};
    }
    return true;
  }

  void warn_of_blank_outcomes(const CaseFile& cases) {
    const auto is_blank = [](const Case& one) { return one.decided && one.outcome.empty(); };
    const auto first = std::ranges::find_if(cases.cases, is_blank);
    if (first == cases.cases.end()) return;
    const auto count = std::ranges::count_if(cases.cases, is_blank);
    report(Severity::warning, first->line, kColumns[3], "decided_without_outcome",
           count == 1 ? std::string{"is blank though the case is decided"}
                      : fmt::format("is blank in {} cases that are decided, first here", count),
           "they count as decided, under the name `decided`");
  }

  /// `Granted` and `granted` are two outcomes to the model.
  void warn_of_like_outcomes() {
    std::map<std::string, std::set<std::string>> alike;
    for (const std::string& outcome : outcomes_) alike[lower_case(outcome)].insert(outcome);
    for (const auto& [word, spellings] : alike) {
      if (spellings.size() < 2) continue;
      report(Severity::warning, 0, kColumns[3], "outcomes_alike",
             fmt::format("'{}' are taken as different outcomes", fmt::join(spellings, "', '")),
             "spell them in one way if they are the same");
    }
  }

  /// The latest date is the as-of day when none is given: one in a far year would be it unseen.
  void warn_of_far_days(const CaseFile& cases) {
    std::vector<Date> days;
    days.reserve(cases.cases.size());
    for (const Case& one : cases.cases) days.push_back(latest_of(one));
    if (!book::first_far_day(std::move(days))) return;  // Their places would fill the memory.
    const Diagnostics warnings = book::find_far_days(known_days(cases, file_));
    diagnostics_.insert(diagnostics_.end(), warnings.begin(), warnings.end());
  }

  std::optional<Date> read_date(std::size_t line, std::string_view column, std::string_view text) {
    if (text.empty()) return std::nullopt;
    const auto date = find_date(text);
    if (!date) {
      error(line, column, "not_a_date",
            fmt::format("{} is not a date like 2025-06-30", book::in_quotes(text)),
            book::date_help(text));
    }
    return date;
  }

  void check_id(std::size_t line, const std::string& id) {
    if (id.empty()) {
      error(line, kColumns[0], "missing", "is empty", "every row needs a value here");
      return;
    }
    id_hashes_.push_back(entity_hash(id));
  }

  /// Of most files no two hashes are equal, and nothing more is to do; the others are read again.
  void report_repeated_ids(std::string_view text, std::size_t width) {
    std::ranges::sort(id_hashes_);
    if (std::ranges::adjacent_find(id_hashes_) == id_hashes_.end()) return;
    std::unordered_map<std::string, std::size_t> first_lines;
    Diagnostics told_before;
    read_csv(text, file_, told_before, [&](CsvRecord&& record) {
      if (record.is_faulty || record.fields.size() != width) return true;
      const std::string id{book::strip_blanks(record.fields[places_[0]])};
      if (id.empty()) return true;
      const auto [first, is_new] = first_lines.try_emplace(id, record.line);
      if (!is_new) {
        error(record.line, kColumns[0], "duplicate_key",
              fmt::format("{} stands already in row {}", book::in_quotes(id), first->second),
              "a key may stand only once");
      }
      return true;
    });
    std::ranges::stable_sort(diagnostics_, {}, &Diagnostic::row);
  }

  void report(Severity severity, std::size_t line, std::string_view column, const char* code,
              std::string message, std::string help) {
    diagnostics_.push_back(
        {severity, code, file_, line, std::string{column}, std::move(message), std::move(help)});
  }
  void error(std::size_t line, std::string_view column, const char* code, std::string message,
             std::string help) {
    report(Severity::error, line, column, code, std::move(message), std::move(help));
  }

  const std::string& file_;
  Diagnostics& diagnostics_;
  std::array<std::size_t, kColumns.size()> places_{};
  std::array<std::optional<std::size_t>, kBetween.size()> between_places_;
  std::vector<std::size_t> covariate_places_;
  std::unordered_map<std::string, CovariateValues> covariates_;  ///< by their lengths and texts
  std::string key_;
  std::vector<std::uint64_t> id_hashes_;
  std::unordered_set<std::string> outcomes_;
};

}  // namespace

bool is_case_file(std::string_view text) {
  // The header alone decides; its faults are told when the file is read.
  const std::string_view first_line = text.substr(0, text.find_first_of("\r\n"));
  Diagnostics ignored;
  const CsvText csv = read_csv(first_line, "", ignored);
  if (csv.records.empty()) return false;
  const std::vector<std::string> header = trimmed(csv.records.front().fields);
  return place_of(header, "submitted") && (place_of(header, "decided") || place_of(header, "id"));
}

std::optional<std::vector<std::string>> find_covariates(std::string_view text) {
  Diagnostics ignored;
  std::optional<CsvRecord> header;
  read_csv(text, "", ignored, [&](CsvRecord&& record) {
    header = std::move(record);
    return false;
  });
  if (!header || header->is_faulty) return std::nullopt;
  std::vector<std::string> names;
  for (std::string& name : trimmed(header->fields)) {
    if (!name.empty() && std::ranges::find(kColumns, name) == kColumns.end() &&
        std::ranges::find(kBetween, name) == kBetween.end()) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

CaseFile read_cases(std::string_view text, const std::string& file,
                    const std::vector<std::string>& covariates, Diagnostics& diagnostics) {
  return CaseReader{file, diagnostics}.read(text, covariates);
}

std::vector<book::KnownDay> known_days(const CaseFile& cases, const std::string& file) {
  std::vector<book::KnownDay> days;
  days.reserve(cases.cases.size());
  for (const Case& one : cases.cases) {
    const bool is_decided = one.decided && *one.decided >= one.submitted;
    if (one.between) {
      days.push_back({one.between->latest, file, one.line, std::string{kBetween[1]}, ""});
      continue;
    }
    days.push_back({is_decided ? *one.decided : one.submitted, file, one.line,
                    std::string{kColumns[is_decided ? 2 : 1]}, ""});
  }
  return days;
}

std::optional<Date> latest_date(const CaseFile& file) {
  std::optional<Date> latest;
  for (const Case& one : file.cases) {
    latest = std::max(latest.value_or(latest_of(one)), latest_of(one));
  }
  return latest;
}

}  // namespace runout::regime
