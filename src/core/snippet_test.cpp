#include "core/snippet.h"

#include <gtest/gtest.h>

#include "core/redact.h"

namespace decant {
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

}  // namespace
}  // namespace decant
