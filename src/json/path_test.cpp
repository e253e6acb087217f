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
    R"("n":null,"l":[[1,2],[3]],"s":"str","id":9,"one":{"id":4},"z":0,"o":{},"num":{"0":"zero","-1":"minus","true":5},"v":[{"x":3},{"x":3.9},{"x":" +3 "},{"x":"0_3"},)"
    R"({"x":true},{"x":18446744073709551615},{"x":100000000000000000000000000000},{"x":-1e300},{"x":null},{"x":"3x"},{"x":[]},{"x":{}}]})";

std::vector<std::string> found(std::string_view text) {
  Parser parser;
  const auto document = parser.parse(kDocument);
  EXPECT_TRUE(document);
  const auto path = Path::compile(text);
  if (!path) return {"error: " + path.error().message};
  const auto nodes = path->evaluate(document->root());
  if (!nodes) return {"error: " + nodes.error().message};
  std::vector<std::string> values;
  for (const auto& node : *nodes) values.push_back(write(node));
  const auto first = path->first(document->root());
  EXPECT_TRUE(first);
  EXPECT_EQ(*first ? write(**first) : "", values.empty() ? "" : values.front());
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

TEST(Path, AnyDepthWithStarTakesElementsToo) {
  EXPECT_THAT(found("$.l..*"), ElementsAre("[1,2]", "[3]", "1", "2", "3"));
  EXPECT_THAT(found("$..l..*"), ElementsAre("[1,2]", "[3]", "1", "2", "3"));
  EXPECT_THAT(found("l.*"), IsEmpty());
  EXPECT_THAT(found("a..b..k"), ElementsAre("\"x\"", "\"y\"", "\"x\""));
}

TEST(Path, SeveralIndicesAndNumbersAsNames) {
  EXPECT_THAT(found("a.b[0,2].id"), ElementsAre("1", "\"3\""));
  EXPECT_THAT(found("a.b[ 2 , -3, 9 ].id"), ElementsAre("\"3\"", "1"));
  EXPECT_THAT(found("num.0"), ElementsAre("\"zero\""));
  EXPECT_THAT(found("num.-1"), ElementsAre("\"minus\""));
  EXPECT_THAT(found("num.true"), ElementsAre("5"));
}

TEST(Path, UnionsBindCloserThanDots) {
  EXPECT_THAT(found("s|id"), ElementsAre("\"str\"", "9"));
  EXPECT_THAT(found("one.id|z"), ElementsAre("4"));
  EXPECT_THAT(found("(one.id)|z|(n)"), ElementsAre("4", "0", "null"));
  EXPECT_THAT(found("(one|none).id"), ElementsAre("4"));
  EXPECT_THAT(found("$.one|$.id"), ElementsAre("4", "9"));  // $.(one|$).id
  EXPECT_THAT(found("s|l[0]"), ElementsAre("[1,2]"));       // brackets are for all to their left
  EXPECT_THAT(found("l[1]|s"), ElementsAre("[3]", "\"str\""));
  EXPECT_THAT(found("s|(l[0])"), ElementsAre("\"str\"", "[1,2]"));
  EXPECT_THAT(found("l where s[0]"), IsEmpty());
  EXPECT_THAT(found("a.b wherenot x[0].id"), ElementsAre("1"));
}

TEST(Path, RootSelfParentAndWhere) {
  EXPECT_THAT(found("one.$.id"), ElementsAre("9"));
  EXPECT_THAT(found("@.one.@.id"), ElementsAre("4"));
  EXPECT_THAT(found("`this`.one.id"), ElementsAre("4"));
  EXPECT_THAT(found("a.b[*].t.`parent`.id"), ElementsAre("1"));
  EXPECT_THAT(found("$..u.`parent`.`parent`.k"), ElementsAre("\"x\""));
  EXPECT_THAT(found("`parent`"), IsEmpty());
  EXPECT_THAT(found("one where id"), ElementsAre(R"({"id":4})"));
  EXPECT_THAT(found("$.* where id"), ElementsAre(R"({"id":4})"));
  EXPECT_THAT(found("one where b"), IsEmpty());
  EXPECT_THAT(found("one wherenot b"), ElementsAre(R"({"id":4})"));
  EXPECT_THAT(found("a.'where'"), IsEmpty());
}

TEST(Path, Filters) {
  EXPECT_THAT(found("a.b[?(@.k=='x')].id"), ElementsAre("1", "\"3\""));
  EXPECT_THAT(found("a.b[?k==\"x\"].id"), ElementsAre("1", "\"3\""));
  EXPECT_THAT(found("a.b[?@.k=x].id"), ElementsAre("1", "\"3\""));
  EXPECT_THAT(found("a.b[?(@.k != 'x')].id"), ElementsAre("2"));
  EXPECT_THAT(found("a.b[?(@.k>'x')].id"), ElementsAre("2"));
  EXPECT_THAT(found("a.b[?(@.t)].id"), ElementsAre("1"));
  EXPECT_THAT(found("a.b[?(@.t.u)].id"), ElementsAre("1"));
  EXPECT_THAT(found("a.b[?(!@.t)].id"), ElementsAre("2", "\"3\""));
  EXPECT_THAT(found("a.b[?!(@.t & @.k=='x')].id"), ElementsAre("2", "\"3\""));
  EXPECT_THAT(found("a.b[?(@.id==1 & @.k=='x')].id"), ElementsAre("1"));
  EXPECT_THAT(found("a.b[?(@.id==1) && (@.k=='y')].id"), IsEmpty());
  EXPECT_THAT(found("a.b[?(@.id==1 || @.k=='y')].id"), ElementsAre("1", "2"));
  EXPECT_THAT(found("a.b[?(@.k =~ '^[xy]$')].id"), ElementsAre("1", "2", "\"3\""));
  EXPECT_THAT(found("a.b[?(@.id =~ '1')].id"), IsEmpty());
  EXPECT_THAT(found("a.b[?((t|none).u == '2024')].id"), ElementsAre("1"));
  EXPECT_THAT(found("a.b[?($.id == 2)].k"), ElementsAre("\"y\""));  // a filter's root is the element
  EXPECT_THAT(found("a.b[?(@['id'] == 2)][?(@)]"), ElementsAre("2", "\"y\""));
  EXPECT_THAT(found("$[?(@.id)]"), ElementsAre(R"({"id":4})"));
  EXPECT_THAT(found("l[*][?(@ > 1)]"), ElementsAre("2", "3"));
  EXPECT_THAT(found("$..[?(@.u)].u"), ElementsAre("\"2024\""));
  EXPECT_THAT(found("s[?(@)]"), IsEmpty());
}

TEST(Path, FilterLiterals) {
  EXPECT_THAT(found("a.b[?(@.id>1)].id"), ElementsAre("2", "\"3\""));  // text is made a number next to one
  EXPECT_THAT(found("a.b[?(@.id=='3')].id"), ElementsAre("\"3\""));
  EXPECT_THAT(found("a.b[?(@.id>'1')].id"), ElementsAre("\"3\""));
  EXPECT_THAT(found("v[?(@.x==3)].x"), ElementsAre("3", "3.9", "\" +3 \"", "\"0_3\""));
  EXPECT_THAT(found("v[?(@.x==1)].x"), ElementsAre("true"));
  EXPECT_THAT(found("v[?(@.x==true)].x"), ElementsAre("true"));
  EXPECT_THAT(found("v[?(@.x==3.9)].x"), ElementsAre("3.9"));
  EXPECT_THAT(found("v[?(@.x>9223372036854775807)].x"),
              ElementsAre("18446744073709551615", "100000000000000000000000000000"));
  EXPECT_THAT(found("v[?(@.x<=-9223372036854775808)].x"), ElementsAre("-1e300"));
  EXPECT_THAT(found("v[?(@.x!=0)].x"), testing::SizeIs(8));
  EXPECT_THAT(found("v[?(@.x!='a')].x"), testing::SizeIs(12));
  EXPECT_THAT(found("v[?(@.x<1.0)].x"), ElementsAre("-1e300"));
  EXPECT_THAT(found("v[?(@.x=='null')].x"), IsEmpty());
}

TEST(Path, WorkIsBounded) {
  std::string deep;
  for (int i = 0; i < 250; ++i) deep += R"({"a":[1,)";
  deep += "1";
  for (int i = 0; i < 250; ++i) deep += "]}";
  Parser parser;
  const auto document = parser.parse(deep);
  ASSERT_TRUE(document);
  const auto result = Path::compile("$..*..*..*..*")->evaluate(document->root());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::source_data);
  EXPECT_THAT(result.error().message, HasSubstr("over and over"));
  EXPECT_EQ(Path::compile("$..*")->evaluate(document->root())->size(), 750U);

  const auto text = parser.parse("[\"" + std::string(5000, 'a') + "b\"]");
  const auto slow = Path::compile("$[?(@ =~ '^(a+)+$')]")->evaluate(text->root());
  ASSERT_FALSE(slow);
  EXPECT_THAT(slow.error().message, HasSubstr("too much work"));
  EXPECT_FALSE(Path::compile("$[?(!(@ =~ '^(a+)+$'))]")->first(text->root()));

  EXPECT_THAT(found("$..a..a..a..a..a"), ElementsAre(HasSubstr("the fifth `..`")));
  EXPECT_THAT(found(std::string(40, '(') + "a" + std::string(40, ')')), ElementsAre(HasSubstr("16 levels")));
  EXPECT_THAT(found("a[?" + std::string(40, '!') + "b]"), ElementsAre(HasSubstr("16 levels")));
  EXPECT_THAT(found(std::string(5000, 'a')), ElementsAre(HasSubstr("at most 4096 bytes")));
}

TEST(Path, ErrorsNameThePosition) {
  EXPECT_THAT(found("a b"), ElementsAre(HasSubstr("at position 3")));
  EXPECT_THAT(found("a."), ElementsAre(HasSubstr("a name is due at position 3")));
  EXPECT_THAT(found(""), ElementsAre(HasSubstr("at position 1")));
  EXPECT_THAT(found("..id"), ElementsAre(HasSubstr("at position 1")));
  for (const char* wrong : {"a[",
                            "a['x",
                            "a[1:2:0]",
                            "$a",
                            "a.0.1",
                            "[99999999999999999999]",
                            "a,",
                            "$$",
                            "a[-]",
                            "[]",
                            "(a",
                            "a)",
                            "()",
                            "$...a",
                            "[?(@.a)]",
                            "a.[?(@.b)]",
                            "a[?]",
                            "a[?()]",
                            "a[?(@.b==)]",
                            "a[?(@.b==1]",
                            "a[?(@.b in 1)]",
                            "a[?@.b==1|@.c==2]",
                            "a[0,]",
                            "a[0,'x']",
                            "a.where",
                            "where",
                            "a[?(@.b=~1)]",
                            "a[?(@.b=~'(')]",
                            "a~",
                            "@@x",
                            "a where",
                            "a|",
                            "é"})
    EXPECT_THAT(found(wrong), ElementsAre(HasSubstr("error"))) << wrong;
  EXPECT_THAT(found("a.`len`"), ElementsAre(HasSubstr("a function other than `this` and `parent` at position 3")));
  EXPECT_THAT(found("a[/b]"), ElementsAre(HasSubstr("sorting")));
  EXPECT_THAT(found("a & b"), ElementsAre(HasSubstr("an intersection (`&`)")));
  EXPECT_THAT(found("a + b"), ElementsAre(HasSubstr("arithmetic")));
  EXPECT_EQ(Path::compile("a[").error().kind, ErrorKind::config);
}

bool may_hold(std::string_view outer, std::string_view inner) {
  return Path::compile(outer)->may_hold(*Path::compile(inner));
}

TEST(Path, TellsWhatMayHoldAnother) {
  for (const char* outer : {"a", "$.a", "a.b", "a.b.c", "['a']['b']", "*", "a.*", "$..c", "$..*", "x|a", "a.(b|z)",
                            "a,x", "a.b where d", "a[:]", "a.b[*]", "a.`parent`"})
    EXPECT_TRUE(may_hold(outer, "a.b.c")) << outer;
  for (const char* outer : {"b", "a.c", "a.b.c.d", "a[0]", "$..d", "$..c.d", "x|y", "a.(x|y)", "A"})
    EXPECT_FALSE(may_hold(outer, "a.b.c")) << outer;
  for (const char* outer : {"l", "l[*]", "l[0].id", "l[*].id", "l[0:2].id", "l[?(@.k=='x')].id", "l[-1]", "$..id"})
    EXPECT_TRUE(may_hold(outer, "l[*].id")) << outer;
  for (const char* outer : {"l.id", "l[*].k", "id"}) EXPECT_FALSE(may_hold(outer, "l[*].id")) << outer;
  EXPECT_TRUE(may_hold("a.b", "$..c"));
  EXPECT_TRUE(may_hold("a", "a[?(@.k=='x')].id"));
}

TEST(Path, GivesTheKeysOfAPlainPath) {
  EXPECT_EQ(*Path::compile("$")->keys(), std::vector<std::string>());
  EXPECT_EQ(*Path::compile("$.a['b c'].d")->keys(), (std::vector<std::string>{"a", "b c", "d"}));
  for (const char* path : {"a[0]", "a,b", "a.*", "$..a", "a|b"}) EXPECT_FALSE(Path::compile(path)->keys()) << path;
}

}  // namespace
}  // namespace decant::json
