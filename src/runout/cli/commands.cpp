#include "runout/cli/commands.h"

#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "runout/base/text.h"
#include "runout/base/version.h"
#include "runout/cli/alarms_command.h"
#include "runout/cli/backtest_command.h"
#include "runout/cli/check_command.h"
#include "runout/cli/compare_command.h"
#include "runout/cli/convert_command.h"
#include "runout/cli/decisions_command.h"
#include "runout/cli/forecast_command.h"
#include "runout/cli/import_command.h"
#include "runout/cli/undo_command.h"
#include "runout/cli/whatif_command.h"

namespace runout::cli {
namespace {

/// What the user may have meant by a word the parser did not know.
std::string suggestion(const CLI::App& app, const std::string& word) {
  std::vector<std::string> known;
  if (word.starts_with("-")) {
    for (const CLI::Option* option : app.get_options()) {
      for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    }
  } else {
    for (const CLI::App* command : app.get_subcommands({})) known.push_back(command->get_name());
  }
  const auto nearest = nearest_word(word.substr(0, word.find('=')), known);
  if (nearest) return fmt::format("; did you mean '{}'?", *nearest);
  return fmt::format("; see 'runout{}{} --help'", app.get_parent() == nullptr ? "" : " ",
                     app.get_parent() == nullptr ? "" : app.get_name());
}

const CLI::App& chosen(const CLI::App& app) {
  const auto commands = app.get_subcommands();
  return commands.empty() ? app : *commands.front();
}

/// `first` is the first word of the command line; empty when there is none.
int wrong_command_line(const CLI::App& app, const CLI::ParseError& error, const std::string& first,
                       Console& console) {
  const CLI::App& command = chosen(app);
  std::string message = error.what();
  if (&command == &app && dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    // The parser complains of no command before it complains of an unknown one.
    message = first.empty()
                  ? "which command? see 'runout --help'"
                  : fmt::format("unknown {} '{}'{}", first.starts_with("-") ? "option" : "command",
                                first, suggestion(app, first));
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    std::vector<std::string> extras = command.remaining();
    if (extras.empty()) extras = app.remaining();
    if (!extras.empty()) {
      const std::string& word = extras.front();
      const char* kind = word.starts_with("-")             ? "option"
                         : command.get_parent() == nullptr ? "command"
                                                           : "argument";
      message = fmt::format("unknown {} '{}'{}", kind, word,
                            std::string_view{kind} == "argument" ? "" : suggestion(command, word));
    }
  }
  console.err << "runout: " << message << '\n';
  return kWrongCommandLine;
}

}  // namespace

int run_command_line(int argc, const char* const* argv, Console& console) {
  CLI::App app{
      "Which production line runs out of licence-controlled parts, when, how sure that is,\n"
      "which licence or shipment is to blame, and what to do about it.",
      "runout"};
  app.set_version_flag("--version", std::string{"runout "} + kVersion);
  app.require_subcommand(1);
  app.fallthrough(false);

  add_check_command(app, console);
  add_forecast_command(app, console);
  add_whatif_command(app, console);
  add_compare_command(app, console);
  add_alarms_command(app, console);
  add_decisions_command(app, console);
  add_backtest_command(app, console);
  add_import_command(app, console);
  add_undo_command(app, console);
  add_convert_command(app, console);
  app.footer("Start with: runout check examples/first-book");  // Last, or commands inherit it.

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {  // --help, --version
    return app.exit(success, console.out, console.err) == 0 ? kDone : kOtherFailure;
  } catch (const CLI::ParseError& error) {
    return wrong_command_line(app, error, argc > 1 ? argv[1] : "", console);
  }
  if (!console.out.flush()) {  // A full disk or a closed pipe behind `>`.
    console.err << "runout: cannot write standard output; is the disk full?\n";
    return kOtherFailure;
  }
  return console.exit_code;
}

}  // namespace runout::cli
