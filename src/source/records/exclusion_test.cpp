#include "source/records/exclusion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/parser.h"

namespace decant::source {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Exclusion exclusion(const std::vector<std::string>& paths) {
  std::vector<ExcludedPath> excluded;
  for (const auto& path : paths) excluded.push_back({*json::Path::compile(path), {}});
  return Exclusion(std::move(excluded));
}

std::string stored(Exclusion& exclusion, const std::string& record) {
  json::Parser parser;
  const auto document = parser.parse(record);
  std::string text;
  EXPECT_TRUE(exclusion.append_stored(document->root(), text));
  return text;
}

TEST(Exclusion, TakesOutWhatThePathsLeadTo) {
  Exclusion some = exclusion({"email", "products[*].comment", "addresses.billing", "$..ip"});
  EXPECT_EQ(stored(some, R"({"id": 1.10, "email":"e", "addresses":{"billing":{"ip":1}, "delivery":{"zip":"0"}},)"
                         R"("products":[{"comment":"c","qty":1},{"qty":2,"ip":"x"}],"ip":"y"})"),
            R"({"id": 1.10, "addresses":{ "delivery":{"zip":"0"}},"products":[{"qty":1},{"qty":2}]})");
}

TEST(Exclusion, NoEarlierMemberOfTheSameKeyStays) {
  Exclusion some = exclusion({"email", "a.b"});
  EXPECT_EQ(stored(some, R"({"email":"one","email":"two","id":1})"), R"({"id":1})");
  EXPECT_EQ(stored(some, R"({"a":{"b":"one"},"a":{"c":2}})"), R"({"a":{"c":2}})");
  EXPECT_EQ(stored(some, R"({"\u0065mail":"one","x":[{"y":1,"y":2}]})"), R"({"x":[{"y":2}]})");
}

TEST(Exclusion, RecordsThatAreNoObjects) {
  Exclusion some = exclusion({"email", "[1]", "$ where secret"});
  EXPECT_EQ(stored(some, "7"), "7");
  EXPECT_EQ(stored(some, R"("email")"), R"("email")");
  EXPECT_EQ(stored(some, R"([1,2,3])"), "[1,3]");
  EXPECT_EQ(stored(some, R"({"secret":1})"), "{}");
}

TEST(Exclusion, KnowsThePathsThatLedNowhere) {
  Exclusion some = exclusion({"a", "b", "c.d"});
  EXPECT_THAT(some.unmatched(), IsEmpty());
  stored(some, R"({"c":{}})");
  stored(some, R"({"b":null})");
  EXPECT_THAT(some.unmatched(), ElementsAre("a", "c.d"));
}

}  // namespace
}  // namespace decant::source
