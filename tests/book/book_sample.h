// Small books for tests, and a place on disk that goes with the test.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "runout/book/book.h"

namespace runout::book {

/// A folder of its own for one test, removed at its end.
class TempFolder {
 public:
  TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder();

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Writes text as a file, folders above it included.
void put(const std::filesystem::path& path, std::string_view text);

/// Names and texts of all files in a folder.
[[nodiscard]] std::map<std::string, std::string> texts_in(const std::filesystem::path& folder);

/// A table from canonical text.
[[nodiscard]] Table table_of(File file, std::string_view text);

/// The smallest valid book: one site, two items, a stock row, one order and its files.
[[nodiscard]] std::map<std::string, std::string> small_files();
void put_book(const std::filesystem::path& folder,
              const std::map<std::string, std::string>& texts = small_files());

/// A batch with a fixed time; known on `known_on`, or always where that is empty.
[[nodiscard]] Batch batch_of(std::string_view known_on, std::string source = "test");

/// Runs a command of the program; returns its exit code and collects what it prints.
struct Outcome {
  int code = 0;
  std::string out;
};
[[nodiscard]] Outcome run_program(const std::string& arguments);

}  // namespace runout::book
