// How long it takes to read a database of many events and to restrict it to what was known.
#include <cstdlib>
#include <filesystem>
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "runout/book/history_state.h"
#include "runout/book/parse_records.h"
#include "runout/book/snapshot.h"
#include "runout/book/store.h"

namespace runout::book {
namespace {

constexpr std::size_t kEvents = 200'000;

Book make_book() {
  Book book;
  Table events;
  events.name = file_name(File::events);
  events.columns = {"id", "subject", "happened_on", "event", "known_on", "source", "note"};
  for (std::size_t i = 0; i < kEvents; ++i) {
    const Date day = Date{std::chrono::year{2024} / 1 / 1} + Days{static_cast<int>(i % 365)};
    events.rows.push_back({i + 2,
                           {fmt::format("E-{}", i), fmt::format("A-{}", i / 10), to_string(day),
                            "filed", "", "supplier mail", ""},
                           std::nullopt});
  }
  book.present[File::events] = std::move(events);
  Table applications;
  applications.name = file_name(File::applications);
  applications.columns = {"application", "authority"};
  for (std::size_t i = 0; i <= kEvents / 10; ++i) {
    applications.rows.push_back({i + 2, {fmt::format("A-{}", i), "MOFCOM"}, std::nullopt});
  }
  book.present[File::applications] = std::move(applications);
  begin_history(book);
  return book;
}

void BM_ReadDatabase(benchmark::State& state) {
  const auto path = std::filesystem::temp_directory_path() / "runout_as_of_bench.db";
  std::filesystem::remove(path);
  write_book(make_book(), path);
  for (auto _ : state) {
    const Book book = read_book(path);
    if (book.present[File::events]->rows.size() != kEvents) std::abort();
  }
  std::filesystem::remove(path);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kEvents));
}
BENCHMARK(BM_ReadDatabase)->Unit(benchmark::kMillisecond);

void BM_TablesAsOf(benchmark::State& state) {
  const Book book = make_book();
  const Date day = std::chrono::year{2024} / 7 / 1;
  for (auto _ : state) {
    const Tables tables = book.tables_as_of(day);
    // 182 of 366 days are known by then: the measured path is the meant one.
    if (tables[File::events]->rows.size() < kEvents / 3) std::abort();
    benchmark::DoNotOptimize(tables);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kEvents));
}
BENCHMARK(BM_TablesAsOf)->Unit(benchmark::kMillisecond);

/// All of it: what was known, typed records, states and clocks.
void BM_SnapshotAsOf(benchmark::State& state) {
  const Book book = make_book();
  const Date day = std::chrono::year{2024} / 12 / 31;
  for (auto _ : state) {
    Diagnostics diagnostics;
    const Snapshot snapshot =
        make_snapshot(parse_records(book.tables_as_of(day), diagnostics), day);
    if (snapshot.applications.size() < kEvents / 10) std::abort();
    benchmark::DoNotOptimize(snapshot);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kEvents));
}
BENCHMARK(BM_SnapshotAsOf)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace runout::book
