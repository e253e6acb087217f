#include "source/rest/placeholder/template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "config/document.h"
#include "json/write.h"
#include "source/rest/placeholder/template_tree.h"

namespace decant::source::rest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// `text` with {v} = the JSON `value`.
std::string filled(std::string_view text, std::string_view value) {
  const json::Value parsed = json::parse_value(value).value();
  const auto compiled = Template::compile(text);
  if (!compiled) return "error: " + compiled.error().message;
  const auto result = compiled->text([&](std::string_view name) { return name == "v" ? &parsed : nullptr; });
  return result ? *result : "error: " + result.error().message;
}

TEST(Template, BracesAndNames) {
  EXPECT_EQ(filled("a/{v}/b{v}", "7"), "a/7/b7");
  EXPECT_EQ(filled("{{{v}}}", "1"), "{1}");
  EXPECT_EQ(filled("q {{ f(id: {v}) {{ x }} }}", "3"), "q { f(id: 3) { x } }");
  EXPECT_EQ(filled("", "1"), "");
  EXPECT_EQ(filled("ä{v}ö", R"("ü")"), "äüö");
  const auto names = Template::compile("{resources.a.b['x:}y']:>4}{i!r}{{n}}");
  ASSERT_TRUE(names) << names.error().message;
  EXPECT_THAT(names->names(), ElementsAre("resources.a.b['x:}y']", "i"));
  EXPECT_TRUE(names->has_placeholders());
  EXPECT_FALSE(Template::compile("{{n}}")->has_placeholders());
}

TEST(Template, ValuesAsPythonWritesThem) {
  for (const auto& [value, text] : std::map<std::string, std::string>{
           {"null", "None"},
           {"true", "True"},
           {"false", "False"},
           {"-0", "0"},
           {"9223372036854775808", "9223372036854775808"},
           {"123456789012345678901234567890", "123456789012345678901234567890"},
           {"1e400", "inf"},
           {"-1e400", "-inf"},
           {"1e-400", "0.0"},
           {"1e10", "10000000000.0"},
           {"2.5", "2.5"},
           {"-0.0", "-0.0"},
           {"0.0001", "0.0001"},
           {"0.00001", "1e-05"},
           {"1e-7", "1e-07"},
           {"1234567890123456.5", "1234567890123456.5"},
           {"1e16", "1e+16"},
           {"1.5e300", "1.5e+300"},
           {"[1,\"x\",null,[true],{}]", "[1, 'x', None, [True], {}]"},
           {R"({"k":"v","a b":1.0})", "{'k': 'v', 'a b': 1.0}"},
           {R"(["it's"])", R"(["it's"])"},
           {R"(["it's \"x\""])", R"(['it\'s "x"'])"},
           {R"(["a\nb\t\\\u0001\u007f\u00a0é€😀\u200b"])", R"(['a\nb\t\\\x01\x7f\xa0é€😀\u200b'])"},
           {R"("a\nb")", "a\nb"}})
    EXPECT_EQ(filled("{v}", value), text) << value;
  EXPECT_EQ(filled("{v!r}", R"("é'")"), R"("é'")");
  EXPECT_EQ(filled("{v!a}", R"("é€😀")"), R"('\xe9\u20ac\U0001f600')");
  EXPECT_EQ(filled("{v!s:>5}", "null"), " None");
}

TEST(Template, Formats) {
  struct Case {
    const char *format, *value, *text;
  };
  for (const auto& [format, value, text] : std::vector<Case>{
           {"", "42", "42"},
           {">5", "42", "   42"},
           {"03d", "42", "042"},
           {"05", "-42", "-0042"},
           {"<05", "42", "42000"},
           {"*^7", "42", "**42***"},
           {"ü=+6", "42", "+üüü42"},
           {" d", "42", " 42"},
           {",", "-1234567", "-1,234,567"},
           {"_", "1234567", "1_234_567"},
           {"08,", "1234", "0,001,234"},
           {"010,", "1234", "00,001,234"},
           {"#x", "255", "0xff"},
           {"#010X", "255", "0X000000FF"},
           {"_b", "255", "1111_1111"},
           {"o", "8", "10"},
           {"c", "8364", "€"},
           {"n", "1234", "1234"},
           {",d", "123456789012345678901234567890", "123,456,789,012,345,678,901,234,567,890"},
           {".1f", "123456789012345678901234567890", "123456789012345677877719597056.0"},
           {"d", "true", "1"},
           {">5", "true", "    1"},
           {".2f", "3", "3.00"},
           {".2f", "2.675", "2.67"},
           {"e", "12345.678", "1.234568e+04"},
           {".0E", "12345.678", "1E+04"},
           {"#.0f", "3", "3."},
           {"#.0e", "3", "3.e+00"},
           {"g", "0.0001", "0.0001"},
           {"g", "0.00001", "1e-05"},
           {"g", "1234567.0", "1.23457e+06"},
           {"#g", "1.5", "1.50000"},
           {".0g", "15.0", "2e+01"},
           {"G", "1e400", "INF"},
           {"010", "1e400", "0000000inf"},
           {"%", "0.256", "25.600000%"},
           {".0%", "0.256", "26%"},
           {".3", "1234.5", "1.23e+03"},
           {".3", "123.0", "1.23e+02"},
           {".4", "123.0", "123.0"},
           {"010.2f", "-3.14159", "-000003.14"},
           {",.2f", "1234567.891", "1,234,567.89"},
           {"+", "1.5", "+1.5"},
           {"#", "1e16", "1.e+16"},
           {"12", "1.5", "         1.5"},
           {"s", R"("x")", "x"},
           {"5", R"("é")", "é    "},
           {"05", R"("é")", "é0000"},
           {"€^4.1", R"("éx")", "€é€€"},
       })
    EXPECT_EQ(filled(std::string("{v:") + format + "}", value), text) << format << " of " << value;
}

TEST(Template, ErrorsQuoteTheText) {
  for (const char* wrong : {"{", "}", "a{v", "a}b", "{}", "{v{w}}", "{v!x}", "{v!", "{v!rx}", "{v:>", "{v:{w}}",
                            "{v:q}", "{v:5x5}", "{v:.}", "{v:,_}", "{v:,x}", "{v:99999999999999999999}", "{v[}"}) {
    const auto compiled = Template::compile(wrong);
    ASSERT_FALSE(compiled) << wrong;
    EXPECT_EQ(compiled.error().kind, ErrorKind::config);
    EXPECT_FALSE(compiled.error().hint.empty());
  }
  EXPECT_EQ(filled("x{y}", "1"), "error: `x{y}`: the placeholder {y} has no value (unresolved)");
  for (const auto& [format, value] : std::map<std::string, std::string>{{"d", R"("x")"},
                                                                        {"s", "1"},
                                                                        {"d", "1.5"},
                                                                        {">5", "null"},
                                                                        {"5", "[]"},
                                                                        {".2d", "1"},
                                                                        {"x", "123456789012345678901234567890"},
                                                                        {"c", "55296"},
                                                                        {"=5", R"("x")"},
                                                                        {"+", R"("x")"}})
    EXPECT_THAT(filled("{v:" + format + "}", value), HasSubstr("error")) << format << " of " << value;
}

TEST(Template, OnePlaceholderAloneKeepsItsKind) {
  const json::Value number = json::parse_value("123456789012345678901234567890").value();
  const Lookup lookup = [&](std::string_view) { return &number; };
  EXPECT_EQ(Template::compile("{v}")->value(lookup).value(), number);
  EXPECT_EQ(Template::compile("{v:}")->value(lookup).value(), number);
  EXPECT_TRUE(Template::compile("{v!s}")->value(lookup).value().is_string());
  EXPECT_TRUE(Template::compile(" {v}")->value(lookup).value().is_string());
  EXPECT_TRUE(Template::compile("{v}{v}")->value(lookup).value().is_string());
}

TEST(TemplateTree, KeysAndTextsAtAnyDepth) {
  const auto node =
      config::parse_document("a: ['{x}', 1, {'k{y}': '{y}'}]\n'{n}': true\n", config::Format::yaml, "f.yaml");
  ASSERT_TRUE(node);
  const auto tree = TemplateTree::compile(*node);
  ASSERT_TRUE(tree) << tree.error().message;
  ASSERT_EQ(tree->uses().size(), 4U);
  EXPECT_EQ(tree->uses()[3].name, "n");
  EXPECT_EQ(tree->uses()[3].location.to_string(), "f.yaml:2");
  const std::map<std::string, json::Value, std::less<>> values{{"x", 5}, {"y", json::Value()}, {"n", json::Value()}};
  const Lookup lookup = [&](std::string_view name) -> const json::Value* {
    const auto found = values.find(name);
    return found == values.end() ? nullptr : &found->second;
  };
  EXPECT_EQ(json::write(tree->texts(lookup).value()), R"({"a":["5",1,{"kNone":"None"}],"None":true})");
  EXPECT_EQ(json::write(tree->values(lookup).value()), R"({"a":[5,1,{"kNone":null}],"null":true})");
}

TEST(TemplateTree, ErrorsNameTheLine) {
  const auto wrong = config::parse_document("a:\n  b: ['x', '{']\n", config::Format::yaml, "f.yaml");
  const auto refused = TemplateTree::compile(*wrong);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "f.yaml:2: `{`: a single `{`");
  EXPECT_EQ(refused.error().details.line, 2);
  const auto node = config::parse_document("a: 1\n'{x}': '{y}'\n", config::Format::yaml, "f.yaml");
  const json::Value list = json::Value::array();
  const auto tree = TemplateTree::compile(*node).value();
  const auto missing = tree.texts([&](std::string_view name) { return name == "x" ? &list : nullptr; });
  EXPECT_EQ(missing.error().message, "f.yaml:2: `{y}`: the placeholder {y} has no value (unresolved)");
  const auto key = tree.values([&](std::string_view) { return &list; });
  EXPECT_THAT(key.error().message, HasSubstr("must not be a list"));
}

}  // namespace
}  // namespace decant::source::rest
