// How good a forecast from few records is: draws small files of cases from a large one, forecasts
// one pending case of each, and scores it beside Kaplan-Meier on the same records.
//
//   small_data FILE FIRST OBSERVED_UNTIL HORIZON SPANS AS_OF[,AS_OF...] RECORDS RESAMPLES
//              [COVARIATES] [RECENT]
//
// FIRST: earliest submission used; SPANS: ends of the log score's spans, as 14,30,60,90; RECORDS:
// how many to draw; COVARIATES: columns, by default none; RECENT: draw only cases submitted so many
// days before the as-of day. Each resample draws an as-of day, the records among the cases
// submitted by then, and one more case, pending on that day, which is the one that is scored: the
// sample did not choose it. Prints one line; errors of differences are those of pairs.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "runout/base/random.h"
#include "runout/regime/backtest/baselines.h"
#include "runout/regime/backtest/case_replay.h"
#include "runout/regime/backtest/scores.h"

namespace {

using namespace runout;
using namespace runout::regime;
using namespace runout::regime::backtest;

struct Plan {
  CaseFile file;
  Date first;
  Date observed_until;
  Day horizon = 180;
  std::vector<Day> spans;
  std::vector<Date> as_of;
  std::size_t records = 20;
  std::uint32_t resamples = 200;
  int recent = 100'000;
};

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream{text};
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

Plan read_plan(int count, char** words) {
  if (count < 9) throw std::runtime_error{"too few arguments: see the head of the source"};
  std::ifstream stream{words[1]};
  if (!stream) throw std::runtime_error{std::string{"cannot read "} + words[1]};
  std::ostringstream text;
  text << stream.rdbuf();
  Plan plan;
  Diagnostics diagnostics;
  const std::vector<std::string> covariates =
      count > 9 ? split(words[9]) : std::vector<std::string>{};
  plan.file = read_cases(text.str(), words[1], covariates, diagnostics);
  plan.first = parse_date(words[2]);
  plan.observed_until = parse_date(words[3]);
  plan.horizon = std::atoi(words[4]);
  for (const std::string& day : split(words[5])) plan.spans.push_back(std::stoi(day));
  for (const std::string& day : split(words[6])) plan.as_of.push_back(parse_date(day));
  plan.records = std::stoul(words[7]);
  plan.resamples = static_cast<std::uint32_t>(std::stoul(words[8]));
  if (count > 10) plan.recent = std::stoi(words[10]);
  return plan;
}

/// The cases that may be drawn, and those that may be scored.
struct Pool {
  std::vector<std::size_t> submitted;
  std::vector<std::size_t> pending;
};

Pool make_pool(const Plan& plan, Date as_of) {
  Pool pool;
  for (std::size_t i = 0; i < plan.file.cases.size(); ++i) {
    const Case& one = plan.file.cases[i];
    if (one.submitted < plan.first || one.submitted > as_of) continue;
    if (!one.decided || *one.decided > as_of) pool.pending.push_back(i);
    if (as_of - one.submitted < Days{plan.recent}) pool.submitted.push_back(i);
  }
  return pool;
}

std::size_t draw_below(RandomStream& stream, std::size_t count) {
  return std::min(count - 1,
                  static_cast<std::size_t>(stream.uniform() * static_cast<double>(count)));
}

/// The drawn cases; the last is the one to be scored.
CaseFile draw_file(const Plan& plan, Pool pool, RandomStream& stream) {
  const std::size_t scored = pool.pending[draw_below(stream, pool.pending.size())];
  std::erase(pool.submitted, scored);
  CaseFile file;
  file.covariates = plan.file.covariates;
  for (std::size_t i = 0; i < plan.records && i < pool.submitted.size(); ++i) {
    std::swap(pool.submitted[i], pool.submitted[i + draw_below(stream, pool.submitted.size() - i)]);
    file.cases.push_back(plan.file.cases[pool.submitted[i]]);
  }
  file.cases.push_back(plan.file.cases[scored]);
  return file;
}

/// Mean of values, or of differences, and its standard error.
struct Mean {
  double sum = 0.0;
  double squares = 0.0;
  double count = 0.0;

  void add(double value) {
    sum += value;
    squares += value * value;
    count += 1.0;
  }
  [[nodiscard]] double value() const { return sum / count; }
  [[nodiscard]] double error() const {
    return std::sqrt((squares / count - value() * value()) / (count - 1.0));
  }
};

struct Tally {
  Mean crps, log_score, crps_more, log_more, coverage, width;
  Mean usual_crps, usual_log, usual_coverage, usual_width;
};

void score_one(const Plan& plan, const std::vector<Pool>& pools, std::uint32_t resample,
               Tally& tally) {
  RandomStream stream{7, resample, plan.records, Purpose::test};
  const std::size_t date = draw_below(stream, plan.as_of.size());
  const Date as_of = plan.as_of[date];
  const CaseFile file = draw_file(plan, pools[date], stream);
  const CaseReplay replay{file};
  const ReplayDay day = replay.look_back(as_of);
  PendingCase scored = day.pending.back();
  if (file.cases.back().decided > plan.observed_until) scored.decided_after = kNever;

  const DecisionForecast forecast =
      replay.forecast(as_of, {.horizon = plan.horizon, .draws = 500, .seed = resample + 1});
  std::vector<double> usual(static_cast<std::size_t>(plan.horizon));
  fit_baseline(Baseline::kaplan_meier, day, 180, plan.horizon)(scored, usual);
  const auto judge = [&](const std::vector<double>& by_day) {
    ScoreSheet sheet{plan.spans, plan.horizon};
    sheet.add(by_day, scored.decided_after);
    return sheet.finish();
  };
  const Scores own = judge(forecast.pending.back().any());
  const Scores other = judge(usual);
  tally.crps.add(own.crps);
  tally.log_score.add(own.log_score);
  tally.coverage.add(own.coverage90);
  tally.width.add(own.width90);
  tally.usual_crps.add(other.crps);
  tally.usual_log.add(other.log_score);
  tally.usual_coverage.add(other.coverage90);
  tally.usual_width.add(other.width90);
  tally.crps_more.add(own.crps - other.crps);
  tally.log_more.add(own.log_score - other.log_score);
}

}  // namespace

int main(int count, char** words) {
  try {
    const Plan plan = read_plan(count, words);
    std::vector<Pool> pools;
    for (const Date as_of : plan.as_of) pools.push_back(make_pool(plan, as_of));
    Tally tally;
    for (std::uint32_t i = 0; i < plan.resamples; ++i) score_one(plan, pools, i, tally);
    const double percent = 100.0 / tally.usual_crps.value();
    std::printf(
        "n %4zu  CRPS %6.2f  KM %6.2f  %+5.1f %% (%.1f)   log score %.3f  KM %.3f  %+.3f (%.3f)   "
        "90 %% holds %.3f  KM %.3f   width %5.1f  KM %5.1f\n",
        plan.records, tally.crps.value(), tally.usual_crps.value(),
        percent * tally.crps_more.value(), percent * tally.crps_more.error(),
        tally.log_score.value(), tally.usual_log.value(), tally.log_more.value(),
        tally.log_more.error(), tally.coverage.value(), tally.usual_coverage.value(),
        tally.width.value(), tally.usual_width.value());
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "small_data: %s\n", error.what());
    return 1;
  }
}
