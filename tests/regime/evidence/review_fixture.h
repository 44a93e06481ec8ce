// A small review state fitted to made-up spells, and groups that reports speak of.
#pragma once

#include "runout/regime/evidence/report_update.h"
#include "runout/regime/state_model.h"

namespace runout::regime::fixtures {

/// 70 spells of 20 weeks with two covariates (country A, B, C; sector X, Y), four causes.
[[nodiscard]] StateModel fitted_review();

/// Applications filed evenly over `filed_days` open days and followed to `days`; covariates as
/// numbers of effects.
[[nodiscard]] ReportGroup group_of(const StateModel& model, std::size_t days,
                                   std::size_t filed_days, std::vector<std::int32_t> effects = {});

/// Grants by the end of a group's days.
[[nodiscard]] ReportTerm granted_term(const ReportSet& set, std::size_t group, Statement statement);

/// One population, one group of 60 open days, one term.
[[nodiscard]] ReportSet one_report(const StateModel& model, Statement statement);

}  // namespace runout::regime::fixtures
