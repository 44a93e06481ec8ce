#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "runout/base/parallel.h"
#include "runout/regime/book_model.h"
#include "runout/regime/case_path.h"
#include "runout/regime/regime.h"

namespace runout::regime {
namespace {

/// An application whose end is already known.
struct DecidedCase {
  std::vector<StageChange> changes;
  CaseEnd end;
};

/// One column of the draws: decided, or open.
struct Column {
  std::optional<DecidedCase> decided;
  OpenCase open;
};

Stage open_stage(book::ApplicationState state) {
  switch (state) {
    case book::ApplicationState::needed:
    case book::ApplicationState::preparing:
      return Stage::preparing;
    case book::ApplicationState::returned:
      return Stage::returned;
    default:
      return Stage::review;
  }
}

/// Days of the state's own clock waited at the end of the as-of day.
std::int32_t waited_in_state(const book::ApplicationStatus& status, Stage stage,
                             const Calendar& calendar, Date as_of) {
  if (stage == Stage::review) return static_cast<std::int32_t>(status.waited);
  if (stage == Stage::returned) {
    return status.returned_on ? static_cast<std::int32_t>(
                                    calendar.working_days_between(*status.returned_on, as_of))
                              : 0;
  }
  if (!status.preparing_since) return 0;
  return static_cast<std::int32_t>(
      std::max<std::int64_t>(0, (as_of - *status.preparing_since).count()));
}

/// First days on which granted applications' licences may be used.
class InHandDays {
 public:
  explicit InHandDays(const book::Snapshot& snapshot)
      : earliest_(snapshot.records.applications.size()) {
    for (std::size_t i = 0; i < snapshot.records.licences.size(); ++i) {
      const auto& owner = snapshot.records.licences[i].application;
      if (!owner || !snapshot.licences[i].in_hand_on) continue;
      const auto day =
          static_cast<Day>((*snapshot.licences[i].in_hand_on - snapshot.as_of).count());
      std::optional<Day>& earliest = earliest_[owner->index()];
      earliest = std::min(earliest.value_or(day), day);
    }
  }

  /// Counted from the as-of day.
  [[nodiscard]] Day of(std::size_t application, Day granted) const {
    return std::max(granted, earliest_[application].value_or(granted));
  }

 private:
  std::vector<std::optional<Day>> earliest_;  ///< [application]
};

DecidedCase keep_decision(const book::Snapshot& snapshot, const InHandDays& in_hand,
                          std::size_t application) {
  const book::ApplicationStatus& status = snapshot.applications[application];
  const Date decided_on = status.decided_on.value_or(snapshot.as_of);
  const Day day = std::min<Day>(0, static_cast<Day>((decided_on - snapshot.as_of).count()));
  DecidedCase decided;
  decided.end.final_day = day;
  switch (status.state) {
    case book::ApplicationState::granted:
    case book::ApplicationState::in_hand:
      decided.end.outcome = FinalOutcome::granted;
      decided.end.in_hand_day = in_hand.of(application, day);
      // Granted, but on paper only until later: it stands in review until then.
      if (decided.end.in_hand_day > 0) decided.changes.push_back({day, Stage::review});
      decided.changes.push_back({decided.end.in_hand_day, Stage::in_hand});
      return decided;
    case book::ApplicationState::withdrawn:
      decided.end.outcome = FinalOutcome::withdrawn;
      break;
    case book::ApplicationState::lapsed:
      decided.end.outcome = FinalOutcome::lapsed;
      break;
    default:
      decided.end.outcome = FinalOutcome::refused;
      break;
  }
  decided.changes.push_back({day, Stage::refused});
  return decided;
}

/// A refusal after which the authority's cases are filed again is no end: preparing since then.
bool is_filed_again(const book::Snapshot& snapshot, std::size_t application) {
  const std::string& authority = snapshot.records.applications[application].authority;
  return snapshot.applications[application].state == book::ApplicationState::refused &&
         snapshot.records.authority(authority).after_refusal == book::AfterRefusal::refile;
}

Column make_column(const book::Snapshot& snapshot, const InHandDays& in_hand,
                   const BookCovariates& covariates, std::size_t i, const BookModel& model,
                   const ReplicationSampler& sampler) {
  const book::Application& application = snapshot.records.applications[i];
  const book::ApplicationStatus& status = snapshot.applications[i];
  Column column;
  const bool again = is_filed_again(snapshot, i);
  if (!book::is_pending(status.state) && !again) {
    column.decided = keep_decision(snapshot, in_hand, i);
    return column;
  }
  OpenCase& open = column.open;
  open.name = entity_hash(application.application);
  open.authority = authority_index(model, application.authority);
  if (!model.need.factor.empty()) open.need_factor = model.need.factor[i];
  sampler.set_effects(covariates.of(i), open);
  if (again) {
    const Date refused_on = status.decided_on.value_or(snapshot.as_of);
    open.stage = Stage::preparing;
    open.waited =
        static_cast<std::int32_t>(std::max<std::int64_t>(0, (snapshot.as_of - refused_on).count()));
    return column;
  }
  open.stage = open_stage(status.state);
  open.promise = model.promises.open[i];
  const Calendar& calendar =
      snapshot.records.calendar(snapshot.records.authority(application.authority).calendar);
  open.waited = waited_in_state(status, open.stage, calendar, snapshot.as_of);
  open.unknown = unknown_of_case(model, open.authority, status);
  return column;
}

OpenCase starting_case(const book::Application& application, const std::string& code,
                       const BookModel& model, const ReplicationSampler& sampler) {
  OpenCase open;
  open.name = entity_hash(code);
  open.authority = authority_index(model, application.authority);
  sampler.set_effects(covariate_values(application, model.used), open);
  return open;
}

/// The applications of one policy's orders.
struct PolicyColumn {
  OpenCase open;
  std::vector<std::uint64_t> names;  ///< [turn] of the random streams; none: needs no licence
};

PolicyTurn draw_turn(const PolicyColumn& policy, std::size_t turn,
                     const ReplicationSampler& sampler, const ReplicationDraw& drawn,
                     const DrawSettings& settings, std::uint32_t replication,
                     std::vector<StageChange>& scratch) {
  scratch.clear();
  const std::uint64_t name = policy.names[turn];
  const CaseEnd end = follow_case(
      policy.open, sampler, drawn, RandomStream{settings.seed, replication, name, Purpose::policy},
      RandomStream{settings.seed, replication, name, Purpose::resubmission}, scratch);
  // Days beyond the horizon are all the same: one later than any order could use.
  const Day beyond = settings.horizon + 1;
  const Day filed = std::min(end.first_review_day, beyond);
  const Day ended = std::min(end.final_day, beyond);
  return {filed, std::max(0, ended - std::min(filed, ended)), end.outcome};
}

/// What one block of replications fills before the blocks are joined.
struct Block {
  std::vector<StageChange> stages;
  std::vector<std::uint32_t> counts;  ///< [replication in block][application] stage changes
};

class Drawer {
 public:
  Drawer(const ReplicationSampler& sampler, const std::vector<Column>& columns,
         const std::vector<PolicyColumn>& policies, const DrawSettings& settings, std::size_t turns)
      : sampler_{sampler}, columns_{columns}, policies_{policies}, settings_{settings} {
    draws_.first_replication = settings.first_replication;
    draws_.replications = settings.replications;
    draws_.applications = columns.size();
    draws_.policies = policies.size();
    draws_.turns_per_policy = turns;
    const std::size_t cells = settings.replications * columns.size();
    draws_.in_hand_day.resize(cells);
    draws_.outcome.resize(cells);
    draws_.final_day.resize(cells);
    draws_.turns.resize(settings.replications * policies.size() * turns);
  }

  Draws draw() {
    constexpr std::size_t kBlock = 64;  // Futures of a block are kept in memory.
    std::vector<Block> blocks((settings_.replications + kBlock - 1) / kBlock);
    parallel_blocks(settings_.replications, kBlock, settings_.threads,
                    [&](std::size_t begin, std::size_t end) {
                      draw_block(begin, end, blocks[begin / kBlock]);
                    });
    join(blocks);
    return std::move(draws_);
  }

 private:
  void draw_block(std::size_t begin, std::size_t end, Block& block) {
    std::vector<ReplicationDraw> all(end - begin);
    std::vector<StageChange> scratch;
    sampler_.draw(settings_.seed, static_cast<std::uint32_t>(settings_.first_replication + begin),
                  all);
    for (std::size_t replication = begin; replication < end; ++replication) {
      const auto number = static_cast<std::uint32_t>(settings_.first_replication + replication);
      const ReplicationDraw& drawn = all[replication - begin];
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        const std::size_t before = block.stages.size();
        const CaseEnd case_end = end_of(columns_[i], drawn, number, block.stages);
        const std::size_t cell = draws_.cell(replication, i);
        draws_.in_hand_day[cell] = case_end.in_hand_day;
        draws_.outcome[cell] = case_end.outcome;
        draws_.final_day[cell] = case_end.final_day;
        block.counts.push_back(static_cast<std::uint32_t>(block.stages.size() - before));
      }
      PolicyTurn* turns =
          draws_.turns.data() + replication * policies_.size() * draws_.turns_per_policy;
      for (const PolicyColumn& policy : policies_) {
        for (std::size_t t = 0; t < policy.names.size(); ++t) {
          turns[t] = draw_turn(policy, t, sampler_, drawn, settings_, number, scratch);
        }
        turns += draws_.turns_per_policy;
      }
    }
  }

  CaseEnd end_of(const Column& column, const ReplicationDraw& drawn, std::uint32_t replication,
                 std::vector<StageChange>& stages) const {
    if (column.decided) {
      stages.insert(stages.end(), column.decided->changes.begin(), column.decided->changes.end());
      return column.decided->end;
    }
    const OpenCase& open = column.open;
    const Day promised = open.promise ? draw_promised_day(sampler_.model().promises, *open.promise,
                                                          open.name, settings_.seed, replication)
                                      : kNever;
    return follow_case(open, sampler_, drawn,
                       RandomStream{settings_.seed, replication, open.name, Purpose::decision},
                       RandomStream{settings_.seed, replication, open.name, Purpose::resubmission},
                       stages, promised);
  }

  void join(const std::vector<Block>& blocks) {
    draws_.first_stage.reserve(draws_.outcome.size() + 1);
    draws_.first_stage.push_back(0);
    for (const Block& block : blocks) {
      draws_.stages.insert(draws_.stages.end(), block.stages.begin(), block.stages.end());
      for (const std::uint32_t count : block.counts) {
        draws_.first_stage.push_back(draws_.first_stage.back() + count);
      }
    }
  }

  const ReplicationSampler& sampler_;
  const std::vector<Column>& columns_;
  const std::vector<PolicyColumn>& policies_;
  const DrawSettings& settings_;
  Draws draws_;
};

/// All that is drawn for, ready for any replications.
struct Subjects {
  Subjects(const BookModel& model, const book::Snapshot& snapshot,
           const std::vector<NewCase>& new_cases, const std::vector<PolicyCase>& policies);

  ReplicationSampler sampler;
  std::vector<Column> columns;
  std::vector<PolicyColumn> policies;
  std::size_t turns = 0;  ///< the most of any policy
};

Subjects::Subjects(const BookModel& model, const book::Snapshot& snapshot,
                   const std::vector<NewCase>& new_cases, const std::vector<PolicyCase>& cases)
    : sampler{model} {
  const BookCovariates covariates{snapshot, model.used};
  const InHandDays in_hand{snapshot};
  columns.reserve(snapshot.records.applications.size() + new_cases.size());
  for (std::size_t i = 0; i < snapshot.records.applications.size(); ++i) {
    columns.push_back(make_column(snapshot, in_hand, covariates, i, model, sampler));
  }
  for (const NewCase& new_case : new_cases) {
    Column column;
    column.open =
        starting_case(new_case.application, new_case.application.application, model, sampler);
    columns.push_back(std::move(column));
  }
  for (const PolicyCase& policy : cases) {
    turns = std::max(turns, policy.turns);
    PolicyColumn column{starting_case(policy.application, policy.code, model, sampler), {}};
    for (std::size_t t = 0; t < policy.turns; ++t) {
      column.names.push_back(entity_hash(fmt::format("{}#{}", policy.code, t)));
    }
    policies.push_back(std::move(column));
  }
}

DrawnDecisions draw_for(const Subjects& subjects, const DrawSettings& settings) {
  DrawnDecisions result;
  result.draws =
      Drawer{subjects.sampler, subjects.columns, subjects.policies, settings, subjects.turns}
          .draw();
  result.basis = subjects.sampler.model().basis;
  return result;
}

BookModel fit_with_others(const book::Snapshot& snapshot, const std::vector<NewCase>& new_cases,
                          const std::vector<PolicyCase>& policies, const DrawSettings& settings) {
  std::vector<const book::Application*> others;
  others.reserve(new_cases.size() + policies.size());
  for (const NewCase& new_case : new_cases) others.push_back(&new_case.application);
  for (const PolicyCase& policy : policies) others.push_back(&policy.application);
  return fit_book(snapshot, others, settings);
}

struct Fitted {
  Fitted(const book::Snapshot& snapshot, const std::vector<NewCase>& new_cases,
         const std::vector<PolicyCase>& policies, const DrawSettings& of)
      : settings{of},
        model{fit_with_others(snapshot, new_cases, policies, of)},
        subjects{model, snapshot, new_cases, policies} {}

  DrawSettings settings;
  BookModel model;
  Subjects subjects;  ///< refers to the model
};

}  // namespace

FittedDecisions::FittedDecisions(const book::Snapshot& snapshot,
                                 const std::vector<NewCase>& new_cases,
                                 const std::vector<PolicyCase>& policies,
                                 const DrawSettings& settings) {
  // Shared because a function must be able to be copied.
  auto fitted = std::make_shared<const Fitted>(snapshot, new_cases, policies, settings);
  draw_ = [fitted = std::move(fitted)](std::size_t first, std::size_t count) {
    DrawSettings some = fitted->settings;
    some.first_replication = first;
    some.replications = count;
    return draw_for(fitted->subjects, some);
  };
}

DrawnDecisions FittedDecisions::draw(std::size_t first, std::size_t count) const {
  return draw_(first, count);
}

DrawnDecisions draw_decisions(const book::Snapshot& snapshot, const std::vector<NewCase>& new_cases,
                              const std::vector<PolicyCase>& policies,
                              const DrawSettings& settings) {
  return FittedDecisions{snapshot, new_cases, policies, settings}.draw(settings.first_replication,
                                                                       settings.replications);
}

DrawnDecisions draw_from_model(const BookModel& model, const book::Snapshot& snapshot,
                               const std::vector<NewCase>& new_cases,
                               const std::vector<PolicyCase>& policies,
                               const DrawSettings& settings) {
  return draw_for(Subjects{model, snapshot, new_cases, policies}, settings);
}

}  // namespace runout::regime
