#include "runout/book/status_table.h"

#include <algorithm>
#include <array>

namespace runout::book {
namespace {

using enum ApplicationState;
using enum Expectation;

constexpr States kBefore = only(needed) | only(preparing);
constexpr States kReview = only(filed) | only(accepted) | only(query_open) | only(held);
constexpr States kGiven = only(granted) | only(in_hand);
constexpr States kEnded = only(refused) | only(withdrawn) | only(lapsed);
constexpr States kAny = kNoEventYet | kBefore | kReview | only(returned) | kGiven | kEnded;

// The first event of an application may be any: what came before it is simply not in the book. A
// first query, say, is about something that was filed; its clock is counted from what is known.
constexpr std::array kTransitions{
    // An acceptance by MOFCOM says that the file is complete: it closes the questions before it.
    Transition{"MOFCOM", only(query_open), "accepted", accepted, Effect::accept},
    // Without it, somewhere else, an open query makes an acceptance doubtful.
    Transition{"", only(query_open) | only(held), "accepted", accepted, Effect::accept, unexpected},

    Transition{"", kNoEventYet | only(needed), "needed", needed, Effect::prepare},
    Transition{"", kNoEventYet | kBefore, "preparing", preparing, Effect::prepare},
    Transition{"", only(returned), "preparing", std::nullopt},  // reworked before resubmission
    Transition{"", kEnded, "preparing", preparing, Effect::prepare},  // for filing again
    Transition{"", kEnded, "needed", needed, Effect::prepare},

    Transition{"", kNoEventYet | kBefore, "filed", filed, Effect::file},
    Transition{"", only(returned) | kEnded, "filed", filed, Effect::resubmit},
    Transition{"", kNoEventYet | kBefore | only(filed), "accepted", accepted, Effect::accept},
    Transition{"", only(returned), "accepted", accepted, Effect::accept, unexpected},

    Transition{"", kNoEventYet, "query_opened", filed, Effect::open_query},
    Transition{"", only(filed) | only(accepted) | only(held), "query_opened", std::nullopt,
               Effect::open_query},
    Transition{"", kBefore, "query_opened", filed, Effect::open_query, unexpected},
    Transition{"", kNoEventYet, "query_answered", filed, Effect::file},
    Transition{"", only(query_open) | only(held), "query_answered", std::nullopt,
               Effect::close_query},

    Transition{"", kNoEventYet, "held", filed, Effect::hold},
    Transition{"", kBefore | only(filed) | only(accepted) | only(query_open), "held", std::nullopt,
               Effect::hold},
    Transition{"", kNoEventYet, "released", filed, Effect::file},
    Transition{"", only(held), "released", std::nullopt, Effect::release},

    Transition{"", kNoEventYet | kReview, "returned", returned, Effect::give_back},
    Transition{"", kBefore, "returned", returned, Effect::give_back, unexpected},
    Transition{"", kNoEventYet | only(returned) | kEnded, "resubmitted", filed, Effect::resubmit},
    Transition{"", kBefore | kReview, "resubmitted", filed, Effect::resubmit, unexpected},

    Transition{"", kNoEventYet | kReview | only(granted) | only(in_hand), "granted", granted,
               Effect::decide},
    Transition{"", kBefore | only(returned) | kEnded, "granted", granted, Effect::decide,
               unexpected},
    Transition{"", kNoEventYet | kReview, "granted_partly", granted, Effect::decide},
    Transition{"", kBefore | only(returned) | kGiven | kEnded, "granted_partly", granted,
               Effect::decide, unexpected},
    Transition{"", kNoEventYet | kBefore | kReview | only(returned), "not_required", granted,
               Effect::decide},
    Transition{"", kGiven | kEnded, "not_required", granted, Effect::decide, unexpected},
    Transition{"", kNoEventYet | kReview, "refused", refused, Effect::decide},
    Transition{"", kBefore | only(returned) | kGiven | only(withdrawn) | only(lapsed), "refused",
               refused, Effect::decide, unexpected},
    Transition{"", kNoEventYet | kBefore | kReview | only(returned), "withdrawn", withdrawn,
               Effect::decide},
    Transition{"", kGiven | only(refused) | only(lapsed), "withdrawn", withdrawn, Effect::decide,
               unexpected},
    Transition{"", kNoEventYet | kBefore | kReview | only(returned) | kGiven, "lapsed", lapsed,
               Effect::decide},
    Transition{"", only(refused) | only(withdrawn), "lapsed", std::nullopt},
    // Another application has taken its place.
    Transition{"", kNoEventYet | kBefore | kReview | only(returned) | kGiven, "superseded",
               withdrawn, Effect::decide},
    Transition{"", kEnded, "superseded", std::nullopt},

    Transition{"", kNoEventYet, "promised", needed},
    Transition{"", kNoEventYet, "escalated", needed},
    Transition{"", kAny, "promised", std::nullopt},
    Transition{"", kAny, "escalated", std::nullopt},
};

}  // namespace

std::span<const Transition> transitions() { return kTransitions; }

const Transition* find_transition(std::string_view authority, States from, std::string_view event) {
  const auto found = std::ranges::find_if(kTransitions, [&](const Transition& row) {
    return (row.authority.empty() || row.authority == authority) && (row.from & from) != 0 &&
           row.event == event;
  });
  return found == kTransitions.end() ? nullptr : &*found;
}

}  // namespace runout::book
