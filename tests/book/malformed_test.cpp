// Malformed books, each with every line of output expected. A case is a small overlay on
// tests/malformed/base: a sentence, then parts that begin with `--- +orders.csv` (rows added) or
// `--- =orders.csv` (the whole file).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "runout/book/check.h"
#include "runout/book/parse_records.h"
#include "runout/book/store.h"

namespace runout::book {
namespace {

namespace fs = std::filesystem;

const fs::path& malformed() {
  static const fs::path folder = fs::path{RUNOUT_SOURCE_DIR} / "tests" / "malformed";
  return folder;
}

std::string read_text(const fs::path& path) {
  std::ifstream stream{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

std::vector<std::string> split_lines(const std::string& text) {
  std::istringstream stream{text};
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator{malformed()}) {
    const std::string name = entry.path().filename();
    if (name != "base") names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

/// Lays the parts of a case over a copy of the base book.
fs::path make_book(const std::string& name) {
  const fs::path folder = fs::path{testing::TempDir()} / ("malformed-" + name);
  fs::remove_all(folder);
  fs::copy(malformed() / "base", folder);
  std::ofstream part;
  for (const std::string& line : split_lines(read_text(malformed() / name / "case.txt"))) {
    if (line.starts_with("--- ")) {
      const bool adds = line[4] == '+';
      part = std::ofstream{folder / line.substr(5),
                           std::ios::binary | (adds ? std::ios::app : std::ios::trunc)};
    } else if (part.is_open()) {
      part << line << '\n';
    }
  }
  return folder;
}

/// What `runout check` prints about the book, line by line.
std::vector<std::string> find_problems(const fs::path& folder) {
  const Book book = read_book(folder);
  Diagnostics problems = book.diagnostics;
  static_cast<void>(parse_records(book.present, problems));
  std::vector<std::string> lines;
  for (const Severity severity : {Severity::error, Severity::warning}) {
    for (const Diagnostic& problem : problems) {
      if (problem.severity != severity) continue;
      lines.push_back((severity == Severity::warning ? "warning: " : "") + to_line(problem));
    }
  }
  return lines;
}

class MalformedBook : public testing::TestWithParam<std::string> {};

TEST_P(MalformedBook, GetsExactlyTheseLines) {
  const fs::path folder = make_book(GetParam());
  const auto lines = find_problems(folder);
  fs::remove_all(folder);
  EXPECT_THAT(lines, testing::ElementsAreArray(
                         split_lines(read_text(malformed() / GetParam() / "expected.txt"))));
}

std::string test_name(const testing::TestParamInfo<std::string>& tested) {
  std::string name = "Case" + tested.param;
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Each, MalformedBook, testing::ValuesIn(case_names()), test_name);

TEST(MalformedBooks, AreAtLeastEighty) { EXPECT_GE(case_names().size(), 80U); }

TEST(MalformedBooks, StandOnASoundBook) {
  EXPECT_THAT(find_problems(malformed() / "base"), testing::IsEmpty());
}

}  // namespace
}  // namespace runout::book
