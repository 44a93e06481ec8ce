#include "runout/base/random.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <Random123/philox.h>
#include <gtest/gtest.h>

namespace runout {
namespace {

// The published known-answer vector of Philox4x32-10: counter and key of all ones in every bit.
TEST(Philox, GivesThePublishedNumbers) {
  const r123::Philox4x32::ctr_type counter{{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}};
  const auto block = r123::Philox4x32{}(counter, {{0xffffffff, 0xffffffff}});
  EXPECT_EQ(block[0], 0x408f276dU);
  EXPECT_EQ(block[1], 0x41c83b0eU);
  EXPECT_EQ(block[2], 0xa20bc7c6U);
  EXPECT_EQ(block[3], 0x6d5451fdU);
}

std::vector<std::uint32_t> first_words(RandomStream stream, std::size_t count = 8) {
  std::vector<std::uint32_t> words(count);
  std::ranges::generate(words, [&] { return stream.next_bits(); });
  return words;
}

TEST(RandomStream, IsNamedBySeedReplicationEntityAndPurpose) {
  const auto words = first_words({1, 2, "A-031", Purpose::decision});
  EXPECT_EQ(first_words({1, 2, "A-031", Purpose::decision}), words);
  EXPECT_NE(first_words({2, 2, "A-031", Purpose::decision}), words);
  EXPECT_NE(first_words({1, 3, "A-031", Purpose::decision}), words);
  EXPECT_NE(first_words({1, 2, "A-032", Purpose::decision}), words);
  EXPECT_NE(first_words({1, 2, "A-031", Purpose::transit}), words);
}

// These bits are part of every stored result: a change here changes every forecast.
TEST(RandomStream, KeepsItsBitsForEver) {
  EXPECT_EQ(entity_hash(""), 0xf52a15e9a9b5e89bULL);
  EXPECT_EQ(entity_hash("A-031"), 2222632785196882001ULL);
  EXPECT_EQ(first_words({1, 2, "A-031", Purpose::decision}, 4),
            (std::vector<std::uint32_t>{3217364573, 18204715, 2229597186, 3499423908}));
}

struct Moments {
  double mean;
  double variance;
};

template <typename Draw>
Moments moments(Draw draw) {
  constexpr int kDraws = 200'000;
  RandomStream stream{7, 0, "moments", Purpose::test};
  double sum = 0.0;
  double squares = 0.0;
  for (int i = 0; i < kDraws; ++i) {
    const double x = draw(stream);
    sum += x;
    squares += x * x;
  }
  const double mean = sum / kDraws;
  return {mean, squares / kDraws - mean * mean};
}

// Fixed seed; bounds of five standard errors, so a wrong sampler has nowhere to hide and a right
// one would fail for one seed in a million.
TEST(NumberedEntities, AreThoseOfTheWholeCodes) {
  const NumberedEntities orders{"P-1#"};
  EXPECT_EQ(orders.hash(1), entity_hash("P-1#1"));
  EXPECT_EQ(orders.hash(20), entity_hash("P-1#20"));
  EXPECT_EQ(orders.hash(4'294'967'295), entity_hash("P-1#4294967295"));
}

TEST(RandomStream, HasTheRightMoments) {
  const Moments uniform = moments([](RandomStream& s) { return s.uniform(); });
  EXPECT_NEAR(uniform.mean, 0.5, 5 * std::sqrt(1.0 / 12 / 200'000));
  EXPECT_NEAR(uniform.variance, 1.0 / 12, 0.001);
  const Moments exponential = moments([](RandomStream& s) { return s.exponential(); });
  EXPECT_NEAR(exponential.mean, 1.0, 5 * std::sqrt(1.0 / 200'000));
  const Moments normal = moments([](RandomStream& s) { return s.normal(); });
  EXPECT_NEAR(normal.mean, 0.0, 5 * std::sqrt(1.0 / 200'000));
  EXPECT_NEAR(normal.variance, 1.0, 0.02);
  for (const double shape : {0.3, 1.0, 4.5}) {
    const Moments gamma = moments([=](RandomStream& s) { return s.gamma(shape); });
    EXPECT_NEAR(gamma.mean, shape, 5 * std::sqrt(shape / 200'000));
    EXPECT_NEAR(gamma.variance, shape, 0.05 * (shape + 1));
  }
  const Moments beta = moments([](RandomStream& s) { return s.beta(2.0, 6.0); });
  EXPECT_NEAR(beta.mean, 0.25, 5 * std::sqrt(2.0 * 6 / (64 * 9) / 200'000));
}

}  // namespace
}  // namespace runout
