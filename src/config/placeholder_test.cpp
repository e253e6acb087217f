#include "config/placeholder.h"

#include "config/document.h"
#include "config/project_fixture.h"
#include "config/reader.h"
#include "json/write.h"

namespace decant::config {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class Placeholders : public ProjectTest {
 protected:
  Result<Node> resolve(const std::string& yaml) const {
    return resolve_placeholders(parse_document(yaml, Format::yaml, "c.yaml").value(), load());
  }
  std::string resolved(const std::string& yaml) const {
    const auto node = resolve(yaml);
    return node ? json::write(node->to_json()) : "error: " + node.error().message;
  }
};

TEST_F(Placeholders, StandWhereverAScalarMay) {
  secrets("[sources.shop]\napi_key = 'k-123'\nids = [1, 2]\n");
  config("[sources.shop]\nzone = 'se'\n");
  EXPECT_EQ(
      resolved(
          "a: '{secrets.sources.shop.api_key}'\nb: ['{config.sources.shop.zone}', {c: '{secrets.sources.shop.ids}'}]"),
      R"({"a":"k-123","b":["se",{"c":[1,2]}]})");
}

TEST_F(Placeholders, LeaveOtherTextsAlone) {
  const std::string yaml =
      "a: '{resources.orders.id}'\nb: '{incremental.start_value}'\nc: '{secrets}'\nd: x{}\ne: '{secret.x}'";
  EXPECT_EQ(
      resolved(yaml),
      R"({"a":"{resources.orders.id}","b":"{incremental.start_value}","c":"{secrets}","d":"x{}","e":"{secret.x}"})");
}

TEST_F(Placeholders, ValuesKeepTheirPlaceAndAreRead) {
  environment_.variables["SOURCES__SIZE"] = "50";
  secrets("\n[sources]\nkey = 'placeholder-secret'\n");
  const auto node = resolve("size: '{config.sources.size}'\nkey: '{secrets.sources.key}'\n").value();
  auto reader = Reader::open(node, "").value();
  EXPECT_EQ(reader.integer("size").value(), 50);
  EXPECT_EQ(reader.integer("key").error().message,
            path("project/.dlt/secrets.toml") + ":3: `key` must be a whole number, but the text here is none");
  EXPECT_TRUE(node.find("key")->is_secret());
  EXPECT_FALSE(node.find("size")->is_secret());
}

TEST_F(Placeholders, WithoutAValueAreAllReported) {
  const auto node = resolve("a: 1\nsource:\n  key: '{secrets.sources.shop.main.key}'\n  l: ['{config.zone}']\n");
  ASSERT_FALSE(node.has_value());
  EXPECT_EQ(node.error().kind, ErrorKind::config);
  EXPECT_THAT(node.error().message, StartsWith("2 values are missing\nc.yaml:3: no secret for `source.key`; "));
  EXPECT_THAT(node.error().message, HasSubstr("SOURCES__SHOP__MAIN__KEY\n"));
  EXPECT_THAT(node.error().message, HasSubstr("c.yaml:4: no value for `source.l[0]`; "));
  // Just this path is looked at, so just this path is advised.
  EXPECT_THAT(node.error().hint, HasSubstr("[sources.shop.main]\nkey = "));
  EXPECT_EQ(node.error().details.line, 3);
}

TEST_F(Placeholders, AreRefusedAmidText) {
  EXPECT_THAT(resolved("a: 1\nb: {c: 'Bearer {secrets.x}'}"),
              StartsWith("error: c.yaml:2: `b.c` holds a {secrets.…} or {config.…} placeholder amid other text"));
  EXPECT_THAT(resolved("a: '{secrets.x}{secrets.y}'"), HasSubstr("amid other text"));
  EXPECT_THAT(resolved("a: '{config.x} '"), HasSubstr("amid other text"));
}

TEST_F(Placeholders, NeedNamesInTheirPath) {
  for (const auto* bad : {"{secrets.}", "{secrets.a..b}", "{config.a.}"})
    EXPECT_THAT(resolved("a: '" + std::string(bad) + "'"), HasSubstr("an empty name in its path")) << bad;
}

TEST_F(Placeholders, RefuseASecretInConfigToml) {
  config("k = 'x'");
  EXPECT_THAT(resolved("a: '{secrets.k}'"), HasSubstr("config.toml:1: the secret `k` stands in config.toml"));
}

}  // namespace
}  // namespace decant::config
