#include "json/omission.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "json/parser.h"
#include "json/path.h"

namespace decant::json {
namespace {

/// The text without what the paths lead to.
std::string without(const std::string& text, const std::vector<std::string>& paths) {
  Parser parser;
  const auto document = parser.parse(text);
  EXPECT_TRUE(document) << text;
  std::vector<std::uint32_t> omitted;
  for (const auto& path : paths) {
    const auto nodes = Path::compile(path)->evaluate(document->root());
    for (const auto& node : *nodes) omitted.push_back(node.index());
  }
  std::sort(omitted.begin(), omitted.end());
  std::string left;
  append_without(document->root(), omitted, left);
  return left;
}

TEST(Omission, TakesMembersWithTheirKeys) {
  EXPECT_EQ(without(R"({"a":1,"b":2,"c":3})", {"a"}), R"({"b":2,"c":3})");
  EXPECT_EQ(without(R"({"a":1,"b":2,"c":3})", {"b"}), R"({"a":1,"c":3})");
  EXPECT_EQ(without(R"({"a":1,"b":2,"c":3})", {"c"}), R"({"a":1,"b":2})");
  EXPECT_EQ(without(R"({"a":1,"b":2,"c":3})", {"a", "c"}), R"({"b":2})");
  EXPECT_EQ(without(R"({"a":1})", {"a"}), "{}");
  EXPECT_EQ(without(R"({"a":1})", {"b"}), R"({"a":1})");
}

TEST(Omission, GoesIntoObjectsAndLists) {
  EXPECT_EQ(without(R"({"a":{"b":"x","c":[]},"d":[{"b":1},{"b":2,"e":3}]})", {"a.b", "d[*].b"}),
            R"({"a":{"c":[]},"d":[{},{"e":3}]})");
  EXPECT_EQ(without(R"([1,[2,3],{"a":4}])", {"[1][0]"}), R"([1,[3],{"a":4}])");
  EXPECT_EQ(without(R"({"a":[{"x":1},2,{"x":3}],"b":4})", {"a[1]"}), R"({"a":[{"x":1},{"x":3}],"b":4})");
  EXPECT_EQ(without(R"({"a":[1,2]})", {"a[*]"}), R"({"a":[]})");
}

TEST(Omission, WhatIsInAnOmittedValueGoesWithIt) {
  EXPECT_EQ(without(R"({"a":{"b":{"c":1}},"d":2})", {"a", "a.b", "a.b.c"}), R"({"d":2})");
  EXPECT_EQ(without(R"({"m":{"m":{"m":1,"n":2},"n":3}})", {"$..m.m.m"}), R"({"m":{"m":{"n":2},"n":3}})");
}

TEST(Omission, LeavesEveryOtherByte) {
  const std::string text =
      R"( { "n" : 10000000000000000000000000000001 , "u":1.10, "s":"\u00e5 \"{[,]}\" \\", "\u0061":[ 1 ,2 ] ,"t" :true}  )";
  EXPECT_EQ(without(text, {"u"}),
            R"({ "n" : 10000000000000000000000000000001 , "s":"\u00e5 \"{[,]}\" \\", "\u0061":[ 1 ,2 ] ,"t" :true})");
  EXPECT_EQ(without(text, {"s", "a"}), R"({ "n" : 10000000000000000000000000000001 , "u":1.10,"t" :true})");
  EXPECT_EQ(without(text, {"n", "u", "t", "s", "a[0]"}), R"({ "\u0061":[2 ] })");
}

}  // namespace
}  // namespace decant::json
