// Words of the schema that other modules ask for, too.
#include "runout/book/schema.h"

namespace runout::book {

const std::vector<std::string>& built_in_calendar_words() {
  static const std::vector<std::string> words{"every-day", "mon-fri", "mon-sat", "CN"};
  return words;
}

const std::vector<std::string>& application_event_words() {
  static const std::vector<std::string> words{
      "needed",         "preparing", "filed",       "accepted",       "query_opened",
      "query_answered", "returned",  "resubmitted", "held",           "released",
      "promised",       "escalated", "granted",     "granted_partly", "not_required",
      "refused",        "withdrawn", "lapsed",      "superseded"};
  return words;
}

const std::vector<std::string>& licence_event_words() {
  static const std::vector<std::string> words{"issued",  "in_hand",   "suspended", "reinstated",
                                              "revoked", "exhausted", "expired",   "replaced"};
  return words;
}

const std::vector<std::string>& order_event_words() {
  static const std::vector<std::string> words{"confirmed", "shipped", "eta",   "held", "released",
                                              "cleared",   "arrived", "short", "lost", "cancelled"};
  return words;
}

const std::vector<std::string>& authority_event_words() {
  static const std::vector<std::string> words{"freeze", "unfreeze", "easing", "tightening",
                                              "fast_lane"};
  return words;
}

const std::vector<std::string>& line_event_words() {
  static const std::vector<std::string> words{"stopped", "restarted"};
  return words;
}

}  // namespace runout::book
