#include "normalize/coerce.h"

#include <gtest/gtest.h>

#include <bit>

#include "core/hash.h"
#include "core/time.h"
#include "json/document_builder.h"

namespace decant::normalize {
namespace {

using schema::DataType;

/// What a value becomes in a column of that type; `-` if it does not go.
std::string coerced(json::Node value, DataType type) {
  Coercion coercion;
  Cell cell;
  if (!coercion.coerce(value, type, cell)) return "-";
  if (cell.is_null) return "null";
  switch (type) {
    case DataType::real: return std::to_string(std::bit_cast<double>(cell.fixed));
    case DataType::timestamp: return to_iso8601(cell.fixed);
    case DataType::date: return to_iso8601(cell.fixed * kMicrosPerDay).substr(0, 10);
    case DataType::binary: return base64_encode(cell.text);
    case DataType::bigint:
    case DataType::boolean:
    case DataType::time: return std::to_string(cell.fixed);
    default: return std::string(cell.text);
  }
}

std::string coerced(const std::string& json, DataType type) {
  json::Parser parser;
  const auto document = parser.parse(json);
  return coerced(document->root(), type);
}

TEST(CoercionTest, MakesIntegers) {
  EXPECT_EQ(coerced("5", DataType::bigint), "5");
  EXPECT_EQ(coerced("2.0", DataType::bigint), "2");
  EXPECT_EQ(coerced("2.5", DataType::bigint), "-");
  EXPECT_EQ(coerced("1e19", DataType::bigint), "-");
  EXPECT_EQ(coerced("-9.223372036854775808e18", DataType::bigint), "-9223372036854775808");
  EXPECT_EQ(coerced("9.223372036854775808e18", DataType::bigint), "-");
  EXPECT_EQ(coerced("true", DataType::bigint), "-");
  EXPECT_EQ(coerced(R"(" 12 ")", DataType::bigint), "12");
  EXPECT_EQ(coerced(R"("1_000")", DataType::bigint), "1000");
  EXPECT_EQ(coerced(R"("1__0")", DataType::bigint), "-");
  EXPECT_EQ(coerced(R"("０１２")", DataType::bigint), "12");
  EXPECT_EQ(coerced(R"("0x1F")", DataType::bigint), "31");
  EXPECT_EQ(coerced(R"("0X1F")", DataType::bigint), "-");
  EXPECT_EQ(coerced(R"("0x0x10")", DataType::bigint), "16");
  EXPECT_EQ(coerced(R"("0x-10")", DataType::bigint), "-16");
  for (const char* text : {R"("")", R"("1.5")", R"("1e3")", R"("9223372036854775808")", R"("+-5")"})
    EXPECT_EQ(coerced(text, DataType::bigint), "-") << text;
}

TEST(CoercionTest, TakesJsonOfFiniteNumbersOnly) {
  EXPECT_EQ(coerced(R"("[1, 1e300]")", DataType::json), "[1,1e300]");
  EXPECT_EQ(coerced(R"("[99999999999999999999]")", DataType::json), "[99999999999999999999]");
  EXPECT_EQ(coerced(R"("[1e-400]")", DataType::json), "[1e-400]");
  EXPECT_EQ(coerced(R"("1e400")", DataType::json), "-");
  EXPECT_EQ(coerced(R"("{\"a\": [-1.5e400]}")", DataType::json), "-");
}

TEST(CoercionTest, WritesDecimalsAsPythonDoes) {
  json::Document document;
  json::DocumentBuilder builder(document);
  builder.decimal("1e5");
  EXPECT_EQ(coerced(document.root(), DataType::text), "1E+5");
}

TEST(CoercionTest, MakesDoublesOfFiniteNumbersOnly) {
  EXPECT_EQ(coerced(R"("5.")", DataType::real), "5.000000");
  EXPECT_EQ(coerced(R"("0x10")", DataType::real), "16.000000");
  EXPECT_EQ(coerced(R"("1e-400")", DataType::real), "0.000000");
  EXPECT_EQ(coerced("18446744073709551615", DataType::real), "18446744073709551616.000000");
  for (const char* text : {R"("nan")", R"("-inf")", R"("1e400")", "1e400", R"("")", "true", "[1]"})
    EXPECT_EQ(coerced(text, DataType::real), "-") << text;
}

TEST(CoercionTest, MakesBooleans) {
  EXPECT_EQ(coerced(R"("Yes")", DataType::boolean), "1");
  EXPECT_EQ(coerced(R"("F")", DataType::boolean), "0");
  EXPECT_EQ(coerced("0.1", DataType::boolean), "1");
  EXPECT_EQ(coerced(R"(" yes")", DataType::boolean), "-");
  EXPECT_EQ(coerced(R"("falsehood")", DataType::boolean), "-");
}

TEST(CoercionTest, MakesTextAsPythonWritesIt) {
  EXPECT_EQ(coerced("true", DataType::text), "True");
  EXPECT_EQ(coerced("2.0", DataType::text), "2.0");
  EXPECT_EQ(coerced("1e16", DataType::text), "1e+16");
  EXPECT_EQ(coerced("0.00001", DataType::text), "1e-05");
  EXPECT_EQ(coerced("1e400", DataType::text), "1e400");
  EXPECT_EQ(coerced(R"({"a":[1,"x"]})", DataType::text), R"({"a":[1,"x"]})");
}

TEST(CoercionTest, MakesTimes) {
  EXPECT_EQ(coerced("-1", DataType::timestamp), "1969-12-31T23:59:59+00:00");
  EXPECT_EQ(coerced("0.0000005", DataType::timestamp), "1970-01-01T00:00:00+00:00");
  EXPECT_EQ(coerced("0.0000015", DataType::timestamp), "1970-01-01T00:00:00.000002+00:00");
  EXPECT_EQ(coerced("253402300800", DataType::timestamp), "-");
  EXPECT_EQ(coerced(R"("1700000000")", DataType::timestamp), "2023-11-14T22:13:20+00:00");
  EXPECT_EQ(coerced(R"("10:00:00")", DataType::timestamp), "-");
  EXPECT_EQ(coerced(R"("0x10")", DataType::timestamp), "-");
  EXPECT_EQ(coerced(R"("2024-01-02T23:30:00-05:00")", DataType::date), "2024-01-03");
  EXPECT_EQ(coerced("-1", DataType::date), "1969-12-31");
  EXPECT_EQ(coerced(R"("11:30")", DataType::time), "41400000000");
  EXPECT_EQ(coerced("5", DataType::time), "-");
}

TEST(CoercionTest, MakesBytesAndJson) {
  EXPECT_EQ(coerced("65536", DataType::binary), "AAAB");
  EXPECT_EQ(coerced("0", DataType::binary), "");
  EXPECT_EQ(coerced("-1", DataType::binary), "-");
  EXPECT_EQ(coerced(R"("0x00 fF")", DataType::binary), "AP8=");
  EXPECT_EQ(coerced(R"("0x0")", DataType::binary), "-");
  EXPECT_EQ(coerced(R"("AAE=")", DataType::binary), "AAE=");
  EXPECT_EQ(coerced(R"("AAE")", DataType::binary), "-");
  EXPECT_EQ(coerced(R"("{\"a\": 1}")", DataType::json), R"({"a":1})");
  EXPECT_EQ(coerced(R"("null")", DataType::json), "null");
  EXPECT_EQ(coerced(R"("not json")", DataType::json), "-");
  EXPECT_EQ(coerced("5", DataType::json), "-");
}

class TypedTest : public testing::Test {
 protected:
  json::Node value(std::size_t index) { return {document_, static_cast<std::uint32_t>(index)}; }
  json::Document document_;
};

TEST_F(TypedTest, TakesTypedValues) {
  json::DocumentBuilder builder(document_);
  builder.decimal("1.50");
  builder.wei("5");
  builder.timestamp(0, json::ZoneOffset::of_seconds(7200));
  builder.date(-1);
  builder.time(1'000'001);
  builder.binary(std::string_view("\0\1", 2));
  builder.uuid("12345678-1234-5678-1234-567812345678");
  builder.decimal("1E+30");
  EXPECT_EQ(type_of(value(0)), DataType::decimal);
  EXPECT_EQ(type_of(value(1)), DataType::wei);
  EXPECT_EQ(type_of(value(6)), DataType::text);
  EXPECT_EQ(coerced(value(0), DataType::text), "1.50");
  EXPECT_EQ(coerced(value(0), DataType::bigint), "-");
  EXPECT_EQ(coerced(value(0), DataType::real), "1.500000");
  EXPECT_EQ(coerced(value(1), DataType::bigint), "5");
  EXPECT_EQ(coerced(value(1), DataType::decimal), "5");
  EXPECT_EQ(coerced(value(2), DataType::text), "1970-01-01T02:00:00+02:00");
  EXPECT_EQ(coerced(value(2), DataType::bigint), "-");
  EXPECT_EQ(coerced(value(3), DataType::timestamp), "1969-12-31T00:00:00+00:00");
  EXPECT_EQ(coerced(value(3), DataType::text), "1969-12-31");
  EXPECT_EQ(coerced(value(4), DataType::text), "00:00:01.000001");
  EXPECT_EQ(coerced(value(5), DataType::text), "AAE=");
  EXPECT_EQ(coerced(value(7), DataType::bigint), "-");
}

}  // namespace
}  // namespace decant::normalize
