#include "runout/base/instructions.h"

#include <initializer_list>

namespace runout {

bool has_instructions(Instructions which) {
#if defined(__x86_64__)
  if (which == Instructions::avx2) return __builtin_cpu_supports("avx2") != 0;
  if (which == Instructions::avx512) {
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0;
  }
#endif
  return which == Instructions::plain;
}

Instructions widest_instructions() {
  static const Instructions widest = [] {
    for (const Instructions which : {Instructions::avx512, Instructions::avx2}) {
      if (has_instructions(which)) return which;
    }
    return Instructions::plain;
  }();
  return widest;
}

}  // namespace runout
