#include "runout/regime/evidence/own_part.h"

#include <algorithm>
#include <map>
#include <optional>

#include "runout/regime/training.h"

namespace runout::regime {
namespace {

enum class Came { nothing, granted, refused, withdrawn };

/// The first filing and what came of it by the end of a day.
struct OwnCase {
  std::optional<Date> filed_on;
  std::optional<Date> decided_on;
  Came came = Came::nothing;
};

std::vector<OwnCase> follow(const book::Snapshot& snapshot, Date to) {
  std::vector<OwnCase> cases(snapshot.applications.size());
  for (const book::Event& event : snapshot.records.events) {
    if (event.kind != book::SubjectKind::application || event.day() > to) continue;
    OwnCase& own = cases[event.index];
    if (event.event == "filed" || event.event == "accepted") {
      if (!own.filed_on || event.day() < *own.filed_on) own.filed_on = event.day();
    }
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const book::ApplicationStatus& status = snapshot.applications[i];
    if (!status.decided_on || *status.decided_on > to) continue;
    cases[i].decided_on = status.decided_on;
    switch (status.state) {
      case book::ApplicationState::granted:
      case book::ApplicationState::in_hand:
        cases[i].came = Came::granted;
        break;
      case book::ApplicationState::refused:
        cases[i].came = Came::refused;
        break;
      default:
        cases[i].came = Came::withdrawn;
        break;
    }
  }
  return cases;
}

bool belongs(const book::Application& application, const OwnQuestion& question) {
  if (!question.authority.empty() && application.authority != question.authority) return false;
  const std::vector<std::string> values = covariate_values(application);
  for (std::size_t k = 0; k < values.size(); ++k) {
    const std::string& named = (*question.levels)[k].level;
    if (!named.empty() && named != values[k]) return false;
  }
  return true;
}

}  // namespace

OwnFiled count_own_filed(const book::Snapshot& snapshot, const OwnQuestion& question) {
  OwnFiled own;
  const std::vector<OwnCase> cases = follow(snapshot, question.to);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!belongs(snapshot.records.applications[i], question)) continue;
    if (!cases[i].filed_on || *cases[i].filed_on < question.since) continue;
    ++own.filed;
    own.granted += cases[i].came == Came::granted ? 1U : 0U;
    own.refused += cases[i].came == Came::refused ? 1U : 0U;
    own.withdrawn += cases[i].came == Came::withdrawn ? 1U : 0U;
  }
  return own;
}

OwnDecided count_own_decided(const book::Snapshot& snapshot, const OwnQuestion& question,
                             std::int64_t within) {
  OwnDecided own;
  const std::vector<OwnCase> cases = follow(snapshot, question.to);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const book::Application& application = snapshot.records.applications[i];
    if (!belongs(application, question)) continue;
    if (cases[i].came != Came::granted && cases[i].came != Came::refused) continue;
    if (*cases[i].decided_on < question.since) continue;
    ++(cases[i].came == Came::granted ? own.granted : own.refused);
    if (!cases[i].filed_on) continue;
    const Calendar& calendar =
        snapshot.records.calendar(snapshot.records.authority(application.authority).calendar);
    if (calendar.working_days_between(*cases[i].filed_on, *cases[i].decided_on) <= within) {
      ++own.quick;
    }
  }
  return own;
}

std::string usual_authority(const book::Snapshot& snapshot) {
  std::map<std::string, std::size_t> applications;
  for (const auto& application : snapshot.records.applications) {
    ++applications[application.authority];
  }
  const auto most =
      std::ranges::max_element(applications, {}, [](const auto& entry) { return entry.second; });
  return most == applications.end() ? std::string{} : most->first;
}

}  // namespace runout::regime
