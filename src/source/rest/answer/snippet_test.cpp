#include "source/rest/answer/snippet.h"

#include <gtest/gtest.h>

#include "core/redact.h"
#include "source/rest/answer/body_masking.h"

namespace decant::source::rest {
namespace {

TEST(Snippet, IsCleanShortAndWithoutSecrets) {
  EXPECT_EQ(snippet("a\nb\x01\x7f", 80), "a b  ");
  EXPECT_EQ(snippet("\xc3\xa4\xc3\xa4\xc3\xa4", 5), "\xc3\xa4\xc3\xa4");
  EXPECT_EQ(snippet("\xff\xc3x\xe2\x82", 80), "  x  ");
  EXPECT_EQ(snippet("\xf0\x9f\x98\x80!", 80), "\xf0\x9f\x98\x80!");
  Redactor::process().add("snippet-secret-1");
  EXPECT_EQ(snippet("key snippet-secret-1 here", 10), "key *** he");
  EXPECT_EQ(snippet("", 10), "");
}

TEST(BodyMasking, OnlyInsideStrings) {
  Redactor::process().add("12345678901");
  std::string body = R"({"12345678901":12345678901,"a":"x\"12345678901\\","b":["12345678901 12345678901"]})";
  EXPECT_EQ(mask_secrets(body), 3U);
  EXPECT_EQ(body, R"({"***":12345678901,"a":"x\"***\\","b":["*** ***"]})");
  std::string cut = R"(["12345678901)";
  EXPECT_EQ(mask_secrets(cut), 1U);
  EXPECT_EQ(cut, R"(["***)");
  std::string clean = R"(["a"])";
  EXPECT_EQ(mask_secrets(clean), 0U);
  EXPECT_EQ(clean, R"(["a"])");
}

}  // namespace
}  // namespace decant::source::rest
