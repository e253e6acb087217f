#include "config/yaml_text.h"

#include <gtest/gtest.h>

#include "config/document.h"
#include "json/write.h"

namespace decant::config {
namespace {

TEST(WriteYaml, IsBlockStyle) {
  const auto value = json::parse_value(
      R"({"version":2,"tables":{"a":{"columns":{"id":{"nullable":false}},"empty":{},"none":null}},"list":["x",["y"],{"k":1,"l":[]}]})");
  EXPECT_EQ(write_yaml(*value),
            "version: 2\n"
            "tables:\n"
            "  a:\n"
            "    columns:\n"
            "      id:\n"
            "        nullable: false\n"
            "    empty: {}\n"
            "    none: null\n"
            "list:\n"
            "- x\n"
            "- - 'y'\n"
            "- k: 1\n"
            "  l: []\n");
}

TEST(WriteYaml, ReadsBackAsItWas) {
  const char* text =
      "{\"k\":{\"yes\":\"no\",\"'\":\"it's\",\"re:^a$\":\"a: b #c\",\"n\":\"1e3\",\"date\":\"2024-01-01\",\"~\":\"~\","
      "\"\":\"\",\"blank \":\" x\",\"tab\":\"a\\tb\",\"line\":\"a\\nb\",\"hash\":\"vzx7/+8=\",\"▶\":\"ä b\","
      "\"-\":\"- x\",\"sep\":\"a\xE2\x80\xA8z\",\"nel\":\"a\xC2\x85z\",\"real\":1.5,\"big\":9223372036854775807,"
      "\"deep\":[[[1],[]],{\"a\":[{\"b\":null}]}],\"true\":true}}";
  auto value = json::parse_value(text);
  ASSERT_TRUE(value);
  (*value)["k"][std::string(2000, 'k')]["x"] = "\x7f\u0080\uFEFF";
  (*value)["k"][std::string(200, ' ')] = 1;
  const std::string yaml = write_yaml(*value);
  const auto read = parse_document(yaml, Format::yaml, "test");
  ASSERT_TRUE(read) << read.error().message << "\n" << yaml;
  EXPECT_EQ(json::write(read->to_json()), json::write(*value)) << yaml;
}

TEST(WriteYaml, AValueAloneIsADocument) {
  EXPECT_EQ(write_yaml("off"), "'off'\n");
  EXPECT_EQ(write_yaml(json::Value::object()), "{}\n");
}

}  // namespace
}  // namespace decant::config
