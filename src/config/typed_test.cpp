#include "config/typed.h"

#include <gmock/gmock.h>

#include "core/redact.h"
#include "json/write.h"

namespace decant::config {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Node text(const std::string& value, bool loose = false) {
  Node node(location_of("f.toml", 3), value);
  if (loose) node.mark_found(false);
  return node;
}

std::string as(const Node& node, Kind kind) {
  const auto value = typed(node, kind, "a.b");
  return value ? json::write(value->to_json()) : "error: " + value.error().message;
}

TEST(Typed, IsStrictForWhatAFileSays) {
  EXPECT_EQ(as(text("5"), Kind::text), "\"5\"");
  EXPECT_EQ(as(text("5"), Kind::integer), "error: f.toml:3: `a.b` must be a whole number, but is text");
  EXPECT_EQ(as(Node(location_of("f", 1), std::int64_t{5}), Kind::real), "5.0");
  EXPECT_EQ(as(Node(location_of("f", 1), 5.0), Kind::integer),
            "error: f:1: `a.b` must be a whole number, but is a number");
  EXPECT_EQ(as(Node(location_of("f", 1), Node::Items{}), Kind::mapping),
            "error: f:1: `a.b` must be a mapping, but is a list");
  EXPECT_EQ(as(Node(location_of("f", 1), nullptr), Kind::text), "error: f:1: `a.b` must be text, but is null");
  const auto number = typed(Node(location_of("f", 1), std::int64_t{5}), Kind::text, "a.b");
  ASSERT_FALSE(number.has_value());
  EXPECT_EQ(number.error().message, "f:1: `a.b` must be text, but is a whole number");
  EXPECT_EQ(number.error().hint, "put it in quotes");
}

TEST(Typed, ReadsLooseTextAsTheKindAskedFor) {
  EXPECT_EQ(as(text("5", true), Kind::integer), "5");
  EXPECT_EQ(as(text(" -1_000 ", true), Kind::integer), "-1000");
  EXPECT_EQ(as(text("0x1f", true), Kind::integer), "31");
  EXPECT_EQ(as(text("1.5", true), Kind::real), "1.5");
  EXPECT_EQ(as(text("2", true), Kind::real), "2.0");
  EXPECT_EQ(as(text("True", true), Kind::boolean), "true");
  EXPECT_EQ(as(text("no", true), Kind::boolean), "false");
  EXPECT_EQ(as(text("[1, \"a\"]", true), Kind::sequence), "[1,\"a\"]");
  EXPECT_EQ(as(text("{\"a\": {\"b\": 1}}", true), Kind::mapping), R"({"a":{"b":1}})");
  EXPECT_EQ(as(text("5", true), Kind::text), "\"5\"");
}

TEST(Typed, NeverShowsAValueThatDoesNotFit) {
  for (const auto* value : {"hunter22", "1.5", "", "99999999999999999999", "0x", "0x-1", "_1", "1__0x"}) {
    const auto result = as(text(value, true), Kind::integer);
    EXPECT_EQ(result, "error: f.toml:3: `a.b` must be a whole number, but the text here is none") << value;
  }
  EXPECT_THAT(as(text("maybe", true), Kind::boolean), HasSubstr("must be true or false, but the text here is none"));
  EXPECT_THAT(as(text("{\"a\":1}", true), Kind::sequence), HasSubstr("must be a list"));
  EXPECT_THAT(as(text("[1", true), Kind::sequence), HasSubstr("must be a list"));
  EXPECT_THAT(as(text("inf", true), Kind::real), HasSubstr("must be a number"));
}

TEST(Typed, WritesLooseScalarsAsText) {
  const auto loose = [](auto value) {
    Node node(location_of("f", 1), value);
    node.mark_found(false);
    return node;
  };
  EXPECT_EQ(as(loose(std::int64_t{12345}), Kind::text), "\"12345\"");
  EXPECT_EQ(as(loose(true), Kind::text), "\"True\"");
  EXPECT_EQ(as(loose(1.5), Kind::text), "\"1.5\"");
  EXPECT_THAT(as(loose(Node::Items{}), Kind::text), HasSubstr("must be text, but is a list"));
}

TEST(Typed, KeepsPlaceAndSecrecyOfWhatTextHolds) {
  Node node(location_of("environment variable K", 0), std::string("{\"key\":\n\"typed-inner-secret\"}"));
  node.mark_found(true);
  const auto mapping = typed(node, Kind::mapping, "credentials").value();
  const Node* inner = mapping.find("key");
  ASSERT_NE(inner, nullptr);
  EXPECT_TRUE(inner->is_secret());
  EXPECT_TRUE(inner->is_loose());
  EXPECT_EQ(inner->location().to_string(), "environment variable K");
  EXPECT_THAT(Redactor::process().redact("x typed-inner-secret x"), Not(HasSubstr("typed-inner-secret")));
}

TEST(AsDuration, ReadsUnitsAndSeconds) {
  using std::chrono::milliseconds;
  EXPECT_EQ(as_duration(text("50ms"), "a").value(), milliseconds(50));
  EXPECT_EQ(as_duration(text("1.5 s"), "a").value(), milliseconds(1500));
  EXPECT_EQ(as_duration(text("5m"), "a").value(), milliseconds(300'000));
  EXPECT_EQ(as_duration(text("2H"), "a").value(), milliseconds(7'200'000));
  EXPECT_EQ(as_duration(text("1d"), "a").value(), milliseconds(86'400'000));
  EXPECT_EQ(as_duration(Node(location_of("f", 1), std::int64_t{30}), "a").value(), milliseconds(30'000));
  EXPECT_EQ(as_duration(Node(location_of("f", 1), 0.25), "a").value(), milliseconds(250));
  EXPECT_EQ(as_duration(text("30"), "a").value(), milliseconds(30'000));
  for (const auto* bad : {"", "s", "-5s", "5 years", "1e30s", "99999999999999999d", "1.2.3s", "5s5"}) {
    EXPECT_FALSE(as_duration(text(bad), "a").has_value()) << bad;
  }
  EXPECT_THAT(as_duration(text("soon"), "a.b").error().message,
              "f.toml:3: `a.b` must be a length of time such as 500ms, 30s, 5m, 2h or 1d, but is text");
  EXPECT_FALSE(as_duration(Node(location_of("f", 1), true), "a").has_value());
  EXPECT_FALSE(as_duration(Node(location_of("f", 1), std::int64_t{-1}), "a").has_value());
}

TEST(AsBytes, ReadsUnits) {
  EXPECT_EQ(as_bytes(text("256MB"), "a").value(), 256'000'000U);
  EXPECT_EQ(as_bytes(text("1.5 GiB"), "a").value(), 1'610'612'736U);
  EXPECT_EQ(as_bytes(text("64kib"), "a").value(), 65'536U);
  EXPECT_EQ(as_bytes(text("2TB"), "a").value(), 2'000'000'000'000U);
  EXPECT_EQ(as_bytes(Node(location_of("f", 1), std::int64_t{4096}), "a").value(), 4096U);
  for (const auto* bad : {"", "MB", "-1MB", "5 XB", "99999999TB", "1e400"}) {
    EXPECT_FALSE(as_bytes(text(bad), "a").has_value()) << bad;
  }
  EXPECT_FALSE(as_bytes(Node(location_of("f", 1), 1.5), "a").has_value());
  EXPECT_FALSE(as_bytes(Node(location_of("f", 1), std::int64_t{-1}), "a").has_value());
}

}  // namespace
}  // namespace decant::config
