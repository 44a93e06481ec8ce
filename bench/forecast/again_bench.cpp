// From a changed status to new run-out dates in a program that is running: the example book with
// one more event, 1,000 futures. Run from the project's folder.
#include <string>

#include <benchmark/benchmark.h>

#include "runout/base/dates.h"
#include "runout/book/parse_records.h"
#include "runout/book/store.h"
#include "runout/forecast/forecast.h"
#include "runout/regime/regime.h"

namespace {

using namespace runout;

constexpr std::size_t kFutures = 1'000;
const Date kAsOf = parse_date("2025-06-30");

book::Tables tables_with_one_more_event(int number) {
  static const book::Tables known = book::read_book("examples/magnets-2025").tables_as_of(kAsOf);
  book::Tables tables = known;
  book::Table& events = *tables[book::File::events];
  book::Row row;
  row.line = events.rows.back().line + 1;
  row.cells.assign(events.columns.size(), "");
  for (std::size_t i = 0; i < events.columns.size(); ++i) {
    if (events.columns[i] == "id") row.cells[i] = "BENCH-" + std::to_string(number);
    if (events.columns[i] == "subject") row.cells[i] = "A-016";
    if (events.columns[i] == "happened_on") row.cells[i] = "2025-06-30";
    if (events.columns[i] == "event") row.cells[i] = number % 2 == 0 ? "granted" : "refused";
  }
  events.rows.push_back(row);
  return tables;
}

book::Snapshot snapshot_of(const book::Tables& tables) {
  Diagnostics problems;
  return book::make_snapshot(book::parse_records(tables, problems), kAsOf);
}

/// Everything: reading the rows, the licensing model, simulation, dates, need-by.
void changed_status_to_dates(benchmark::State& state) {
  forecast::ForecastRequest request;
  request.replications = kFutures;
  request.value_replications = 0;
  int number = 0;
  for (auto _ : state) {
    const book::Snapshot snapshot = snapshot_of(tables_with_one_more_event(number++));
    benchmark::DoNotOptimize(forecast::make_forecast(snapshot, request).lines.data());
  }
}

/// The same without the licensing model: every open application is given a decision.
void changed_status_with_given_decisions(benchmark::State& state) {
  forecast::ForecastRequest request;
  request.replications = kFutures;
  request.value_replications = 0;
  request.decisions_are_given = true;
  int number = 0;
  for (auto _ : state) {
    const book::Snapshot snapshot = snapshot_of(tables_with_one_more_event(number++));
    if (request.given.empty()) {
      for (const book::Application& one : snapshot.records.applications) {
        request.given.push_back({one.application, kAsOf + Days{30}, "granted", std::nullopt});
      }
    }
    benchmark::DoNotOptimize(forecast::make_forecast(snapshot, request).lines.data());
  }
}

BENCHMARK(changed_status_to_dates)->Unit(benchmark::kMillisecond);
BENCHMARK(changed_status_with_given_decisions)->Unit(benchmark::kMillisecond);

}  // namespace
