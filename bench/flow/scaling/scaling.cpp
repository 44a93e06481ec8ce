// scaling FILE.svg: CPU time of the simulator on the firm of firm.h against stock points,
// replications, days and threads, as a picture; the numbers go to standard output. Each is the
// median of five runs. About three minutes.
#include <ctime>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "flow/firm.h"
#include "runout/flow/simulate.h"

namespace {

using namespace runout;
using namespace runout::flow;

struct Times {
  double cpu = 0.0;
  double wall = 0.0;
};

double cpu_now() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// The simulation alone, its preparation and the draws made before.
Times measure(const bench::FirmSize& size, std::size_t replications, unsigned threads) {
  constexpr int kRuns = 5;
  const Network network = bench::make_firm(size);
  const Draws draws = bench::make_firm_draws(network, replications);
  SimulationSettings settings;
  settings.threads = threads;
  Simulator simulator{network, settings};
  (void)simulator.simulate(draws);
  std::vector<double> cpu;
  std::vector<double> wall;
  for (int run = 0; run < kRuns; ++run) {
    const double cpu_before = cpu_now();
    const auto before = std::chrono::steady_clock::now();
    (void)simulator.simulate(draws);
    wall.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count());
    cpu.push_back(cpu_now() - cpu_before);
  }
  return {median(cpu), median(wall)};
}

struct Point {
  double x = 0.0;
  double seconds = 0.0;
};
struct Series {
  std::string name;
  std::vector<Point> points;
};
struct Panel {
  std::string title;
  std::vector<Series> series;
};

bench::FirmSize firm(std::size_t points, Day horizon, bool is_prunable) {
  bench::FirmSize size;
  size.points = points;
  size.lines = points / 20;
  size.families = std::max<std::size_t>(1, size.lines / 10);
  size.horizon = horizon;
  size.is_prunable = is_prunable;
  return size;
}

Series measure_each(const std::string& name, const std::vector<std::size_t>& xs,
                    const std::function<double(std::size_t)>& seconds) {
  Series series{name, {}};
  for (const std::size_t x : xs) {
    series.points.push_back({static_cast<double>(x), seconds(x)});
    fmt::print("  {:26} {:>8}  {:.4f} s\n", name, x, series.points.back().seconds);
    std::fflush(stdout);
  }
  return series;
}

std::vector<Panel> measure_all() {
  constexpr std::size_t kFew = 256;
  std::vector<Panel> panels;
  const auto both = [&](const std::string& title, const std::vector<std::size_t>& xs,
                        const std::function<double(std::size_t, bool)>& seconds) {
    fmt::print("{}\n", title);
    Panel panel{title, {}};
    for (const bool is_prunable : {true, false}) {
      panel.series.push_back(measure_each(is_prunable ? "most points ample" : "nothing to prune",
                                          xs,
                                          [&](std::size_t x) { return seconds(x, is_prunable); }));
    }
    panels.push_back(panel);
  };
  both("stock points (365 days, 256 replications)", {400, 1000, 2000, 4000, 10'000},
       [&](std::size_t x, bool p) { return measure(firm(x, 365, p), kFew, 1).cpu; });
  both("replications (2,000 points, 365 days)", {64, 256, 1024, 4096},
       [&](std::size_t x, bool p) { return measure(firm(2000, 365, p), x, 1).cpu; });
  both("days (2,000 points, 256 replications)", {45, 90, 180, 365, 730},
       [&](std::size_t x, bool p) {
         return measure(firm(2000, static_cast<Day>(x), p), kFew, 1).cpu;
       });
  fmt::print("threads (2,000 points, 365 days, 2,048 replications)\n");
  Panel threads{"threads (2,000 points, 365 days, 2,048 replications)", {}};
  const std::vector<std::size_t> counts{1, 2, 4};
  std::vector<Times> times;
  for (const std::size_t count : counts) {
    times.push_back(measure(firm(2000, 365, true), 2048, static_cast<unsigned>(count)));
  }
  const auto time_of = [&](std::size_t count) -> const Times& {
    return times[static_cast<std::size_t>(std::ranges::find(counts, count) - counts.begin())];
  };
  threads.series.push_back(
      measure_each("processor time", counts, [&](std::size_t x) { return time_of(x).cpu; }));
  threads.series.push_back(
      measure_each("time on the clock", counts, [&](std::size_t x) { return time_of(x).wall; }));
  panels.push_back(threads);
  return panels;
}

/// Both axes are logarithmic: a slope of one is as much more time as there is more work.
class Picture {
 public:
  std::string draw(const std::vector<Panel>& panels) {
    out_ = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" "
        "font-family=\"sans-serif\" font-size=\"12\">\n"
        "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        2 * kWidth, 2 * kHeight);
    for (std::size_t i = 0; i < panels.size(); ++i) {
      left_ = static_cast<double>(i % 2) * kWidth + 56;
      top_ = static_cast<double>(i / 2) * kHeight + 34;
      draw_panel(panels[i]);
    }
    return out_ + "</svg>\n";
  }

 private:
  static constexpr int kWidth = 440;
  static constexpr int kHeight = 300;
  static constexpr double kPlotWidth = 350;
  static constexpr double kPlotHeight = 210;

  void draw_panel(const Panel& panel) {
    x_ = {1e300, 0};
    y_ = {1e300, 0};
    for (const Series& series : panel.series) {
      for (const Point& point : series.points) {
        widen(x_, point.x);
        widen(y_, point.seconds);
      }
    }
    y_ = {std::pow(10, std::floor(std::log10(y_.first))),
          std::pow(10, std::ceil(std::log10(y_.second)))};
    text(left_ - 40, top_ - 14, panel.title, "start", "#111");
    for (double y = y_.first; y <= y_.second * 1.01; y *= 10) {
      line(left_, place_y(y), left_ + kPlotWidth, place_y(y), "#ddd");
      text(left_ - 6, place_y(y) + 4, fmt::format("{:g} s", y), "end", "#555");
    }
    for (const Point& point : panel.series.front().points) {
      text(place_x(point.x), top_ + kPlotHeight + 18, fmt::format("{:g}", point.x), "middle",
           "#555");
    }
    const char* colours[] = {"#0b6e99", "#c2410c"};
    for (std::size_t i = 0; i < panel.series.size(); ++i) {
      draw_series(panel.series[i], colours[i % 2], i);
    }
  }

  void draw_series(const Series& series, const char* colour, std::size_t number) {
    for (std::size_t i = 0; i < series.points.size(); ++i) {
      const Point& point = series.points[i];
      out_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\" fill=\"{}\"/>\n",
                          place_x(point.x), place_y(point.seconds), colour);
      if (i > 0) {
        line(place_x(series.points[i - 1].x), place_y(series.points[i - 1].seconds),
             place_x(point.x), place_y(point.seconds), colour);
      }
    }
    const double y = top_ + 14 + 16 * static_cast<double>(number);
    out_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\" fill=\"{}\"/>\n", left_ + 12,
                        y - 4, colour);
    text(left_ + 20, y, series.name, "start", colour);
  }

  static void widen(std::pair<double, double>& range, double value) {
    range = {std::min(range.first, value), std::max(range.second, value)};
  }
  [[nodiscard]] double place_x(double x) const {
    return left_ +
           kPlotWidth * (0.03 + 0.94 * std::log(x / x_.first) / std::log(x_.second / x_.first));
  }
  [[nodiscard]] double place_y(double y) const {
    return top_ + kPlotHeight * (1 - std::log(y / y_.first) / std::log(y_.second / y_.first));
  }
  void line(double x1, double y1, double x2, double y2, const char* colour) {
    out_ += fmt::format(
        "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\"/>\n", x1, y1,
        x2, y2, colour);
  }
  void text(double x, double y, const std::string& words, const char* anchor, const char* colour) {
    out_ +=
        fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" fill=\"{}\">{}</text>\n", x,
                    y, anchor, colour, words);
  }

  std::string out_;
  double left_ = 0.0;
  double top_ = 0.0;
  std::pair<double, double> x_;
  std::pair<double, double> y_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: scaling FILE.svg\n");
    return 2;
  }
  std::FILE* file = std::fopen(argv[1], "w");
  if (file == nullptr) {
    fmt::print(stderr, "scaling: cannot write {}\n", argv[1]);
    return 1;
  }
  const std::string picture = Picture{}.draw(measure_all());
  std::fputs(picture.c_str(), file);
  return std::fclose(file) == 0 ? 0 : 1;
}
