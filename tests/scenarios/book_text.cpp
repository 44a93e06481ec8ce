#include "scenarios/book_text.h"

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace runout::scenarios {
namespace {

namespace fs = std::filesystem;

/// A folder that is gone when the test is.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "runout-book-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  TemporaryFolder(TemporaryFolder&&) = delete;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void write_rows(const fs::path& path, const FileRows& file) {
  std::ofstream out{path, std::ios::binary};
  out << file.header << '\n';
  for (const std::string& row : file.rows) out << row << '\n';
}

}  // namespace

ProgramResult run_forecast(const BookRows& book, const std::vector<std::string>& arguments) {
  const TemporaryFolder folder;
  const fs::path place = folder.path() / "book";
  fs::create_directory(place);
  std::vector<std::string> words{"forecast", place.string(), "--format", "json"};
  for (const auto& [name, file] : book) {
    if (name == "decisions") {
      const fs::path decisions = folder.path() / "decisions.csv";
      write_rows(decisions, file);
      words.insert(words.end(), {"--decisions", decisions.string()});
    } else {
      write_rows(place / (name + ".csv"), file);
    }
  }
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run_program(words);
}

nlohmann::json forecast_of(const BookRows& book, const std::vector<std::string>& arguments) {
  const ProgramResult result = run_forecast(book, arguments);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  if (result.exit_code != 0) return nullptr;
  return nlohmann::json::parse(result.out);
}

BookRows plain_book() {
  return {
      {"items", {"item,unit,control_entry,control_status", {"CAR,pcs,,free", "MAG,pcs,,free"}}},
      {"sites", {"site,country,kind,firm", {"SUP,CN,supplier,Sup", "PLANT,DE,plant,Us"}}},
      {"lines", {"line,item,site,units_per_day,calendar", {"L,CAR,PLANT,10,every-day"}}},
      {"bom", {"parent,component,quantity_per", {"CAR,MAG,1"}}},
      {"stock", {"item,site,place,on_hand,counted_on", {}}},
      {"lanes",
       {"lane,origin,destination,mode,transit_low,transit_typical,transit_high",
        {"WAY,SUP,PLANT,,1,1,1"}}},
      {"orders",
       {"order,item,supplier_site,destination_site,quantity,ready_on,lane,application", {}}},
  };
}

}  // namespace runout::scenarios
