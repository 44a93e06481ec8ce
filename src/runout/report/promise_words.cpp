#include "runout/report/promise_words.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "runout/report/words.h"

namespace runout::report {

std::vector<std::string> promise_sentences(const regime::Basis& basis, std::size_t most) {
  std::vector<regime::PromiseRecord> records = basis.promises;
  std::ranges::stable_sort(records, [](const auto& a, const auto& b) {
    return std::pair{a.open, a.kept + a.missed} > std::pair{b.open, b.kept + b.missed};
  });
  std::vector<std::string> sentences;
  for (const regime::PromiseRecord& record : records) {
    std::string sentence = regime::describe_promise(record);
    if (!sentence.empty()) sentences.push_back(std::move(sentence));
  }
  if (sentences.size() > most) {
    const std::size_t more = sentences.size() - most;
    sentences.resize(most);
    sentences.push_back(fmt::format("Promised days from {}: see the report.",
                                    count_words(more, "more source", "more sources")));
  }
  return sentences;
}

std::vector<std::string> without_promises(const std::vector<std::string>& assumptions,
                                          const regime::Basis& basis) {
  const std::vector<std::string> promises = promise_sentences(basis, basis.promises.size());
  std::vector<std::string> others;
  std::ranges::copy_if(assumptions, std::back_inserter(others), [&](const std::string& text) {
    return std::ranges::find(promises, text) == promises.end();
  });
  return others;
}

}  // namespace runout::report
