#include "runout/cli/import_command.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>

#include "cli/ran.h"
#include "runout/base/error.h"
#include "runout/cli/convert_command.h"
#include "runout/cli/undo_command.h"

namespace runout::cli {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class Recording : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(place_);
    write("src/items.csv", "item,unit\nM,pcs\n0012,pcs\n");
    write("src/sites.csv", "site,country,kind\nS,CN,supplier\nP,DE,plant\n");
    write("src/stock.csv", "item,site,on_hand,counted_on\n0012,P,10,2025-06-01\n");
    write("src/bom.csv", "parent,component,quantity_per\nM,0012,2\n");
    write("src/lines.csv", "line,item,site,units_per_day\nL,M,P,5\n");
    write("src/lanes.csv", "lane,origin,destination,transit_typical\nW,S,P,9\n");
    write("src/orders.csv",
          "order,item,supplier_site,destination_site,quantity\nO-1,0012,S,P,100\n");
  }
  void TearDown() override { fs::remove_all(place_); }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((place_ / name).parent_path());
    std::ofstream{place_ / name, std::ios::binary} << text;
  }
  [[nodiscard]] std::string in(const std::string& name) const { return (place_ / name).string(); }

  /// Runs one command line; `@name` is a path in the test's folder.
  Ran run(std::string line) const {
    for (std::size_t at = line.find('@'); at != std::string::npos; at = line.find('@')) {
      line.replace(at, 1, place_.string() + "/");
    }
    std::ostringstream out;
    std::ostringstream err;
    Console console{out, err};
    CLI::App app;
    add_import_command(app, console);
    add_undo_command(app, console);
    add_convert_command(app, console);
    app.parse(line);
    return {console.exit_code, out.str(), err.str()};
  }

  fs::path place_ = fs::path{testing::TempDir()} / ("recording-" + std::to_string(::getpid()));
};

TEST_F(Recording, ShowsTheDifferenceAndWritesNothingWithoutYes) {
  for (const char* more : {"", " --dry-run", " --dry-run --yes"}) {
    const Ran answer = run(std::string{"import @book @src"} + more);
    EXPECT_EQ(answer.exit_code, kDone);
    EXPECT_THAT(answer.out, HasSubstr("orders: 1 added, 0 changed, 0 removed, 0 unchanged"));
    EXPECT_THAT(answer.out, HasSubstr("  + O-1: item 0012, supplier_site S"));
    EXPECT_THAT(answer.out, HasSubstr("nothing written"));
    EXPECT_FALSE(fs::exists(in("book")));
  }
}

TEST_F(Recording, ImportsOnceThenFindsNothing) {
  for (const char* book : {"@a", "@a.db", "@a.xlsx"}) {
    const std::string line = std::string{"import "} + book + " @src --yes";
    EXPECT_THAT(run(line).out, HasSubstr("recorded as batch 1"));
    EXPECT_THAT(run(line).out, HasSubstr("nothing to import")) << book;
  }
}

TEST_F(Recording, MergesByKeyAndAppends) {
  static_cast<void>(run("import @book @src --yes"));
  write("orders.csv",
        "order,item,supplier_site,destination_site,quantity\nO-2,0012,S,P,5\nO-1,0012,S,P,120\n");
  const Ran answer = run("import @book @orders.csv --yes --known-on 2025-06-10 --author Ann");
  EXPECT_THAT(answer.out, HasSubstr("orders: 1 added, 1 changed, 0 removed, 0 unchanged"));
  EXPECT_THAT(answer.out, HasSubstr("  ~ O-1: quantity 100 -> 120"));
  EXPECT_THAT(run("undo @book").out, HasSubstr("by Ann, from"));
  EXPECT_THAT(run("import @book @src --yes").out, HasSubstr("nothing to import"));
}

TEST_F(Recording, ReplacesOnlyTheFilesThatAreNamed) {
  static_cast<void>(run("import @book @src --yes"));
  write("orders.csv", "order,item,supplier_site,destination_site,quantity\nO-9,0012,S,P,5\n");
  EXPECT_THAT(run("import @book @orders.csv --yes --replace orders").out,
              HasSubstr("orders: 1 added, 0 changed, 1 removed, 0 unchanged"));
  EXPECT_THROW(static_cast<void>(run("import @book @orders.csv --replace stock")),
               CLI::ValidationError);
  EXPECT_THROW(static_cast<void>(run("import @book @orders.csv --replace ordres")),
               CLI::ValidationError);
}

TEST_F(Recording, RefusesAResultThatIsNoValidBookWithAllProblems) {
  static_cast<void>(run("import @book @src --yes"));
  write("orders.csv",
        "order,item,supplier_site,destination_site,quantity\nO-2,12,S,P,5\nO-3,0012,S,P,5x\n");
  const Ran answer = run("import @book @orders.csv --yes");
  EXPECT_EQ(answer.exit_code, kDataProblems);
  EXPECT_THAT(answer.err, HasSubstr("orders.csv:2: item: '12' is unknown"));
  EXPECT_THAT(answer.err, HasSubstr("orders.csv:3: quantity: '5x' is not a number"));
  EXPECT_EQ(answer.out, "");
  EXPECT_THAT(run("import @book @src").out, HasSubstr("nothing to import"));
}

TEST_F(Recording, TellsOfAMissingColumnOnceAndNotInEveryRow) {
  static_cast<void>(run("import @book @src --yes"));
  write("stock.csv", "Item,site,on_hand\nM,P,5\n0012,P,7\n,,\n");
  const Ran answer = run("import @book @stock.csv --yes");
  EXPECT_EQ(answer.exit_code, kDataProblems);
  EXPECT_EQ(answer.err,
            "stock.csv:1: item: the required column is missing; the columns are Item, site, "
            "on_hand; did you mean 'item' by 'Item'?\n");
  write("orders.csv", "order,quantity\nO-1,120\n");
  EXPECT_THAT(run("import @book @orders.csv --yes").out, HasSubstr("quantity 100 -> 120"));
}

TEST_F(Recording, LeavesBlankRowsOfTheSourceOut) {
  static_cast<void>(run("import @book @src --yes"));
  write("items.csv", "item,unit\n,\nX,pcs\n,\n");
  EXPECT_THAT(run("import @book @items.csv --yes").out, HasSubstr("items: 1 added, 0 changed"));
}

TEST_F(Recording, SaysWhenABatchBecomesKnownAndHowThatMovesTheAsOfDay) {
  EXPECT_THAT(run("import @book @src --yes").out,
              HasSubstr("known always, being the first; the default as-of day is 2025-06-01; "
                        "--known-on says otherwise\n"));
  write("items.csv", "item,unit\nX,pcs\n");
  const std::string shown = run("import @book @items.csv --dry-run").out;
  EXPECT_THAT(shown, HasSubstr(" (today); the default as-of day moves from 2025-06-01 to 20"));
  EXPECT_THAT(shown, HasSubstr("; --known-on says otherwise\n"));
  EXPECT_THAT(run("import @book @items.csv --dry-run --known-on 2025-05-02").out,
              HasSubstr("known on 2025-05-02; the default as-of day stays 2025-06-01\n"));
  EXPECT_THAT(run("import @book @items.csv --yes --known-on 2025-06-10").out,
              HasSubstr("known on 2025-06-10; the default as-of day moves from 2025-06-01 to "
                        "2025-06-10\n"));
}

TEST_F(Recording, CountsTheFilesWithoutAnyChange) {
  static_cast<void>(run("import @book @src --yes"));
  write("src/items.csv", "item,unit\nM,pcs\n0012,kg\n");
  const std::string shown = run("import @book @src").out;
  EXPECT_THAT(shown, HasSubstr("items: 0 added, 1 changed"));
  EXPECT_THAT(shown, HasSubstr("6 files without any change\n"));
  EXPECT_THAT(shown, testing::Not(HasSubstr("orders:")));
}

TEST_F(Recording, RefusesToMakeABookThatIsCalledLikeAnotherKindOfFile) {
  static_cast<void>(run("import @book @src --yes"));
  for (const char* line : {"convert @book @b.ods", "convert @book @b.XLSM", "convert @book @b.csv",
                           "import @b.json @src --yes"}) {
    try {
      static_cast<void>(run(line));
      ADD_FAILURE() << line;
    } catch (const CLI::ValidationError& error) {
      EXPECT_THAT(error.what(), HasSubstr("a book is a folder, a .db or an .xlsx")) << line;
    }
  }
  EXPECT_EQ(run("convert @book @b.2025").exit_code, kDone);
}

TEST_F(Recording, RecordsChangesByHand) {
  static_cast<void>(run("import @book @src --yes"));
  write("book/items.csv", "item,unit\nM,pcs\n0012,kg\n");
  EXPECT_THAT(run("import @book").out, HasSubstr("1 row changed by hand, not yet recorded"));
  EXPECT_THROW(static_cast<void>(run("undo @book")), Error);
  EXPECT_THROW(static_cast<void>(run("convert @book @book.db")), Error);
  EXPECT_THAT(run("import @book @book --yes").out, HasSubstr("recorded as batch 2"));
  EXPECT_THAT(run("import @book --yes").out, HasSubstr("nothing to import"));
}

TEST_F(Recording, ConvertsAndDoesNotReplaceABookUnasked) {
  static_cast<void>(run("import @book @src --yes"));
  EXPECT_EQ(run("convert @book @b.db").exit_code, kDone);
  EXPECT_THROW(static_cast<void>(run("convert @book @b.db")), Error);
  EXPECT_EQ(run("convert @book @b.db --force").exit_code, kDone);
  EXPECT_THROW(static_cast<void>(run("convert @book @book --force")), Error);
  EXPECT_THROW(static_cast<void>(run("convert @nothing @c.db")), Error);
}

TEST_F(Recording, SaysWhenThereIsNothingToTakeBack) {
  static_cast<void>(run("import @book @src --yes"));
  EXPECT_THAT(run("undo @book").out, HasSubstr("took back batch 1"));
  try {
    static_cast<void>(run("undo @book"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::conflict);
    EXPECT_THAT(error.what(), HasSubstr("nothing to take back"));
  }
}

}  // namespace
}  // namespace runout::cli
