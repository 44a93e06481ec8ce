#include <string>

#include "report/sample_forecast.h"

namespace runout::report {

using forecast::Forecast;

Forecast sample_of_nulls() {
  Forecast f;
  f.as_of = parse_date("2025-06-30");
  f.horizon = 30;
  f.replications = 1;
  f.lines.resize(2);
  f.lines[0].line = "L1";
  f.lines[1].line = "L2";
  f.lines[1].p_runout_within = {{1, 0.0, std::nullopt}};
  f.applications.resize(1);
  f.applications[0].application = "A";
  return f;
}

Forecast sample_of_attacks() {
  Forecast f = sample_forecast();
  f.lines[0].line = "<script>alert('x')</script>";
  f.lines[1].line = "\x1b[31mred\x07\nnext";
  f.lines[1].site = "\" onload=\"x";
  f.lines[2].line = "\xE7\xA3\x81\xE7\x9F\xB3\xE7\xBA\xBF-1";
  f.lines[3].line = "bad \xFF\xC3 bytes";
  f.lines[4].line = "]]> & &amp; --> <!--";
  f.lines[5].line = "=1+1";
  f.lines[6].line = std::string(300, 'X');
  f.lines[7].line =
      "\xE2\x80\xAE"
      "drawkcab";
  f.applications[0].application = "</style><b>";
  f.applications[0].next_step = "=HYPERLINK(\"http://example.org\")";
  f.lines[1].act_by_application = f.applications[0].application;
  f.lines[1].blame[0].application = f.applications[0].application;
  f.unknown[0].message = "<img src='x'/>";
  f.assumptions[0] = "a < b & c";
  return f;
}

}  // namespace runout::report
