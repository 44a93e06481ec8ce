#include <utility>

#include "runout/book/folder.h"
#include "runout/book/lock.h"
#include "runout/book/store.h"

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
  explicit FileSession(std::filesystem::path path) : path_{std::move(path)}, lock_{path_} {}
  void save(const Book& book) override { write_folder(book, path_); }

 private:
  std::filesystem::path path_;
  WriterLock lock_;
};

BookEditor::BookEditor(const std::filesystem::path& path) {
  session_ = std::make_unique<FileSession>(path);
  is_new_ = !has_book(path);
  if (!is_new_) book_ = read_store(path);
}

BookEditor::BookEditor(BookEditor&&) noexcept = default;
BookEditor& BookEditor::operator=(BookEditor&&) noexcept = default;
BookEditor::~BookEditor() = default;

void BookEditor::save() { session_->save(book_); }

}  // namespace runout::book
