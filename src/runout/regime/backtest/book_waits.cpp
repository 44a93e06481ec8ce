#include "runout/regime/backtest/book_waits.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "runout/regime/decision_words.h"

namespace runout::regime::backtest {
namespace {

/// Events that say the application has been filed, also where the filing itself is not on file.
constexpr std::array<std::string_view, 7> kFiled{
    "filed", "accepted", "resubmitted", "query_opened", "held", "released", "query_answered"};

bool is_filed(std::string_view event) { return std::ranges::find(kFiled, event) != kFiled.end(); }

struct DatedWord {
  Date day;
  std::string_view event;
};

enum class End { decided, unseen };

/// Follows one application through its events.
class Follower {
 public:
  Follower(BookWaits& waits, std::size_t row, Date as_of, std::optional<Date> observed_from)
      : waits_{waits}, row_{row}, as_of_{as_of}, observed_from_{observed_from} {}

  void take(const DatedWord& word) {
    if (is_decision(word.event)) {
      // A second grant of the same licence decides nothing that is open.
      const bool decides = began_ || filed_;
      close(word.day, End::decided);
      if (decides) {
        waits_.decided_on[row_].push_back(word.day);
        ++waits_.day.decisions;
      }
      if (word.event == "returned") {
        began_ = word.day;
        group_ = kAfterReturn;
      }
    } else if (word.event == "superseded") {
      close(word.day, End::unseen);
    } else if (is_filed(word.event)) {
      if (!filed_) filed_ = word.day;
    } else if (!began_ && !filed_) {
      began_ = word.day;
      group_ = kBeforeFiling;
    }
  }

  /// What is still open at the end of the as-of day. `state` is where the application stands then.
  void stop(const std::string& code, book::ApplicationState state) {
    if (!book::is_pending(state)) return;
    const bool in_review = state != book::ApplicationState::needed &&
                           state != book::ApplicationState::preparing &&
                           state != book::ApplicationState::returned;
    // Without an event it has just been noticed.
    const Date since =
        (in_review ? (filed_ ? filed_ : began_) : (began_ ? began_ : filed_)).value_or(as_of_);
    PendingCase pending;
    pending.id = code;
    pending.waited = life(since, as_of_);
    pending.group = in_review                                   ? kInReview
                    : state == book::ApplicationState::returned ? kAfterReturn
                                                                : kBeforeFiling;
    waits_.day.pending.push_back(pending);
    waits_.pending_rows.push_back(row_);
    close(as_of_, End::unseen);
  }

 private:
  static Day life(Date from, Date to) { return static_cast<Day>((to - from).count()) + 1; }

  void close(Date day, End end) {
    record(began_, day, end, group_);
    record(filed_, day, end, kInReview);
    began_.reset();
    filed_.reset();
  }

  void record(std::optional<Date> since, Date day, End end, std::uint32_t group) {
    if (!since) return;
    KnownWait wait;
    wait.age = life(*since, as_of_);
    wait.seen = life(*since, day);
    if (observed_from_) wait.entry = std::max<Day>(0, life(*since, *observed_from_));
    wait.decided = end == End::decided;
    wait.group = group;
    if (wait.entry < wait.seen) waits_.day.known.push_back(wait);
  }

  BookWaits& waits_;
  std::size_t row_;
  Date as_of_;
  std::optional<Date> observed_from_;
  std::optional<Date> began_;  ///< noticed, or returned
  std::optional<Date> filed_;
  std::uint32_t group_ = kBeforeFiling;  ///< of the wait since `began_`
};

}  // namespace

BookWaits collect_waits(const book::Snapshot& snapshot) {
  const std::size_t applications = snapshot.records.applications.size();
  std::vector<std::vector<DatedWord>> words(applications);
  for (const book::Event& event : snapshot.records.events) {
    if (event.kind != book::SubjectKind::application) continue;
    if (event.day() > snapshot.as_of) continue;  // An announcement.
    words[event.index].push_back({event.day(), event.event});
  }
  BookWaits waits;
  waits.day.as_of = snapshot.as_of;
  waits.day.groups = kBookGroups;
  waits.decided_on.resize(applications);
  for (std::size_t row = 0; row < applications; ++row) {
    std::ranges::stable_sort(words[row], {}, &DatedWord::day);
    const book::Application& application = snapshot.records.applications[row];
    Follower follower{waits, row, snapshot.as_of, application.observed_from};
    for (const DatedWord& word : words[row]) follower.take(word);
    follower.stop(application.application, snapshot.applications[row].state);
  }
  return waits;
}

}  // namespace runout::regime::backtest
