#include "json/parser.h"

#include <gmock/gmock.h>

#include "json/write.h"

namespace decant::json {
namespace {

std::string round_trip(std::string text) {
  Parser parser;
  auto document = parser.parse(std::move(text));
  return document ? write(document->root()) : "error: " + document.error().message;
}

TEST(Parser, KeepsValuesAndOrder) {
  const std::string text =
      R"({"b":1,"a":[true,false,null,-1.5,"x"],"c":{},"d":[],"e":{"f":[{"g":18446744073709551615}]}})";
  EXPECT_EQ(round_trip(text), text);
}

TEST(Parser, ReadsScalarsAtTheRoot) {
  EXPECT_EQ(round_trip("5"), "5");
  EXPECT_EQ(round_trip(" \"x\" "), "\"x\"");
  EXPECT_EQ(round_trip("null"), "null");
}

TEST(Parser, ResolvesEscapes) {
  EXPECT_EQ(round_trip(R"("a\/b\u00e9\ud83d\ude00\n")"), "\"a/bé😀\\n\"");
  EXPECT_EQ(round_trip(R"("\ud83d")"), "\"\xEF\xBF\xBD\"");
  EXPECT_EQ(round_trip(R"("x\\")"), R"("x\\")");
}

TEST(Parser, KeepsNumbersThatNoTypeHolds) {
  EXPECT_EQ(round_trip("1e400"), "1e400");
  EXPECT_EQ(round_trip("123456789012345678901234567890"), "123456789012345678901234567890");
  EXPECT_EQ(round_trip("1e-400"), "1e-400");
}

TEST(Parser, RefusesWhatIsNotJson) {
  for (const char* text : {"",      " ",       "{",      "}",      "[1,]", "{\"a\"}",  "{\"a\":}",     "{a:1}",
                           "[1 2]", "\"a",     "01",     "+1",     "1.",   ".5",       "nul",          "truex",
                           "[1]]",  "\"\\x\"", "\"a\"b", "1\"a\"", "\xff", "\"\x01\"", "[\"\\ud83\"]", "<html>"}) {
    EXPECT_THAT(round_trip(text), testing::StartsWith("error: not valid JSON")) << text;
  }
}

TEST(Parser, RefusesDepth) {
  EXPECT_THAT(round_trip(std::string(600, '[') + std::string(600, ']')), testing::HasSubstr("deeper"));
  EXPECT_THAT(round_trip(std::string(500, '[') + std::string(500, ']')), testing::StartsWith("[[["));
}

TEST(Parser, KnowsTheSourceOfContainers) {
  Parser parser;
  auto document = parser.parse(R"({"rows": [ {"a": 1} , [2] ]})");
  ASSERT_TRUE(document);
  Node rows = document->root();
  ASSERT_TRUE(document->root().find("rows", rows));
  std::vector<std::string> sources;
  for (const auto item : rows.items()) sources.emplace_back(item.source());
  EXPECT_THAT(sources, testing::ElementsAre("{\"a\": 1}", "[2]"));
}

TEST(Parser, ParsesAPartOfALargerText) {
  const std::string text = R"({"a":1},{"b":"x"})" + std::string(kPadding, ' ');
  Parser parser;
  Document document;
  ASSERT_TRUE(parser.parse_in_place(std::string_view(text).substr(8, 9), document));
  EXPECT_EQ(write(document.root()), R"({"b":"x"})");
}

TEST(Write, StepsOfPathsAreQuotedWhereTheyHaveTo) {
  std::string path = "$";
  for (const auto* key : {"plain_1", "1st", "", "a b", "where", "Größe", "q\"\\\n"}) append_path_step(key, path);
  EXPECT_EQ(path, R"($.plain_1["1st"][""]["a b"]["where"]["Größe"]["q\"\\\n"])");
}

TEST(Write, WritesDoublesAsDltDoes) {
  std::string out;
  for (const double real : {1.0, 0.1, 0.00001, 1e-6, 1e16, -0.0, 1.5e-7, 1.2345678901234568e17, 123456789012345.6}) {
    append_real(real, out);
    out.push_back(' ');
  }
  EXPECT_EQ(out, "1.0 0.1 0.00001 1e-6 1e16 -0.0 1.5e-7 1.2345678901234568e17 123456789012345.6 ");
}

}  // namespace
}  // namespace decant::json
