#include "http/header_text.h"

#include <gtest/gtest.h>

namespace decant::http {
namespace {

TEST(HeaderText, WhatIsNoUtf8IsIso8859) {
  EXPECT_EQ(header_text("plain"), "plain");
  EXPECT_EQ(header_text("\xC3\xA9"), "\xC3\xA9");
  EXPECT_EQ(header_text("a\xE9\xFF"), "a\xC3\xA9\xC3\xBF");
}

TEST(HeaderText, IsSentInIso8859) {
  EXPECT_EQ(header_bytes(""), "");
  EXPECT_EQ(header_bytes("a\xC3\xA9 \xC2\xA0"), "a\xE9 \xA0");
  for (const char* value : {" a", "\ta", "a\nb", "a\rb", "\xC4\x80", "\xE2\x82\xAC", "a\xE9"})
    EXPECT_EQ(header_bytes(value), std::nullopt) << value;
  EXPECT_EQ(header_bytes(std::string_view("a\0b", 3)), std::nullopt);
}

}  // namespace
}  // namespace decant::http
