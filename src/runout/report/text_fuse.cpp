#include "runout/report/text_fuse.h"

#include <algorithm>
#include <array>
#include <ostream>

#include <fmt/format.h>

#include "runout/report/text_layout.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

struct Marks {
  std::string_view stock;
  std::string_view on_the_way;
  std::string_view licence_in_hand;
  std::string_view pending;
  std::string_view secured;
};

const Marks& marks_of(const TextStyle& style) {
  static constexpr Marks kBlocks{"\u2588", "\u2593", "\u2592", "\u00B7", "|"};
  static constexpr Marks kAscii{"#", "=", "+", ".", "|"};
  return style.utf8 ? kBlocks : kAscii;
}

/// Widths of the columns; two blanks stand between them.
struct FuseColumns {
  std::size_t name = 4;
  std::size_t bar = 20;
  std::size_t act_by = 7;
  std::size_t soon = 17;
  std::size_t because = 22;
};

constexpr std::size_t kGap = 2;
constexpr std::size_t kLongestName = 14;
constexpr std::size_t kChanceColumns = 6;
constexpr std::size_t kLeastBecause = 7;  // its heading
constexpr std::size_t kLeastBar = 28;     // four labels like "14 Jul " fit

FuseColumns choose_columns(const Fuse& fuse, std::size_t width) {
  FuseColumns columns;
  std::size_t because = 7;
  for (const FuseRow& row : fuse.rows) {
    columns.name = std::max(columns.name, text_columns(plain_text(row.line->line)));
    because = std::max(because, text_columns(plain_text(row.because)));
    columns.act_by = std::max(columns.act_by, text_columns(row.act_by));
  }
  const bool wide = width >= 96;
  columns.name = std::min(columns.name, wide ? kLongestName : kLongestName - 4);
  columns.soon = wide ? 17 : 13;
  const std::size_t fixed = columns.name + columns.act_by + columns.soon + 4 * kGap;
  const std::size_t rest = width - std::min(width, fixed);
  // The reason gets what it needs up to two fifths of what is left, more on a wide terminal.
  const std::size_t most = std::min(rest * 2 / 5, rest - std::min(rest, kLeastBar));
  columns.because = std::max(std::min(because, most), kLeastBecause);
  columns.bar = std::min<std::size_t>(rest - columns.because, 64);
  columns.because = rest - columns.bar;
  return columns;
}

/// "today 30 Jun   14 Jul ...": each label begins at its day.
std::string draw_scale(const Fuse& fuse, const forecast::Forecast& forecast, std::size_t columns) {
  std::string scale;
  for (std::size_t i = 0; i < fuse.ticks.size(); ++i) {
    const std::string day = day_words(forecast.as_of + Days{fuse.ticks.at(i)}, forecast.as_of);
    std::string label = i == 0 ? "today " + day : day;
    const std::size_t at = columns * i / fuse.ticks.size();
    const std::size_t room = columns * (i + 1) / fuse.ticks.size() - at;
    if (i == 0 && label.size() >= room) label = day;
    if (i % 2 == 1 && label.size() >= room) continue;  // every second one is better than a smear
    scale.resize(std::max(at, scale.size()), ' ');
    if (scale.size() == at) scale += label;
  }
  return scale;
}

std::string down_bar(const forecast::Forecast& forecast, const FuseRow& row, std::size_t columns) {
  const std::vector<std::string> forms = down_words(forecast, *row.line);
  for (const std::string& form : forms) {
    if (text_columns(form) <= columns) return form;
  }
  return cut_text(forms.back(), columns);
}

/// What the marks mean, three blanks apart, on as many lines as it takes.
void print_legend(std::ostream& out, const TextStyle& style) {
  const Marks& marks = marks_of(style);
  const std::array<std::string, 5> entries{
      fmt::format("{} stock", marks.stock), fmt::format("{} on the way", marks.on_the_way),
      fmt::format("{} licence in hand", marks.licence_in_hand),
      fmt::format("{} pending, thinner where less likely", marks.pending),
      fmt::format("{} secured until", marks.secured)};
  std::string line = " ";
  for (const std::string& entry : entries) {
    const std::size_t gap = line.size() > 1 ? 3 : 1;
    if (text_columns(line) + gap + text_columns(entry) > style.width) {
      print_line(out, line);
      line = "  " + entry;
    } else {
      line += std::string(gap, ' ') + entry;
    }
  }
  print_line(out, line);
}

}  // namespace

std::string emphasize(std::string_view text, Emphasis emphasis, const TextStyle& style) {
  if (style.colour == Colour::none) return std::string{text};
  return fmt::format("\x1b[{}m{}\x1b[0m", emphasis == Emphasis::strong ? "1" : "1;31", text);
}

std::string draw_bar(const FuseRow& row, Day window, std::size_t columns, const TextStyle& style) {
  const Marks& marks = marks_of(style);
  const double days_per_column = static_cast<double>(window) / static_cast<double>(columns);
  std::string bar;
  std::size_t kept = 0;  // bytes up to the last mark
  double owed = 0.5;     // a dot is set whenever the hope passed adds up to one
  bool secured_drawn = !row.runs_out_when_secured || row.secured_until >= window;
  for (std::size_t column = 0; column < columns; ++column) {
    const double day = (static_cast<double>(column) + 0.5) * days_per_column;
    std::string_view mark = " ";
    if (!secured_drawn && day >= row.secured_until) {
      mark = marks.secured;
      secured_drawn = true;
    } else {
      switch (row.fuel_on(day)) {
        case Fuel::stock:
          mark = marks.stock;
          break;
        case Fuel::on_the_way:
          mark = marks.on_the_way;
          break;
        case Fuel::licence_in_hand:
          mark = marks.licence_in_hand;
          break;
        case Fuel::pending:
          owed += row.hope_on(day);
          if (owed >= 1.0) {
            mark = marks.pending;
            owed -= 1.0;
          }
          break;
        case Fuel::none:
          break;
      }
    }
    bar += mark;
    if (mark != " ") kept = bar.size();
  }
  bar.resize(kept);
  return bar;
}

void print_fuse(std::ostream& out, const Fuse& fuse, const forecast::Forecast& forecast,
                const TextStyle& style) {
  const FuseColumns columns = choose_columns(fuse, style.width);
  const std::string gap(kGap, ' ');
  print_line(
      out, fill_text("line", columns.name) + gap +
               fill_text(draw_scale(fuse, forecast, columns.bar), columns.bar) + gap +
               fill_text("act by", columns.act_by, Align::right) + gap +
               fill_text(columns.soon >= 17 ? "short within 30 d" : "short in 30 d", columns.soon) +
               gap + "because");
  for (const FuseRow& row : fuse.rows) {
    const std::string bar = row.down ? down_bar(forecast, row, columns.bar)
                                     : draw_bar(row, fuse.window, columns.bar, style);
    const std::string name = fill_text(plain_text(row.line->line), columns.name);
    const bool alarm = row.down || row.act_by == "overdue";
    const std::string soon = fill_text(row.chance, kChanceColumns, Align::right) + " " +
                             fill_text(row.short_on, columns.soon - kChanceColumns - 1);
    std::string because = plain_text(row.because);
    const std::string more = because + ": " + plain_text(row.because_more);
    if (!row.because_more.empty() && text_columns(more) <= columns.because) because = more;
    const std::string shown_name = alarm ? emphasize(name, Emphasis::alarm, style) : name;
    const std::string act_by = fill_text(row.act_by, columns.act_by, Align::right);
    print_line(out, fmt::format("{1}{0}{2}{0}{3}{0}{4}{0}{5}", gap, shown_name,
                                fill_text(bar, columns.bar), act_by, soon,
                                cut_text(because, columns.because)));
  }
  print_legend(out, style);
}

}  // namespace runout::report
