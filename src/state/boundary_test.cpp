#include "state/boundary.h"

#include <gtest/gtest.h>

#include "core/hash.h"
#include "json/write.h"
#include "state/page.h"

namespace decant::state {

namespace {

BoundaryHash hash_of(std::string_view text) {
  BoundaryHash hash;
  Shake128().hash(text, hash.bytes);
  hash.size = BoundaryHash::kLong;
  return hash;
}

TEST(BoundaryHash, HasBothTextForms) {
  EXPECT_EQ(hash_of("1").text(), "669czW83KR00ut4bv/U5");
  EXPECT_EQ(hash_of("1").shortened().text(), "669czW83KR00");
  EXPECT_EQ(BoundaryHash::from_text("669czW83KR00ut4bv/U5"), hash_of("1"));
  EXPECT_EQ(BoundaryHash::from_text("669czW83KR00"), hash_of("1").shortened());
  for (const char* text :
       {"", "669czW83KR0=", "669czW83KR00ut4bv/U", "669czW83KR0!", "_decant_boundary/000000000000201"})
    EXPECT_FALSE(BoundaryHash::from_text(text)) << text;
}

TEST(BoundarySet, FindsRecordsUnderBothForms) {
  BoundarySet set;
  EXPECT_FALSE(set.contains_record(hash_of("1")));
  EXPECT_TRUE(set.insert(hash_of("1")));
  EXPECT_FALSE(set.insert(hash_of("1")));
  EXPECT_TRUE(set.insert(hash_of("2").shortened()));
  EXPECT_TRUE(set.contains_record(hash_of("1")));
  EXPECT_TRUE(set.contains_record(hash_of("2")));
  EXPECT_FALSE(set.contains(hash_of("2")));
  EXPECT_FALSE(set.contains_record(hash_of("3")));
  EXPECT_EQ(set.size(), 2U);
  EXPECT_EQ(set.short_count(), 1U);
}

TEST(BoundarySet, GrowsAndIsClearedWhole) {
  BoundarySet set;
  for (int i = 0; i < 5000; ++i) ASSERT_TRUE(set.insert(hash_of(std::to_string(i))));
  for (int i = 0; i < 5000; ++i) ASSERT_TRUE(set.contains(hash_of(std::to_string(i))));
  const auto sorted = set.sorted();
  ASSERT_EQ(sorted.size(), 5000U);
  EXPECT_LT(sorted[0].bytes, sorted[4999].bytes);
  set.clear();
  EXPECT_TRUE(set.empty());
  EXPECT_FALSE(set.contains(hash_of("1")));
  EXPECT_TRUE(set.insert(hash_of("1")));
  set.clear();
  EXPECT_FALSE(set.contains(hash_of("1")));
}

TEST(BoundaryChange, ALaterResetForgetsWhatWasAdded) {
  BoundaryChange all;
  all.append({});
  EXPECT_TRUE(all.cursor_path.empty());
  all.append({.cursor_path = "u", .resets = false, .added = {hash_of("1")}});
  EXPECT_FALSE(all.resets);
  all.append({.cursor_path = "u", .resets = true, .added = {hash_of("2")}});
  all.append({.cursor_path = "u", .resets = false, .added = {hash_of("3")}});
  EXPECT_EQ(all, (BoundaryChange{.cursor_path = "u", .resets = true, .added = {hash_of("2"), hash_of("3")}}));
}

TEST(UniqueHashes, AreTextsInOrderOrAMarkOfTheTable) {
  const json::Value list = unique_hashes_of({hash_of("2"), hash_of("1")});
  EXPECT_FALSE(is_in_table(list));
  EXPECT_EQ(boundary_from(list).size(), 2U);
  EXPECT_EQ(list, unique_hashes_of({hash_of("1"), hash_of("2")}));
  json::Value mark = unique_hashes_in_table(201);
  EXPECT_EQ(json::write(mark), "[\"_decant_boundary/000000000000201\"]");
  EXPECT_TRUE(is_in_table(mark));
  EXPECT_TRUE(boundary_from(mark).empty());
  mark.push_back(hash_of("1").text());
  EXPECT_TRUE(is_in_table(mark));
  EXPECT_EQ(boundary_from(mark).size(), 1U);
  EXPECT_TRUE(boundary_from(json::Value()).empty());
}

TEST(LayOver, ReplacesMembersOfObjects) {
  json::Value target = *json::parse_value(R"({"a":{"b":1,"c":[1,2]},"d":2})");
  lay_over(target, *json::parse_value(R"({"a":{"b":null,"c":[3],"e":{"f":1}}})"));
  EXPECT_EQ(json::write(target), R"({"a":{"b":null,"c":[3],"e":{"f":1}},"d":2})");
  lay_over(target, json::Value());
  EXPECT_EQ(target.integer_or("d", 0), 2);
  json::Value none;
  lay_over(none, *json::parse_value(R"({"a":{}})"));
  EXPECT_EQ(json::write(none), R"({"a":{}})");
}

}  // namespace

}  // namespace decant::state
