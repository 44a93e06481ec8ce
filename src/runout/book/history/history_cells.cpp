#include "runout/book/history/history_cells.h"

#include "runout/base/csv.h"

namespace runout::book {

std::string join_cells(const std::vector<std::string>& cells) {
  std::string text;
  if (cells.empty()) return text;
  append_csv_record(text, cells);
  text.pop_back();
  return text;
}

std::optional<std::vector<std::string>> split_cells(std::string_view text) {
  std::vector<std::string> cells;
  if (text.empty()) return cells;
  for (std::size_t at = 0;;) {
    std::string& cell = cells.emplace_back();
    if (at < text.size() && text[at] == '"') {
      for (++at;; ++at) {
        if (at == text.size()) return std::nullopt;
        if (text[at] == '"') {
          ++at;
          if (at == text.size() || text[at] != '"') break;
        }
        cell.push_back(text[at]);
      }
    } else {
      const std::size_t end = std::min(text.find(',', at), text.size());
      cell = text.substr(at, end - at);
      at = end;
    }
    if (at == text.size()) return cells;
    if (text[at] != ',') return std::nullopt;
    ++at;
  }
}

}  // namespace runout::book
