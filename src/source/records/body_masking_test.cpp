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

TEST(BodyMasking, WhateverIsEscaped) {
  Redactor::process().add("Kq81/\"x\"\u00e9");
  for (const char* text : {R"(["Kq81/\"x\"é"])", R"(["Kq81\/\"x\"\u00e9"])", R"(["Kq81\u002F\"x\"\u00E9"])",
                           R"(["Kq81%2F%22x%22%C3%A9"])"}) {
    std::string body = text;
    EXPECT_EQ(mask_secrets(body), 1U) << text;
    EXPECT_EQ(body, R"(["***"])");
  }
  std::string nested = R"({"a":"{\"b\":\"Kq81\/\\\"x\\\"é\"}","c":"\n"})";
  EXPECT_EQ(mask_secrets(nested), 1U);
  EXPECT_EQ(nested, R"({"a":"{\"b\":\"***\"}","c":"\n"})");
  std::string twice = R"(["Kq81\/\"x\"é Kq81%2F%22x%22%C3%A9"])";
  EXPECT_EQ(mask_secrets(twice), 1U);
  EXPECT_EQ(twice, R"(["*** ***"])");
  std::string deep = R"(["[\"{\\\"b\\\":\\\"Kq81\/\\\\\\\"x\\\\\\\"é\\\"}\"]"])";
  EXPECT_EQ(mask_secrets(deep), 1U);
  EXPECT_EQ(deep, R"(["***"])");
  Redactor::process().forget("Kq81/\"x\"\u00e9");
  std::string clean = R"(["Kq81\u002F\"x\"\u00E9"])";
  EXPECT_EQ(mask_secrets(clean), 0U);
}

}  // namespace
}  // namespace decant::source
