#include "runout/book/history_state.h"

namespace runout::book {

void begin_file_history(FileHistory& history, const std::optional<Table>& present,
                        std::int64_t batch) {
  history = {};
  if (!present) return;
  history.present = true;
  history.columns = present->columns;
  history.stored_columns = present->columns;
  history.layouts = {{batch, true, present->columns}};
  history.versions.resize(present->rows.size());
  for (std::size_t row = 0; row < present->rows.size(); ++row) {
    history.versions[row].position = static_cast<std::int64_t>(row + 1) * kPlaceStride;
    history.versions[row].added_by = batch;
    history.versions[row].present_row = row;
  }
}

void begin_history(Book& book) {
  for (std::size_t file = 0; file < kFileCount; ++file) {
    begin_file_history(book.files[file], book.present.files[file], 0);
  }
}

}  // namespace runout::book
