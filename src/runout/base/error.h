// The one exception type of the program, and the kinds of failure a caller can tell apart.
#pragma once

#include <stdexcept>
#include <string>

namespace runout {

/// What went wrong, named by what the caller can do about it.
///
/// Only two places turn a kind into something else: the command line (exit code) and a future
/// service (status). Everybody in between lets the exception pass.
enum class ErrorKind {
  invalid_input,  ///< The data or the request is wrong; correcting it will help.
  not_found,      ///< The named thing is not there.
  forbidden,      ///< The caller may not see or do this (a read-only folder, say).
  conflict,       ///< Somebody else changed the same thing first; read again and retry.
  infeasible,     ///< The question has no solution; the message names the binding constraint.
  internal,       ///< A bug in Runout.
};

class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error{message}, kind_{kind} {}

  [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }

 private:
  ErrorKind kind_;
};

}  // namespace runout
