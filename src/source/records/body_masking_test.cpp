#include "source/records/body_masking.h"

#include <gtest/gtest.h>

#include "core/redact.h"

namespace decant::source {
namespace {

TEST(BodyMasking, OnlyInsideStrings) {
  Redactor::process().add("97531864209");
  std::string body = R"({"97531864209":97531864209,"a":"x\"97531864209\\","b":["97531864209 97531864209"]})";
  EXPECT_EQ(mask_secrets(body), 3U);
  EXPECT_EQ(body, R"({"***":97531864209,"a":"x\"***\\","b":["*** ***"]})");
  std::string cut = R"(["97531864209)";
  EXPECT_EQ(mask_secrets(cut), 1U);
  EXPECT_EQ(cut, R"(["***)");
  std::string clean = R"(["a"])";
  EXPECT_EQ(mask_secrets(clean), 0U);
  EXPECT_EQ(clean, R"(["a"])");
}

}  // namespace
}  // namespace decant::source
