#include <utility>

#include "runout/book/store.h"
#include "runout/book/store/lock.h"
#include "runout/book/store/sqlite_store.h"
#include "runout/book/store/store_forms.h"

namespace runout::book {

/// How a form is changed.
class BookEditor::Session {
 public:
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  virtual ~Session() = default;
  virtual void save(const Book& book) = 0;
};

/// Folders, workbooks and new databases: written whole, under a lock.
class BookEditor::FileSession : public BookEditor::Session {
 public:
  FileSession(std::filesystem::path path, StoreForm form)
      : path_{std::move(path)}, form_{form}, lock_{path_} {}
  void save(const Book& book) override { write_form(book, path_, form_); }

 private:
  std::filesystem::path path_;
  StoreForm form_;
  WriterLock lock_;
};

/// A database that is there: only what is new is written, under its own lock.
class BookEditor::DatabaseSession : public BookEditor::Session {
 public:
  explicit DatabaseSession(const std::filesystem::path& path) : session_{path} {}
  [[nodiscard]] Book read() { return session_.read(); }
  void save(const Book& book) override { session_.save(book); }

 private:
  SqliteSession session_;
};

BookEditor::BookEditor(const std::filesystem::path& path) {
  const StoreForm form = form_of(path);
  if (form == StoreForm::sqlite && std::filesystem::exists(path)) {
    auto session = std::make_unique<DatabaseSession>(path);
    book_ = session->read();
    session_ = std::move(session);
    return;
  }
  session_ = std::make_unique<FileSession>(path, form);
  is_new_ = !has_book(path);
  if (!is_new_) book_ = read_store(path);
}

BookEditor::BookEditor(BookEditor&&) noexcept = default;
BookEditor& BookEditor::operator=(BookEditor&&) noexcept = default;
BookEditor::~BookEditor() = default;

void BookEditor::save() { session_->save(book_); }

}  // namespace runout::book
