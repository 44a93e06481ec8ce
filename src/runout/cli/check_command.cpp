#include "runout/cli/check_command.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "runout/cli/open_book.h"
#include "runout/cli/options.h"

namespace runout::cli {
namespace {

struct CheckOptions {
  std::string book;
  std::string as_of;
  std::string format = "text";
};

using Json = nlohmann::ordered_json;

Json to_json(const Diagnostic& problem) {
  return {{"code", problem.code}, {"where", where(problem)},  {"file", problem.file},
          {"row", problem.row},   {"column", problem.column}, {"message", problem.message},
          {"help", problem.help}};
}

void print_json(const OpenedBook& opened, Console& console) {
  Json document{{"as_of", nullptr}, {"errors", Json::array()}, {"warnings", Json::array()}};
  if (opened.as_of) document["as_of"] = to_string(*opened.as_of);
  for (const Diagnostic& problem : opened.problems) {
    const char* list = problem.severity == Severity::error ? "errors" : "warnings";
    document[list].push_back(to_json(problem));
  }
  console.out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

std::string counted(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

void print_summary(const OpenedBook& opened, const std::string& book, Console& console) {
  const std::size_t errors = count_errors(opened.problems);
  std::string summary = fmt::format("{}, {} in {}", counted(errors, "error"),
                                    counted(opened.problems.size() - errors, "warning"), book);
  if (opened.snapshot) {
    const book::Records& records = opened.snapshot->records;
    std::set<std::string> lines;  // a mixed-model line has several rows
    for (const book::Line& line : records.lines) lines.insert(line.line);
    summary += fmt::format("; {}, {}, {}, {}, {}, {}", counted(records.items.size(), "item"),
                           counted(records.sites.size(), "site"), counted(lines.size(), "line"),
                           counted(records.orders.size(), "order"),
                           counted(records.applications.size(), "application"),
                           counted(records.events.size(), "event"));
  }
  if (opened.as_of) summary += ", as of " + to_string(*opened.as_of);
  console.out << summary << '\n';
}

void run(const CheckOptions& options, Console& console) {
  std::optional<Date> as_of;
  if (!options.as_of.empty()) as_of = parse_date(options.as_of);
  const OpenedBook opened = inspect_book(options.book, as_of);
  if (const std::string note = hand_edit_note(opened.hand_edits, options.book); !note.empty()) {
    console.err << "runout: " << note << '\n';
  }
  if (options.format == "json") {
    print_json(opened, console);
    Diagnostics errors;
    std::ranges::copy_if(opened.problems, std::back_inserter(errors),
                         [](const Diagnostic& d) { return d.severity == Severity::error; });
    print_problems(console, errors);
    return;
  }
  print_problems(console, opened.problems);
  print_summary(opened, options.book, console);
}

}  // namespace

void add_check_command(CLI::App& app, Console& console) {
  CLI::App* command = app.add_subcommand("check", "Say what is wrong or doubtful in a book");
  const auto options = std::make_shared<CheckOptions>();
  command->add_option("BOOK", options->book, "The book: a folder, a .db or an .xlsx file")
      ->required();
  command
      ->add_option("--as-of", options->as_of,
                   "day at whose end the book is read; default the latest day it knows")
      ->check(check_day);
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  command->callback([options, &console] { run(*options, console); });
}

}  // namespace runout::cli
