// Forecasts kept in a book, what moved since, alerts and what became of them, from the command
// line.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "cli/ran.h"
#include "runout/base/dates.h"
#include "runout/cli/console.h"

namespace runout::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
namespace fs = std::filesystem;
using Answer = nlohmann::json;

/// A line that uses 10 parts on every day and has 200 of them on 1 June; 300 more wait for a
/// licence, one day away. One of 40 earlier applications was decided on each day of waiting.
class SavedForecasts : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(place_);
    fs::create_directories(place_);
    write("items.csv", "item,unit,control_entry\nCAR,pcs,\nMAG,pcs,1C905\n");
    write("sites.csv", "site,country,kind\nSUP,CN,supplier\nPLANT,DE,plant\n");
    write("stock.csv", "item,site,on_hand,counted_on\nMAG,PLANT,200,2025-06-01\n");
    write("bom.csv", "parent,component,quantity_per\nCAR,MAG,1\n");
    write("lines.csv", "line,item,site,units_per_day,calendar\nL-1,CAR,PLANT,10,every-day\n");
    write("lanes.csv", "lane,origin,destination,transit_typical\nAIR,SUP,PLANT,1\n");
    write("orders.csv",
          "order,item,supplier_site,destination_site,quantity,application\n"
          "O-1,MAG,SUP,PLANT,300,A-1\n");
    write("authorities.csv", "authority,calendar\nBOARD,every-day\n");
    std::string applications = "application,authority\nA-1,BOARD\n";
    std::string events = "subject,happened_on,event\nA-1,2025-05-25,filed\n";
    const Date first = parse_date("2025-03-01");
    for (int i = 0; i < 40; ++i) {
      const std::string code = "P-" + std::to_string(i);
      applications += code + ",BOARD\n";
      events += code + "," + to_string(first + Days{i}) + ",filed\n";
      events += code + "," + to_string(first + Days{i + 5 + i}) + ",granted\n";
    }
    write("applications.csv", applications);
    write("events.csv", events);
  }
  void TearDown() override { fs::remove_all(place_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream{place_ / name, std::ios::binary} << text;
  }
  [[nodiscard]] std::string book() const { return place_.string(); }

  /// `runout COMMAND BOOK WORDS`.
  [[nodiscard]] Ran run(const std::string& command, std::vector<std::string> words = {}) const {
    words.insert(words.begin(), {command, book()});
    if (command == "forecast") {
      words.insert(words.end(), {"--replications", "400", "--values", "0", "--horizon", "100"});
    }
    return run_runout(words);
  }
  [[nodiscard]] Answer ask(const std::string& command, std::vector<std::string> words = {}) const {
    words.insert(words.end(), {"--format", "json"});
    const Ran ran = run(command, words);
    EXPECT_EQ(ran.exit_code, kDone) << ran.err;
    return Answer::parse(ran.out, nullptr, false);
  }
  void save(std::vector<std::string> words = {}) const {
    words.emplace_back("--save");
    const Ran ran = run("forecast", words);
    ASSERT_EQ(ran.exit_code, kDone) << ran.err;
  }
  /// Brings in rows of one file, known on a day.
  void learn(const std::string& file, const std::string& rows, const std::string& day) const {
    const fs::path source = fs::path{place_.string() + "-news"};
    fs::create_directories(source);
    std::ofstream{source / file, std::ios::binary} << rows;
    const Ran ran =
        run_runout({"import", book(), (source / file).string(), "--known-on", day, "--yes"});
    EXPECT_EQ(ran.exit_code, kDone) << ran.err;
    fs::remove_all(source);
  }

  fs::path place_ = fs::path{testing::TempDir()} / ("saved-forecast-" + std::to_string(::getpid()));
};

TEST_F(SavedForecasts, SayTheSameOfTheSameBook) {
  save();
  const Answer moved = ask("compare");
  EXPECT_THAT(moved["lines"], IsEmpty()) << moved;
  EXPECT_EQ(moved["rows_that_differ"], 0);
  EXPECT_THAT(run("forecast").out, HasSubstr("Since 1 Jun: no line has moved."));
}

TEST_F(SavedForecasts, DoNotMoveTheDayOnWhichABookIsRead) {
  save({"--as-of", "2025-06-20"});
  EXPECT_EQ(ask("forecast")["as_of"], "2025-06-01");
}

TEST_F(SavedForecasts, AreCountedDayByDay) {
  save();
  const Answer forecast = ask("forecast");
  std::ifstream file{place_ / "forecasts.csv"};
  std::string header;
  std::string row;
  std::getline(file, header);
  std::getline(file, row);
  EXPECT_THAT(row, StartsWith("2025-06-01,L-1,2025-06-01,0,100,400,1,free,,"));
  // Stock lasts to 21 June: nothing earlier, and then as many futures as the forecast says.
  const double p = forecast["lines"][0]["p_runout_within"][20]["p"].get<double>();
  ASSERT_GT(p, 0.0);
  EXPECT_THAT(row, HasSubstr(",21:" + std::to_string(static_cast<int>(400 * p + 0.5))));
}

// The date moves for the licence, not for the passing of time or the other rows.
TEST_F(SavedForecasts, MovesArePutDownToTheRecordThatMadeThem) {
  save();
  learn("events.csv",
        "subject,happened_on,event\nA-1,2025-06-02,refused\nP-0,2025-06-02,superseded\n",
        "2025-06-02");
  learn("orders.csv",
        "order,item,supplier_site,destination_site,quantity,application\nO-2,MAG,SUP,PLANT,1,A-1\n",
        "2025-06-02");
  const Answer moved = ask("compare");
  ASSERT_EQ(moved["lines"].size(), 1U) << moved;
  const Answer& line = moved["lines"][0];
  EXPECT_EQ(line["run_out"]["before"], "2025-07-22");
  EXPECT_EQ(line["run_out"]["after"], "2025-06-22");
  ASSERT_EQ(line["because"].size(), 1U) << line;
  EXPECT_EQ(line["because"][0]["cause"], "record");
  EXPECT_EQ(line["because"][0]["words"], "A-1 refused");
  EXPECT_THAT(line["because"][0]["where"].get<std::string>(), StartsWith("events.csv:"));
  EXPECT_EQ(line["days"], -30);
  EXPECT_THAT(run("forecast").out, HasSubstr("A-1 refused"));
}

TEST_F(SavedForecasts, MovesArePutDownToTimeAndToSettings) {
  save();
  save({"--as-of", "2025-06-12", "--save-as", "later"});
  const Answer later = ask("compare", {"2025-06-01", "later"});
  for (const Answer& line : later["lines"]) {
    for (const Answer& move : line["because"]) EXPECT_EQ(move["cause"], "time") << line;
  }
  save({"--save-as", "halted", "--scenario", "halt:2025-06-02..2025-07-30"});
  const Answer halted = ask("compare", {"2025-06-01", "halted"});
  ASSERT_EQ(halted["lines"].size(), 1U);
  ASSERT_EQ(halted["lines"][0]["because"].size(), 1U);
  EXPECT_EQ(halted["lines"][0]["because"][0]["cause"], "settings");
}

// A row that is told late, with a day before the forecast, was not known to it.
TEST_F(SavedForecasts, AreMadeAgainFromWhatTheBookHeldThen) {
  save();
  learn("stock.csv", "item,site,on_hand,counted_on\nMAG,PLANT,400,2025-06-01\n", "2025-06-01");
  const Answer moved = ask("compare");
  ASSERT_EQ(moved["lines"].size(), 1U);
  ASSERT_EQ(moved["lines"][0]["because"].size(), 1U) << moved;
  EXPECT_EQ(moved["lines"][0]["because"][0]["words"], "stock MAG PLANT: on_hand 200 to 400");
  // Taken back: as it was.
  EXPECT_EQ(run_runout({"undo", book()}).exit_code, kDone);
  EXPECT_THAT(ask("compare")["lines"], IsEmpty());
}

TEST_F(SavedForecasts, OfAnotherNumberAreAChangeOfTheProgram) {
  save();
  std::ifstream file{place_ / "forecasts.csv"};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  const std::size_t at = text.find(",21:");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, text.find(',', at + 1) - at, ",5:400");
  write("forecasts.csv", text);
  const Answer moved = ask("compare");
  ASSERT_EQ(moved["lines"].size(), 1U);
  ASSERT_EQ(moved["lines"][0]["because"].size(), 1U);
  EXPECT_EQ(moved["lines"][0]["because"][0]["cause"], "program");
}

// A forecast that looks from a later day is not known on an earlier one; its name is taken all the
// same.
TEST_F(SavedForecasts, NamesAreTakenOnEveryDay) {
  save({"--as-of", "2025-06-20", "--save-as", "mine"});
  save({"--as-of", "2025-06-20", "--save-as", "2025-06-10"});
  EXPECT_EQ(run("forecast", {"--as-of", "2025-06-10", "--save-as", "mine"}).exit_code,
            kWrongCommandLine);
  const Ran second = run("forecast", {"--as-of", "2025-06-10", "--save"});
  EXPECT_THAT(second.err, HasSubstr("saved as 2025-06-10-2;"));
  EXPECT_EQ(ask("compare", {"--list"}).size(), 3U);
}

TEST_F(SavedForecasts, KeepScenariosWhoseAuthorityHasBlanks) {
  write("authorities.csv", "authority,calendar\nBOARD,every-day\nTHE OTHER BOARD,every-day\n");
  const std::vector<std::string> scenarios{"--scenario", "halt:2025-06-02..2025-07-30@BOARD",
                                           "--scenario", "easing:2025-06-05@THE OTHER BOARD"};
  save(scenarios);
  EXPECT_EQ(ask("compare", {"--list"})[0]["scenarios"], (Answer{scenarios[1], scenarios[3]}));
  EXPECT_THAT(ask("compare")["lines"], IsEmpty());  // Made again with both.
}

// Ten deliveries of one day's use: no row alone moves the date by more than a day, all do together.
TEST_F(SavedForecasts, MovesOfManySmallRowsArePutDownToThemTogether) {
  save();
  std::string rows = "order,item,supplier_site,destination_site,quantity,application\n";
  for (int i = 0; i < 10; ++i) {
    rows += "S-" + std::to_string(i) + ",MAG,SUP,PLANT,10,none\n";
  }
  learn("orders.csv", rows, "2025-06-01");
  const Answer moved = ask("compare");
  ASSERT_EQ(moved["lines"].size(), 1U) << moved;
  EXPECT_EQ(moved["lines"][0]["days"], 10);
  std::int64_t named = 0;
  for (const Answer& move : moved["lines"][0]["because"]) named += move["days"].get<std::int64_t>();
  EXPECT_NEAR(static_cast<double>(named), 10.0, 1.0) << moved;
}

TEST_F(SavedForecasts, ChangesByHandAreSeenByTheNextForecast) {
  save();
  write("stock.csv", "item,site,on_hand,counted_on\nMAG,PLANT,400,2025-06-01\n");
  const Ran next = run("forecast");
  EXPECT_THAT(next.out, HasSubstr("stock MAG PLANT: on_hand 200 to 400, stock.csv:2"));
}

TEST_F(SavedForecasts, AlertsFireOnceAndEndWithFour) {
  const std::vector<std::string> alert{"--alert", "p=0.2,days=30"};
  std::vector<std::string> keep = alert;
  keep.emplace_back("--save");
  const Ran first = run("forecast", keep);
  EXPECT_EQ(first.exit_code, kAlert) << first.out << first.err;
  EXPECT_THAT(first.out, StartsWith("L-1: "));
  EXPECT_THAT(first.out, HasSubstr("to run out within 30 days, by 2025-07-01"));
  const Ran second = run("forecast", alert);
  EXPECT_EQ(second.exit_code, kDone);
  EXPECT_EQ(second.out, "");
  EXPECT_EQ(run("forecast", {"--alert", "p=1,days=3"}).exit_code, kDone);
  // Farther ahead than the saved one looked: what it would have said is not known.
  EXPECT_EQ(run_runout({"forecast", book(), "--replications", "400", "--horizon", "150", "--alert",
                        "days=120,p=0.2"})
                .exit_code,
            kAlert);
  EXPECT_EQ(run("forecast", {"--alert", "p=0.2,days=30", "--since", "none"}).exit_code, kAlert);
}

TEST_F(SavedForecasts, AlarmsSayWhatBecameOfThem) {
  const std::vector<std::string> keep{"--alert", "p=0.2,days=30", "--save"};
  ASSERT_EQ(run("forecast", keep).exit_code, kAlert);
  EXPECT_EQ(ask("alarms")[0]["outcome"], "open");
  // The licence never comes: the stock that was counted does not last.
  learn("events.csv", "subject,happened_on,event\nA-1,2025-07-05,refused\n", "2025-07-05");
  const Answer by_stock = ask("alarms");
  EXPECT_EQ(by_stock[0]["outcome"], "stopped") << by_stock;
  EXPECT_EQ(by_stock[0]["stopped_on"], "2025-06-22");
  EXPECT_EQ(by_stock[0]["by_stock"], true);
  // A count shows that parts came from somewhere: averted. The licence and the goods in time:
  // false. With a stop told: stopped.
  learn("stock.csv", "item,site,on_hand,counted_on\nMAG,PLANT,50,2025-07-04\n", "2025-07-05");
  const Answer averted = ask("alarms");
  EXPECT_EQ(averted[0]["outcome"], "averted") << averted;
  EXPECT_EQ(averted[0]["p_runout_unaided"], 1.0);
  ASSERT_EQ(run_runout({"undo", book()}).exit_code, kDone);
  ASSERT_EQ(run_runout({"undo", book()}).exit_code, kDone);
  learn("events.csv",
        "subject,happened_on,event\nA-1,2025-06-10,granted\nO-1,2025-06-11,shipped\n"
        "O-1,2025-06-12,arrived\n",
        "2025-07-05");
  const Answer mistaken = ask("alarms", {"--as-of", "2025-07-05"});
  EXPECT_EQ(mistaken[0]["outcome"], "false") << mistaken;
  EXPECT_EQ(mistaken[0]["p_runout_unaided"], 0.0);
  learn("events.csv", "subject,happened_on,event\nL-1,2025-06-25,stopped\n", "2025-07-06");
  const Answer stopped = ask("alarms");
  EXPECT_EQ(stopped[0]["outcome"], "stopped");
  EXPECT_EQ(stopped[0]["stopped_on"], "2025-06-25");
  EXPECT_EQ(stopped[0]["by_stock"], false);
}

TEST_F(SavedForecasts, ALineThatStoodStillBeforeTheAlarmAndWithinItsDaysHasStopped) {
  ASSERT_EQ(run("forecast", {"--alert", "p=0.2,days=30", "--save"}).exit_code, kAlert);
  learn("events.csv",
        "subject,happened_on,event\nL-1,2025-05-30,stopped\nL-1,2025-06-10,restarted\n",
        "2025-07-05");
  EXPECT_EQ(ask("alarms")[0]["stopped_on"], "2025-05-30");
}

/// A book that cannot be saved into is no reason to keep an alert back.
TEST_F(SavedForecasts, AnAlertIsToldEvenWhereNothingCanBeSaved) {
  save();
  write("stock.csv", "item,site,on_hand,counted_on\nMAG,PLANT,20,2025-06-01\n");
  const Ran ran = run("forecast", {"--alert", "p=0.2,days=5", "--save"});
  EXPECT_EQ(ran.exit_code, kAlert);
  EXPECT_THAT(ran.out, HasSubstr("L-1: "));
  EXPECT_THAT(ran.err, HasSubstr("not saved: "));
  const Ran quiet = run("forecast", {"--alert", "p=0.2,days=1", "--save"});
  EXPECT_EQ(quiet.exit_code, kOtherFailure);
  EXPECT_THAT(quiet.out, IsEmpty());
}

/// What is asked under another scenario is another question.
TEST_F(SavedForecasts, AnAlertComparesWithForecastsOfTheSameScenarios) {
  const std::vector<std::string> alert{"--alert", "p=0.2,days=30"};
  ASSERT_EQ(run("forecast", {"--scenario", "halt:2025-06-02..2025-08-01", "--save-as", "worst"})
                .exit_code,
            kDone);
  EXPECT_EQ(run("forecast", alert).exit_code, kAlert);
  save();
  EXPECT_EQ(run("forecast", alert).exit_code, kDone);
}

TEST_F(SavedForecasts, APrecisionThatIsNotReachedIsTold) {
  const Ran ran = run("forecast", {"--precision", "0.0001"});
  EXPECT_THAT(ran.err, HasSubstr("the standard error of a chance is still 0."));
}

TEST_F(SavedForecasts, RefuseWhatCannotBeToldLater) {
  save();
  const Ran taken = run("forecast", {"--save-as", "2025-06-01"});
  EXPECT_EQ(taken.exit_code, kWrongCommandLine);
  EXPECT_THAT(taken.err, HasSubstr("'2025-06-01' is the name of a saved forecast already"));
  EXPECT_EQ(run("forecast", {"--save-as", "two words"}).exit_code, kWrongCommandLine);
  EXPECT_EQ(run("forecast", {"--since", "2025-06-02"}).exit_code, kWrongCommandLine);
  const Ran unknown = run("compare", {"2025-06-02"});
  EXPECT_EQ(unknown.exit_code, kWrongCommandLine);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean '2025-06-01'?"));
  for (const char* alert :
       {"p=0,days=30", "p=0.2,days=101", "p=2,days=1", "p=0.2", "days=3", "x"}) {
    EXPECT_EQ(run("forecast", {"--alert", alert}).exit_code, kWrongCommandLine) << alert;
  }
  write("stock.csv", "item,site,on_hand,counted_on\nMAG,PLANT,100,2025-06-01\n");
  EXPECT_THROW(static_cast<void>(run("forecast", {"--save"})), std::exception);
}

TEST_F(SavedForecasts, ThatAreDamagedAreRefusedByRowAndColumn) {
  save();
  std::ifstream file{place_ / "forecasts.csv"};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  for (const char* days : {"21:0", "21:401", "101:3", "30:2 21:2", "x", "21", "21:-3", "-1:3"}) {
    std::string broken = text;
    const std::size_t at = broken.find(",21:") + 1;
    broken.replace(at, broken.find(',', at) - at, days);
    write("forecasts.csv", broken);
    const Ran ran = run("check");
    EXPECT_EQ(ran.exit_code, kDataProblems) << days;
    EXPECT_THAT(ran.err, HasSubstr("forecasts.csv:2: run_out_days")) << days;
  }
  std::string other = text;
  other.replace(other.find("free,,"), 6, "free,halt:yesterday,");
  write("forecasts.csv", other);
  EXPECT_THROW(static_cast<void>(run("forecast")), std::exception);
}

}  // namespace
}  // namespace runout::cli
