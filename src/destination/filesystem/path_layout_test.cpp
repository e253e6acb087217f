#include "destination/filesystem/path_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace decant::destination {
namespace {

using ::testing::HasSubstr;

// 2024-03-10 07:08:09.123456 UTC, a Sunday.
constexpr Micros kLoadTime = 1'710'054'489'123'456;

std::string path_in(std::string_view layout, std::string_view table = "orders", std::optional<Micros> now = {}) {
  const auto parsed = PathLayout::parse(layout, {{"team", "blue"}}, now);
  if (!parsed) return to_string(parsed.error());
  const auto path = parsed->path_of({.schema = "shop",
                                     .table = table,
                                     .load_id = "1710054489.123456",
                                     .file_id = "abc",
                                     .extension = "jsonl.gz",
                                     .load_time = kLoadTime});
  return path ? *path : to_string(path.error());
}

TEST(PathLayoutTest, NamesFilesAsDlt) {
  EXPECT_EQ(path_in(PathLayout::kDefault), "orders/1710054489.123456.abc.jsonl.gz");
  EXPECT_EQ(path_in("{schema_name}/{table_name}/{load_id}.{file_id}.{ext}"),
            "shop/orders/1710054489.123456.abc.jsonl.gz");
  EXPECT_EQ(path_in("{table_name}/{team}/{file_id}.{ext}"), "orders/blue/abc.jsonl.gz");
  EXPECT_EQ(path_in("{table_name}.{ext}"), "orders.jsonl.gz");
}

TEST(PathLayoutTest, ALayoutWithoutExtensionGetsOne) {
  EXPECT_EQ(path_in("{table_name}/{file_id}"), "orders/abc.jsonl.gz");
}

TEST(PathLayoutTest, TimesAreThoseOfTheLoad) {
  EXPECT_EQ(path_in("{table_name}/{YYYY}-{YY}-{Y}/{MMMM}-{MMM}-{MM}-{M}/{DD}-{D}"),
            "orders/2024-24-2024/march-mar-03-3/10-10.jsonl.gz");
  EXPECT_EQ(path_in("{table_name}/{dddd}-{ddd}-{dd}-{d}-{Q}"), "orders/sunday-sun-su-0-1.jsonl.gz");
  EXPECT_EQ(path_in("{table_name}/{HH}-{H}-{mm}-{m}-{ss}-{s}"), "orders/07-7-08-8-09-9.jsonl.gz");
  EXPECT_EQ(path_in("{table_name}/{SSSS}-{SSS}-{SS}-{S}"), "orders/1234-123-12-1.jsonl.gz");
  EXPECT_EQ(path_in("{table_name}/{curr_date}-{timestamp}-{timestamp_ms}"),
            "orders/2024-03-10-1710054489-1710054489123.jsonl.gz");
}

TEST(PathLayoutTest, AGivenTimeStandsForTheCurrentOne) {
  EXPECT_EQ(
      path_in("{table_name}/{curr_date}-{load_package_timestamp}-{load_package_timestamp_ms}", "orders", Micros{0}),
      "orders/1970-01-01-1710054489-1710054489123.jsonl.gz");
}

TEST(PathLayoutTest, WhatCannotWorkIsSaid) {
  EXPECT_THAT(path_in("{load_id}.{ext}"), HasSubstr("only {schema_name} may stand"));
  EXPECT_THAT(path_in("data.{ext}"), HasSubstr("only {schema_name} may stand"));
  EXPECT_THAT(path_in("{schema_name}/x"), HasSubstr("only {schema_name} may stand"));
  EXPECT_THAT(path_in("data"), HasSubstr("only {schema_name} may stand"));
  EXPECT_THAT(path_in("{table_name}{load_id}"), HasSubstr("separator"));
  EXPECT_THAT(path_in("{table_name}"), HasSubstr("separator"));
  EXPECT_THAT(path_in("{table_name}/{nothing}"), HasSubstr("{nothing}"));
  EXPECT_THAT(path_in("{table_name}/{load_id"), HasSubstr("not closed"));
  EXPECT_THAT(path_in("{table_name}/}"), HasSubstr("not opened"));
  EXPECT_THAT(path_in("/{table_name}/{load_id}"), HasSubstr("out of the dataset"));
  EXPECT_THAT(path_in("../{table_name}/{load_id}"), HasSubstr("out of the dataset"));
}

TEST(PathLayoutTest, ATableCannotLeadOutOfTheDataset) {
  for (const auto* table : {"..", ".", "", "a/b", "../x"})
    EXPECT_THAT(path_in("{table_name}/x", table), HasSubstr("folder"));
}

TEST(PathLayoutTest, APrefixEndsBehindTheTable) {
  const auto layout = PathLayout::parse("{schema_name}/{table_name}.x.{load_id}").value();
  EXPECT_EQ(layout.prefix_of("shop", "orders").value(), "shop/orders.");
}

}  // namespace
}  // namespace decant::destination
