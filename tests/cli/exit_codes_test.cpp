// The table of exit codes in docs/reference/commands.md, row by row, with the program itself.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace runout::cli {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

struct Ended {
  int code = 0;
  std::string out;  ///< both streams
};

class ExitCode : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(place_);
    fs::create_directories(place_);
    fs::copy(fs::path{RUNOUT_SOURCE_DIR} / "tests" / "malformed" / "base", place_ / "book");
    write("new/orders.csv",
          "order,item,supplier_site,destination_site,quantity,lane\nO-8,MAG-1,SUP,PLANT,5,SEA\n");
    write("text.db", "no database");
    write("notes.txt", "no book");
  }
  void TearDown() override { fs::remove_all(place_); }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((place_ / name).parent_path());
    std::ofstream{place_ / name, std::ios::binary} << text;
  }

  /// Runs `runout LINE` in the test's folder.
  [[nodiscard]] Ended run(const std::string& line) const {
    const std::string command = "cd '" + place_.string() + "' && '" + std::string{RUNOUT_PROGRAM} +
                                "' " + line + " 2>&1 </dev/null";
    FILE* pipe = ::popen(command.c_str(), "r");
    Ended ran;
    std::array<char, 4096> piece{};
    while (const std::size_t got = std::fread(piece.data(), 1, piece.size(), pipe)) {
      ran.out.append(piece.data(), got);
    }
    const int status = ::pclose(pipe);
    ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return ran;
  }

  void expect(int code, const std::string& line, const std::string& message) const {
    const Ended ran = run(line);
    EXPECT_EQ(ran.code, code) << line << "\n" << ran.out;
    EXPECT_THAT(ran.out, HasSubstr(message)) << line;
    EXPECT_THAT(ran.out, testing::Not(HasSubstr("runout-new"))) << line;
    EXPECT_THAT(ran.out, testing::Not(HasSubstr("internal error"))) << line;
  }

  fs::path place_ = fs::path{testing::TempDir()} / ("exit-codes-" + std::to_string(::getpid()));
};

TEST_F(ExitCode, IsZeroWhenDone) {
  expect(0, "check book", "0 errors");
  expect(0, "forecast book --replications 2", "");
  expect(0, "decisions book --draws 2", "");
  expect(0, "import book new", "nothing written; add --yes to import");
  expect(0, "import book new --yes --known-on 2025-07-01", "recorded as batch 1");
  expect(0, "undo book", "took back batch 1");
  expect(0, "convert book b.db", "copied");
  expect(0, "--help", "Usage");
}

TEST_F(ExitCode, IsOneWhenTheDataHasProblems) {
  write("bad/orders.csv", "order,item,supplier_site,destination_site,quantity\nO-9,M,S,P,x\n");
  write("cases.csv", "id,submitted,decided,outcome\nA,soon,,\n");
  for (const std::string line :
       {"check bad", "forecast bad", "decisions bad", "import book bad --yes",
        "decisions cases.csv", "check text.db", "check notes.txt", "undo text.db",
        "import text.db new --yes", "convert text.db c.db", "import book notes.txt"}) {
    expect(1, line, "");
  }
}

TEST_F(ExitCode, IsTwoForAWrongCommandLineOrABookThatIsNotThere) {
  expect(2, "", "which command?");
  expect(2, "forecst book", "did you mean 'forecast'?");
  expect(2, "forecast book --seed -1", "is not a whole number");
  expect(2, "decisions book --covariates owner", "is not a covariate");
  expect(2, "import book new --replace stock", "'new' has no stock");
  const std::string long_name(300, 'x');
  for (const std::string& missing :
       {std::string{"nowhere"}, std::string{"nowhere.db"}, std::string{"nowhere.xlsx"},
        std::string{"notes.txt/book"}, std::string{"new/.."}, long_name}) {
    expect(2, "check " + missing, "there is no book");
    expect(2, "forecast " + missing, "there is no book");
    expect(2, "decisions " + missing, "there is no book");
    expect(2, "undo " + missing, "there is no book");
    expect(2, "convert " + missing + " c.db", "there is no book");
    expect(2, "import " + missing, "there is no book");
  }
  expect(2, "import book nowhere", "there is nothing at 'nowhere'");
  expect(2, "forecast book --decisions nowhere.csv", "there is no file 'nowhere.csv'");
  expect(2, "forecast book --decisions new", "'new' is a folder, not a file");
}

TEST_F(ExitCode, IsThreeWhenATargetCannotBeWritten) {
  for (const std::string name : {"foo", "foo.db", "foo.xlsx"}) {
    expect(3, "convert book /proc/" + name, "cannot write '/proc/" + name + "': ");
    expect(3, "import /proc/" + name + " book --yes", "cannot write '/proc/" + name + "': ");
    expect(3, "convert book nowhere/" + name,
           "cannot write 'nowhere/" + name + "': there is no folder 'nowhere'");
    expect(3, "convert book notes.txt/" + name, "cannot write 'notes.txt/" + name + "': ");
  }
  expect(3, "forecast book --replications 2 --report nowhere/r.html",
         "cannot write the report 'nowhere/r.html': there is no folder 'nowhere'");
  expect(3, "forecast book --replications 2 --report /proc/r.html",
         "cannot write the report '/proc/r.html': ");
  expect(3, "forecast book --replications 2 >/dev/full 2>err; code=$?; cat err; exit $code",
         "cannot write standard output");
}

TEST_F(ExitCode, IsThreeWhenATargetIsThereAlready) {
  ASSERT_EQ(run("convert book b.db").code, 0);
  ASSERT_EQ(run("convert book b.xlsx").code, 0);
  ASSERT_EQ(run("convert book folder").code, 0);
  for (const std::string target : {"b.db", "b.xlsx", "folder"}) {
    expect(3, "convert book " + target, "there is a book at '" + target + "' already");
  }
  expect(3, "convert book book", "are the same book");
  for (const std::string more : {"", " --force"}) {
    expect(3, "convert book notes.txt" + more, "there is a file at 'notes.txt' already");
    expect(3, "convert book text.db" + more, "there is a file at 'text.db' already");
  }
}

TEST_F(ExitCode, IsThreeWhenThereIsNothingToTakeBack) {
  for (const std::string book : {"book", "b.db", "b.xlsx"}) {
    if (book != "book") {
      ASSERT_EQ(run("convert book " + book).code, 0);
    }
    expect(3, "undo " + book, "nothing to take back: no import is recorded");
  }
}

TEST_F(ExitCode, IsThreeWhenAnotherWriterDoesNotLetGo) {
  const int held = ::open((place_ / "book").c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_EQ(::flock(held, LOCK_EX), 0);
  expect(3, "import book new --yes", "'book' is being written by another process; try again");
  expect(0, "check book", "0 errors");  // Reading goes on.
  ::close(held);
  expect(0, "import book new --yes", "recorded");
}

TEST_F(ExitCode, IsTwoForWhatWouldTakeTooLongAndFourForAnAlert) {
  expect(2, "forecast book --replications 1000000 --at-most 0",
         "--at-most: this would take about ");
  expect(0, "forecast book --replications 3000 --at-most 0 --yes", "As of ");
  // As many as the precision takes are far fewer than the most.
  expect(0, "forecast book --precision 0.05", "As of ");
  expect(4, "forecast book --replications 100 --horizon 365 --alert p=0.01,days=365",
         "to run out within");
}

TEST_F(ExitCode, AReportOrAnotherOfficesFileIsNoBook) {
  ASSERT_EQ(run("forecast book --replications 10 --report r.xlsx").code, 0);
  expect(1, "check r.xlsx", "'r.xlsx' is a report of Runout, not a book");
  write("b.ods", "PK\x03\x04" + std::string(26, 'x') +
                     "mimetypeapplication/vnd.oasis.opendocument.spreadsheet");
  expect(1, "import book b.ods --yes", "save it as .xlsx");
  expect(2, "check book --as-of 01.07.2025", "did you mean '2025-07-01'?");
}

}  // namespace
}  // namespace runout::cli
