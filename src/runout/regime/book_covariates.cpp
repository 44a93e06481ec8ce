#include "runout/regime/book_covariates.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/base/error.h"
#include "runout/base/text.h"

namespace runout::regime {
namespace {

/// Decided applications on both sides of a difference that can be told at all.
constexpr std::size_t kTelling = 5;

std::vector<char> escalated_applications(const book::Snapshot& snapshot) {
  std::vector<char> result(snapshot.records.applications.size(), 0);
  for (const book::Event& event : snapshot.records.events) {
    if (event.kind != book::SubjectKind::application || event.event != "escalated") continue;
    if (event.day() <= snapshot.as_of) result[event.index] = 1;
  }
  return result;
}

/// Whether some value is shared by enough decided applications, and not by enough others.
bool can_tell(const std::map<std::string, std::size_t>& decided, std::size_t all) {
  return std::ranges::any_of(decided, [all](const auto& level) {
    return !level.first.empty() && level.second >= kTelling && all - level.second >= kTelling;
  });
}

}  // namespace

const std::vector<std::string>& book_covariates() {
  static const std::vector<std::string> names{"end_user_country", "transit_country", "sector",
                                              "defence",          "past_recipient",  "holder",
                                              "authority",        "filer",           "escalated"};
  return names;
}

std::size_t covariate_place(const std::string& name) {
  const auto& names = book_covariates();
  const auto found = std::ranges::find(names, name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const auto nearest = nearest_word(name, names);
  throw Error{ErrorKind::invalid_input,
              fmt::format("'{}' is not a covariate of a book; {}", name,
                          nearest ? fmt::format("did you mean '{}'?", *nearest)
                                  : fmt::format("they are {}", fmt::join(names, ", ")))};
}

UsedCovariates used_covariates(const book::Snapshot& snapshot,
                               const std::optional<std::vector<std::string>>& names) {
  UsedCovariates used{};
  if (names) {
    for (const std::string& name : *names) used[covariate_place(name)] = true;
    return used;
  }
  used.fill(true);
  const std::vector<char> escalated = escalated_applications(snapshot);
  std::map<std::string, std::size_t> by_filer;
  std::map<std::string, std::size_t> by_escalation;
  std::size_t all = 0;
  for (std::size_t row = 0; row < snapshot.applications.size(); ++row) {
    if (snapshot.applications[row].decided_event.empty()) continue;
    ++all;
    ++by_filer[covariate_values(snapshot.records.applications[row])[kFiler]];
    ++by_escalation[escalated[row] != 0 ? "yes" : ""];
  }
  used[kFiler] = can_tell(by_filer, all);
  used[kEscalated] = can_tell(by_escalation, all);
  return used;
}

std::vector<std::string> covariate_values(const book::Application& application) {
  return {application.end_user_country,
          application.transit_country,
          application.sector,
          application.defence,
          application.past_recipient,
          application.holder,
          application.authority,
          application.filer == application.holder ? "" : application.filer,
          ""};
}

std::vector<std::string> covariate_values(const book::Application& application,
                                          const UsedCovariates& used) {
  std::vector<std::string> values = covariate_values(application);
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (!used[k]) values[k].clear();
  }
  return values;
}

BookCovariates::BookCovariates(const book::Snapshot& snapshot, const UsedCovariates& used)
    : snapshot_{snapshot}, used_{used}, is_escalated_{escalated_applications(snapshot)} {
  find_earlier_grants();
}

void BookCovariates::find_earlier_grants() {
  const auto& applications = snapshot_.records.applications;
  has_earlier_grant_.assign(applications.size(), 0);
  using Pair = std::pair<std::string, std::string>;
  const auto pair_of = [&](std::size_t row) {
    return Pair{applications[row].holder, applications[row].end_user};
  };
  std::map<Pair, Date> first_grant;
  std::vector<Date> filed(applications.size(), snapshot_.as_of);
  for (const book::Event& event : snapshot_.records.events) {
    if (event.kind != book::SubjectKind::application || event.day() > snapshot_.as_of) continue;
    const std::size_t row = event.index;
    if (event.event == "filed") filed[row] = std::min(filed[row], event.day());
    if (event.event != "granted" && event.event != "granted_partly") continue;
    const auto [known, is_new] = first_grant.try_emplace(pair_of(row), event.known_on);
    if (!is_new) known->second = std::min(known->second, event.known_on);
  }
  for (std::size_t row = 0; row < applications.size(); ++row) {
    const Pair pair = pair_of(row);
    if (pair.first.empty() || pair.second.empty()) continue;
    const auto granted = first_grant.find(pair);
    if (granted != first_grant.end() && granted->second < filed[row]) has_earlier_grant_[row] = 1;
  }
}

std::vector<std::string> BookCovariates::of(std::size_t row) const {
  std::vector<std::string> values = covariate_values(snapshot_.records.applications[row], used_);
  if (used_[kPastRecipient] && values[kPastRecipient].empty() && has_earlier_grant_[row] != 0) {
    values[kPastRecipient] = "yes";
  }
  if (used_[kEscalated] && is_escalated_[row] != 0) values[kEscalated] = "yes";
  return values;
}

}  // namespace runout::regime
