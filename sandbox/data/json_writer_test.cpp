#include "sandbox/data/json_writer.h"

#include <gtest/gtest.h>

namespace decant::sandbox {
namespace {

std::string written(NonAscii non_ascii, Slashes slashes, std::string_view content) {
  std::string out;
  JsonWriter json(out, non_ascii, slashes);
  json.begin_object();
  json.text("t", content);
  json.end_object();
  return out;
}

TEST(JsonWriter, escapes_as_php_does) {
  EXPECT_EQ(written(NonAscii::raw, Slashes::escaped, "a\"b\\c/d\n\t\x01"), R"({"t":"a\"b\\c\/d\n\t\u0001"})");
  EXPECT_EQ(written(NonAscii::raw, Slashes::plain, "a/b"), R"({"t":"a/b"})");
}

TEST(JsonWriter, writes_non_ascii_raw_or_escaped) {
  EXPECT_EQ(written(NonAscii::raw, Slashes::escaped, "Åsa – 🎁"), R"({"t":"Åsa – 🎁"})");
  EXPECT_EQ(written(NonAscii::escaped, Slashes::escaped, "Åsa – 🎁"), R"({"t":"\u00c5sa \u2013 \ud83c\udf81"})");
}

TEST(JsonWriter, places_commas_and_types) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.digits("id", 42);
  json.integer("n", -7);
  json.money("m", Money{-15050});
  json.boolean("b", true);
  json.flag("f", false);
  json.text_or_null("z", std::nullopt);
  json.empty("map");
  json.begin_list("list");
  json.text_element("x");
  json.begin_object();
  json.end_object();
  json.text_element("y");
  json.end_list();
  json.time("at", LocalTime{0});
  json.end_object();
  EXPECT_EQ(
      out,
      R"({"id":"42","n":-7,"m":-150.5,"b":true,"f":0,"z":null,"map":[],"list":["x",{},"y"],"at":"1970-01-01 00:00:00"})");
}

}  // namespace
}  // namespace decant::sandbox
