// The direction of dependencies, proved on the includes: a module uses only what stands below it.
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace runout {
namespace {

using Modules = std::set<std::string>;

const std::map<std::string, Modules> kMayUse{
    {"base", {}},
    {"book", {"base"}},
    {"regime", {"base", "book"}},
    {"flow", {"base"}},
    {"forecast", {"base", "book", "regime", "flow"}},
    {"report", {"base", "book", "regime", "forecast"}},
    {"cli", {"base", "book", "regime", "forecast", "report"}},
};

/// What may stand in a module's own headers and sources beside the standard library.
const std::map<std::string, Modules> kForbidden{
    {"base", {"sqlite3.h", "CLI/CLI.hpp", "nlohmann/json.hpp"}},
    {"flow", {"sqlite3.h", "CLI/CLI.hpp", "nlohmann/json.hpp", "iostream"}},
    {"regime", {"sqlite3.h", "CLI/CLI.hpp", "iostream"}},
    {"forecast", {"sqlite3.h", "CLI/CLI.hpp", "iostream"}},
    {"book", {"CLI/CLI.hpp", "iostream"}},
    {"report", {"CLI/CLI.hpp", "iostream"}},
};

std::string included(const std::string& line) {
  static const std::regex kInclude{R"(^\s*#include\s+[<"]([^>"]+)[>"])"};
  std::smatch match;
  return std::regex_search(line, match, kInclude) ? match[1].str() : "";
}

/// Calls visit(module, file, included) for every include of the sources.
template <typename Visit>
void for_each_include(Visit visit) {
  const std::filesystem::path root = std::filesystem::path{RUNOUT_SOURCE_DIR} / "src" / "runout";
  for (const auto& entry : std::filesystem::recursive_directory_iterator{root}) {
    if (!entry.is_regular_file()) continue;
    const std::filesystem::path inside = entry.path().lexically_relative(root);
    const std::string module = *inside.begin();
    std::ifstream file{entry.path()};
    for (std::string line; std::getline(file, line);) {
      if (const std::string what = included(line); !what.empty()) {
        visit(module, inside.lexically_relative(module).string(), what);
      }
    }
  }
}

TEST(Layers, AreUsedDownwardsOnly) {
  std::size_t seen = 0;
  for_each_include(
      [&](const std::string& module, const std::string& file, const std::string& what) {
        if (!what.starts_with("runout/")) return;
        ++seen;
        const std::string used = what.substr(7, what.find('/', 7) - 7);
        ASSERT_TRUE(kMayUse.contains(module)) << module << " is not a known module";
        EXPECT_TRUE(used == module || kMayUse.at(module).contains(used))
            << module << "/" << file << " includes " << what;
      });
  EXPECT_GT(seen, 50U);
}

TEST(Layers, KeepLibrariesAndStreamsWhereTheyBelong) {
  for_each_include([](const std::string& module, const std::string& file, const std::string& what) {
    const auto forbidden = kForbidden.find(module);
    if (forbidden == kForbidden.end()) return;
    EXPECT_FALSE(forbidden->second.contains(what)) << module << "/" << file << " includes " << what;
  });
}

// A header may name a library's types only inside its own module.
TEST(Layers, KeepLibraryTypesOutOfHeadersThatOtherModulesUse) {
  const Modules kept{"sqlite3.h", "pugixml.hpp", "zip.h", "xlsxwriter.h", "nlohmann/json.hpp"};
  std::map<std::string, std::string> exposing;  // header -> module
  for_each_include(
      [&](const std::string& module, const std::string& file, const std::string& what) {
        if (!file.ends_with(".h") || !kept.contains(what)) return;
        exposing["runout/" + module + "/" + file] = module;
      });
  for_each_include(
      [&](const std::string& module, const std::string& file, const std::string& what) {
        const auto header = exposing.find(what);
        if (header == exposing.end()) return;
        EXPECT_EQ(header->second, module) << module << "/" << file << " includes " << what;
      });
}

}  // namespace
}  // namespace runout
