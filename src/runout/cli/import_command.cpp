#include "runout/cli/import_command.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/text.h"
#include "runout/book/file_text.h"
#include "runout/book/import.h"
#include "runout/book/store.h"
#include "runout/cli/import_diff.h"
#include "runout/cli/options.h"
#include "runout/cli/recording.h"

namespace runout::cli {
namespace {

struct ImportOptions {
  std::string book;
  std::string source;
  bool dry_run = false;
  bool yes = false;
  std::vector<std::string> replaced;
  std::string known_on;
  std::string author;
};

std::string check_file_word(const std::string& word) {
  if (book::find_spec(word) != nullptr) return "";
  std::vector<std::string> names;
  for (const book::FileSpec& file : book::schema()) names.emplace_back(file.name);
  const auto nearest = nearest_word(word, names);
  return fmt::format("'{}' is not a file of a book{}", word,
                     nearest ? fmt::format("; did you mean '{}'?", *nearest) : "");
}

std::string rows_words(std::size_t count) {
  return count == 1 ? "1 row" : fmt::format("{} rows", count);
}

/// True when what was shown may be written: --yes, or a yes on the terminal.
bool is_confirmed(const ImportOptions& options, Console& console) {
  if (options.dry_run) {
    console.out << "dry run: nothing written\n";
    return false;
  }
  if (options.yes) return true;
  if (!console.in_is_terminal) {
    console.out << "nothing written; add --yes to import\n";
    return false;
  }
  console.out << "Import? [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  const bool agreed = answer == "y" || answer == "Y" || answer == "yes";
  if (!agreed) console.out << "nothing written\n";
  return agreed;
}

/// A book that may be written, locked; or one that is only looked at.
struct OpenedForImport {
  std::optional<book::BookEditor> editor;
  book::Book looked_at;

  [[nodiscard]] book::Book& book() { return editor ? editor->book() : looked_at; }
};

OpenedForImport open_for_import(const ImportOptions& options, const Console& console) {
  OpenedForImport opened;
  const bool may_write = !options.dry_run && (options.yes || console.in_is_terminal);
  if (may_write) {
    opened.editor.emplace(options.book);
  } else if (book::has_book(options.book)) {
    opened.looked_at = book::read_store(options.book);
  }
  return opened;
}

/// Says which day a batch becomes known, and how that moves the day on which the book is read when
/// nothing else is asked. `before` is that day without the batch.
void print_days(const ImportOptions& options, const book::Book& book, std::optional<Date> before,
                Console& console) {
  const std::optional<Date>& known_on = book.batches.back().known_on;
  const bool is_chosen = !options.known_on.empty();
  std::string words =
      known_on ? fmt::format("known on {}{}", to_string(*known_on), is_chosen ? "" : " (today)")
               : std::string{"known always, being the first"};
  if (const std::optional<Date> after = book.latest_known(); after && before && *before != *after) {
    words += fmt::format("; the default as-of day moves from {} to {}", to_string(*before),
                         to_string(*after));
  } else if (after) {
    words +=
        fmt::format("; the default as-of day {} {}", before ? "stays" : "is", to_string(*after));
  }
  console.out << words << (is_chosen ? "\n" : "; --known-on says otherwise\n");
}

/// Nothing to bring in: records what was changed by hand, or begins the history.
void record_own_state(const ImportOptions& options, OpenedForImport& opened, Console& console) {
  book::Book& book = opened.book();
  book::ImportPlan plan = book::plan_import(book, {}, {});
  const bool begins = book.batches.empty();
  if (print_problems(console, plan.problems)) return;
  if (begins) {
    std::size_t rows = 0;
    for (const auto& table : book.present.files) rows += table ? table->rows.size() : 0;
    console.out << rows_words(rows) << " of a book without history, to be known always\n";
  } else if (book.hand_edits == 0) {
    console.out << "nothing to import\n";
    return;
  } else {
    console.out << rows_words(book.hand_edits) << " changed by hand, not yet recorded\n";
  }
  const std::optional<Date> before = book.latest_known();
  const auto known_on =
      options.known_on.empty() ? std::nullopt : std::optional{parse_date(options.known_on)};
  book::Batch batch = batch_of_now(options.author, known_on, "changes by hand");
  if (begins) {
    batch.source = "the book as it was";
    book::begin_recording(book, std::move(batch));
  } else {
    book::record_unrecorded(book, std::move(batch));
    print_days(options, book, before, console);
  }
  // Until now only the book in memory has changed.
  if (!is_confirmed(options, console)) return;
  opened.editor->save();
  console.out << (begins ? "recorded as the beginning of the history\n"
                         : fmt::format("recorded as batch {}\n", book.batches.back().number));
}

void import_source(const ImportOptions& options, OpenedForImport& opened, Console& console) {
  book::Book& book = opened.book();
  book::ImportSource source = book::read_source(options.source);
  std::set<book::File> replaced;
  for (const std::string& word : options.replaced) {
    replaced.insert(book::find_spec(word)->file);
    if (!source.tables[book::find_spec(word)->file]) {
      throw CLI::ValidationError{"--replace", fmt::format("'{}' has no {}", options.source, word)};
    }
  }
  book::ImportPlan plan = book::plan_import(book, std::move(source), replaced);
  if (print_problems(console, plan.problems)) return;
  std::size_t unchanged = 0;
  for (const book::FileChange& change : plan.changes) {
    if (change.is_empty()) {
      ++unchanged;
      continue;
    }
    print_change(console.out, change, book.present[change.file], plan.after[change.file]);
  }
  if (unchanged > 0) {
    console.out << fmt::format("{} file{} without any change\n", unchanged,
                               unchanged == 1 ? "" : "s");
  }
  if (book.hand_edits > 0) {
    console.out << rows_words(book.hand_edits)
                << " changed by hand, not yet recorded: to be recorded first\n";
  }
  if (plan.is_empty() && book.hand_edits == 0) {
    console.out << "nothing to import\n";
    return;
  }
  const std::optional<Date> before = book.latest_known();
  const auto known_on =
      options.known_on.empty() ? std::nullopt : std::optional{parse_date(options.known_on)};
  const auto batch = [&](std::string what) {
    return batch_of_now(options.author, known_on, std::move(what));
  };
  if (book.hand_edits > 0) book::record_unrecorded(book, batch("changes by hand"));
  if (!plan.is_empty()) {
    book::Batch imported = batch(options.source);
    // The first state of a book is known always, like that of a folder without history.
    if (book::is_blank(book) && options.known_on.empty()) imported.known_on.reset();
    book::apply_import(book, std::move(plan), std::move(imported), batch("the book as it was"));
  }
  print_days(options, book, before, console);
  // Until now only the book in memory has changed.
  if (!is_confirmed(options, console)) return;
  opened.editor->save();
  console.out << fmt::format("recorded as batch {}; `runout undo {}` takes it back\n",
                             book.batches.back().number, options.book);
}

void run_import(const ImportOptions& options, Console& console) {
  survive_file_size_limit();
  refuse_foreign_form("BOOK", options.book);
  std::error_code failure;
  const bool is_own =
      options.source.empty() || std::filesystem::equivalent(options.book, options.source, failure);
  if (is_own && !book::has_book(options.book)) {
    throw Error{ErrorKind::not_found, fmt::format("there is no book at '{}'", options.book)};
  }
  if (!is_own && !book::is_there(options.source)) {
    throw Error{ErrorKind::not_found, fmt::format("there is nothing at '{}'", options.source)};
  }
  OpenedForImport opened = open_for_import(options, console);
  is_own ? record_own_state(options, opened, console) : import_source(options, opened, console);
}

}  // namespace

void add_import_command(CLI::App& app, Console& console) {
  const auto options = std::make_shared<ImportOptions>();
  auto* command =
      app.add_subcommand("import", "Bring rows into a book, after showing what would change");
  command->add_option("BOOK", options->book, "The book; created when it is not there")->required();
  command->add_option("SOURCE", options->source,
                      "A book in any form, or one file of one such as orders.csv; without it, "
                      "changes made by hand are recorded");
  command->add_flag("--dry-run", options->dry_run, "Only show what would change");
  command->add_flag("--yes", options->yes, "Write without asking");
  command
      ->add_option(
          "--replace", options->replaced,
          "A file, such as orders, whose rows become exactly the source's; may be repeated")
      ->type_name("FILE")
      ->check(check_file_word);
  command
      ->add_option("--known-on", options->known_on,
                   "The day on which this became known, like 2025-06-30; today if not given")
      ->type_name("DATE")
      ->check(check_day);
  command->add_option("--author", options->author, "Who imports; your user name if not given")
      ->type_name("NAME");
  command->callback([options, &console] { run_import(*options, console); });
}

}  // namespace runout::cli
