#include "book/book_sample.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "runout/book/store/table_text.h"

namespace runout::book {

TempFolder::TempFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "runout_test_XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
  path_ = pattern;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void put(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file{path, std::ios::binary | std::ios::trunc};
  file << text;
}

std::map<std::string, std::string> texts_in(const std::filesystem::path& folder) {
  std::map<std::string, std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file{entry.path(), std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    texts[entry.path().filename().string()] = text.str();
  }
  return texts;
}

Table table_of(File file, std::string_view text) {
  Diagnostics diagnostics;
  Table table = read_table_text(text, spec(file), file_name(file), diagnostics);
  if (!diagnostics.empty()) throw std::runtime_error{to_line(diagnostics.front())};
  return table;
}

std::map<std::string, std::string> small_files() {
  return {{"items.csv", "item,unit\nMOTOR,pcs\n0012,pcs\n"},
          {"sites.csv", "site,country,kind\nS,CN,supplier\nP,DE,plant\n"},
          {"stock.csv", "item,site,on_hand,counted_on\n0012,P,10,2025-06-01\n"},
          {"bom.csv", "parent,component,quantity_per\nMOTOR,0012,2\n"},
          {"lines.csv", "line,item,site,units_per_day\nL,MOTOR,P,5\n"},
          {"lanes.csv", "lane,origin,destination,transit_typical\nW,S,P,9\n"},
          {"orders.csv",
           "order,item,supplier_site,destination_site,quantity\nO-1,0012,S,P,100\n"
           "O-2,0012,S,P,200\n"}};
}

void put_book(const std::filesystem::path& folder,
              const std::map<std::string, std::string>& texts) {
  for (const auto& [name, text] : texts) put(folder / name, text);
}

Batch batch_of(std::string_view known_on, std::string source) {
  Batch batch;
  if (!known_on.empty()) batch.known_on = parse_date(known_on);
  batch.recorded_at = "2025-07-01T10:00:00Z";
  batch.author = "tester";
  batch.source = std::move(source);
  return batch;
}

Outcome run_program(const std::string& arguments) {
  const std::string command = std::string{RUNOUT_PROGRAM} + " " + arguments + " 2>&1 </dev/null";
  FILE* pipe = ::popen(command.c_str(), "r");
  Outcome run;
  std::array<char, 4096> piece{};
  while (const std::size_t got = std::fread(piece.data(), 1, piece.size(), pipe)) {
    run.out.append(piece.data(), got);
  }
  const int status = ::pclose(pipe);
  run.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return run;
}

}  // namespace runout::book
