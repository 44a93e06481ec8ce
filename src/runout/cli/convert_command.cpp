#include "runout/cli/convert_command.h"

#include <memory>
#include <ostream>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/book/store.h"
#include "runout/cli/recording.h"

namespace runout::cli {
namespace {

struct ConvertOptions {
  std::string source;
  std::string target;
  bool force = false;
};

/// As has_book, but a file of another kind is no fault of the data: it is in the way.
bool has_book_at_target(const std::string& target) {
  try {
    return book::has_book(target);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::invalid_input) throw;
    throw Error{ErrorKind::conflict,
                fmt::format("there is a file at '{}' already, and it is not a book; name another "
                            "target",
                            target)};
  }
}

void run_convert(const ConvertOptions& options, Console& console) {
  survive_file_size_limit();
  refuse_foreign_form("TARGET", options.target);
  const book::Book book = book::read_store(options.source);
  if (print_problems(console, book.diagnostics)) return;
  std::error_code failure;
  if (std::filesystem::equivalent(options.source, options.target, failure)) {
    throw Error{ErrorKind::conflict,
                fmt::format("'{}' and '{}' are the same book", options.source, options.target)};
  }
  if (has_book_at_target(options.target) && !options.force) {
    throw Error{ErrorKind::conflict,
                fmt::format("there is a book at '{}' already; name another target, or add --force "
                            "to replace it",
                            options.target)};
  }
  book::write_book(book, options.target);
  std::size_t rows = 0;
  for (const auto& table : book.present.files) rows += table ? table->rows.size() : 0;
  console.out << fmt::format("copied {} row{} and {} batch{} to {}\n", rows, rows == 1 ? "" : "s",
                             book.batches.size(), book.batches.size() == 1 ? "" : "es",
                             options.target);
}

}  // namespace

void add_convert_command(CLI::App& app, Console& console) {
  const auto options = std::make_shared<ConvertOptions>();
  auto* command = app.add_subcommand("convert", "Copy a book into another form, losing nothing");
  command->add_option("SOURCE", options->source, "The book to copy")->required();
  command
      ->add_option("TARGET", options->target,
                   "Where to: a name ending in .db, .xlsx, or any other for a folder")
      ->required();
  command->add_flag("--force", options->force, "Replace a book that is there");
  command->callback([options, &console] { run_convert(*options, console); });
}

}  // namespace runout::cli
