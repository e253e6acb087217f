#include "json/path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/parser.h"
#include "json/write.h"

namespace decant::json {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kDocument =
    R"({"a":{"b":[{"id":1,"k":"x","t":{"u":"2024"}},{"id":2,"k":"y"},{"id":"3","k":"x"}],"c-d":5,"e.f":6,"@g":7,"h i":8},)"
    R"("n":null,"l":[[1,2],[3]],"s":"str","id":9,"one":{"id":4},"z":0,"o":{}})";

std::vector<std::string> found(std::string_view text) {
  Parser parser;
  const auto document = parser.parse(kDocument);
  EXPECT_TRUE(document);
  const auto path = Path::compile(text);
  if (!path) return {"error: " + path.error().message};
  std::vector<std::string> values;
  for (const auto& node : path->evaluate(document->root())) values.push_back(write(node));
  return values;
}

TEST(Path, NamesAndRoot) {
  EXPECT_THAT(found("$"), ElementsAre(testing::StartsWith("{\"a\":")));
  EXPECT_THAT(found("$.one"), ElementsAre(R"({"id":4})"));
  EXPECT_THAT(found("one.id"), ElementsAre("4"));
  EXPECT_THAT(found("a.c-d"), ElementsAre("5"));
  EXPECT_THAT(found("a.@g"), ElementsAre("7"));
  EXPECT_THAT(found("a.\"e.f\""), ElementsAre("6"));
  EXPECT_THAT(found("a['h i']"), ElementsAre("8"));
  EXPECT_THAT(found("$.['a'].[\"c-d\"]"), ElementsAre("5"));
  EXPECT_THAT(found("[one].id"), ElementsAre("4"));
  EXPECT_THAT(found("a.e.f"), IsEmpty());
  EXPECT_THAT(found("n"), ElementsAre("null"));
  EXPECT_THAT(found("id,s"), ElementsAre("9", R"("str")"));
  EXPECT_THAT(found("['s','id','none']"), ElementsAre(R"("str")", "9"));
  EXPECT_THAT(found("a.b.id"), IsEmpty());
}

TEST(Path, ListsAndSlices) {
  EXPECT_THAT(found("a.b[*].id"), ElementsAre("1", "2", "\"3\""));
  EXPECT_THAT(found("a.b[0:2].id"), ElementsAre("1", "2"));
  EXPECT_THAT(found("a.b[1:].id"), ElementsAre("2", "\"3\""));
  EXPECT_THAT(found("a.b[-1:].id"), ElementsAre("\"3\""));
  EXPECT_THAT(found("a.b[::2].id"), ElementsAre("1", "\"3\""));
  EXPECT_THAT(found("a.b[::-1].id"), ElementsAre("\"3\"", "2", "1"));
  EXPECT_THAT(found("a.b[-9223372036854775808:9223372036854775807:9223372036854775807].id"), ElementsAre("1"));
  EXPECT_THAT(found("a.b[-1].id"), ElementsAre("\"3\""));
  EXPECT_THAT(found("a.b[9].id"), IsEmpty());
  EXPECT_THAT(found("a.b[-4].id"), IsEmpty());
  EXPECT_THAT(found("l[0][1]"), ElementsAre("2"));
  EXPECT_THAT(found("l[*]"), ElementsAre("[1,2]", "[3]"));
  EXPECT_THAT(found("n[0]"), IsEmpty());
  EXPECT_THAT(found("one[*]"), ElementsAre(R"({"id":4})"));  // a list of one
  EXPECT_THAT(found("z[*]"), IsEmpty());
  EXPECT_THAT(found("o[*]"), IsEmpty());
  EXPECT_THAT(found("$.a.b[*].t.u"), ElementsAre("\"2024\""));
}

TEST(Path, AllFieldsAndAnyDepth) {
  EXPECT_THAT(found("one.*"), ElementsAre("4"));
  EXPECT_THAT(found("l.*"), IsEmpty());
  EXPECT_THAT(found("$..id"), ElementsAre("9", "1", "2", "\"3\"", "4"));
  EXPECT_THAT(found("$..b[0].k"), ElementsAre("\"x\""));
}

TEST(Path, ErrorsNameThePosition) {
  EXPECT_THAT(found("a b"), ElementsAre(HasSubstr("at position 3")));
  EXPECT_THAT(found("a."), ElementsAre(HasSubstr("a name is due at position 3")));
  EXPECT_THAT(found(""), ElementsAre(HasSubstr("at position 1")));
  EXPECT_THAT(found("..id"), ElementsAre(HasSubstr("at position 1")));
  EXPECT_THAT(found("a.b[0,2].id"), ElementsAre(HasSubstr("at position 6")));
  for (const char* wrong : {"a[", "a['x", "a[1:2:0]", "$a", "a.0", "[99999999999999999999]", "a,", "$$", "a[-]", "[]"})
    EXPECT_THAT(found(wrong), ElementsAre(HasSubstr("error"))) << wrong;
  EXPECT_THAT(found("a.b[?(@.k=='x')]"),
              ElementsAre(HasSubstr("a filter (`[?…]`) at position 5 is not supported yet")));
  EXPECT_THAT(found("a|b"), ElementsAre(HasSubstr("union")));
  EXPECT_EQ(Path::compile("a[").error().kind, ErrorKind::config);
}

}  // namespace
}  // namespace decant::json
