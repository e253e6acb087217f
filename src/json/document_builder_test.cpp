#include "json/document_builder.h"

#include <gtest/gtest.h>

#include "json/write.h"

namespace decant::json {
namespace {

TEST(DocumentBuilderTest, BuildsWhatTheParserWould) {
  Document document;
  DocumentBuilder builder(document);
  builder.open_object();
  builder.key("a");
  builder.open_array();
  builder.integer(1);
  builder.null();
  builder.boolean(true);
  builder.real(2.5);
  builder.unsigned_integer(18446744073709551615U);
  builder.number_text("1e400");
  builder.close();
  builder.key("b");
  builder.open_object();
  builder.close();
  builder.key("c");
  builder.text("x\ny");
  builder.close();
  EXPECT_EQ(write(document.root()), R"({"a":[1,null,true,2.5,18446744073709551615,1e400],"b":{},"c":"x\ny"})");
}

TEST(DocumentBuilderTest, WritesTypedValuesAsText) {
  Document document;
  DocumentBuilder builder(document);
  builder.open_array();
  builder.decimal("1.50");
  builder.timestamp(1, ZoneOffset::of_seconds(-5'400));
  builder.timestamp(0, ZoneOffset::naive());
  builder.date(0);
  builder.time(3'600'000'000);
  builder.binary("ab");
  builder.close();
  EXPECT_EQ(write(document.root()),
            R"(["1.50","1969-12-31T22:30:00.000001-01:30","1970-01-01T00:00:00","1970-01-01","01:00:00","YWI="])");
}

}  // namespace
}  // namespace decant::json
