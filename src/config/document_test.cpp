#include "config/document.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <string>
#include <vector>

#include "json/write.h"

namespace decant::config {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// The document as JSON, or "error: " and the message.
std::string as_json(const std::string& text, Format format = Format::yaml) {
  const auto document = parse_document(text, format, "f");
  return document ? json::write(document->to_json()) : "error: " + document.error().message;
}

Error error_of(const std::string& text, Format format = Format::yaml) {
  auto document = parse_document(text, format, "f");
  EXPECT_FALSE(document.has_value()) << json::write(document->to_json());
  return document ? Error{} : document.error();
}

/// Values with their lines: `a@1 a.b@2 …`, keys first.
void list_lines(const Node& node, const std::string& path, std::vector<std::string>& lines) {
  for (const auto& member : node.members()) {
    const std::string inner = path.empty() ? member.key : path + "." + member.key;
    lines.push_back(inner + "@" + std::to_string(member.location.line) + ":" + std::to_string(member.value.line()));
    list_lines(member.value, inner, lines);
  }
  for (std::size_t i = 0; i < node.items().size(); ++i) {
    const std::string inner = path + "[" + std::to_string(i) + "]";
    lines.push_back(inner + "@" + std::to_string(node.items()[i].line()));
    list_lines(node.items()[i], inner, lines);
  }
}

std::vector<std::string> lines_of(const std::string& text, Format format) {
  const auto document = parse_document(text, format, "f");
  std::vector<std::string> lines;
  if (document) list_lines(*document, "", lines);
  return lines;
}

constexpr const char* kYaml = R"(pipeline:
  name: shop
  destination: duckdb
source:
  type: rest_api
  page_size: 100
  rate: 1.5
  strict: true
  headers: {X-Zone: "5", A: b}
  resources:
    - orders
    - name: stock
      path: "stöck\n"
)";
constexpr const char* kToml = R"([pipeline]
name = "shop"
destination = "duckdb"
[source]
type = "rest_api"
page_size = 100
rate = 1.5
strict = true
headers = {X-Zone = "5", A = "b"}
resources = [
  "orders",
  { name = "stock", path = "stöck\n" } ]
)";
constexpr const char* kJson = R"({"pipeline": {
  "name": "shop",
  "destination": "duckdb"},
"source": {
  "type": "rest_api",
  "page_size": 100,
  "rate": 1.5,
  "strict": true,
  "headers": {"X-Zone": "5", "A": "b"},
  "resources": [
    "orders",
    {"name": "stock",
      "path": "st\u00f6ck\n"}
]}}
)";

TEST(Document, IsTheSameInThreeFormats) {
  const std::string expected =
      R"({"pipeline":{"name":"shop","destination":"duckdb"},"source":{"type":"rest_api","page_size":100,"rate":1.5,)"
      R"("strict":true,"headers":{"X-Zone":"5","A":"b"},"resources":["orders",{"name":"stock","path":"stöck\n"}]}})";
  EXPECT_EQ(as_json(kYaml, Format::yaml), expected);
  EXPECT_EQ(as_json(kJson, Format::json), expected);
  EXPECT_EQ(as_json("[pipeline]\r\nname='x'\r\n", Format::toml), R"({"pipeline":{"name":"x"}})");
  EXPECT_EQ(as_json(kToml, Format::toml), expected);
}

TEST(Document, KnowsTheLineOfEveryKeyAndValue) {
  const std::vector<std::string> inner = {"pipeline.name@2:2",
                                          "pipeline.destination@3:3",
                                          "source@4:X",
                                          "source.type@5:5",
                                          "source.page_size@6:6",
                                          "source.rate@7:7",
                                          "source.strict@8:8",
                                          "source.headers@9:9",
                                          "source.headers.X-Zone@9:9",
                                          "source.headers.A@9:9",
                                          "source.resources@10:Y",
                                          "source.resources[0]@11",
                                          "source.resources[1]@12",
                                          "source.resources[1].name@12:12",
                                          "source.resources[1].path@Z"};
  const auto check = [&](const std::vector<std::string>& lines, const std::string& source, const std::string& list,
                         const std::string& path) {
    ASSERT_EQ(lines.size(), inner.size() + 1);
    for (std::size_t i = 0; i < inner.size(); ++i) {
      const std::string expected = inner[i] == "source@4:X"                   ? "source@4:" + source
                                   : inner[i] == "source.resources@10:Y"      ? "source.resources@10:" + list
                                   : inner[i] == "source.resources[1].path@Z" ? "source.resources[1].path@" + path
                                                                              : inner[i];
      EXPECT_EQ(lines[i + 1], expected);
    }
  };
  check(lines_of(kYaml, Format::yaml), "5", "11", "13:13");
  check(lines_of(kToml, Format::toml), "4", "10", "12:12");
  check(lines_of(kJson, Format::json), "4", "10", "13:13");
}

TEST(Document, FormatFollowsTheSuffix) {
  EXPECT_EQ(format_of("x/a.yaml").value(), Format::yaml);
  EXPECT_EQ(format_of("a.YML").value(), Format::yaml);
  EXPECT_EQ(format_of("a.toml").value(), Format::toml);
  EXPECT_EQ(format_of("a.json").value(), Format::json);
  const auto other = format_of("a.py");
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().kind, ErrorKind::config);
  EXPECT_THAT(other.error().message, HasSubstr("a.py"));
}

TEST(Document, TopLevelMustBeAMapping) {
  EXPECT_EQ(as_json("- a"), "error: f:1: the top level must be a mapping, but is a list");
  EXPECT_EQ(as_json("# nothing\n"), "error: f: the file is empty");
  EXPECT_EQ(as_json("5", Format::json), "error: f:1: the top level must be a mapping, but is a whole number");
  EXPECT_EQ(as_json("", Format::toml), "{}");
}

TEST(Document, RefusesWhatIsNotCleanUtf8) {
  EXPECT_EQ(as_json("a: 1\nb: \xFF\n"), "error: f:2: the text is not UTF-8");
  EXPECT_EQ(as_json("a: \xED\xA0\x80"), "error: f:1: the text is not UTF-8");      // half a surrogate pair
  EXPECT_EQ(as_json("a: \xC0\xAF"), "error: f:1: the text is not UTF-8");          // overlong
  EXPECT_EQ(as_json("a: \xF4\x90\x80\x80"), "error: f:1: the text is not UTF-8");  // behind U+10FFFF
  EXPECT_EQ(as_json("a: \xE2\x82"), "error: f:1: the text is not UTF-8");          // cut short
  EXPECT_EQ(as_json("a: 1\n\nb: x\x04\nc: 2"), "error: f:3: a control character stands here");
  EXPECT_EQ(as_json(std::string("a: \0", 4)), "error: f:1: a control character stands here");
  EXPECT_EQ(as_json("a: 1\rb: 2"), "error: f:1: a control character stands here");
  EXPECT_EQ(as_json("\xEF\xBB\xBF"
                    "a: €😀"),
            R"({"a":"€😀"})");
}

TEST(Document, RefusesKeysThatStandTwiceAndNamesBothLines) {
  const Error yaml = error_of("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n");
  EXPECT_EQ(yaml.message, "f:5: the key `c` stands twice, first in line 3");
  EXPECT_EQ(yaml.details.line, 5);
  EXPECT_EQ(as_json("{\"a\": 1,\n\"b\": 2,\n\"\\u0061\": 3}", Format::json),
            "error: f:3: the key `a` stands twice, first in line 1");
  EXPECT_THAT(as_json("a = 1\nb = 2\na = 3", Format::toml),
              AllOf(StartsWith("error: f:3: not valid TOML"), HasSubstr("'a'")));
}

TEST(Document, RefusesTooMuch) {
  EXPECT_THAT(as_json(std::string(kMaxBytes + 1, ' ')), HasSubstr("larger than"));
  std::string many = "{\"a\": [0";
  for (std::size_t i = 0; i < kMaxNodes; ++i) many += ",1";
  EXPECT_THAT(as_json(many + "]}", Format::json), HasSubstr("more values"));
  EXPECT_THAT(as_json("a = " + many.substr(6) + "]", Format::toml), HasSubstr("more values"));
  EXPECT_THAT(as_json(many + "]}", Format::yaml), HasSubstr("more values"));
}

std::string repeated(const std::string& part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

TEST(Document, BoundsTheDepth) {
  const auto nested = [](int levels) { return "a: " + repeated("[", levels) + repeated("]", levels); };
  EXPECT_THAT(as_json(nested(kMaxDepth - 1)), StartsWith("{"));
  EXPECT_THAT(as_json(nested(kMaxDepth)), HasSubstr("nested deeper than 100 levels"));
  EXPECT_THAT(as_json(nested(100'000)), StartsWith("error: f:1: "));
  EXPECT_THAT(as_json(repeated("- ", 100'000)), StartsWith("error: f:1: "));
  EXPECT_THAT(as_json(repeated("{\"a\":", 101) + "1" + repeated("}", 101), Format::json), HasSubstr("nested deeper"));
  EXPECT_THAT(as_json(repeated("{\"a\":", 100'000), Format::json), StartsWith("error: f:1: "));
  EXPECT_THAT(as_json("a = 1\nb = " + repeated("[", 100'000), Format::toml), HasSubstr("f:2: nested deeper"));
  // A dotted key nests as well.
  EXPECT_THAT(as_json(repeated("a.", 500'000) + "a = 1", Format::toml), HasSubstr("f:1: nested deeper"));
  EXPECT_THAT(as_json("[" + repeated("a.", 90) + "a]\n" + repeated("b.", 90) + "b = 1", Format::toml),
              HasSubstr("nested deeper"));
  EXPECT_THAT(as_json(repeated("a.", 98) + "a = 1", Format::toml), StartsWith("{"));
}

TEST(Yaml, TypesPlainScalarsByTheCoreSchema) {
  EXPECT_EQ(as_json("a: [yes, no, on, off, y, n, Yes]"), R"({"a":["yes","no","on","off","y","n","Yes"]})");
  EXPECT_EQ(as_json("a: [true, False, TRUE, null, ~, Null, ]"), R"({"a":[true,false,true,null,null,null]})");
  EXPECT_EQ(as_json("a: [1, -2, +3, 007, 0x1F, 0o17, 1_000, 0b1, 12:30:00]"),
            R"({"a":[1,-2,3,7,31,15,"1_000","0b1","12:30:00"]})");
  EXPECT_EQ(as_json("a: [1.5, .5, 5., -1e3, 1.2.3, 1e, +, ., -, 2024-01-02]"),
            R"({"a":[1.5,0.5,5.0,-1000.0,"1.2.3","1e","+",".","-","2024-01-02"]})");
  EXPECT_EQ(as_json("a: ['1', \"true\", 'null', \"~\", '']"), R"({"a":["1","true","null","~",""]})");
  EXPECT_EQ(as_json("a: |\n  5\nb: >-\n  x\n  y\n"), R"({"a":"5\n","b":"x y"})");
  EXPECT_EQ(as_json("a: 9223372036854775807"), R"({"a":9223372036854775807})");
  EXPECT_EQ(as_json("x: 1\na: 9223372036854775808"), "error: f:2: the number here does not fit 64 bits");
  EXPECT_EQ(as_json("a: 1e400"), "error: f:1: the number here does not fit 64 bits");
}

TEST(Yaml, HonoursStandardTagsOnly) {
  EXPECT_EQ(as_json("a: !!str 5\nb: !!float 5\nc: !!int '5'\nd: ! 5\ne: !!map {x: !!seq [1]}"),
            R"({"a":"5","b":5.0,"c":5,"d":"5","e":{"x":[1]}})");
  EXPECT_THAT(as_json("a: 1\nb: !!python/object:os.system x"), AllOf(StartsWith("error: f:2: "), HasSubstr("python")));
  EXPECT_THAT(as_json("a: !foo [x]"), StartsWith("error: f:1: the tag"));
  EXPECT_THAT(as_json("a: !!int x"), StartsWith("error: f:1: the tag"));
}

TEST(Yaml, KeysAreTexts) {
  EXPECT_EQ(as_json("404: ignore\ntrue: x\n'null': y"), R"({"404":"ignore","true":"x","null":"y"})");
  EXPECT_THAT(as_json("[1, 2]: x"), HasSubstr("a key is a list or a mapping"));
  EXPECT_THAT(as_json("a: 1\n~: x"), HasSubstr("f:2: a key is empty or null"));
  EXPECT_THAT(as_json("a: &k k\n*k : 1"), HasSubstr("f:2: a key is an alias"));
  EXPECT_THAT(as_json("a: &k {x: 1}\nb:\n  <<: *k"), HasSubstr("f:3: the merge key"));
}

TEST(Yaml, AbsentValuesHaveTheLineOfTheirKey) {
  const auto document = parse_document("a:\n\n\nb: 1\n", Format::yaml, "f");
  ASSERT_TRUE(document.has_value());
  EXPECT_TRUE(document->find("a")->is_null());
  EXPECT_EQ(document->find("a")->line(), 1);
}

TEST(Yaml, ErrorsNameTheLine) {
  EXPECT_THAT(error_of("a: 1\nb: c: d\n").message, StartsWith("f:2: not valid YAML: "));
  EXPECT_THAT(error_of("a:\n\tb: 1\n").message, StartsWith("f:2: not valid YAML: "));
  EXPECT_THAT(error_of("a: *nothing").message, StartsWith("f:1: not valid YAML: "));
  EXPECT_EQ(error_of("a: 1\n---\nb: 2\n").message, "f:2: a second document begins here");
  EXPECT_EQ(error_of("a: {b: [1, 2}").kind, ErrorKind::config);
}

TEST(Yaml, RefusesQuotedTextThatIsNotClosed) {
  for (const auto* tail : {"", "\n", "\n\n", "\n  \t", "\r\n", " ", "\nc: 2\n", "\\\n"}) {
    EXPECT_THAT(as_json("a: 1\nb: \"x" + std::string(tail)), StartsWith("error: f:2: not valid YAML: ")) << tail;
    EXPECT_THAT(as_json("a: 1\nb: 'x" + std::string(tail)), StartsWith("error: f:2: not valid YAML: ")) << tail;
  }
  EXPECT_EQ(as_json("a: |+\n  x\n\n"), R"({"a":"x\n\n"})");
  EXPECT_EQ(as_json("a: |\n  x\n  "), R"({"a":"x\n"})");
  EXPECT_EQ(as_json("a: 1\n...\n"), R"({"a":1})");
}

TEST(Yaml, CopiesAliases) {
  EXPECT_EQ(as_json("a: &x {k: [1, 2]}\nb: *x\nc: [*x]"), R"({"a":{"k":[1,2]},"b":{"k":[1,2]},"c":[{"k":[1,2]}]})");
  EXPECT_EQ(as_json("a: &x\nb: *x"), R"({"a":null,"b":null})");
}

TEST(Yaml, RefusesAliasBombs) {
  std::string bomb = "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string last = "*l" + std::to_string(i - 1);
    bomb += "l" + std::to_string(i) + ": &l" + std::to_string(i) + " [" + repeated(last + " , ", 9) + last + "]\n";
  }
  EXPECT_THAT(as_json(bomb), HasSubstr("once its aliases are resolved"));
  // Few values, much text.
  const std::string long_text = "a: &a '" + std::string(1'000'000, 'x') + "'\nb: [" + repeated("*a , ", 5000) + "]";
  EXPECT_THAT(as_json(long_text), HasSubstr("once its aliases are resolved"));
  // Each level is within the bounds, their sum is not.
  std::string deep = "a0: &a0 [[[[[[[[[[x]]]]]]]]]]\n";
  for (int i = 1; i < 12; ++i)
    deep += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [[[[[[[[[[*a" + std::to_string(i - 1) +
            " ]]]]]]]]]]\n";
  EXPECT_THAT(as_json(deep), HasSubstr("nested deeper"));
}

TEST(Yaml, RefusesAValueThatHoldsItself) {
  EXPECT_THAT(as_json("a: &x [*x]"), HasSubstr("f:1: the alias names a value that holds it"));
  EXPECT_THAT(as_json("a: &x {b: {c: *x}}"), HasSubstr("f:1: the alias names a value that holds it"));
}

TEST(Toml, KeepsTheOrderOfTheFile) {
  EXPECT_EQ(as_json("z = 1\na = 2\n[m]\nc.y = 1\nb = 2\nc.x = 3\n[[l]]\nq = 1\n[[l]]\nb = 2\n", Format::toml),
            R"({"z":1,"a":2,"m":{"c":{"y":1,"x":3},"b":2},"l":[{"q":1},{"b":2}]})");
}

TEST(Toml, DatesAreText) {
  EXPECT_EQ(as_json("a = 2024-01-02\nb = 2024-01-02T03:04:05Z\nc = 03:04:05.5", Format::toml),
            R"({"a":"2024-01-02","b":"2024-01-02T03:04:05Z","c":"03:04:05.5"})");
}

TEST(Toml, StringsDoNotCountAsNesting) {
  const std::string dots = repeated(".[{", 500);
  EXPECT_THAT(as_json("a = \"" + dots + "\\\"\"\nb = '" + dots + "'\n# " + dots + "\nc = \"\"\"\n\"" + dots +
                          "\\\"\n\"\"\"\"\nd = '''" + dots + "'\n''''\n\"" + dots + "\" = 1",
                      Format::toml),
              StartsWith("{"));
  EXPECT_THAT(as_json("a = [" + repeated("1.5,\n", 500) + "]\n", Format::toml), StartsWith("{"));
  EXPECT_THAT(as_json(repeated("a.b.c = 1\n", 1) + repeated("[[x.y]]\nz.u = 1.5\n", 200), Format::toml),
              StartsWith("{"));
}

TEST(Toml, ErrorsNameTheLineAndTheParsersMessage) {
  const Error error = error_of("a = 1\nb = \n", Format::toml);
  EXPECT_THAT(error.message, AllOf(StartsWith("f:2: not valid TOML: "), HasSubstr("value")));
  EXPECT_EQ(error.details.file, "f");
  EXPECT_EQ(error.details.line, 2);
}

TEST(Toml, ErrorsDoNotShowNumbers) {
  EXPECT_EQ(as_json("a = 1\nkey = 1234567890123456789012345", Format::toml),
            "error: f:2: the number here does not fit 64 bits");
  EXPECT_EQ(as_json("key = 1e400", Format::toml), "error: f:1: the number here does not fit 64 bits");
}

TEST(Json, ErrorsNameTheLine) {
  EXPECT_THAT(as_json("{\"a\": 1,\n\"b\" 2}", Format::json), StartsWith("error: f:2: not valid JSON: "));
  EXPECT_THAT(as_json("{\"a\": 1,\n\"b\": \"x,\n\"c\": 1}", Format::json), StartsWith("error: f:2: not valid JSON: "));
  EXPECT_THAT(as_json("{\"a\": 1,\n\"b\": \"x}", Format::json), StartsWith("error: f:2: not valid JSON: "));
  EXPECT_THAT(as_json("{\"a\": 1}\n\n x", Format::json), StartsWith("error: f:3: not valid JSON: "));
  EXPECT_EQ(as_json("{\"a\":\n18446744073709551615}", Format::json),
            "error: f:2: the number here does not fit 64 bits");
}

TEST(Json, FindsLinesAroundEscapesAndPunctuation) {
  EXPECT_EQ(lines_of("{\"\\\"]}\\\\\":\n\"\\\\\",\n\"b\":[],\"c\"\n:\n{}\n,\"d\":[[\n-1e5],true]}", Format::json),
            (std::vector<std::string>{"\"]}\\@1:2", "b@3:3", "c@3:5", "d@6:6", "d[0]@6", "d[0][0]@7", "d[1]@7"}));
}

class Files : public ::testing::Test {
 protected:
  void SetUp() override {
    static std::atomic<int> count{0};
    folder_ = std::filesystem::temp_directory_path() /
              ("decant-document-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};

TEST_F(Files, LoadsAndNamesTheFile) {
  const auto path = folder_ / "a.yaml";
  std::ofstream(path) << "a: 1\nb: [\n";
  const auto document = load_document(path);
  ASSERT_FALSE(document.has_value());
  EXPECT_THAT(document.error().message, StartsWith(path.string() + ":"));
  EXPECT_EQ(document.error().details.file, path.string());
  std::ofstream(path) << "a: 1\n";
  EXPECT_EQ(load_document(path).value().find("a")->location().to_string(), path.string() + ":1");
}

TEST_F(Files, RefusesWhatIsNoReadableFile) {
  const auto absent = load_document(folder_ / "b.yaml");
  ASSERT_FALSE(absent.has_value());
  EXPECT_EQ(absent.error().kind, ErrorKind::config);
  EXPECT_EQ(absent.error().message, (folder_ / "b.yaml").string() + ": there is no such file");
  std::filesystem::create_directories(folder_ / "c.yaml");
  EXPECT_THAT(load_document(folder_ / "c.yaml").error().message, HasSubstr("not a file"));
  std::ofstream(folder_ / "d.json") << std::string(kMaxBytes + 1, ' ');
  EXPECT_THAT(load_document(folder_ / "d.json").error().message, HasSubstr("larger than 1 MiB"));
}

}  // namespace
}  // namespace decant::config
