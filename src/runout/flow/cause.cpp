#include "runout/flow/simulate.h"

namespace runout::flow {

const char* to_text(Cause cause) {
  switch (cause) {
    case Cause::preparing:
      return "preparing";
    case Cause::review:
      return "review";
    case Cause::returned:
      return "returned";
    case Cause::refused:
      return "refused";
    case Cause::in_hand:
      return "in_hand";
    case Cause::not_ready:
      return "not_ready";
    case Cause::transit:
      return "transit";
    case Cause::held:
      return "held";
    case Cause::no_order:
      return "no_order";
    case Cause::unknown_control:
      return "unknown_control";
  }
  return "unknown_control";
}

}  // namespace runout::flow
