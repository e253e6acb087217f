#include "core/keccak.h"

#include <gtest/gtest.h>

#include <cstring>

#include "core/hash.h"

namespace decant {
namespace {

/// OpenSSL's implementation is the oracle.
std::string expected(std::string_view text) {
  Shake128 shake;
  std::string digest(ShakeLanes::kDigest, '\0');
  shake.hash(text, digest);
  return digest;
}

std::string text_of(std::size_t length) {
  std::string text;
  while (text.size() < length) text += static_cast<char>('!' + text.size() * 7 % 90);
  return text;
}

TEST(ShakeLanesTest, EqualsOpenSslAtEveryWidth) {
  ShakeLanes lanes;
  const std::size_t most = lanes.width();
  for (const std::size_t width : {1U, 4U, 8U}) {
    if (width > most) continue;
    lanes.limit_width(width);
    for (std::size_t first = 0; first <= ShakeLanes::kMaxText; first += 3) {
      for (std::size_t count = 1; count <= ShakeLanes::kLanes; ++count) {
        std::vector<std::string> texts;
        for (std::size_t lane = 0; lane < count; ++lane)
          texts.push_back(text_of(std::min(first + lane, ShakeLanes::kMaxText)));
        for (std::size_t lane = 0; lane < count; ++lane) lanes.set(lane, texts[lane]);
        lanes.permute(count);
        for (std::size_t lane = 0; lane < count; ++lane)
          ASSERT_EQ(std::memcmp(lanes.digest(lane).data(), expected(texts[lane]).data(), ShakeLanes::kDigest), 0)
              << "width " << width << ", text of " << texts[lane].size();
      }
    }
  }
}

TEST(RowIdHasherTest, QueuesAsItHashes) {
  RowIdHasher hasher;
  std::vector<RowId> ids(30);
  for (std::size_t i = 0; i < ids.size(); ++i) hasher.queue(text_of(i * 9), ids[i]);  // the last ones need two blocks
  hasher.finish();
  for (std::size_t i = 0; i < ids.size(); ++i)
    EXPECT_EQ(std::string(ids[i].data(), ids[i].size()), RowIdHasher().hash(text_of(i * 9))) << i;
  hasher.queue("row-1_t__kids_0", ids[0]);
  hasher.finish();
  EXPECT_EQ(std::string(ids[0].data(), ids[0].size()), "63nGGqIV8ZrIKA");
}

}  // namespace
}  // namespace decant
