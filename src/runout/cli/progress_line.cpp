#include "runout/cli/progress_line.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <csignal>
#include <utility>

#include <fmt/format.h>

#include "runout/cli/options.h"

namespace runout::cli {
namespace {

std::atomic<bool> was_interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "set within a signal handler");

extern "C" void note_interrupt(int /*signal*/) {
  was_interrupted = true;
  static_cast<void>(std::signal(SIGINT, SIG_DFL));  // The next one ends the program.
}

/// 10000 as "10,000".
std::string with_thousands(std::size_t number) {
  std::string text = fmt::format("{}", number);
  for (std::size_t i = text.size(); i > 3;) text.insert(i -= 3, ",");
  return text;
}

std::string time_words(double seconds) {
  constexpr double kMinute = 60.0;
  if (seconds < 2.0 * kMinute) return fmt::format("{:.0f} s", std::ceil(seconds));
  if (seconds < 120.0 * kMinute) return fmt::format("{:.0f} min", seconds / kMinute);
  return fmt::format("{:.1f} h", seconds / kMinute / kMinute);
}

}  // namespace

std::string progress_words(const std::string& command, const forecast::Progress& now,
                           std::optional<double> seconds_left) {
  std::string words = fmt::format("{}: {} of {} replications", command, with_thousands(now.done),
                                  with_thousands(now.of));
  if (seconds_left) words += fmt::format(", {} left", time_words(*seconds_left));
  if (now.error) words += fmt::format(", chances to +-{:.1f} %", 100.0 * *now.error);
  return words;
}

ProgressLine::ProgressLine(Console& console, std::string command, Patience patience)
    : console_{console}, command_{std::move(command)}, patience_{patience} {
  was_interrupted = false;
  static_cast<void>(std::signal(SIGINT, note_interrupt));
}

ProgressLine::~ProgressLine() {
  static_cast<void>(std::signal(SIGINT, SIG_DFL));
  show_progress(console_, "");
}

bool ProgressLine::show(const forecast::Progress& now) {
  if (was_interrupted) return false;
  const std::scoped_lock lock{one_at_a_time_};
  const Clock::time_point here = Clock::now();
  if (now.done == 0) {
    start_ = here;
    return true;
  }
  if (now.is_between_blocks && !judge(now, here)) return false;
  if (!begin_) begin_ = here;
  constexpr std::chrono::milliseconds kApart{100};
  if (here - shown_ < kApart && now.done < now.of) return true;
  shown_ = here;
  if (!first_done_) first_done_ = now.done;
  std::optional<double> left;
  if (now.done == now.of) {
    left = 0.0;
  } else if (now.done > *first_done_) {
    const double seconds = std::chrono::duration<double>(here - *begin_).count();
    const auto per = seconds / static_cast<double>(now.done - *first_done_);
    left = per * static_cast<double>(now.of - std::min(now.of, now.done));
  }
  show_progress(console_, progress_words(command_, now, left));
  return true;
}

bool ProgressLine::judge(const forecast::Progress& now, Clock::time_point here) {
  if (is_judged_ || !start_ || now.done >= now.of) return true;
  is_judged_ = true;
  const double seconds = std::chrono::duration<double>(here - *start_).count();
  const double whole = seconds * static_cast<double>(now.of) / static_cast<double>(now.done);
  if (patience_.is_agreed || whole <= 60.0 * static_cast<double>(patience_.minutes)) return true;
  too_long_ = whole;
  return false;
}

void ProgressLine::refuse_if_long() const {
  if (!too_long_) return;
  rusage usage{};
  static_cast<void>(::getrusage(RUSAGE_SELF, &usage));
  constexpr double kMiB = 1024.0;  // ru_maxrss is in KiB
  throw CLI::ValidationError{
      "--at-most", fmt::format("this would take about {} and {:.0f} MiB of memory, {} min is "
                               "allowed; --yes goes on, fewer --replications or days of --horizon "
                               "take less",
                               time_words(*too_long_), static_cast<double>(usage.ru_maxrss) / kMiB,
                               patience_.minutes)};
}

void add_patience(CLI::App& command, Patience& patience) {
  constexpr std::uint64_t kYear = 525'600;
  add_whole(command, "--at-most", patience.minutes, {0, kYear},
            "Minutes that simulating may take: what would take longer is not begun (default 15)")
      .type_name("MINUTES");
  command.add_flag("--yes", patience.is_agreed, "Simulate however long it takes");
}

}  // namespace runout::cli
