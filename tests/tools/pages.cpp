#include "tools/pages.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

#include "tools/shown_commands.h"

namespace runout::docs {
namespace {

const std::filesystem::path kSources{RUNOUT_SOURCE_DIR};

}  // namespace

std::vector<std::string> all_pages() {
  std::vector<std::string> pages{"README.md"};
  for (const auto& entry : std::filesystem::recursive_directory_iterator{kSources / "docs"}) {
    if (entry.path().extension() != ".md") continue;
    pages.push_back(entry.path().lexically_relative(kSources).string());
  }
  std::ranges::sort(pages);
  return pages;
}

std::vector<std::string> read_page(const std::string& page) {
  std::ifstream file{kSources / page, std::ios::binary};
  if (!file) throw std::runtime_error("cannot read " + page);
  return split_lines(std::string{std::istreambuf_iterator<char>{file}, {}});
}

void write_page(const std::string& page, const std::vector<std::string>& lines) {
  std::ofstream file{kSources / page, std::ios::binary};
  file << join_lines(lines);
  if (!file.flush()) throw std::runtime_error("cannot write " + page);
}

bool updating() {
  const char* value = std::getenv("RUNOUT_UPDATE_DOCS");  // NOLINT(concurrency-mt-unsafe)
  return value != nullptr && std::string_view{value} == "1";
}

}  // namespace runout::docs
