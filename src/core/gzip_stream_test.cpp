#include "core/gzip_stream.h"

#include <gtest/gtest.h>

#include <string>

namespace decant {
namespace {

TEST(GzipStream, GzipTakesPieces) {
  std::string bytes;
  const auto take = [&](std::string_view some) -> Result<void> {
    bytes += some;
    return {};
  };
  auto stream = GzipStream::open();
  ASSERT_TRUE(stream);
  std::string text;
  for (int i = 0; i < 50'000; ++i) {
    const auto piece = std::to_string(i * 7919) + "\n";
    ASSERT_TRUE(stream->write(piece, take));
    text += piece;
  }
  ASSERT_TRUE(stream->finish(take));
  EXPECT_EQ(bytes.substr(0, 2), "\x1f\x8b");
  EXPECT_LT(bytes.size(), text.size());
  // The last four bytes are the text's length.
  const auto* const tail = reinterpret_cast<const unsigned char*>(bytes.data()) + bytes.size() - 4;
  EXPECT_EQ(tail[0] | tail[1] << 8 | tail[2] << 16 | tail[3] << 24, static_cast<int>(text.size()));
}

TEST(GzipStream, AnErrorOfTheTakerEndsIt) {
  auto stream = GzipStream::open();
  ASSERT_TRUE(stream);
  const auto ended = stream->finish([](std::string_view) -> Result<void> { return fail(ErrorKind::io, "full"); });
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().message, "full");
}

}  // namespace
}  // namespace decant
