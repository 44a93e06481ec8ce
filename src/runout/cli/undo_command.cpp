#include "runout/cli/undo_command.h"

#include <memory>
#include <ostream>
#include <string>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/book/history_state.h"
#include "runout/book/store.h"
#include "runout/cli/recording.h"

namespace runout::cli {
namespace {

struct UndoOptions {
  std::string book;
  std::string author;
};

void run_undo(const UndoOptions& options, Console& console) {
  survive_file_size_limit();
  if (!book::has_book(options.book)) {
    throw Error{ErrorKind::not_found, fmt::format("there is no book at '{}'", options.book)};
  }
  book::BookEditor editor{options.book};
  book::Book& book = editor.book();
  if (print_problems(console, book.diagnostics)) return;
  book::undo_last_batch(book, batch_of_now(options.author, std::nullopt, ""));
  const std::int64_t number = *book.batches.back().takes_back;
  const auto taken = std::ranges::find(book.batches, number, &book::Batch::number);
  const std::string words = fmt::format("batch {}, {} by {}, from '{}'", number, taken->recorded_at,
                                        taken->author, taken->source);
  editor.save();
  console.out << "took back " << words << '\n';
}

}  // namespace

void add_undo_command(CLI::App& app, Console& console) {
  const auto options = std::make_shared<UndoOptions>();
  auto* command = app.add_subcommand("undo", "Take the last import back; again: the one before");
  command->add_option("BOOK", options->book, "The book")->required();
  command->add_option("--author", options->author, "Who takes it back; your user name if not given")
      ->type_name("NAME");
  command->callback([options, &console] { run_undo(*options, console); });
}

}  // namespace runout::cli
