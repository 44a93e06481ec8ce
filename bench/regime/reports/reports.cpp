// Whether an aggregate report helps: draws small books from a large file of cases, forecasts their
// pending applications with and without one honest report of other people's, and scores both.
//
//   reports FILE GOOD FROM TO EVERY HALF OBSERVED_UNTIL REPLAYS [MEASURE [WINDOW [COUNTED]]]
//
// GOOD: the outcome that is a grant, others are refusals; FROM, TO, EVERY: the as-of days, as
// 2011-01-15 2018-06-15 60; HALF: 1 or 2, the first or second half of them, or all; MEASURE: filed
// (k of n filed since granted, the default), ended (their refusals, too), share (k/n without
// counts), decided (of the decisions since, k grants), or records (no report, but the others' cases
// themselves as records: the most that any report of them could do); WINDOW: cases filed within so
// many days are drawn and reported (180); COUNTED: at most so many are in the report (300).
//
// A replay draws a day, 20 to 60 own records among the cases filed within the window, and up to 40
// more pending cases that are only forecast: under observation since the day itself, they teach
// nothing. The report counts others. Prints the share of replays whose mean log score over all
// pending cases became better, and by how much; the same over the own ones alone.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "regime/book_fixture.h"
#include "runout/base/random.h"
#include "runout/regime/backtest/scores.h"
#include "runout/regime/decision_forecast.h"

namespace {

using namespace runout;
using namespace runout::regime;

constexpr Day kHorizon = 180;
constexpr std::size_t kForecastOnly = 40;
const std::vector<Day> kSpans{14, 30, 60, 90};

struct Plan {
  CaseFile file;
  std::string good;
  std::vector<Date> as_of;
  Date observed_until;
  std::uint32_t replays = 200;
  std::string measure = "filed";
  Days window{180};
  std::size_t counted = 300;
};

Plan read_plan(int count, char** words) {
  if (count < 9) throw std::runtime_error{"too few arguments: see the head of the source"};
  std::ifstream stream{words[1]};
  if (!stream) throw std::runtime_error{std::string{"cannot read "} + words[1]};
  std::ostringstream text;
  text << stream.rdbuf();
  Plan plan;
  Diagnostics diagnostics;
  plan.file = read_cases(text.str(), words[1], {}, diagnostics);
  plan.good = words[2];
  const Days every{std::max(1, std::atoi(words[5]))};
  std::vector<Date> days;
  for (Date day = parse_date(words[3]); day <= parse_date(words[4]); day += every) {
    days.push_back(day);
  }
  const std::string half = words[6];
  const auto middle = days.begin() + static_cast<std::ptrdiff_t>(days.size() / 2);
  if (half == "1") days.erase(middle, days.end());
  if (half == "2") days.erase(days.begin(), middle);
  plan.as_of = days;
  plan.observed_until = parse_date(words[7]);
  plan.replays = static_cast<std::uint32_t>(std::stoul(words[8]));
  if (count > 9) plan.measure = words[9];
  if (count > 10) plan.window = Days{std::stoi(words[10])};
  if (count > 11) plan.counted = std::stoul(words[11]);
  return plan;
}

std::size_t draw_below(RandomStream& stream, std::size_t count) {
  return std::min(count - 1,
                  static_cast<std::size_t>(stream.uniform() * static_cast<double>(count)));
}

bool is_pending_on(const Case& one, Date day) { return !one.decided || *one.decided > day; }

/// Days after `day` to the decision, kNever beyond what was observed.
Day comes_after(const Plan& plan, const Case& one, Date day) {
  if (!one.decided || *one.decided > plan.observed_until) return kNever;
  return static_cast<Day>((*one.decided - day).count());
}

/// One small book, the days that came of its pending applications, and the others' cases.
struct Replay {
  book::Snapshot book;
  std::vector<Day> came;  ///< [pending application]
  std::size_t own = 0;    ///< how many of these are of the book's own records
  std::vector<const Case*> others;
};

void add_case(book::Snapshot& book, const Plan& plan, const Case& one, bool only_forecast) {
  const bool pending = is_pending_on(one, book.as_of);
  book::Application application = fixtures::application(one.id);
  if (only_forecast) application.observed_from = book.as_of;
  const bool good = one.outcome == plan.good;
  const auto state = pending ? book::ApplicationState::filed
                     : good  ? book::ApplicationState::granted
                             : book::ApplicationState::refused;
  const Calendar& calendar = book.records.calendar("mon-fri");
  const std::size_t row = fixtures::add(book, application, state,
                                        calendar.working_days_between(one.submitted, book.as_of));
  book.applications[row].filed_on = one.submitted;
  book.applications[row].clock_start = one.submitted;
  fixtures::add_event(book, row, "filed", to_string(one.submitted));
  if (pending) return;
  book.applications[row].decided_on = one.decided;
  book.applications[row].decided_event = good ? "granted" : "refused";
  fixtures::add_event(book, row, book.applications[row].decided_event, to_string(*one.decided));
}

/// Moves `count` cases drawn among those from `first` on to there; returns how many there are.
std::size_t draw_cases(std::vector<const Case*>& pool, std::size_t first, std::size_t count,
                       RandomStream& stream) {
  const std::size_t last = std::min(pool.size(), first + count);
  for (std::size_t i = first; i < last; ++i) {
    std::swap(pool[i], pool[i + draw_below(stream, pool.size() - i)]);
  }
  return last - first;
}

Replay draw_replay(const Plan& plan, std::uint32_t number) {
  RandomStream stream{11, number, 0, Purpose::test};
  Replay replay;
  replay.book =
      fixtures::empty_snapshot(to_string(plan.as_of[draw_below(stream, plan.as_of.size())]));
  const Date as_of = replay.book.as_of;
  std::vector<const Case*> pool;
  for (const Case& one : plan.file.cases) {
    if (one.submitted > as_of - plan.window && one.submitted <= as_of) pool.push_back(&one);
  }
  if (pool.empty()) return replay;
  const std::size_t records = draw_cases(pool, 0, 20 + draw_below(stream, 41), stream);
  for (std::size_t i = 0; i < records; ++i) {
    add_case(replay.book, plan, *pool[i], false);
    if (is_pending_on(*pool[i], as_of)) replay.came.push_back(comes_after(plan, *pool[i], as_of));
  }
  replay.own = replay.came.size();
  pool.erase(pool.begin(), pool.begin() + static_cast<std::ptrdiff_t>(records));
  const auto decided = std::ranges::stable_partition(
      pool, [&](const Case* one) { return is_pending_on(*one, as_of); });
  std::vector<const Case*> pending(pool.begin(), decided.begin());
  const std::size_t more = draw_cases(pending, 0, kForecastOnly, stream);
  for (std::size_t i = 0; i < more; ++i) {
    add_case(replay.book, plan, *pending[i], true);
    replay.came.push_back(comes_after(plan, *pending[i], as_of));
  }
  // A pending case that is forecast stays among those reported: that it is pending is all that the
  // report knows of it, and leaving it out would make the report a wrong one.
  draw_cases(pool, 0, plan.counted, stream);
  pool.resize(std::min(pool.size(), plan.counted));
  replay.others = std::move(pool);
  return replay;
}

book::Evidence make_report(const Plan& plan, const Replay& replay) {
  const Date as_of = replay.book.as_of;
  std::int64_t granted = 0;
  std::int64_t refused = 0;
  for (const Case* one : replay.others) {
    if (is_pending_on(*one, as_of)) continue;
    ++(one->outcome == plan.good ? granted : refused);
  }
  const auto all = static_cast<std::int64_t>(replay.others.size());
  book::Evidence report;
  report.evidence = "R";
  report.population = "all applicants";
  report.reported_on = as_of;
  report.since = as_of - plan.window + Days{1};
  report.own = "no";
  report.reporter = book::EvidenceReporter::association;
  if (plan.measure == "share") {
    report.share = Ratio::from_millionths(granted * 1'000'000 / all);
  } else if (plan.measure == "decided") {
    report.measure = book::EvidenceMeasure::decided;
    report.granted = granted;
    report.refused = refused;
  } else {
    report.submitted = all;
    report.granted = granted;
    if (plan.measure == "ended") report.refused = refused;
  }
  return report;
}

/// The others' cases as records, those that are forecast left out. They are appended: the pending
/// ones to be scored stay first.
void add_others(const Plan& plan, Replay& replay) {
  for (const Case* one : replay.others) {
    const auto& known = replay.book.records.applications;
    const bool is_there = std::ranges::any_of(
        known, [&](const auto& application) { return application.application == one->id; });
    if (!is_there) add_case(replay.book, plan, *one, false);
  }
}

/// Log scores: of all pending, and of the own ones.
struct LogScores {
  double all = 0.0;
  double own = 0.0;
};

LogScores score(const Replay& replay, std::uint32_t number) {
  const DecisionForecast forecast = forecast_book_decisions(
      replay.book, {}, {.horizon = kHorizon, .draws = 500, .seed = number + 1});
  backtest::ScoreSheet all{kSpans, kHorizon};
  backtest::ScoreSheet own{kSpans, kHorizon};
  for (std::size_t i = 0; i < replay.came.size(); ++i) {
    const std::vector<double> by_day = forecast.pending[i].any();
    all.add(by_day, replay.came[i]);
    if (i < replay.own) own.add(by_day, replay.came[i]);
  }
  LogScores scores{all.finish().log_score, 0.0};
  if (replay.own > 0) scores.own = own.finish().log_score;
  return scores;
}

/// Differences of log scores, below 0 where the report helped.
struct Gains {
  double count = 0.0, sum = 0.0, squares = 0.0, better = 0.0;

  void add(double difference) {
    count += 1.0;
    sum += difference;
    squares += difference * difference;
    better += difference < 0.0 ? 1.0 : 0.0;
  }
  void print(const char* name) const {
    const double mean = sum / count;
    const double share = better / count;
    std::printf("%-12s %4.0f replays  better %.3f (%.3f)  log score %+.4f (%.4f)\n", name, count,
                share, std::sqrt(share * (1.0 - share) / count), mean,
                std::sqrt((squares / count - mean * mean) / (count - 1.0)));
  }
};

}  // namespace

int main(int count, char** words) {
  try {
    const Plan plan = read_plan(count, words);
    const bool is_told = std::getenv("REPORTS_TELL") != nullptr;
    Gains all;
    Gains own;
    for (std::uint32_t number = 0, done = 0; done < plan.replays && number < 10 * plan.replays;
         ++number) {
      Replay replay = draw_replay(plan, number);
      if (replay.came.size() < 5 || replay.others.size() < 30) continue;
      ++done;
      const LogScores without = score(replay, number);
      if (plan.measure == "records") {
        add_others(plan, replay);
      } else {
        replay.book.records.evidence.push_back(make_report(plan, replay));
      }
      const LogScores with = score(replay, number);
      all.add(with.all - without.all);
      if (replay.own > 0) own.add(with.own - without.own);
      if (is_told) {
        std::printf("%s  %zu records  %zu pending  %+.4f\n", to_string(replay.book.as_of).c_str(),
                    replay.book.applications.size() - replay.came.size() + replay.own,
                    replay.came.size(), with.all - without.all);
      }
    }
    if (all.count < 2.0) throw std::runtime_error{"too few replays"};
    all.print("all pending");
    own.print("own pending");
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "reports: %s\n", error.what());
    return 1;
  }
}
