#include <fmt/format.h>

#include "runout/book/history/history_cells.h"
#include "runout/book/known_days.h"
#include "runout/book/store/sqlite_rows.h"

namespace runout::book {
namespace {

void write_batch(Connection& connection, const Batch& batch) {
  Statement row{connection,
                "INSERT INTO batches (number, known_on, recorded_at, author, source, undone, "
                "takes_back) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
  const std::string known_on = batch.known_on ? to_string(*batch.known_on) : "";
  row.bind(1, batch.number);
  if (batch.known_on) row.bind(2, known_on);
  row.bind(3, batch.recorded_at);
  row.bind(4, batch.author);
  row.bind(5, batch.source);
  row.bind(6, std::int64_t{batch.undone ? 1 : 0});
  if (batch.takes_back) row.bind(7, *batch.takes_back);
  row.finish();
}

void write_layout(Connection& connection, const FileSpec& file, const Layout& layout) {
  Statement row{connection,
                "INSERT INTO layouts (file, set_by, present, columns) VALUES (?1, ?2, ?3, ?4)"};
  const std::string columns = join_cells(layout.columns);
  row.bind(1, file.name);
  row.bind(2, layout.set_by);
  row.bind(3, std::int64_t{layout.present ? 1 : 0});
  row.bind(4, columns);
  row.finish();
}

/// Inserts versions of one file; the statement is prepared once for each order of columns.
class VersionWriter {
 public:
  VersionWriter(Connection& connection, const Book& book, const FileSpec& file)
      : book_{book},
        file_{file},
        history_{book.files[static_cast<std::size_t>(file.file)]},
        present_{connection, file, history_.columns},
        stored_{connection, file, history_.stored_columns} {}

  void insert(const RowVersion& version) {
    const VersionCells source = cells_of(book_, file_.file, version);
    Order& order = source.in_present_order ? present_ : stored_;
    const std::string other = order.unknown.empty()
                                  ? std::string{}
                                  : other_text(order.columns, source.cells, order.unknown);
    order.row.bind(1, version.position);
    order.row.bind(2, version.added_by);
    if (version.ended_by) {
      order.row.bind(3, *version.ended_by);
    } else {
      order.row.bind_null(3);
    }
    if (other.empty()) {
      order.row.bind_null(4);
    } else {
      order.row.bind(4, other);
    }
    for (std::size_t i = 0; i < order.known.size(); ++i) {
      order.row.bind(static_cast<int>(i) + 5, source.cells[order.known[i]]);
    }
    order.row.finish();
  }

 private:
  struct Order {
    Order(Connection& connection, const FileSpec& file, const std::vector<std::string>& all)
        : columns{all},
          known{split(file, all, true)},
          unknown{split(file, all, false)},
          row{connection, insert_sql(file, all, known)} {}

    static std::vector<std::size_t> split(const FileSpec& file, const std::vector<std::string>& all,
                                          bool is_known) {
      std::vector<std::size_t> which;
      for (std::size_t i = 0; i < all.size(); ++i) {
        if ((file.find_column(all[i]) != nullptr) == is_known) which.push_back(i);
      }
      return which;
    }
    static std::string insert_sql(const FileSpec& file, const std::vector<std::string>& all,
                                  const std::vector<std::size_t>& known) {
      std::string names = "position, added_by, ended_by, other";
      std::string values = "?1, ?2, ?3, ?4";
      for (std::size_t i = 0; i < known.size(); ++i) {
        names += fmt::format(", \"{}\"", all[known[i]]);
        values += fmt::format(", ?{}", i + 5);
      }
      return fmt::format("INSERT INTO {} ({}) VALUES ({})", versions_table(file), names, values);
    }

    const std::vector<std::string>& columns;
    std::vector<std::size_t> known;
    std::vector<std::size_t> unknown;
    Statement row;
  };

  const Book& book_;
  const FileSpec& file_;
  const FileHistory& history_;
  Order present_;
  Order stored_;
};

void write_spared(Connection& connection, const FileSpec& file, const RowVersion& version) {
  for (const std::int64_t batch : version.spared_by) {
    Statement row{connection,
                  "INSERT INTO spared (file, position, added_by, batch) VALUES (?1, ?2, ?3, ?4)"};
    row.bind(1, file.name);
    row.bind(2, version.position);
    row.bind(3, version.added_by);
    row.bind(4, batch);
    row.finish();
  }
}

void write_new_versions(Connection& connection, const Book& book, const FileSpec& file,
                        std::int64_t last) {
  VersionWriter writer{connection, book, file};
  Statement end{connection, fmt::format("UPDATE {} SET ended_by = ?1 WHERE position = ?2 AND "
                                        "added_by = ?3",
                                        versions_table(file))};
  for (const RowVersion& version : book.files[static_cast<std::size_t>(file.file)].versions) {
    if (version.added_by > last) {
      writer.insert(version);
    } else if (version.ended_by && *version.ended_by > last) {
      end.bind(1, *version.ended_by);
      end.bind(2, version.position);
      end.bind(3, version.added_by);
      end.finish();
    }
  }
}

/// The undone batch counts no more: what it ended goes on, and that it had ended it is kept.
void write_undo(Connection& connection, std::int64_t batch) {
  connection.run(fmt::format("UPDATE batches SET undone = 1 WHERE number = {}", batch));
  for (const FileSpec& file : schema()) {
    const std::string table = versions_table(file);
    connection.run(
        fmt::format("INSERT INTO spared SELECT '{0}', position, added_by, {1} FROM {2} "
                    "WHERE ended_by = {1}; "
                    "UPDATE {2} SET ended_by = NULL WHERE ended_by = {1}",
                    file.name, batch, table));
  }
}

}  // namespace

void write_all_rows(Connection& connection, const Book& book) {
  for (const Batch& batch : book.batches) write_batch(connection, batch);
  for (const FileSpec& file : schema()) {
    const FileHistory& history = book.files[static_cast<std::size_t>(file.file)];
    for (const Layout& layout : history.layouts) write_layout(connection, file, layout);
    VersionWriter writer{connection, book, file};
    for (const RowVersion& version : history.versions) {
      writer.insert(version);
      write_spared(connection, file, version);
    }
  }
}

void write_new_rows(Connection& connection, const Book& book, std::int64_t last, bool had_batches) {
  for (const Batch& batch : book.batches) {
    if (batch.number > last || !had_batches) write_batch(connection, batch);
    if (batch.number > last && batch.takes_back) write_undo(connection, *batch.takes_back);
  }
  for (const FileSpec& file : schema()) {
    const FileHistory& history = book.files[static_cast<std::size_t>(file.file)];
    for (const Layout& layout : history.layouts) {
      if (layout.set_by > last) write_layout(connection, file, layout);
    }
    write_new_versions(connection, book, file, last);
  }
}

}  // namespace runout::book
