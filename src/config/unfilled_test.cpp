#include "config/unfilled.h"

#include "config/document.h"
#include "config/project_fixture.h"

namespace decant::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using UnfilledTest = ProjectTest;

Query key_of_shop() {
  return {.pipeline_name = "",
          .sections = source_sections("shop", "shop"),
          .config_section = "",
          .key = "api_key",
          .is_secret = true};
}

TEST_F(UnfilledTest, LookUpNamesFileAndLine) {
  secrets("[sources.shop]\napi_key = '<configure me>'\n");
  const auto answer = load().look_up(key_of_shop());
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind, ErrorKind::config);
  EXPECT_EQ(answer.error().message, path("project/.dlt/secrets.toml") +
                                        ":2: `sources.shop.api_key` is still to be filled in: it holds the template's "
                                        "text");
  EXPECT_EQ(answer.error().details.line, 2);
  EXPECT_TRUE(load().find(key_of_shop()).value().found.has_value());
}

TEST_F(UnfilledTest, PlaceholderLookUpRefusesItToo) {
  secrets("k = '<configure me>'\n");
  EXPECT_FALSE(load().at("k", true).has_value());
  secrets("k = '<configured>'\n");
  EXPECT_TRUE(load().at("k", true).has_value());
}

TEST_F(UnfilledTest, KnowsTheTimesOfTemplates) {
  config("a = '1768-07-21T02:56:07.000003Z'\nb = 1768-07-21\nc = '1768-07-22'\n");
  EXPECT_FALSE(load().at("a", false).has_value());
  EXPECT_FALSE(load().at("b", false).has_value());
  EXPECT_TRUE(load().at("c", false).has_value());
}

TEST_F(UnfilledTest, FindsAllOfADocument) {
  write("a.yaml", "client:\n  base_url: <configure me>\nids: [1, <configure me>]\nother: <mine>\n");
  const Node document = load_document(path("a.yaml")).value();
  std::vector<std::string> found;
  for (const auto& value : find_unfilled(document, "source"))
    found.push_back(value.path + ":" + std::to_string(value.location.line));
  EXPECT_THAT(found, ElementsAre("source.client.base_url:2", "source.ids[1]:3"));
  const auto checked = check_filled(document, "source");
  ASSERT_FALSE(checked.has_value());
  EXPECT_EQ(checked.error().message, "2 values are still to be filled in:\n  " + path("a.yaml") +
                                         ":2: `source.client.base_url`\n  " + path("a.yaml") + ":3: `source.ids[1]`");
  EXPECT_EQ(checked.error().details.line, 2);
}

TEST_F(UnfilledTest, AFilledDocumentIsFine) {
  write("a.yaml", "a: b\n");
  EXPECT_TRUE(check_filled(load_document(path("a.yaml")).value(), "").has_value());
}

}  // namespace
}  // namespace decant::config
