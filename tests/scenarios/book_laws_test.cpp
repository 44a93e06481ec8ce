// Laws that hold of every book, tried on random ones through the program.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <nlohmann/json.hpp>

#include "runout/base/dates.h"
#include "runout/base/random.h"
#include "scenarios/random_book.h"

namespace runout::scenarios {
namespace {

using nlohmann::json;

constexpr int kLawDays = 50;

std::vector<std::string> settings() {
  return {"--as-of",        "2025-06-30", "--horizon", std::to_string(kLawDays),
          "--replications", "40",         "--seed",    "3"};
}

/// The forecast of a book that must be accepted.
json accepted(const BookRows& book) {
  const ProgramResult result = run_forecast(book, settings());
  RC_ASSERT(result.exit_code == 0);
  return json::parse(result.out);
}

std::uint64_t some_seed() {
  return static_cast<std::uint64_t>(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000));
}

const json& line_named(const json& forecast, const json& name) {
  const auto& lines = forecast["lines"];
  const auto found =
      std::ranges::find_if(lines, [&](const json& row) { return row["line"] == name; });
  RC_ASSERT(found != lines.end());
  return *found;
}

/// The earliest day by which at least `share` of the replications has had the event.
json quantile_of(const json& within, double share) {
  for (const json& row : within) {
    if (row["p"].get<double>() >= share - 1e-12) {
      return to_string(parse_date("2025-06-30") + Days{row["days"].get<int>()});
    }
  }
  return nullptr;
}

RC_GTEST_PROP(EveryBook, HasProbabilitiesThatGrowWithTheDays, ()) {
  const json forecast = accepted(make_random_book(some_seed()));
  for (const json& line : forecast["lines"]) {
    double runs_out = 0.0;
    double stops = 0.0;
    RC_ASSERT(line["p_runout_within"].size() == static_cast<std::size_t>(kLawDays));
    for (std::size_t day = 0; day < kLawDays; ++day) {
      const double p = line["p_runout_within"][day]["p"];
      const double q = line["p_stop_within"][day]["p"];
      RC_ASSERT(runs_out <= p && p <= 1.0);
      RC_ASSERT(stops <= q && q <= p);
      runs_out = p;
      stops = q;
    }
    for (const auto& [name, share] : {std::pair{"p10", 0.1}, {"p50", 0.5}, {"p90", 0.9}}) {
      RC_ASSERT(line["run_out"][name] == quantile_of(line["p_runout_within"], share));
      RC_ASSERT(line["stop"][name] == quantile_of(line["p_stop_within"], share));
    }
    double blamed = 0.0;
    for (const json& blame : line["blame"]) blamed += blame["share"].get<double>();
    RC_ASSERT(std::abs(blamed - (runs_out > 0.0 ? 1.0 : 0.0)) < 1e-9);
  }
  for (const json& application : forecast["applications"]) {
    double before = 0.0;
    for (const json& row : application["p_granted_within"]) {
      RC_ASSERT(before <= row["p"].get<double>());
      before = row["p"];
    }
    RC_ASSERT(before + application["p_refused"].get<double>() <= 1.0 + 1e-9);
  }
}

RC_GTEST_PROP(EveryBook, LetsNoSingleComponentLineRunOutEarlierWithMoreStock, ()) {
  const auto seed = some_seed();
  const BookRows book = make_random_book(seed);
  BookRows richer = book;
  RandomStream random{seed, 1, std::uint64_t{0}, Purpose::test};
  for (std::size_t line = 1; line <= book.at("lines").rows.size(); ++line) {
    if (random.uniform() < 0.3) continue;
    const int more = 1 + static_cast<int>(60.0 * random.uniform());
    richer["stock"].rows.push_back(fmt::format("P{},PLANT,more,{},,,2025-06-30", line, more));
  }
  const json poor = accepted(book);
  const json rich = accepted(richer);
  for (const json& before : poor["lines"]) {
    const json& after = line_named(rich, before["line"]);
    for (std::size_t day = 0; day < kLawDays; ++day) {
      // No law for stops: catching up may use the more that is there before the line is dry.
      const auto now = after["p_runout_within"][day]["p"].get<double>();
      RC_ASSERT(now <= before["p_runout_within"][day]["p"].get<double>());
    }
    for (const char* date : {"stock_only", "secured", "if_granted_today"}) {
      const json& least = before["dates"][date];
      const json& now = after["dates"][date];
      const bool holds = now.is_null() || (!least.is_null() && now >= least);
      RC_ASSERT(holds);
    }
  }
}

RC_GTEST_PROP(EveryBook, SaysTheSameWhateverTheOrderOfItsRows, ()) {
  // Not of applications and events: what is learnt from them is added up in their order.
  const auto seed = some_seed();
  const BookRows book = make_random_book(seed);
  BookRows shuffled = book;
  RandomStream random{seed, 2, std::uint64_t{0}, Purpose::test};
  for (const char* file :
       {"items", "controls", "sites", "stock", "bom", "lanes", "orders", "plan"}) {
    auto& rows = shuffled[file].rows;
    for (std::size_t i = rows.size(); i > 1; --i) {
      std::swap(rows[i - 1],
                rows[static_cast<std::size_t>(random.uniform() * static_cast<double>(i))]);
    }
  }
  const json before = accepted(book);
  const json after = accepted(shuffled);
  for (const json& line : before["lines"]) {
    const json& other = line_named(after, line["line"]);
    for (const char* key : {"p_runout_within", "p_stop_within", "run_out", "stop", "restart",
                            "dates", "act_by", "expected_lost_units", "expected_stop_days"}) {
      const bool is_same = other[key] == line[key];
      RC_ASSERT(is_same);
    }
  }
}

/// Rows that nobody knew on the as-of day, whatever they say about days before it.
BookRows with_later_knowledge(BookRows book, RandomStream& random) {
  const auto later = [&](int days) { return to_string(parse_date("2025-06-30") + Days{days}); };
  const std::vector<std::string> events = book["events"].rows;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const std::size_t first = events[i].find(',');
    const std::size_t second = events[i].find(',', first + 1);
    const std::string id = events[i].substr(0, first);
    const std::string subject = events[i].substr(first + 1, second - first - 1);
    const bool is_application = subject.starts_with("A-");
    const double turn = random.uniform();
    if (turn < 0.3) {  // It happened before, and was heard of later.
      book["events"].rows.push_back(fmt::format("N{},{},2025-06-29,{},,,{},", i, subject,
                                                is_application ? "withdrawn" : "lost", later(1)));
    } else if (turn < 0.5) {  // A correction that came later.
      book["events"].rows.push_back(fmt::format("N{},{},2025-06-10,{},,,{},{}", i, subject,
                                                is_application ? "granted" : "cancelled", later(2),
                                                id));
    } else if (turn < 0.7) {
      book["events"].rows.push_back(fmt::format("N{},{},{},{},,,,", i, subject, later(3),
                                                is_application ? "refused" : "cancelled"));
    }
  }
  book["stock"].rows.push_back(fmt::format("P1,PLANT,later,500,,,{}", later(1)));
  book["evidence"] = {"evidence,reported_on,population,submitted,granted,refused,pending",
                      {fmt::format("EV,{},all,100,100,0,0", later(1))}};
  if (!book["applications"].rows.empty()) {
    const std::string& row = book["applications"].rows.front();
    book["licences"] = {
        "licence,application,valid_from,valid_to,quantity,unit",
        {fmt::format("LN,{},{},2025-12-31,1,pcs", row.substr(0, row.find(',')), later(2))}};
  }
  return book;
}

RC_GTEST_PROP(EveryBook, DoesNotKnowOnADayWhatBecameKnownAfterIt, ()) {
  const auto seed = some_seed();
  const BookRows book = make_random_book(seed);
  RandomStream random{seed, 3, std::uint64_t{0}, Purpose::test};
  const ProgramResult before = run_forecast(book, settings());
  const ProgramResult after = run_forecast(with_later_knowledge(book, random), settings());
  RC_ASSERT(before.exit_code == 0);
  RC_ASSERT(after.exit_code == 0);
  RC_ASSERT(before.out == after.out);
}

}  // namespace
}  // namespace runout::scenarios
