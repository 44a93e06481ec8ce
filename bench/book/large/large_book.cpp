// large_book FOLDER [LINES]: writes a made-up book of a large firm as a folder of CSV files, the
// same one every time. A line brings 200 stock points, 46 decided applications with their events
// and four that are pending; 1,000 lines (the default) are 200,000 stock points and 50,000
// applications.
//
// Twenty lines share a plant, and four of them make what the others take. Of the 50 to 200
// components of a product most are its own, some are the plant's, few the firm's. Most are free and
// ample; one in twenty is controlled, and a third of those lives on consignments that wait for
// licences.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "runout/base/dates.h"
#include "runout/base/random.h"

namespace {

using runout::Date;
using runout::Days;

constexpr int kLinesOfPlant = 20;
constexpr int kFeedingLines = 4;  ///< of a plant: they make what its other lines take
constexpr int kPointsOfLine = 200;
constexpr int kDecidedOfLine = 46;
constexpr int kPendingOfLine = 4;
constexpr int kSuppliers = 8;  ///< of a plant: the first half far away, for controlled items
constexpr int kAmpleDays = 400;

Date as_of() { return std::chrono::sys_days{std::chrono::year{2025} / 6 / 30}; }

struct Part {
  std::string code;
  bool controlled = false;
  bool is_made = false;          ///< by a line of the plant
  std::int64_t use_per_day = 0;  ///< of all lines of the plant
};

class BookMaker {
 public:
  BookMaker(std::filesystem::path folder, int lines) : folder_{std::move(folder)}, lines_{lines} {
    open("items", "item,unit,control_status,control_entry");
    open("controls", "control,authority,control_entry,from_country,valid_from");
    open("sites", "site,country,kind,firm,calendar");
    open("stock", "item,site,on_hand,counted_on");
    open("bom", "parent,component,quantity_per");
    open("lines", "line,item,site,units_per_day,contribution_per_unit,currency,stop_cost_per_day");
    open("lanes", "lane,origin,destination,mode,transit_low,transit_typical,transit_high");
    open("orders",
         "order,item,supplier_site,destination_site,quantity,ready_on,lane,application,"
         "days_after_licence");
    open("applications",
         "application,authority,kind,holder,filer,customer,end_user,end_user_country,sector,"
         "control_entry,quantity,observed_from");
    open("licences", "licence,application,valid_from,valid_to,quantity");
    open("events", "subject,happened_on,event,known_on");
    open("authorities", "authority,calendar,statutory_days");
  }

  void make() {
    row("authorities", "MOFCOM,CN,45");
    for (const std::string_view entry : kEntries) {
      row("controls", fmt::format("RULE-{},MOFCOM,{},CN,2023-01-02", entry, entry));
    }
    for (int i = 0; i < kStandardItems; ++i) {
      row("items", fmt::format("STD-{},pcs,free,", i));
    }
    const int plants = (lines_ + kLinesOfPlant - 1) / kLinesOfPlant;
    for (int plant = 0; plant < plants; ++plant) {
      make_plant(plant, std::min(kLinesOfPlant, lines_ - plant * kLinesOfPlant));
    }
  }

 private:
  static constexpr int kStandardItems = 1000;
  static constexpr std::string_view kEntries[] = {"1C902", "1C904", "1C905", "1C909"};

  void open(const std::string& file, std::string_view header) {
    files_[file].open(folder_ / (file + ".csv"));
    row(file, header);
  }
  void row(const std::string& file, std::string_view text) { files_[file] << text << '\n'; }

  int between(int low, int high) {
    return low + static_cast<int>(stream_.uniform() * static_cast<double>(high - low + 1));
  }
  bool happens(double p) { return stream_.uniform() < p; }

  static Date weekday_from(Date date) {
    while (std::chrono::weekday{date}.iso_encoding() > 5) date += Days{1};
    return date;
  }

  void make_plant(int plant, int lines) {
    site_ = fmt::format("P{:03}", plant);
    parts_.clear();
    stock_rows_ = 0;
    pending_left_ = kPendingOfLine * lines;
    row("sites", fmt::format("{},DE,plant,Firm,mon-fri", site_));
    for (int i = 0; i < kSuppliers; ++i) add_supplier(i);
    for (int i = 0; i < 15 * lines; ++i) add_part(fmt::format("{}-C{}", site_, i), "free");
    const std::size_t shared = parts_.size();
    std::vector<std::size_t> fed;  // what the feeding lines make
    for (int i = 0; i < lines; ++i) add_line(i, shared, fed);
    for (const Part& part : parts_) add_supply(part);
    for (int i = 0; stock_rows_ < kPointsOfLine * lines; ++i) {
      const std::string spare = fmt::format("{}-S{}", site_, i);
      row("items", fmt::format("{},pcs,free,", spare));
      add_stock(spare, between(0, 500));
    }
    while (pending_left_ > 0) add_application(true);
    for (int i = 0; i < kDecidedOfLine * lines; ++i) add_application(false);
  }

  void add_supplier(int i) {
    const bool is_far = i < kSuppliers / 2;
    const std::string supplier = fmt::format("{}-V{}", site_, i);
    row("sites", fmt::format("{},{},supplier,Supplier {}-{},{}", supplier, is_far ? "CN" : "DE",
                             site_.substr(2), i, is_far ? "CN" : "mon-fri"));
    if (is_far) {
      row("lanes", fmt::format("{0}-AIR,{0},{1},air,4,6,10", supplier, site_));
      row("lanes", fmt::format("{0}-SEA,{0},{1},sea,40,46,54", supplier, site_));
    } else {
      row("lanes", fmt::format("{0}-ROAD,{0},{1},road,2,3,5", supplier, site_));
    }
  }

  std::size_t add_part(std::string code, std::string_view status) {
    const bool controlled = status == "controlled";
    row("items", fmt::format("{},pcs,{},{}", code, status,
                             controlled ? kEntries[static_cast<std::size_t>(between(0, 3))] : ""));
    parts_.push_back({std::move(code), controlled, false, 0});
    return parts_.size() - 1;
  }

  void add_line(int number, std::size_t shared, std::vector<std::size_t>& fed) {
    const bool feeds = number < kFeedingLines;
    const std::string line = fmt::format("{}-L{:02}", site_, number);
    const int products = !feeds && happens(1.0 / 3) ? 2 : 1;
    for (int product = 0; product < products; ++product) {
      const std::string item = fmt::format("{}-M{}", line, product);
      // What feeds others makes enough for all of them.
      const int rate = feeds ? 300 : between(20, 60);
      row("lines",
          fmt::format("{},{},{},{},{},EUR,{}", line, item, site_, rate, between(5, 90), 20'000));
      if (feeds) {
        fed.push_back(add_part(item, "free"));
        parts_.back().is_made = true;
      } else {
        row("items", item + ",pcs,free,");
      }
      add_bom(item, rate, feeds, shared, fed);
    }
  }

  void add_bom(const std::string& item, int rate, bool feeds, std::size_t shared,
               const std::vector<std::size_t>& fed) {
    const auto take = [&](std::size_t part, int per_unit) {
      row("bom", fmt::format("{},{},{}", item, parts_[part].code, per_unit));
      parts_[part].use_per_day += std::int64_t{rate} * per_unit;
    };
    if (!feeds) take(fed[static_cast<std::size_t>(between(0, kFeedingLines - 1))], 1);
    const int components = between(50, 200);
    std::vector<std::size_t> taken;
    for (int i = 0; i < components; ++i) {
      const double kind = stream_.uniform();
      std::size_t part = 0;
      if (kind < 0.7) {
        part = add_part(fmt::format("{}-{}", item, i), happens(0.07) ? "controlled" : "free");
      } else if (kind < 0.95) {
        part = static_cast<std::size_t>(between(0, static_cast<int>(shared) - 1));
      } else {
        part = standard_part();
      }
      if (std::ranges::find(taken, part) != taken.end()) continue;
      taken.push_back(part);
      take(part, between(1, 4));
    }
  }

  /// A part of the firm that this plant takes, too.
  std::size_t standard_part() {
    std::string code = fmt::format("STD-{}", between(0, kStandardItems - 1));
    const auto known = std::ranges::find(parts_, code, &Part::code);
    if (known != parts_.end()) return static_cast<std::size_t>(known - parts_.begin());
    parts_.push_back({std::move(code), false, false, 0});
    return parts_.size() - 1;
  }

  void add_stock(const std::string& item, std::int64_t on_hand) {
    row("stock", fmt::format("{},{},{},2025-06-30", item, site_, on_hand));
    ++stock_rows_;
  }

  void add_supply(const Part& part) {
    if (part.is_made) return add_stock(part.code, part.use_per_day * 5);
    const bool waits = part.controlled && pending_left_ > 0 && happens(1.0 / 3);
    if (!waits && !happens(0.03)) {
      add_stock(part.code, part.use_per_day * kAmpleDays);
      return;
    }
    add_stock(part.code, part.use_per_day * between(15, 120));
    const int consignments = waits ? std::min(between(1, 3), pending_left_) : 2;
    for (int i = 0; i < consignments; ++i) {
      const std::int64_t quantity = part.use_per_day * kAmpleDays / consignments;
      if (quantity == 0) continue;
      const Date ready = as_of() + Days{waits ? between(-20, 60) : between(1, 30)};
      const int supplier =
          waits ? between(0, kSuppliers / 2 - 1) : between(kSuppliers / 2, kSuppliers - 1);
      const char* mode = !waits ? "ROAD" : (happens(0.5) ? "AIR" : "SEA");
      const std::string application = waits ? add_application(true, supplier, quantity) : "";
      row("orders", fmt::format("PO-{0},{1},{2}-V{3},{2},{4},{5},{2}-V{3}-{6},{7},{8}", ++orders_,
                                part.code, site_, supplier, quantity, runout::to_string(ready),
                                mode, application, waits ? 2 : 0));
    }
  }

  std::string add_application(bool is_pending) {
    return add_application(is_pending, between(0, kSuppliers / 2 - 1), 100 * between(10, 2000));
  }

  /// Filed, accepted, perhaps sent back, and decided after some nine weeks; slower firms take
  /// longer.
  std::string add_application(bool is_pending, int supplier, std::int64_t quantity) {
    std::string code = fmt::format("A-{}", ++applications_);
    if (is_pending) --pending_left_;
    static constexpr std::string_view kSectors[] = {"automotive", "industry", "medical",
                                                    "aerospace"};
    static constexpr std::string_view kCountries[] = {"DE", "DE", "FR", "US", "IN"};
    const std::string holder = fmt::format("Supplier {}-{}", site_.substr(2), supplier);
    row("applications",
        fmt::format("{},MOFCOM,batch,{},{},Firm,End user {},{},{},{},{},2023-01-02", code, holder,
                    holder, between(1, 300), kCountries[static_cast<std::size_t>(between(0, 4))],
                    kSectors[static_cast<std::size_t>(between(0, 3))],
                    kEntries[static_cast<std::size_t>(between(0, 3))], quantity));
    const Date filed =
        weekday_from(as_of() - Days{is_pending ? between(3, 75) : between(200, 850)});
    const auto tell = [&](Date day, std::string_view event) {
      const Date known = std::min(as_of(), day + Days{between(0, 3)});
      row("events", fmt::format("{},{},{},{}", code, runout::to_string(day), event,
                                runout::to_string(known)));
    };
    if (is_pending && happens(0.15)) {
      tell(as_of() - Days{between(1, 30)}, "preparing");
      return code;
    }
    tell(filed, "filed");
    Date day = weekday_from(filed + Days{between(1, 9)});
    if (day <= as_of()) tell(day, "accepted");
    if (is_pending) return code;
    if (happens(0.1)) {
      day = weekday_from(day + Days{between(10, 40)});
      tell(day, "returned");
      day = weekday_from(day + Days{between(5, 20)});
      tell(day, "resubmitted");
      day = weekday_from(day + Days{between(1, 9)});
      tell(day, "accepted");
    }
    const double slow = 1.0 + 0.2 * supplier;
    day = weekday_from(day + Days{static_cast<int>(8 + 22 * slow * stream_.gamma(2.0))});
    if (day > as_of()) return code;
    const bool is_granted = happens(0.88);
    tell(day, is_granted ? "granted" : (happens(0.8) ? "refused" : "withdrawn"));
    if (is_granted && happens(0.3)) {
      row("licences", fmt::format("L-{},{},{},{},{}", code, code, runout::to_string(day),
                                  runout::to_string(day + Days{180}), quantity));
    }
    return code;
  }

  std::filesystem::path folder_;
  int lines_;
  std::map<std::string, std::ofstream> files_;
  runout::RandomStream stream_{1, 0, "large book", runout::Purpose::test};
  std::string site_;
  std::vector<Part> parts_;  ///< of the plant
  int stock_rows_ = 0;
  int pending_left_ = 0;
  int orders_ = 0;
  int applications_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const int lines = argc == 3 ? std::atoi(argv[2]) : 1000;
  if (argc < 2 || argc > 3 || lines < kFeedingLines + 1) {
    fmt::print(stderr, "usage: large_book FOLDER [LINES]\n");
    return 2;
  }
  std::filesystem::create_directories(argv[1]);
  BookMaker{argv[1], lines}.make();
}
