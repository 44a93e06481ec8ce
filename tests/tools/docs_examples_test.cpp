// Runs every command that the documentation shows and compares the output with the page.
//
// The commands of a page run one after the other in a fresh copy of the examples folder, with the
// built program in the PATH. RUNOUT_UPDATE_DOCS=1 (`./dev docs`) rewrites the pages instead.
#include <array>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tools/pages.h"
#include "tools/shown_commands.h"

namespace runout::docs {
namespace {

namespace fs = std::filesystem;

std::string in_quotes(const fs::path& path) { return "'" + path.string() + "'"; }

/// A folder with its own copy of examples/, gone afterwards.
class Workshop {
 public:
  Workshop() {
    std::string name = (fs::temp_directory_path() / "runout-docs-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    folder_ = name;
    fs::copy(fs::path{RUNOUT_SOURCE_DIR} / "examples", folder_ / "examples",
             fs::copy_options::recursive);
  }
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  /// What a terminal would show: both streams, as they come.
  [[nodiscard]] std::vector<std::string> run(const std::string& command) const {
    const std::string whole = "cd " + in_quotes(folder_) + " && exec 2>&1 </dev/null && " +
                              "unset LC_ALL LC_CTYPE && export LANG=C.UTF-8 TZ=UTC PATH=" +
                              in_quotes(fs::path{RUNOUT_PROGRAM}.parent_path()) + ":\"$PATH\"\n" +
                              command + "\n";
    FILE* pipe = popen(whole.c_str(), "r");  // NOLINT(cert-env33-c): running them is the point
    if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
    std::string output;
    std::array<char, 4096> part{};
    while (const std::size_t size = fread(part.data(), 1, part.size(), pipe)) {
      output.append(part.data(), size);
    }
    pclose(pipe);
    return split_lines(output);
  }

 private:
  fs::path folder_;
};

class DocsExamples : public testing::TestWithParam<std::string> {};

TEST_P(DocsExamples, ShowWhatTheProgramPrints) {
  std::vector<std::string> page = read_page(GetParam());
  const std::vector<ShownCommand> commands = find_commands(page);
  const Workshop workshop;
  std::vector<std::string> refreshed;
  std::size_t copied = 0;
  for (const ShownCommand& shown : commands) {
    const auto line = [&page](std::size_t i) {
      return page.begin() + static_cast<std::ptrdiff_t>(i);
    };
    const std::vector<std::string> expected(line(shown.output_begin), line(shown.output_end));
    const std::vector<std::string> real = workshop.run(shown.command);
    refreshed.insert(refreshed.end(), line(copied), line(shown.output_begin));
    const std::vector<std::string> now = refresh(expected, real);
    refreshed.insert(refreshed.end(), now.begin(), now.end());
    copied = shown.output_end;
    if (updating()) continue;
    EXPECT_TRUE(matches(expected, real))
        << GetParam() << ":" << shown.output_begin << ": $ " << shown.command << "\nreally prints\n"
        << join_lines(real) << "but the page shows\n"
        << join_lines(expected) << "./dev docs rewrites the page";
  }
  refreshed.insert(refreshed.end(), page.begin() + static_cast<std::ptrdiff_t>(copied), page.end());
  if (updating() && refreshed != page) write_page(GetParam(), refreshed);
}

std::vector<std::string> pages_with_commands() {
  std::vector<std::string> pages = all_pages();
  std::erase_if(pages,
                [](const std::string& page) { return find_commands(read_page(page)).empty(); });
  return pages;
}

INSTANTIATE_TEST_SUITE_P(Pages, DocsExamples, testing::ValuesIn(pages_with_commands()),
                         [](const testing::TestParamInfo<std::string>& page) {
                           std::string name;
                           for (const char c : page.param) {
                             name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
                           }
                           return name;
                         });

}  // namespace
}  // namespace runout::docs
