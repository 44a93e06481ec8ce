// The `runout` program: reads the command line, runs one command, maps failures to exit codes.
#include <malloc.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>

#include "runout/base/error.h"
#include "runout/cli/commands.h"
#include "runout/cli/console.h"

namespace {

using runout::cli::Console;

int exit_code(runout::ErrorKind kind) {
  switch (kind) {
    case runout::ErrorKind::invalid_input:
      return runout::cli::kDataProblems;
    case runout::ErrorKind::not_found:
      return runout::cli::kWrongCommandLine;
    case runout::ErrorKind::forbidden:
    case runout::ErrorKind::conflict:
    case runout::ErrorKind::infeasible:
    case runout::ErrorKind::internal:
      return runout::cli::kOtherFailure;
  }
  return runout::cli::kOtherFailure;
}

bool locale_is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
    if (value == nullptr || *value == '\0') continue;
    const std::string_view text{value};
    return text.find("UTF-8") != std::string_view::npos ||
           text.find("utf8") != std::string_view::npos;
  }
  return false;
}

Console make_console() {
  Console console{std::cout, std::cerr};
  console.out_is_terminal = isatty(STDOUT_FILENO) != 0;
  console.err_is_terminal = isatty(STDERR_FILENO) != 0;
  console.in_is_terminal = isatty(STDIN_FILENO) != 0;
  // A file or a pipe takes UTF-8 whatever the locale; only a terminal may not show it.
  console.utf8 = !console.out_is_terminal || locale_is_utf8();
  winsize size{};
  if (console.out_is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    console.width = size.ws_col;
  }
  return console;
}

/// Keeps memory that was freed for the next need. Given back to the system it would have to be
/// mapped and cleared again, which on virtual machines takes longer than the work on it.
void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int kPiece = 32 << 20;
  constexpr int kAlways = 1 << 30;
  mallopt(M_TOP_PAD, kPiece);
  mallopt(M_MMAP_THRESHOLD, kAlways);
  mallopt(M_TRIM_THRESHOLD, kAlways);
#endif
}

}  // namespace

int main(int argc, char** argv) {
  keep_freed_memory();
  try {
    Console console = make_console();
    return runout::cli::run_command_line(argc, argv, console);
  } catch (const runout::Error& error) {
    std::cerr << "runout: " << error.what() << '\n';
    return exit_code(error.kind());
  } catch (const std::filesystem::filesystem_error& error) {
    std::cerr << "runout: cannot use '" << error.path1().string() << "': " << error.code().message()
              << '\n';
    return runout::cli::kOtherFailure;
  } catch (const std::exception& error) {
    std::cerr << "runout: internal error: " << error.what() << '\n';
    return runout::cli::kOtherFailure;
  }
}
