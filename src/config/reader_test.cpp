#include "config/reader.h"

#include <gmock/gmock.h>

#include "config/document.h"

namespace decant::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Reader reader_of(const std::string& yaml, std::string path = "source") {
  return Reader::open(parse_document(yaml, Format::yaml, "centra.yaml").value(), std::move(path)).value();
}

template <typename T>
std::string error_of(const Result<T>& result) {
  return result ? "no error" : result.error().message;
}

TEST(Reader, ReadsEveryType) {
  auto reader = reader_of(
      "t: x\nb: true\ni: 5\nr: 1.5\nd: 2m\ns: 1KiB\nm: {k: v}\nl: [a, b]\none: a\nc: merge\nn: null\nany: [1]");
  EXPECT_EQ(reader.text("t").value(), "x");
  EXPECT_EQ(reader.boolean("b").value(), true);
  EXPECT_EQ(reader.integer("i").value(), 5);
  EXPECT_EQ(reader.real("i").value(), 5.0);
  EXPECT_EQ(reader.optional_real("r").value(), 1.5);
  EXPECT_EQ(reader.optional_boolean("b").value(), true);
  EXPECT_EQ(reader.optional_duration("d").value(), std::chrono::minutes(2));
  EXPECT_EQ(reader.optional_bytes("s").value(), 1024U);
  EXPECT_EQ(reader.mapping("m").value().text("k").value(), "v");
  EXPECT_THAT(reader.optional_texts("l").value().value(), ElementsAre("a", "b"));
  EXPECT_THAT(reader.optional_texts("one").value().value(), ElementsAre("a"));
  EXPECT_EQ(reader.optional_choice("c", {"append", "merge"}).value(), "merge");
  EXPECT_EQ(reader.optional_any("any")->node.items().size(), 1U);
  EXPECT_TRUE(reader.optional_any("n")->node.is_null());
  EXPECT_TRUE(reader.finish().has_value());
}

TEST(Reader, AbsentAndNullAreNothingWhereOptional) {
  auto reader = reader_of("n: null");
  for (const auto* key : {"n", "absent"}) {
    EXPECT_EQ(reader.optional_text(key).value(), std::nullopt);
    EXPECT_EQ(reader.optional_boolean(key).value(), std::nullopt);
    EXPECT_EQ(reader.optional_integer(key).value(), std::nullopt);
    EXPECT_EQ(reader.optional_duration(key).value(), std::nullopt);
    EXPECT_EQ(reader.optional_bytes(key).value(), std::nullopt);
    EXPECT_EQ(reader.optional_texts(key).value(), std::nullopt);
    EXPECT_FALSE(reader.optional_mapping(key).value().has_value());
    EXPECT_FALSE(reader.optional_list(key).value().has_value());
    EXPECT_FALSE(reader.has(key));
  }
}

TEST(Reader, RequiredKeysAreThereAndNotNull) {
  auto reader = reader_of("a: 1\nn: null\n");
  EXPECT_EQ(error_of(reader.text("base_url")), "centra.yaml:1: `source.base_url` is missing");
  EXPECT_EQ(error_of(reader.text("n")), "centra.yaml:2: `source.n` must not be null");
  EXPECT_EQ(error_of(reader.list("n")), "centra.yaml:2: `source.n` must not be null");
  EXPECT_EQ(error_of(reader.any("x")), "centra.yaml:1: `source.x` is missing");
}

TEST(Reader, WrongTypesNameFileLineAndKey) {
  auto reader = reader_of("a: 1\npage_size: many\nm: [1]\nl: {}\nt: [a, 5]\n");
  const auto page_size = reader.optional_integer("page_size");
  ASSERT_FALSE(page_size.has_value());
  EXPECT_EQ(page_size.error().message, "centra.yaml:2: `source.page_size` must be a whole number, but is text");
  EXPECT_EQ(page_size.error().kind, ErrorKind::config);
  EXPECT_EQ(page_size.error().details.line, 2);
  EXPECT_EQ(error_of(reader.mapping("m")), "centra.yaml:3: `source.m` must be a mapping, but is a list");
  EXPECT_EQ(error_of(reader.optional_list("l")), "centra.yaml:4: `source.l` must be a list, but is a mapping");
  EXPECT_EQ(error_of(reader.optional_texts("t")), "centra.yaml:5: `source.t[1]` must be text, but is a whole number");
  EXPECT_EQ(error_of(reader.optional_texts("a")), "centra.yaml:1: `source.a` must be a list, but is a whole number");
  EXPECT_EQ(error_of(reader.optional_integer("a", 2, 10)), "centra.yaml:1: `source.a` must be from 2 to 10");
  EXPECT_EQ(reader.optional_integer("a", 1, 10).value(), 1);
}

TEST(Reader, NamesTheDottedPathOfNestedValues) {
  auto document =
      reader_of("source:\n  resources:\n    - name: a\n    - name: b\n      endpoint:\n        path: [1]\n", "");
  auto source = document.mapping("source").value();
  auto resources = source.list("resources").value();
  ASSERT_EQ(resources.size(), 2U);
  EXPECT_EQ(resources[1].path, "source.resources[1]");
  auto resource = Reader::open(resources[1].node, resources[1].path).value();
  auto endpoint = resource.optional_mapping("endpoint").value().value();
  EXPECT_EQ(error_of(endpoint.text("path")),
            "centra.yaml:6: `source.resources[1].endpoint.path` must be text, but is a list");
  EXPECT_EQ(
      error_of(Reader::open(resources[1].node.find("name") != nullptr ? *resources[1].node.find("name") : Node(), "x")),
      "centra.yaml:4: `x` must be a mapping, but is text");
}

TEST(Reader, FindsUnknownKeysAndTheNearestRightOne) {
  auto reader = reader_of("base_url: x\napi_kye: y\n");
  ASSERT_TRUE(reader.optional_text("base_url").has_value());
  ASSERT_TRUE(reader.optional_text("api_key").has_value());
  const auto result = reader.finish();
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().message, "centra.yaml:2: unknown key `source.api_kye`");
  EXPECT_EQ(result.error().hint, "did you mean `api_key`?");
  EXPECT_EQ(result.error().details.line, 2);
  auto far = reader_of("zzzzzz: 1");
  ASSERT_TRUE(far.optional_text("base_url").has_value());
  EXPECT_EQ(far.finish().error().hint, "known here: `base_url`");
}

TEST(Reader, RefusesByNameWhatIsNotSupportedYet) {
  auto reader = reader_of("name: x\nstaging: y\n", "pipeline");
  EXPECT_EQ(error_of(reader.refuse({"table_format", "staging"})),
            "centra.yaml:2: `pipeline.staging` is not supported yet");
  EXPECT_TRUE(reader_of("staging: null\n", "pipeline").refuse({"staging"}).has_value());
  auto other = reader_of("stagin: y\n", "pipeline");
  EXPECT_TRUE(other.refuse({"staging"}).has_value());
  // Not offered as the key that was meant.
  EXPECT_EQ(other.finish().error().hint, "this mapping has no keys");
}

TEST(Reader, ChoicesAreListedAndTheNearestIsOffered) {
  auto reader = reader_of("write_disposition: marge\n");
  const auto result = reader.optional_choice("write_disposition", {"append", "replace", "merge"});
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().message,
            "centra.yaml:1: `source.write_disposition` must be one of `append`, `replace`, `merge`, but is `marge`");
  EXPECT_EQ(result.error().hint, "did you mean `merge`?");
}

TEST(Reader, ReadsLooseTextByType) {
  Node mapping(location_of("environment variable X", 0),
               std::string(R"({"size": "7", "names": "[\"a\"]", "one": "a"})"));
  mapping.mark_found(true);
  auto reader = Reader::open(mapping, "c").value();
  EXPECT_EQ(reader.integer("size").value(), 7);
  EXPECT_THAT(reader.optional_texts("names").value().value(), ElementsAre("a"));
  EXPECT_THAT(reader.optional_texts("one").value().value(), ElementsAre("a"));
  // A secret never shows up in a message.
  EXPECT_THAT(error_of(reader.optional_choice("one", {"b"})), HasSubstr("but is another text"));
}

TEST(Reader, CallersReportAtTheKey) {
  const auto reader = reader_of("a: 1\nb: x\n");
  EXPECT_EQ(reader.fail("b", "is no URL", "write it in full").error().message, "centra.yaml:2: `source.b` is no URL");
  EXPECT_EQ(reader.fail("c", "is needed").error().message, "centra.yaml:1: `source.c` is needed");
}

}  // namespace
}  // namespace decant::config
