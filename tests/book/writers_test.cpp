// What may happen to a writer: killed at any moment, a second one, a full disk, a read-only place.
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>

#include <gmock/gmock.h>

#include "book/book_sample.h"
#include "runout/base/error.h"
#include "runout/base/random.h"
#include "runout/book/file_text.h"
#include "runout/book/import.h"
#include "runout/book/store.h"
#include "runout/book/store/file_descriptor.h"
#include "runout/book/store/folder_journal.h"
#include "runout/book/store/lock.h"

namespace runout::book {
namespace {

using testing::HasSubstr;

constexpr int kRows = 400;

/// Items with `unit`: a state that is told from another by any one row.
std::map<std::string, std::string> book_in(const std::string& unit) {
  auto texts = small_files();
  for (int i = 0; i < kRows; ++i) {
    texts["items.csv"] += "I-" + std::to_string(i) + "," + unit + "\n";
  }
  for (int i = 0; i < kRows; ++i) {
    texts["stock.csv"] += "I-" + std::to_string(i) + ",P," + (unit == "kg" ? "1" : "2") + ",\n";
  }
  return texts;
}

/// "kg" or "m" when the whole book is in that state; otherwise what is wrong.
std::string state_of(const std::filesystem::path& path) {
  const Book book = read_book(path);
  if (!book.diagnostics.empty()) return to_line(book.diagnostics.front());
  if (book.hand_edits != 0) return "half a book: its files and its history differ";
  const std::string unit = book.present[File::items]->rows.back().cells[1];
  for (std::size_t row = 2; row < kRows + 2; ++row) {
    if (book.present[File::items]->rows[row].cells[1] != unit) return "items differ";
  }
  for (std::size_t row = 1; row < kRows + 1; ++row) {
    const std::string expected = unit == "kg" ? "1" : "2";
    if (book.present[File::stock]->rows[row].cells[2] != expected) return "stock differs";
  }
  return unit;
}

/// Starts an import and kills it after a while; true when it had not finished by then.
bool import_and_kill(const std::filesystem::path& book, const std::filesystem::path& source,
                     std::chrono::microseconds after) {
  const pid_t child = ::fork();
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_RDWR);
    ::dup2(nowhere, 0);
    ::dup2(nowhere, 1);
    ::dup2(nowhere, 2);
    ::execl(RUNOUT_PROGRAM, "runout", "import", book.c_str(), source.c_str(), "--yes",
            static_cast<char*>(nullptr));
    ::_exit(127);
  }
  std::this_thread::sleep_for(after);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status);
}

class Killed : public testing::TestWithParam<const char*> {};

TEST_P(Killed, LeavesTheOldOrTheNewBookNeverHalf) {
  const TempFolder place;
  put_book(place / "kg", book_in("kg"));
  put_book(place / "m", book_in("m"));
  const auto book = place / GetParam();
  ASSERT_EQ(run_program("import " + book.string() + " " + (place / "kg").string() + " --yes").code,
            0);

  const auto begin = std::chrono::steady_clock::now();
  ASSERT_EQ(run_program("import " + book.string() + " " + (place / "m").string() + " --yes").code,
            0);
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begin);
  std::string state = "m";
  RandomStream stream{1, 0, "killed", Purpose::test};
  int killed = 0;
  for (int attempt = 0; attempt < 50; ++attempt) {
    const std::string target = state == "m" ? "kg" : "m";
    const auto after = std::chrono::microseconds{
        static_cast<std::int64_t>(stream.uniform() * static_cast<double>(whole.count()))};
    killed += import_and_kill(book, place / target, after) ? 1 : 0;
    const std::string now = state_of(book);
    ASSERT_TRUE(now == state || now == target) << now;
    state = now;
  }
  EXPECT_GT(killed, 5) << "the kills must hit imports that are under way";
  // The next writer clears away whatever they left.
  const std::string target = state == "m" ? "kg" : "m";
  const Outcome run =
      run_program("import " + book.string() + " " + (place / target).string() + " --yes");
  EXPECT_EQ(run.code, 0) << run.out;
  EXPECT_EQ(state_of(book), target);
  std::size_t entries = 0;
  for (const auto& entry : std::filesystem::directory_iterator{place.path()}) {
    entries += entry.path() != place / "kg" && entry.path() != place / "m" ? 1 : 0;
  }
  EXPECT_EQ(entries, 1U) << "nothing but the book is left";
}

INSTANTIATE_TEST_SUITE_P(Writer, Killed, testing::Values("book", "book.db"));

TEST(Writer, ACommittedExchangeHoldsBeforeItIsCarriedOut) {
  const TempFolder place;
  put_book(place / "book", book_in("kg"));
  // What a writer leaves that was killed right after it committed, one file already in place.
  auto fresh = book_in("m");
  put(place / "book" / "items.csv", fresh.at("items.csv"));
  put(place / "book" / ".runout-new" / "stock.csv", fresh.at("stock.csv"));
  put(place / "book" / ".runout-new" / "commit",
      "replace items.csv\nreplace stock.csv\nremove plan.csv\n");
  put(place / "book" / "plan.csv", "line,item,from,to,units_per_day\n");
  EXPECT_EQ(state_of(place / "book"), "m");
  EXPECT_FALSE(read_book(place / "book").present[File::plan].has_value());
  finish_journal(place / "book", "book");
  EXPECT_EQ(texts_in(place / "book"), fresh);
}

TEST(Writer, AnUncommittedExchangeNeverHappened) {
  const TempFolder place;
  put_book(place / "book", book_in("kg"));
  put(place / "book" / ".runout-new" / "stock.csv", "half");
  EXPECT_EQ(state_of(place / "book"), "kg");
}

TEST(Writer, IsRefusedWhileAnotherOneHoldsTheBook) {
  const TempFolder place;
  put_book(place / "book");
  const WriterLock held{place / "book"};
  try {
    const WriterLock second{place / "book", std::chrono::milliseconds{40}};
    FAIL() << "two writers";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::conflict);
    EXPECT_THAT(error.what(), HasSubstr("is being written by another process"));
  }
}

TEST(Writer, WaitsForAnotherOne) {
  const TempFolder place;
  for (const char* name : {"book", "book.db"}) {
    const auto book = place / name;
    put_book(place / "source", book_in("kg"));
    ASSERT_EQ(
        run_program("import " + book.string() + " " + (place / "source").string() + " --yes").code,
        0);
    put(place / "a" / "stock.csv", "item,site,on_hand\nI-1,P,77\n");
    put(place / "b" / "stock.csv", "item,site,on_hand\nI-2,P,88\n");
    const auto import = [&](const char* source) {
      const Outcome run =
          run_program("import " + book.string() + " " + (place / source).string() + " --yes");
      EXPECT_EQ(run.code, 0) << run.out;
    };
    std::thread first{import, "a"};
    std::thread second{import, "b"};
    first.join();
    second.join();
    const Book read = read_book(book);
    EXPECT_EQ(read.batches.size(), 3U);
    EXPECT_EQ(read.present[File::stock]->rows[2].cells[2], "77");
    EXPECT_EQ(read.present[File::stock]->rows[3].cells[2], "88");
  }
}

// A folder is exchanged as a whole: who comes next finds another folder under the name. The last
// writer must have cleared away what was there before that one can be locked.
TEST(Writer, HoldsTheNewFolderUntilTheOldOneIsGone) {
  constexpr int kOthers = 3000;  // other people's files: clearing away takes its time
  const TempFolder place;
  const auto path = place / "book";
  put_book(path);
  for (int i = 0; i < kOthers; ++i) put(path / ("note-" + std::to_string(i)), "");
  struct stat before{};
  ASSERT_EQ(::stat(path.c_str(), &before), 0);
  std::thread writer{[&] {
    BookEditor editor{path};
    put(place / "source" / "items.csv", "item,unit\nNEW,pcs\n");
    apply_import(editor.book(), plan_import(editor.book(), read_source(place / "source"), {}),
                 batch_of(""), batch_of("", "before"));
    editor.save();
  }};
  for (;;) {
    const FileDescriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat now{};
    ASSERT_EQ(::fstat(file.get(), &now), 0);
    if (now.st_ino == before.st_ino) continue;
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) continue;
    EXPECT_FALSE(std::filesystem::exists(place / ".book.runout-new"));
    break;
  }
  writer.join();
  EXPECT_EQ(read_book(path).present[File::items]->rows.size(), 3U);
}

TEST(Writer, AFullDiskIsAClearErrorAndLosesNothing) {
  const TempFolder place;
  put_book(place / "m", book_in("m"));
  for (const char* name : {"book", "book.db", "book.xlsx"}) {
    const auto book = place / name;
    put_book(place / "kg", book_in("kg"));
    ASSERT_EQ(
        run_program("import " + book.string() + " " + (place / "kg").string() + " --yes").code, 0);
    // A limit on the size of files stands for the disk: writing fails half-way.
    const Outcome run =
        run_program("import " + book.string() + " " + (place / "m").string() + " --yes; true");
    static_cast<void>(run);
    const std::string limited = std::string{"sh -c 'ulimit -f 4; "} + RUNOUT_PROGRAM + " import " +
                                book.string() + " " + (place / "kg").string() +
                                " --yes >/dev/null 2>" + (place / "err").string() + "'";
    EXPECT_NE(std::system(limited.c_str()), 0) << name;  // NOLINT(cert-env33-c): a shell is meant
    EXPECT_THAT(texts_in(place.path()).at("err"), HasSubstr("cannot")) << name;
    EXPECT_EQ(state_of(book), "m") << name;
    std::filesystem::remove(place / "err");
    EXPECT_FALSE(std::filesystem::exists(place / ("." + std::string{name} + ".runout-new")));
  }
}

/// Runs a check as a user without rights, whoever runs the test.
bool holds_without_rights(const std::function<bool()>& check) {
  const pid_t child = ::fork();
  if (child == 0) {
    constexpr uid_t kNobody = 65534;
    const bool is_root = ::geteuid() == 0;
    if (is_root && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) ::_exit(2);
    ::_exit(check() ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(Writer, AReadOnlyPlaceCanBeReadAndIsNotWritten) {
  const TempFolder place;
  put_book(place / "source", book_in("kg"));
  for (const char* name : {"book", "book.db", "book.xlsx"}) {
    std::filesystem::create_directories(place / "in");
    write_book(read_book(place / "source"), place / "in" / name);
  }
  namespace fs = std::filesystem;
  fs::permissions(place.path(), fs::perms{0755});
  fs::permissions(place / "in" / "book", fs::perms{0555});
  fs::permissions(place / "in", fs::perms{0555});
  for (const char* name : {"book", "book.db", "book.xlsx"}) {
    const fs::path book = place / "in" / name;
    EXPECT_TRUE(holds_without_rights([&] { return state_of(book) == "kg"; })) << name;
    EXPECT_TRUE(holds_without_rights([&] {
      try {
        BookEditor editor{book};
        editor.book().batches.push_back(batch_of(""));
        editor.save();
        return false;
      } catch (const Error& error) {
        return error.kind() == ErrorKind::forbidden;
      }
    })) << name;
    EXPECT_EQ(state_of(book), "kg") << name;
  }
  fs::permissions(place / "in", fs::perms{0755});
  fs::permissions(place / "in" / "book", fs::perms{0755});
}

}  // namespace
}  // namespace runout::book
