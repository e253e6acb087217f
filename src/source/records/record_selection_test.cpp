#include "source/records/record_selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/parser.h"
#include "json/write.h"

namespace decant::source {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> selected(const std::string& body, const std::vector<std::string>& paths) {
  json::Parser parser;
  const auto document = parser.parse(body);
  SelectorSpec spec;
  for (const auto& path : paths) spec.paths.push_back(*json::Path::compile(path));
  std::vector<std::string> records;
  const auto selection = select_records(document->root(), spec);
  EXPECT_TRUE(selection);
  for (const auto& record : selection->records) records.push_back(json::write(record));
  return records;
}

std::string detected(const std::string& body) {
  json::Parser parser;
  const auto document = parser.parse(body);
  return detect_selector(document->root()).text();
}

TEST(RecordSelection, OneMatchIsThePage) {
  EXPECT_THAT(selected(R"({"data":[1,2]})", {"data"}), ElementsAre("1", "2"));
  EXPECT_THAT(selected(R"({"data":{"id":1}})", {"data"}), ElementsAre(R"({"id":1})"));
  EXPECT_THAT(selected(R"({"data":null})", {"data"}), IsEmpty());
  EXPECT_THAT(selected(R"({"data":7})", {"data"}), ElementsAre("7"));
  EXPECT_THAT(selected(R"({"e":[{"node":[1,2]}]})", {"e[*].node"}), ElementsAre("1", "2"));
  EXPECT_THAT(selected(R"({"e":[{"node":[1]},{"node":[2]}]})", {"e[*].node"}), ElementsAre("[1]", "[2]"));
  EXPECT_THAT(selected(R"({"x":1})", {"data"}), IsEmpty());
  EXPECT_THAT(selected(R"({"b":[2]})", {"a", "b"}), ElementsAre("2"));
  EXPECT_THAT(selected("[[1],[2]]", {"$"}), ElementsAre("[1]", "[2]"));
}

TEST(RecordSelection, DetectsAsDlt) {
  EXPECT_EQ(detected("[1]"), "$");
  EXPECT_EQ(detected(R"({"a":1})"), "$");
  EXPECT_EQ(detected(R"({"meta":[1],"x":{"results":[2]}})"), "$['x']['results']");
  EXPECT_EQ(detected(R"({"first":[1],"second":[2]})"), "$['first']");
  EXPECT_EQ(detected(R"({"a":{"b":{"c":[1]}}})"), "$['a']['b']['c']");
  EXPECT_EQ(detected(R"({"a":{"b":{"c":{"d":[1]}}}})"), "$");
  EXPECT_EQ(detected(R"({"it's":[1]})"), R"($['it\'s'])");
}

}  // namespace
}  // namespace decant::source
