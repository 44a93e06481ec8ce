#include "runout/forecast/given_decisions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/base/csv.h"
#include "runout/base/dates.h"
#include "runout/base/text.h"
#include "runout/book/damage.h"

namespace runout::forecast {
namespace {

const std::vector<std::string>& outcome_words() {
  static const std::vector<std::string> words{"granted",  "granted_partly", "not_required",
                                              "refused",  "withdrawn",      "lapsed",
                                              "returned", "superseded"};
  return words;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> known) {
  const auto nearest = nearest_word(word, known);
  return nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{};
}

/// Reads the rows one after another; faults go to the list that the caller gave.
class Reader {
 public:
  Reader(std::string file, const book::Records& records, std::size_t replications,
         Diagnostics& diagnostics)
      : file_{std::move(file)}, replications_{replications}, diagnostics_{diagnostics} {
    for (const book::Application& application : records.applications) {
      codes_.push_back(application.application);
    }
    known_.insert(codes_.begin(), codes_.end());
  }

  [[nodiscard]] bool read_header(const CsvRecord& header) {
    for (std::size_t i = 0; i < header.fields.size(); ++i) {
      const std::string name{trim(header.fields[i])};
      const auto column = std::ranges::find(kColumns, name);
      if (column == kColumns.end()) {
        fault(header, name, fmt::format("unknown column '{}'", name),
              fmt::format("the columns are {}", fmt::join(kColumns, ", ")));
        continue;
      }
      if (!places_.emplace(name, i).second) {
        fault(header, name, fmt::format("column '{}' is there twice", name));
      }
    }
    for (const char* needed : {"application", "decided_on", "outcome"}) {
      if (places_.contains(needed)) continue;
      fault(header, needed, "the column is missing",
            fmt::format("the columns are {}", fmt::join(kColumns, ", ")));
    }
    return count_errors(diagnostics_) == 0;
  }

  void read_row(const CsvRecord& record, std::size_t width) {
    if (record.fields.size() != width) {
      fault(record, "",
            fmt::format("{} field{} where the header has {}", record.fields.size(),
                        record.fields.size() == 1 ? "" : "s", width),
            "quote a field that holds a separator");
      return;
    }
    GivenDecision decision;
    decision.application = cell(record, "application");
    if (decision.application.empty()) {
      fault(record, "application", "is missing");
    } else if (!known_.contains(decision.application)) {
      fault(record, "application", fmt::format("'{}' is unknown", decision.application),
            did_you_mean(decision.application, codes_));
    }
    read_outcome(record, decision);
    read_replication(record, decision);
    const auto key = std::pair{decision.application, decision.replication.value_or(0)};
    const auto [first, is_new] = keys_.emplace(key, record.line);
    if (!is_new) {
      fault(
          record, "application",
          fmt::format("'{}' is given twice, first in row {}", decision.application, first->second));
    }
    decisions_.push_back(std::move(decision));
  }

  [[nodiscard]] std::vector<GivenDecision> take() { return std::move(decisions_); }

 private:
  static constexpr std::array<std::string_view, 4> kColumns{"application", "decided_on", "outcome",
                                                            "replication"};

  [[nodiscard]] std::string cell(const CsvRecord& record, const char* column) const {
    const auto place = places_.find(column);
    if (place == places_.end() || place->second >= record.fields.size()) return {};
    return std::string{trim(record.fields[place->second])};
  }

  void read_outcome(const CsvRecord& record, GivenDecision& decision) {
    const std::string date = cell(record, "decided_on");
    if (!date.empty()) {
      decision.decided_on = find_date(date);
      if (!decision.decided_on) {
        fault(record, "decided_on", fmt::format("'{}' is not a date like 2025-06-30", date),
              book::date_help(date));
      }
    }
    decision.outcome = cell(record, "outcome");
    if (decision.outcome.empty()) {
      if (!date.empty()) {
        fault(record, "outcome",
              fmt::format("is missing; expected one of {}", fmt::join(outcome_words(), ", ")));
      }
      return;
    }
    if (std::ranges::find(outcome_words(), decision.outcome) != outcome_words().end()) {
      if (date.empty() && is_grant(decision.outcome)) warn_of_never(record, decision);
      return;
    }
    const std::string near = did_you_mean(decision.outcome, outcome_words());
    fault(record, "outcome",
          fmt::format("'{}' is not one of {}", decision.outcome, fmt::join(outcome_words(), ", ")),
          near);
  }

  /// A blank day is never, whatever the outcome: right where it is meant, so told once for all.
  void warn_of_never(const CsvRecord& record, const GivenDecision& decision) {
    ++never_granted_;
    if (never_granted_ == 1) {
      never_granted_at_ = diagnostics_.size();
      diagnostics_.push_back(
          {Severity::warning, "granted_never", file_, record.line, "decided_on",
           fmt::format("is blank: '{}' is never {}", decision.application, decision.outcome),
           "give the day if there is one"});
    } else {
      diagnostics_[never_granted_at_].help =
          fmt::format("give the day if there is one; {} more such row{}", never_granted_ - 1,
                      never_granted_ == 2 ? "" : "s");
    }
  }

  void read_replication(const CsvRecord& record, GivenDecision& decision) {
    const std::string text = cell(record, "replication");
    if (text.empty()) return;
    std::size_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, number);
    if (failure != std::errc{} || stop != end || number < 1 || number > replications_) {
      fault(record, "replication",
            fmt::format("'{}' is not a whole number from 1 to {}, the number of replications", text,
                        replications_));
      return;
    }
    decision.replication = number;
  }

  void fault(const CsvRecord& record, std::string column, std::string message,
             std::string help = {}) {
    diagnostics_.push_back({Severity::error, "given_decision", file_, record.line,
                            std::move(column), std::move(message), std::move(help)});
  }

  std::string file_;
  std::size_t replications_;
  Diagnostics& diagnostics_;
  std::vector<std::string> codes_;
  std::set<std::string> known_;
  std::map<std::string, std::size_t> places_;
  std::map<std::pair<std::string, std::size_t>, std::size_t> keys_;
  std::vector<GivenDecision> decisions_;
  std::size_t never_granted_ = 0;
  std::size_t never_granted_at_ = 0;  ///< the warning among the diagnostics
};

}  // namespace

std::vector<GivenDecision> parse_given_decisions(std::string_view text, const std::string& file,
                                                 const book::Records& records,
                                                 std::size_t replications,
                                                 Diagnostics& diagnostics) {
  const CsvText csv = read_csv(text, file, diagnostics);
  if (csv.is_partial && csv.records.empty()) return {};  // Why is told already.
  if (csv.records.empty()) {
    diagnostics.push_back({Severity::error, "given_decision", file, 0, "",
                           "is empty; expected the columns application, decided_on, outcome", ""});
    return {};
  }
  Reader reader{file, records, replications, diagnostics};
  if (!reader.read_header(csv.records.front())) return {};
  for (std::size_t i = 1; i < csv.records.size(); ++i) {
    if (!csv.records[i].is_faulty) reader.read_row(csv.records[i], csv.records[0].fields.size());
  }
  return reader.take();
}

bool is_grant(std::string_view outcome) {
  return outcome == "granted" || outcome == "granted_partly" || outcome == "not_required";
}

}  // namespace runout::forecast
