#include "config/node.h"

#include <gmock/gmock.h>

#include "json/write.h"

namespace decant::config {
namespace {

TEST(Location, ReadsAsFileAndLine) {
  EXPECT_EQ(location_of("a.yaml", 7).to_string(), "a.yaml:7");
  EXPECT_EQ(location_of("environment variable X", 0).to_string(), "environment variable X");
  EXPECT_EQ(Location{}.to_string(), "");
}

TEST(Node, MarksAllValuesBelow) {
  const auto place = location_of("a.toml", 1);
  Node node(place, Node::Members{{"k", place, Node(place, Node::Items{Node(place, std::string("v"))})}});
  node.mark_found(true);
  const Node* list = node.find("k");
  ASSERT_NE(list, nullptr);
  EXPECT_TRUE(list->items()[0].is_secret());
  EXPECT_TRUE(list->items()[0].is_loose());
  EXPECT_EQ(json::write(node.to_json()), R"({"k":["v"]})");
}

TEST(Node, HasNoElementsOfAnotherKind) {
  const Node text(location_of("a", 1), std::string("x"));
  EXPECT_TRUE(text.items().empty());
  EXPECT_TRUE(text.members().empty());
  EXPECT_EQ(text.find("x"), nullptr);
}

TEST(ErrorAt, NamesPlaceInMessageAndDetails) {
  const Error error = error_at(location_of("a.yaml", 3), "it is wrong", "mend it");
  EXPECT_EQ(error.kind, ErrorKind::config);
  EXPECT_EQ(error.message, "a.yaml:3: it is wrong");
  EXPECT_EQ(error.hint, "mend it");
  EXPECT_EQ(error.details.file, "a.yaml");
  EXPECT_EQ(error.details.line, 3);
}

TEST(InQuotes, CutsLongKeysBetweenCharacters) {
  std::string key(119, 'a');
  key += "éé";
  EXPECT_EQ(in_quotes("key"), "`key`");
  EXPECT_EQ(in_quotes(key), "`" + std::string(119, 'a') + "…`");
}

}  // namespace
}  // namespace decant::config
