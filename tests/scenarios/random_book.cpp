#include "scenarios/random_book.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "runout/base/dates.h"
#include "runout/base/random.h"

namespace runout::scenarios {
namespace {

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_{seed, 0, std::uint64_t{0}, Purpose::test} {}

  BookRows make() {
    book_ = {
        {"items", {"item,unit,control_entry,control_status", {}}},
        {"controls",
         {"control,authority,control_entry,from_country,to_country,valid_from,valid_to",
          {"K1,MOFCOM,1C905,CN,,2025-04-04,"}}},
        {"sites",
         {"site,country,kind,firm,calendar",
          {"SUP,CN,supplier,Sup,CN", "TWO,JP,supplier,Two,", "PLANT,DE,plant,Us,mon-fri"}}},
        {"lines", {"line,item,site,units_per_day,calendar,priority,catch_up_per_day", {}}},
        {"plan", {"line,item,from,to,units_per_day", {}}},
        {"bom", {"parent,component,quantity_per,scrap", {}}},
        {"stock", {"item,site,place,on_hand,blocked,usable_from,counted_on", {}}},
        {"lanes",
         {"lane,origin,destination,mode,transit_low,transit_typical,transit_high,hold_p,hold_low,"
          "hold_typical,hold_high",
          {}}},
        {"orders",
         {"order,item,supplier_site,destination_site,quantity,ready_on,lane,application", {}}},
        {"applications", {"application,authority,kind,holder,customer,control_entry", {}}},
        {"events", {"id,subject,happened_on,event,expected_on,quantity,known_on,supersedes", {}}},
    };
    for (const char* lane : {"SEA,SUP,PLANT,sea", "AIR,SUP,PLANT,air", "WAY,TWO,PLANT,"}) {
      add_lane(lane);
    }
    const int lines = between(1, 4);
    for (int line = 1; line <= lines; ++line) add_line(line);
    return std::move(book_);
  }

 private:
  int between(int low, int high) {
    return low + static_cast<int>(random_.uniform() * static_cast<double>(high - low + 1));
  }
  bool chance(double p) { return random_.uniform() < p; }
  std::string june(int day) { return fmt::format("2025-06-{:02}", day); }
  std::string later(int days) { return to_string(parse_date("2025-06-30") + Days{days}); }
  void add(const char* file, std::string row) { book_[file].rows.push_back(std::move(row)); }
  void add_event(const std::string& subject, const std::string& day, const char* event,
                 const std::string& expected_on = "", const std::string& quantity = "") {
    add("events",
        fmt::format("E{},{},{},{},{},{},,", ++events_, subject, day, event, expected_on, quantity));
  }

  void add_lane(const char* lane) {
    const int low = between(1, 8);
    const int typical = low + between(0, 6);
    const int high = typical + between(0, 9);
    const std::string hold =
        chance(0.4) ? fmt::format("0.{},2,4,{}", between(1, 9), between(4, 9)) : ",,,";
    add("lanes", fmt::format("{},{},{},{},{}", lane, low, typical, high, hold));
  }

  void add_line(int line) {
    const bool controlled = chance(0.6);
    const int rate = between(1, 20);
    add("items", fmt::format("C{},pcs,,free", line));
    add("items", fmt::format("P{},pcs,{},{}", line, controlled ? "1C905" : "",
                             controlled ? "controlled" : "free"));
    add("bom", fmt::format("C{0},P{0},{1},{2}", line, chance(0.5) ? "1" : "2.5",
                           chance(0.3) ? "0.02" : ""));
    add("lines",
        fmt::format("L{0},C{0},PLANT,{1},{2},{3},{4}", line, rate, chance(0.5) ? "every-day" : "",
                    chance(0.3) ? "2" : "", chance(0.4) ? between(1, rate) : 0));
    if (chance(0.3)) {
      add("plan", fmt::format("L{0},C{0},{1},{2},{3}", line, later(between(1, 10)),
                              later(between(11, 30)), between(0, 30)));
    }
    add("stock", fmt::format("P{},PLANT,main,{},{},,{}", line, rate * between(5, 30),
                             chance(0.3) ? "5" : "", june(between(24, 30))));
    if (chance(0.3)) {
      add("stock", fmt::format("P{},PLANT,rework,{},,{},2025-06-30", line, between(1, 60),
                               later(between(1, 20))));
    }
    const int orders = between(1, 4);
    for (int order = 1; order <= orders; ++order) {
      add_order(fmt::format("O{}-{}", line, order), line, rate, controlled);
    }
  }

  void add_order(const std::string& order, int line, int rate, bool controlled) {
    const bool from_china = chance(0.7);
    std::string application = chance(0.2) ? "none" : "";
    if (from_china && controlled && chance(0.8)) {
      application = "A-" + order;
      add_application(application);
    }
    const char* lane = from_china ? (chance(0.5) ? "SEA" : "AIR") : "WAY";
    add("orders",
        fmt::format("{},P{},{},PLANT,{},{},{},{}", order, line, from_china ? "SUP" : "TWO",
                    rate * between(3, 25),
                    chance(0.5) ? june(between(1, 30)) : later(between(1, 40)), lane, application));
    if (chance(0.3)) add_movements(order);
  }

  void add_application(const std::string& application) {
    add("applications", fmt::format("{},MOFCOM,individual,Sup,Us,1C905", application));
    if (chance(0.3)) {
      add_event(application, "2025-05-26", "preparing");
      return;
    }
    add_event(application, fmt::format("2025-05-{:02}", between(5, 28)), "filed");
    if (chance(0.2)) add_event(application, june(between(3, 20)), "returned");
    if (chance(0.3)) {
      add_event(application, june(between(21, 30)), chance(0.7) ? "granted" : "refused");
    }
  }

  void add_movements(const std::string& order) {
    if (chance(0.3)) {
      add_event(order, june(between(20, 30)), "held");
      return;
    }
    const int shipped = between(16, 26);
    add_event(order, june(shipped), "shipped");
    if (chance(0.3)) {
      add_event(order, june(shipped + 1), "eta", later(between(1, 15)));
    }
    if (chance(0.2)) {
      add_event(order, june(between(27, 30)), "arrived");
    } else if (chance(0.2)) {
      add_event(order, june(between(27, 30)), "short", "", "2");
    }
  }

  RandomStream random_;
  BookRows book_;
  int events_ = 0;
};

}  // namespace

BookRows make_random_book(std::uint64_t seed) { return Maker{seed}.make(); }

}  // namespace runout::scenarios
