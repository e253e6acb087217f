#include <gmock/gmock.h>

#include "normalize/normalizer_fixture.h"

namespace decant::normalize {
namespace {

using testing::ElementsAre;

TEST_F(NormalizerTest, OrdersColumnsAsDltDoes) {
  load({R"({"id":1,"m1":{"x":1,"y":{"p":2},"z":3},"k":"a","m2":{"x":4}})"});
  EXPECT_THAT(columns("orders"), ElementsAre("id:bigint", "k:text", "m2__x:bigint", "m1__x:bigint", "m1__z:bigint",
                                             "m1__y__p:bigint", "_dlt_load_id:text", "_dlt_id:text"));
  EXPECT_THAT(rows_["orders"], ElementsAre("1|a|4|1|3|2"));
}

TEST_F(NormalizerTest, MakesChildTables) {
  load({R"({"id":1,"lines":[{"sku":"a","w":[{"n":1},{"n":2}]},{"sku":"b"}],"tags":["x",null],"none":[],"nothing":{}})",
        R"({"id":2,"d":{"lines":[[1,2],[3]]}})"});
  EXPECT_THAT(rows_["orders__lines"], ElementsAre("a|0", "b|1"));
  EXPECT_THAT(rows_["orders__lines__w"], ElementsAre("1|0", "2|1"));
  EXPECT_THAT(rows_["orders__tags"], ElementsAre("x|0", "null|1"));
  EXPECT_THAT(rows_["orders__d__lines"], ElementsAre("0", "1"));
  EXPECT_THAT(rows_["orders__d__lines__list"], ElementsAre("1|0", "2|1", "3|0"));
  EXPECT_EQ(schema_.find("orders__none"), nullptr);
  EXPECT_THAT(columns("orders__lines"),
              ElementsAre("sku:text", "_dlt_parent_id:text", "_dlt_list_idx:bigint", "_dlt_id:text"));
}

TEST_F(NormalizerTest, InfersAndCoerces) {
  load({R"({"t":"2024-01-02 03:04:05","n":1,"r":1.5,"b":true,"s":"x","big":18446744073709551615})",
        R"({"t":"2024-01-03","n":2.0,"r":2,"b":"no","s":5,"new":"late","big":7})",
        R"({"t":"soon","n":2.5,"r":"x","b":{"a":1},"s":true,"n2":null})"});
  EXPECT_THAT(columns("orders"), ElementsAre("t:timestamp", "n:bigint", "r:double", "b:bool", "s:text", "big:decimal",
                                             "_dlt_load_id:text", "_dlt_id:text", "new:text", "t__v_text:text",
                                             "n__v_double:double", "r__v_text:text", "b__a:bigint"));
  EXPECT_THAT(rows_["orders"],
              ElementsAre("2024-01-02T03:04:05+00:00|1|1.50|1|x|18446744073709551615|null|null|null|null|null",
                          "2024-01-03T00:00:00+00:00|2|2.00|0|5|7|late|null|null|null|null",
                          "null|null|null|null|True|null|null|soon|2.50|x|1"));
}

TEST_F(NormalizerTest, AppliesHints) {
  hints_.primary_key = {"orderId"};
  hints_.write_disposition = "merge";
  schema::Column shipped;
  shipped.name = "shippedAt";
  shipped.data_type = schema::DataType::timestamp;
  shipped.other["x-decant-timezone"] = "Europe/Stockholm";
  shipped.other["x-decant-null"] = json::Value::Array{"0000-00-00 00:00:00", ""};
  hints_.columns = {shipped};
  load({R"({"orderId":"7","shippedAt":"0000-00-00 00:00:00","l":[{"a":1}]})",
        R"({"orderId":"8","shippedAt":"2024-01-02 03:04:05"})"});
  EXPECT_THAT(rows_["orders"], ElementsAre("null|7", "2024-01-02T02:04:05+00:00|8"));
  EXPECT_THAT(columns("orders__l"), ElementsAre("a:bigint", "_dlt_root_id:text", "_dlt_parent_id:text",
                                                "_dlt_list_idx:bigint", "_dlt_id:text"));
  load({R"({"shippedAt":""})"});
  ASSERT_FALSE(outcome_);
  EXPECT_THAT(to_string(outcome_.error()), testing::HasSubstr("\"order_id\""));
}

TEST_F(NormalizerTest, MapsBecomeRows) {
  schema::Column prices;
  prices.name = "priceBy";
  prices.other["x-decant-map"] = true;
  schema::Column media;
  media.name = "media";
  media.other["x-decant-map"] = "mediaSize";
  hints_.columns = {prices, media};
  load({R"({"id":1,"priceBy":{"19":100,"20":10.5},"media":{"big":{"url":"b","key":7},"small":{"url":"s"}}})",
        R"({"id":2,"priceBy":[],"media":{"one":[1,2],"two":{"mediaSize":"lost","url":"t"}}})",
        R"({"id":3,"priceBy":["x",null],"media":null})"});
  ASSERT_TRUE(outcome_) << to_string(outcome_.error());
  EXPECT_THAT(columns("orders"),
              ElementsAre("price_by:?", "media:?", "id:bigint", "_dlt_load_id:text", "_dlt_id:text"));
  EXPECT_THAT(columns("orders__price_by"),
              ElementsAre("key:text", "value:bigint", "_dlt_parent_id:text", "_dlt_list_idx:bigint", "_dlt_id:text",
                          "value__v_double:double", "value__v_text:text"));
  EXPECT_THAT(rows_["orders__price_by"],
              ElementsAre("19|100|0|null|null", "20|null|1|10.5|null", "0|null|0|null|x", "1|null|1|null|null"));
  EXPECT_THAT(rows_["orders__media"], ElementsAre("big|b|7|0", "small|s|null|1", "one|null|null|0", "two|t|null|1"));
  EXPECT_THAT(rows_["orders__media__list"], ElementsAre("1|0", "2|1"));
  ASSERT_EQ(findings_.all().size(), 1U);
  EXPECT_EQ(findings_.all().front().kind, FindingKind::key_collision);
}

TEST_F(NormalizerTest, StopsNesting) {
  hints_.max_table_nesting = 1;
  load({R"({"a":{"b":{"c":1}},"l":[{"x":[1]}]})"});
  EXPECT_THAT(rows_["orders"], ElementsAre("{\"c\":1}"));
  EXPECT_THAT(rows_["orders__l"], ElementsAre("[1]|0"));
}

TEST_F(NormalizerTest, RefusesWhatNoTableHolds) {
  std::string deep = "1";
  for (int i = 0; i < 50; ++i) deep = "{\"a\":" + deep + "}";
  load({deep});
  ASSERT_FALSE(outcome_);
  EXPECT_THAT(outcome_.error().message, testing::HasSubstr("deeper than 40"));
  load({"{\"" + std::string(10'000, 'k') + "\":1}"});
  ASSERT_FALSE(outcome_);
  EXPECT_THAT(outcome_.error().message, testing::HasSubstr("10000 bytes"));
}

TEST_F(NormalizerTest, IsTheSameWhenItSpills) {
  std::vector<std::string> records;
  for (int i = 0; i < 3000; ++i)
    records.push_back("{\"id\":" + std::to_string(i) + ",\"l\":[{\"s\":\"text " + std::to_string(i) + "\"}]}");
  load(records);
  const auto kept = rows_;
  options_.batch_bytes = 1000;
  schema_ = schema::Schema("shop");
  load(records, 10);
  EXPECT_EQ(kept, rows_);
  EXPECT_EQ(rows_["orders__l"].size(), 3000U);
}

TEST_F(NormalizerTest, KeepsTheSchemaHashWhenNothingIsNew) {
  hints_.primary_key = {"id"};
  hints_.write_disposition = "merge";
  load({R"({"id":1,"l":[1]})"});
  schema_.bump_version();
  const auto hash = schema_.version_hash();
  const auto restored = schema::Schema::from_json(schema_.to_json());
  ASSERT_TRUE(restored) << to_string(restored.error());
  schema_ = *restored;
  load({R"({"id":2,"l":[1]})"});
  EXPECT_EQ(schema_.content_hash(), hash);
}

TEST_F(NormalizerTest, KeepsNumbersThatNoDecimalHolds) {
  options_.decimal_digits = 38;
  options_.wei_digits = 38;
  schema::Column price;
  price.name = "price";
  price.data_type = schema::DataType::decimal;
  hints_.columns = {price};
  load({R"({"price":"12345678901234567890123456789.5"})", R"({"price":"123456789012345678901234567890.5"})",
        R"({"price":1e300})"});
  EXPECT_THAT(columns("orders"), ElementsAre("price:decimal", "_dlt_load_id:text", "_dlt_id:text", "price__v_text:text",
                                             "price__v_double:double"));
  EXPECT_EQ(rows_["orders"][1], "null|123456789012345678901234567890.5|null");
}

TEST_F(NormalizerTest, NumbersThatParquetCannotHoldGoToVariantsInItsTablesAlone) {
  options_.parquet_digits = 38;
  schema::Column wei;
  wei.name = "wei";
  wei.data_type = schema::DataType::wei;
  hints_.columns = {wei};
  const std::string large(39, '9');
  load({R"({"wei":")" + large + R"("})"});
  EXPECT_THAT(rows_["orders"], ElementsAre(large));
  schema_ = schema::Schema("shop");
  hints_.properties["file_format"] = "parquet";
  load({R"({"wei":"7"})", R"({"wei":")" + large + R"("})"});
  EXPECT_THAT(rows_["orders"], ElementsAre("7|null", "null|" + large));
  EXPECT_THAT(columns("orders"), testing::Contains("wei__v_text:text"));
}

}  // namespace
}  // namespace decant::normalize
