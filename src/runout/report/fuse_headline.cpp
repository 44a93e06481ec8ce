#include "runout/report/fuse_headline.h"

#include <algorithm>

#include <fmt/format.h>

#include "runout/report/fuse.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

/// A line with less chance than this of running short within the horizon does not stop "first".
constexpr double kAtRisk = 0.05;
constexpr std::size_t kLinesNamed = 3;
constexpr std::size_t kLicencesNamed = 3;

/// "A-031 (review, day 31 of 45)".
std::string name_application(const forecast::Forecast& forecast, const std::string& code) {
  const forecast::ApplicationForecast* application = find_application(forecast, code);
  if (application == nullptr) return code;
  const std::string state = state_words(*application);
  return state.empty() ? code : fmt::format("{} ({})", code, state);
}

/// What is said about one line: that it runs short, and how sure that is.
struct Statement {
  std::string stop;
  std::string chance;
};

/// "Chance of running short within 30 days: 85 %".
std::string short_chance(const forecast::Forecast& forecast, const forecast::LineForecast& line) {
  const Day soon_days = std::min(forecast.horizon, kSoonDays);
  const auto date = short_date(line);
  const bool soon = !date || *date - forecast.as_of <= Days{soon_days};
  const Day by = soon ? soon_days : forecast.horizon;
  return fmt::format("Chance of running short within {} days: {}", by,
                     chance_words(chance_by(line.p_runout_within, by)));
}

/// What remains to be decided when the booked lane needs the licence earlier than the fastest.
std::string lane_decision(const forecast::Forecast& forecast, const forecast::LineForecast& line) {
  const forecast::ApplicationForecast* application =
      find_application(forecast, line.act_by_application);
  if (application == nullptr || !line.act_by || !application->need_by_booked) return "";
  const Date booked = *application->need_by_booked;
  if (booked >= *line.act_by || application->needed_by() != line.act_by) return "";
  if (booked <= forecast.as_of) {
    return "That holds for its fastest lane: by the lane that is booked it is too late.";
  }
  return fmt::format("Decide by {} whether it takes a faster lane than the one that is booked.",
                     weekday_words(booked, forecast.as_of));
}

/// "A-031 (review, ...)" or "a licence for order O-7 (nobody has applied)".
std::string name_relief(const forecast::Forecast& forecast, const forecast::Relief& relief) {
  if (!relief.application.empty()) return name_application(forecast, relief.application);
  return fmt::format("a licence for order {} (nobody has applied)", relief.order);
}

/// "A-031 (review) is in hand by Fri 4 Jul", "A-031 (by Fri 4 Jul) or A-040 (by 2 Jul) is in hand".
std::string relief_words(const forecast::Forecast& forecast,
                         const std::vector<forecast::Relief>& relief) {
  const std::size_t named = std::min(relief.size(), kLicencesNamed);
  const bool same_day = std::ranges::all_of(
      relief, [&](const forecast::Relief& other) { return other.by == relief.front().by; });
  std::string words;
  for (std::size_t i = 0; i < named; ++i) {
    if (i > 0) words += i + 1 == relief.size() ? " or " : ", ";
    words += name_relief(forecast, relief[i]);
    if (!same_day) words += fmt::format(" by {}", weekday_words(relief[i].by, forecast.as_of));
  }
  if (named < relief.size()) words += fmt::format(" or one of {} more", relief.size() - named);
  words += " is in hand";
  if (same_day) words += fmt::format(" by {}", weekday_words(relief.front().by, forecast.as_of));
  return words;
}

/// Whether the chances come with what they rest on; once in a headline is enough.
enum class Say { basis, chance_only };

/// "GYOR-2 runs short Thu 17 Jul unless A-031 (...) is in hand by Fri 4 Jul." and "Chance ...".
Statement state_stop(const forecast::Forecast& forecast, const forecast::LineForecast& line,
                     Say say) {
  const auto date = short_date(line);
  std::string text =
      fmt::format("{} runs short{}", line.line,
                  date ? " " + weekday_words(*date, forecast.as_of)
                       : fmt::format(" within {} days in some futures", forecast.horizon));
  std::string chance = short_chance(forecast, line);
  std::string decision;
  const auto chance_it_is_not = [&](const std::string& code, Date day) {
    const forecast::ApplicationForecast* application = find_application(forecast, code);
    const auto p_not =
        application == nullptr ? std::nullopt : chance_not_in_hand(forecast, *application, day);
    if (p_not) chance = fmt::format("Chance that it is not: {}", chance_words(*p_not, 0.0));
  };
  // Act by is the day of one licence when all others come: only before the shortage does it say
  // what prevents it.
  const bool acts_in_time =
      !line.act_by_application.empty() && line.act_by && (!date || *line.act_by < *date);
  if (forecast.decisions_given) {
    text = fmt::format("With the decisions given {} runs short{}", line.line,
                       line.run_out.p50 ? " " + weekday_words(*line.run_out.p50, forecast.as_of)
                                        : std::string{" in some futures"});
    text += fmt::format(": {}", explain_line(forecast, line).what);
  } else if (line.overdue && !line.act_by_application.empty() && line.relief.empty()) {
    text += fmt::format(": {} would have to be in hand already",
                        name_application(forecast, line.act_by_application));
  } else if (!line.relief.empty()) {
    text += fmt::format(" unless {}", relief_words(forecast, line.relief));
    const forecast::Relief& only = line.relief.front();
    if (line.relief.size() == 1) {
      chance_it_is_not(only.application, only.by);
      if (only.application == line.act_by_application && only.by == line.act_by) {
        decision = lane_decision(forecast, line);
      }
    }
  } else if (acts_in_time) {
    text += fmt::format(" unless {} is in hand by {}",
                        name_application(forecast, line.act_by_application),
                        weekday_words(*line.act_by, forecast.as_of));
    chance_it_is_not(line.act_by_application, *line.act_by);
    decision = lane_decision(forecast, line);
  } else if (!line.blame.empty()) {
    const bool nothing_helps =
        line.dates.secured && line.dates.if_granted_today == line.dates.secured;
    text += fmt::format("{}: {}", nothing_helps ? ", whatever is granted" : "",
                        explain_line(forecast, line).what);
  }
  if (say == Say::basis) chance += fmt::format(" ({})", basis_words(forecast));
  return {text + ".", chance + (decision.empty() ? "." : ". " + decision)};
}

std::string down_sentence(const forecast::Forecast& forecast,
                          const std::vector<const forecast::LineForecast*>& down) {
  if (down.size() == 1) {
    std::string words = down_words(forecast, *down.front()).front();
    words.replace(0, 4, "down");
    return fmt::format("{} is {}.", down.front()->line, words);
  }
  std::vector<std::string> names;
  names.reserve(down.size());
  for (const forecast::LineForecast* line : down) {
    names.push_back(line->restart.p50 ? fmt::format("{} (restarts {})", line->line,
                                                    day_words(line->restart.p50, forecast.as_of))
                                      : fmt::format("{} (restart open)", line->line));
  }
  return fmt::format("{} lines are down: {}.", down.size(), list_words(names, kLinesNamed));
}

std::string nothing_sentence(const forecast::Forecast& forecast,
                             const forecast::LineForecast* first) {
  const std::string end =
      fmt::format("{} days (to {})", forecast.horizon,
                  weekday_words(forecast.as_of + Days{forecast.horizon}, forecast.as_of));
  if (first == nullptr) {
    return fmt::format("No line runs short within {}, even if nothing pending is granted.", end);
  }
  return fmt::format("No line is likely to run short within {}. The first could be this: {}", end,
                     state_stop(forecast, *first, Say::basis).stop);
}

}  // namespace

std::optional<double> chance_not_in_hand(const forecast::Forecast& forecast,
                                         const forecast::ApplicationForecast& application,
                                         Date day) {
  if (application.needed_by() == day) return 1.0 - application.p_in_hand_by_need;
  const auto days = static_cast<Day>((day - forecast.as_of).count());
  if (days <= 0) return 1.0;
  const forecast::ChanceByDay* chance = chance_by(application.p_granted_within, days);
  return chance == nullptr ? std::nullopt : std::optional{1.0 - chance->p};
}

Headline write_headline(const forecast::Forecast& forecast) {
  Headline headline;
  std::vector<const forecast::LineForecast*> down;
  const forecast::LineForecast* first = nullptr;   // at risk, by the day it runs short
  const forecast::LineForecast* remote = nullptr;  // not at risk, but it could be
  const forecast::LineForecast* open = nullptr;    // the first that can still be helped
  const auto earlier = [](const forecast::LineForecast& line, const forecast::LineForecast* than) {
    return than == nullptr ||
           short_date(line).value_or(Date::max()) < short_date(*than).value_or(Date::max());
  };
  for (const std::size_t index : order_by_act_by(forecast)) {
    const forecast::LineForecast& line = forecast.lines[index];
    if (line.down_since) {
      down.push_back(&line);
      continue;
    }
    const bool at_risk = chance_in_horizon(line) >= kAtRisk;
    if (at_risk && earlier(line, first)) first = &line;
    if (!at_risk && line.dates.secured && earlier(line, remote)) remote = &line;
    if (at_risk && open == nullptr && line.act_by && !line.overdue) open = &line;
  }
  if (forecast.lines.empty()) {
    headline.lead = "The book has no lines, so there is nothing that could run short.";
    return headline;
  }
  if (!down.empty()) headline.more.push_back(down_sentence(forecast, down));
  if (first != nullptr) {
    const Statement statement = state_stop(forecast, *first, Say::basis);
    headline.lead = statement.stop;
    headline.chance = statement.chance;
    if (open != nullptr && open != first) {
      const Statement next = state_stop(forecast, *open, Say::chance_only);
      headline.more.push_back(fmt::format("Next to decide: {} {}", next.stop, next.chance));
    }
  } else if (down.size() == forecast.lines.size()) {
    headline.lead = headline.more.front();
    headline.more.clear();
  } else {
    headline.lead = nothing_sentence(forecast, remote);
    if (remote != nullptr) headline.chance = state_stop(forecast, *remote, Say::basis).chance;
    if (!down.empty()) headline.lead.replace(0, 2, "No other");
  }
  return headline;
}

}  // namespace runout::report
