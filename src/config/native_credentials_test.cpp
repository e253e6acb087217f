#include "config/native_credentials.h"

#include <gtest/gtest.h>

#include "json/write.h"

namespace decant::config {
namespace {

std::string field(const std::string& text, std::string_view name) {
  Node node(location_of("environment variable C", 0), text);
  node.mark_found(true);
  const auto found = native_field(node, name);
  if (!found) return "nothing";
  EXPECT_TRUE(found->is_secret());
  EXPECT_EQ(found->location().to_string(), "environment variable C");
  return found->is_text() ? found->as_text() : json::write(found->to_json());
}

TEST(NativeCredentials, PartsOfAConnectionString) {
  const std::string text = "postgresql+psycopg://me%40work:a%2Fb:c@db.example.com:5432/shop?a=1&b=x%20y&=z";
  EXPECT_EQ(field(text, "drivername"), "postgresql+psycopg");
  EXPECT_EQ(field(text, "username"), "me@work");
  EXPECT_EQ(field(text, "password"), "a/b:c");
  EXPECT_EQ(field(text, "host"), "db.example.com");
  EXPECT_EQ(field(text, "port"), "5432");
  EXPECT_EQ(field(text, "database"), "shop");
  EXPECT_EQ(field(text, "query"), R"({"a":"1","b":"x y"})");
  EXPECT_EQ(field(text, "schema"), "nothing");
}

TEST(NativeCredentials, PartsThatAreNotThere) {
  for (const auto* name : {"username", "password", "port", "query"})
    EXPECT_EQ(field("duckdb:////srv/a@b.duckdb", name), "nothing") << name;
  EXPECT_EQ(field("duckdb:////srv/a@b.duckdb", "database"), "/srv/a@b.duckdb");
  EXPECT_EQ(field("postgresql://me@db", "password"), "nothing");
  EXPECT_EQ(field("postgresql://me@db", "username"), "me");
  EXPECT_EQ(field("postgresql://me@db", "database"), "nothing");
  EXPECT_EQ(field("postgresql://db/shop", "host"), "db");
  EXPECT_EQ(field("postgresql://", "host"), "nothing");
}

TEST(NativeCredentials, PasswordsMayHoldASlashAndHostsMayBeIpV6) {
  EXPECT_EQ(field("x://u:a/b@h/d", "password"), "a/b");
  EXPECT_EQ(field("x://u:a/b@h/d", "database"), "d");
  EXPECT_EQ(field("x://[::1]:5432/d", "host"), "::1");
  EXPECT_EQ(field("x://[::1]:5432/d", "port"), "5432");
  EXPECT_EQ(field("x://u@[::1", "host"), "::1");
}

TEST(NativeCredentials, JsonAndPlainTexts) {
  EXPECT_EQ(field(R"( {"project_id": "p", "n": null})", "project_id"), "p");
  EXPECT_EQ(field(R"({"project_id": "p", "n": null})", "n"), "nothing");
  EXPECT_EQ(field("{broken", "token"), "nothing");
  EXPECT_EQ(field("shop.duckdb", "database"), "shop.duckdb");
  EXPECT_EQ(field("a-token", "token"), "a-token");
  EXPECT_EQ(field("a-token", "password"), "nothing");
}

TEST(NativeCredentials, NothingButTextIsNative) {
  EXPECT_FALSE(native_field(Node(Location{}, std::int64_t{5}), "token").has_value());
}

}  // namespace
}  // namespace decant::config
