#include "source/incremental/record_hash.h"

#include <gtest/gtest.h>

#include "json/parser.h"

namespace decant::source {

namespace {

std::string hash_of(const std::string& record, std::optional<DedupKey> key = std::nullopt) {
  json::Parser parser;
  const auto document = parser.parse(record);
  if (!document) return "no JSON";
  const auto hash = RecordHasher(std::move(key)).hash(document->root());
  return hash ? hash->text() : to_string(hash.error().kind).data();
}

std::string canonical_of(const std::string& record) {
  json::Parser parser;
  const auto document = parser.parse(record);
  if (!document) return "no JSON";
  RecordHasher hasher(std::nullopt);
  return std::string(*hasher.canonical(document->root()));
}

TEST(RecordHash, IsThatOfDlt) {
  EXPECT_EQ(hash_of(R"({"name":"a","id":1})"), "swX5JrcV4/PVUAJPgQam");
  EXPECT_EQ(hash_of(R"("abc")"), "Q7izEiCRBJq3oU2fNGTP");
  EXPECT_EQ(hash_of("3.0"), "JLcZ8QT4q2iUt8GKBUKe");
  EXPECT_EQ(hash_of("1e+100"), "nYclN7zRyNn7gjARiki8");
  EXPECT_EQ(hash_of("123456789012345678"), "BSoPV24fw+DL2LL8fYnV");
  EXPECT_EQ(hash_of("null"), "KtLhiM3tliLbJ+hWaj3s");
  EXPECT_EQ(hash_of(R"(["x",null])"), "CCOAaIIrW53xtxCoI9E/");
  EXPECT_EQ(hash_of("-0.0"), "Tzo4CoCuMHp8ilSyc5Im");
  EXPECT_EQ(hash_of("1.5"), "Fplwv0GiPZpseS7Zxzu8");
  EXPECT_EQ(hash_of("9223372036854775807"), "JZ6Gc2GcZCRQTVSRnhiS");
  EXPECT_EQ(hash_of("\"quote\\\" back\\\\ slash/ tab\\t nl\\n \xE2\x80\xA8 \xF0\x9F\x98\x80\""),
            hash_of("\"quote\\\" back\\\\ slash\\/ tab\\t nl\\n \\u2028 \\ud83d\\ude00\""));
  EXPECT_EQ(hash_of(R"({"id":1,"n":{"b":[1,2.5,"x",null,true],"a":{"z":1,"y":"é"}},"f":0.1})"), "UAm+GQLJqHwwpN6DuHOX");
}

TEST(RecordHash, OfAKeyIsThatOfItsValueOrValues) {
  EXPECT_EQ(hash_of(R"({"id":1})", DedupKey{.columns = {"id"}, .is_one_text = true}), "669czW83KR00ut4bv/U5");
  EXPECT_EQ(hash_of(R"({"id":1})", DedupKey{.columns = {"id"}}), "Lj3E34tIJ/ZxYHsNLfaH");
  EXPECT_EQ(hash_of(R"({"a":1,"b":"x"})", DedupKey{.columns = {"a", "b"}}), "T2u7rnGEfmXm0tVkRBws");
  EXPECT_EQ(hash_of(R"({"a":1,"b":"x"})", DedupKey{.columns = {"b", "a"}}), "TAzkPJfC6AEZGUpt7d/I");
  EXPECT_EQ(hash_of(R"({"a":1})", DedupKey{.columns = {"b"}}), "source_data");
  EXPECT_EQ(hash_of("7", DedupKey{.columns = {"b"}}), "source_data");
}

TEST(RecordHash, SortsKeysAtEveryLevelAndTakesTheLastOfOneName) {
  EXPECT_EQ(canonical_of(R"({"b":{"z":[],"a":{}},"a":1,"b2":[{"d":1,"c":2}],"a":3})"),
            R"({"a":3,"b":{"a":{},"z":[]},"b2":[{"c":2,"d":1}]})");
  EXPECT_EQ(canonical_of("[1e-7,1e16,123456789012345678901234567890]"), "[1e-7,1e16,123456789012345678901234567890]");
}

TEST(RecordHash, LargeDoublesHaveTwoForms) {
  json::Parser parser;
  RecordHasher hasher(std::nullopt);
  const auto large = parser.parse("1e22");
  EXPECT_NE(hasher.hash(large->root())->text(), "OPsp4IwlOlwT7/uHXIU9");
  EXPECT_EQ(hasher.other_hash(large->root())->text(), "OPsp4IwlOlwT7/uHXIU9");
  const auto small = parser.parse("[1e-7,1.5,1]");
  ASSERT_TRUE(hasher.hash(small->root()));
  EXPECT_FALSE(hasher.other_hash(small->root()));
}

}  // namespace

}  // namespace decant::source
