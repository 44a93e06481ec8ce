// The single flags, each a question to the records. Used by flags.cpp only.
#pragma once

#include <vector>

#include "runout/regime/honesty/experience.h"
#include "runout/regime/honesty/flag.h"

namespace runout::regime {

/// Flags about waiting times and the calendar.
void flag_few_decisions(const Experience& experience, double prior_share, std::vector<Flag>& flags);
void flag_one_day(const Experience& experience, std::vector<Flag>& flags);
void flag_one_cohort(const Experience& experience, std::vector<Flag>& flags);
void flag_one_outcome(const Experience& experience, std::vector<Flag>& flags);
void flag_beyond_experience(const Experience& experience, std::vector<Flag>& flags);
void flag_few_busy_weeks(const Experience& experience, std::vector<Flag>& flags);

/// Flags about covariates.
void flag_thin_strata(const Experience& experience, std::vector<Flag>& flags);
void flag_one_level(const Experience& experience, std::vector<Flag>& flags);
void flag_missing_levels(const Experience& experience, std::vector<Flag>& flags);
void flag_many_levels(const Experience& experience, std::vector<Flag>& flags);

/// "1 decision", "3 decisions".
[[nodiscard]] std::string counted(std::size_t count, const char* one, const char* many);

/// "a, b and c"; after `most` of them "and 4 more".
[[nodiscard]] std::string listed(const std::vector<std::string>& names, std::size_t most = 4);

}  // namespace runout::regime
