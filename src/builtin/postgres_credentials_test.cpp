#include "builtin/postgres_credentials.h"

#include <gmock/gmock.h>

#include "builtin/builtin_fixture.h"
#include "builtin/destinations.h"
#include "builtin/remembered_destination.h"
#include "config/document.h"
#include "core/file.h"
#include "core/redact.h"

namespace decant::builtin {
namespace {

using destination::PostgresCredentials;
using testing::HasSubstr;
using testing::Not;
using Variables = std::map<std::string, std::string, std::less<>>;

class PostgresAddress : public BuiltinTest {
 protected:
  [[nodiscard]] Result<DestinationAddress> read(const std::string& yaml, Variables variables = {}) const {
    const auto document = config::parse_document("destination: " + yaml + "\n", config::Format::yaml, "p.yaml").value();
    const auto found = providers(std::move(variables));
    return read_destination({.node = *document.find("destination"), .path = "pipeline.destination"},
                            {.pipeline_name = "shop", .providers = &found});
  }

  static PostgresCredentials known() {
    PostgresCredentials credentials;
    credentials.host = "db.example.com";
    credentials.database = "shop";
    credentials.username = "loader";
    credentials.password = "a p@ss:word";
    return credentials;
  }
};

TEST_F(PostgresAddress, AUrlHasEveryField) {
  auto wanted = known();
  wanted.port = 5433;
  wanted.connect_timeout = 3;
  wanted.parameters = {{"sslmode", "verify-full"}, {"options", "-c statement_timeout=5s"}};
  for (const char* scheme : {"postgresql", "postgres", "postgresql+psycopg2"}) {
    const auto address = read("\"" + std::string(scheme) +
                              "://loader:a%20p%40ss%3Aword@db.example.com:5433/shop?sslmode=verify-full&"
                              "connect_timeout=3&options=-c%20statement_timeout%3D5s\"");
    ASSERT_TRUE(address) << to_string(address.error());
    EXPECT_EQ(address->type, "postgres");
    EXPECT_EQ(address->server, wanted);
    EXPECT_EQ(address->place(), "postgresql://loader:***@db.example.com:5433/shop");
  }
  const auto socket = read("\"postgresql://me@/db?host=/run/postgresql\"");
  EXPECT_EQ(socket->server.host, "/run/postgresql");
  EXPECT_EQ(read("\"postgresql://me@[::1]:99/db\"")->server.host, "::1");
}

TEST_F(PostgresAddress, FieldsThatAreNotGivenAreLookedUpOneByOne) {
  const Variables fields = {{"DESTINATION__POSTGRES__CREDENTIALS__PASSWORD", " a p@ss:word\n"},
                            {"DESTINATION__POSTGRES__CREDENTIALS__HOST", "db.example.com"},
                            {"CREDENTIALS__USERNAME", "loader"},
                            {"SHOP__DESTINATION__POSTGRES__CREDENTIALS__DATABASE", "shop"}};
  EXPECT_EQ(read("postgres", fields)->server, known());
  EXPECT_EQ(read("{name: postgres, credentials: null}", fields)->server, known());
  auto elsewhere = known();
  elsewhere.host = "other";
  elsewhere.port = 6000;
  elsewhere.parameters = {{"sslmode", "require"}};
  EXPECT_EQ(read("{name: postgres, credentials: {host: other, port: 6000, query: {sslmode: require}}}", fields)->server,
            elsewhere);
  EXPECT_EQ(read("\"postgresql://loader@db.example.com/shop\"", fields)->server, known());
}

TEST_F(PostgresAddress, CredentialsMayBeOneValueAndANameOfTheirOwn) {
  const Variables one = {
      {"DESTINATION__DWH__DESTINATION_TYPE", "postgres"},
      {"DESTINATION__DWH__CREDENTIALS", "postgresql://loader:a%20p%40ss%3Aword@db.example.com/shop"}};
  const auto address = read("dwh", one);
  ASSERT_TRUE(address) << to_string(address.error());
  EXPECT_EQ(address->title(), "dwh");
  EXPECT_EQ(address->server, known());
}

TEST_F(PostgresAddress, WhatIsMissingOrWrongIsNamedWithoutThePassword) {
  const auto missing = read("\"postgresql://loader:verysecret@db.example.com\"");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::config);
  EXPECT_THAT(missing.error().message, HasSubstr("DESTINATION__POSTGRES__CREDENTIALS__DATABASE"));
  for (const char* wrong : {"postgresql://u:verysecret@h:0/d", "postgresql://u:verysecret@h:x/d",
                            "postgresql://u:verysecret@h/d?connect_timeout=soon", "mysql://u:verysecret@h/d"}) {
    const auto refused = read("{name: postgres, credentials: \"" + std::string(wrong) + "\"}");
    ASSERT_FALSE(refused) << wrong;
    EXPECT_THAT(to_string(refused.error()), HasSubstr("p.yaml:1")) << wrong;
    EXPECT_THAT(to_string(refused.error()), Not(HasSubstr("verysecret"))) << wrong;
  }
  EXPECT_FALSE(read("{name: postgres, credentials: {hots: h}}"));
  EXPECT_FALSE(read("{name: postgres, credentials: {port: 99999}}"));
}

TEST_F(PostgresAddress, AWorkingFolderRemembersAllButThePassword) {
  auto address = read("\"postgresql://loader:verysecret@db.example.com/shop?sslmode=require&sslpassword=verysecret\"");
  ASSERT_TRUE(remember_destination(folder_, {.address = *address, .dataset = "d"}));
  EXPECT_THAT(read_file(folder_ / "decant" / "destination.json").value(), Not(HasSubstr("verysecret")));
  auto recalled = recall_destination(folder_);
  ASSERT_TRUE(recalled && *recalled);
  EXPECT_EQ((*recalled)->address.server.password, "");
  const auto found = providers({{"DESTINATION__POSTGRES__CREDENTIALS", "postgresql://u:foundlater@h/d"}});
  ASSERT_TRUE(find_password((*recalled)->address, {.pipeline_name = "shop", .providers = &found}));
  EXPECT_THAT(Redactor::process().redact("it is foundlater"), Not(HasSubstr("foundlater")));
  address->server.password = "foundlater";
  address->server.parameters.pop_back();
  EXPECT_EQ((*recalled)->address, *address);
}

}  // namespace
}  // namespace decant::builtin
