#include "normalize/normalizer.h"

#include <gmock/gmock.h>

#include <bit>
#include <filesystem>

#include "core/hash.h"
#include "core/time.h"
#include "json/document.h"
#include "json/document_builder.h"
#include "json/parser.h"
#include "normalize/page_fixture.h"

namespace decant::normalize {
namespace {

using testing::ElementsAre;

std::string cell_text(const ColumnData& column, std::size_t row) {
  using schema::DataType;
  if (column.valid.empty() || !column.is_valid(row)) return "null";
  if (column.type == DataType::timestamp) return to_iso8601(column.fixed[row]);
  if (column.type == DataType::real) return std::to_string(std::bit_cast<double>(column.fixed[row])).substr(0, 4);
  if (column.is_fixed()) return std::to_string(column.fixed[row]);
  return std::string(column.text(row));
}

class NormalizerTest : public testing::Test {
 protected:
  NormalizerTest() { hints_.name = "orders"; }

  void load(const std::vector<std::string>& records, std::size_t budget = 1 << 20) {
    const auto spill = std::filesystem::temp_directory_path() / ("decant_normalizer_" + random_hex(6));
    BatchStore store(spill, budget);
    auto made = Normalizer::make(schema_, hints_, "1700000000.5", store, findings_, options_);
    ASSERT_TRUE(made) << to_string(made.error());
    const PageText page(records);
    outcome_ = (*made)->add({.sequence = "",
                             .page = 0,
                             .document = page.document ? &*page.document : nullptr,
                             .text = page.text,
                             .records = page.spans,
                             .constants = &constants_});
    if (!outcome_) return;
    ASSERT_TRUE((*made)->finish());
    rows_.clear();
    for (const auto& table : schema_.tables()) {
      const auto reader = store.read(table);
      for (auto batch = reader->next(); batch && batch->has_value(); batch = reader->next()) {
        for (std::size_t row = 0; row < (*batch)->rows; ++row) {
          std::string line;
          for (std::size_t i = 0; i < table.columns().size(); ++i) {
            if (schema::is_system_name(table.columns()[i].name) && table.columns()[i].name != "_dlt_list_idx") continue;
            line += (line.empty() ? "" : "|") + cell_text((*batch)->columns[i], row);
          }
          rows_[table.name()].push_back(line);
        }
      }
    }
    EXPECT_FALSE(std::filesystem::exists(spill) && budget > 1000);
  }

  std::vector<std::string> columns(std::string_view table) {
    std::vector<std::string> names;
    for (const auto& column : schema_.find(table)->columns())
      names.push_back(column.name + ":" + (column.data_type ? std::string(to_string(*column.data_type)) : "?"));
    return names;
  }

  schema::Schema schema_{"shop"};
  schema::ResourceHints hints_;
  json::Value constants_ = json::Value::object();
  NormalizeOptions options_;
  Findings findings_;
  Result<void> outcome_;
  std::map<std::string, std::vector<std::string>> rows_;
};

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

TEST_F(NormalizerTest, AddsConstantsAndKeepsIds) {
  constants_["_parent_id"] = 9;
  load({R"({"id":1,"_dlt_id":"mine"})"});
  EXPECT_THAT(rows_["orders"], ElementsAre("1|9"));
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

TEST_F(NormalizerTest, LeavesOutWhatTheContractForbids) {
  load({R"({"id":1,"l":[{"a":1}]})"});
  hints_.properties["schema_contract"] = "discard_row";
  load({R"({"id":2})", R"({"id":3,"new":1,"l":[{"a":2}]})", R"({"id":4,"new":null})", R"({"id":"x"})",
        R"({"id":5,"m":[1]})"});
  EXPECT_THAT(rows_["orders"], ElementsAre("2", "5"));
  EXPECT_TRUE(rows_["orders__l"].empty());
  EXPECT_EQ(schema_.find("orders__m"), nullptr);
  EXPECT_EQ(findings_.count(FindingKind::row_discarded), 4U);
  const auto& first = findings_.all().front();
  EXPECT_EQ(first.column, "new");
  EXPECT_EQ(first.count, 2U);
  EXPECT_EQ(first.samples.front().json_path, "$.new");
  EXPECT_EQ(first.samples.front().value, "1");
  EXPECT_EQ(first.samples.front().record, 1U);
  EXPECT_EQ(first.to_text(),
            "table orders, column new: 2 rows left out (columns: discard_row); first in page 1, record 2, $.new = 1");
}

TEST_F(NormalizerTest, LeavesOutValues) {
  hints_.properties["schema_contract"]["columns"] = "discard_value";
  load({R"({"id":1,"l":[{"a":1}]})"});
  load({R"({"id":2,"new":5,"l":[{"a":2,"b":3}]})", R"({"id":"x"})"});
  EXPECT_THAT(rows_["orders"], ElementsAre("2|null", "null|x"));
  EXPECT_THAT(rows_["orders__l"], ElementsAre("2|0"));
  EXPECT_EQ(findings_.count(FindingKind::value_discarded), 2U);
  EXPECT_EQ(findings_.all()[1].samples.front().json_path, "$.l[0].b");
}

TEST_F(NormalizerTest, EndsWhenTheContractIsFrozen) {
  hints_.properties["schema_contract"]["data_type"] = "freeze";
  load({R"({"id":1})", R"({"id":2,"customer":{"a b":[{"v":1},{"v":"x"}]}})"});
  ASSERT_FALSE(outcome_);
  EXPECT_EQ(outcome_.error().kind, ErrorKind::contract);
  EXPECT_EQ(outcome_.error().details.json_path, R"($.customer["a b"][1].v)");
  EXPECT_THAT(to_string(outcome_.error()), testing::HasSubstr("record 2 of page 1 of orders"));
  EXPECT_EQ(findings_.count(FindingKind::refused), 1U);
}

TEST_F(NormalizerTest, EndsAtATypeChangeIfTheResourceSaysSo) {
  hints_.type_change_fails = true;
  load({R"({"id":1,"n":1})", R"({"id":2,"n":"x"})"});
  ASSERT_FALSE(outcome_);
  EXPECT_EQ(outcome_.error().kind, ErrorKind::contract);
}

TEST_F(NormalizerTest, ReportsKeysOfOneName) {
  load({R"({"Id":1,"id":2,"l":[1],"L":[2,3],"a":{"b":4},"a__b":null})"});
  EXPECT_THAT(rows_["orders"], ElementsAre("2|4"));
  EXPECT_THAT(rows_["orders__l"], ElementsAre("2|0", "3|1"));
  EXPECT_EQ(findings_.count(FindingKind::key_collision), 2U);
  EXPECT_EQ(findings_.all()[0].samples.front().json_path, "$.Id");
  EXPECT_EQ(findings_.all()[1].table, "orders__l");
  EXPECT_EQ(findings_.all()[1].samples.front().value, "[1]");
}

TEST_F(NormalizerTest, NamesColumnsThatWouldHaveNoName) {
  load({R"({"__":1,"id":2})", R"({"____":{"__":3},"id":4})"});
  ASSERT_TRUE(outcome_);
  EXPECT_THAT(columns(hints_.name), testing::Contains("_empty:bigint"));
  EXPECT_THAT(rows_[hints_.name], testing::ElementsAre("1|2", "3|4"));
}

TEST_F(NormalizerTest, LetsAKeyBeNullWhenItsTypeChanges) {
  hints_.primary_key = {"id"};
  load({R"({"id":1})", R"({"id":"x"})"});
  EXPECT_THAT(rows_["orders"], ElementsAre("1|null", "null|x"));
  EXPECT_TRUE(schema_.find("orders")->find("id")->is_nullable());
  EXPECT_EQ(findings_.count(FindingKind::nullable_key), 1U);
  schema_ = schema::Schema("shop");
  hints_.write_disposition = "merge";
  load({R"({"id":1})", R"({"id":"x"})"});
  ASSERT_FALSE(outcome_);
  EXPECT_THAT(to_string(outcome_.error()), testing::HasSubstr("rows are merged"));
}

TEST_F(NormalizerTest, RowsThatAreToldApartByAKeyMustHaveIt) {
  hints_.primary_key = {"id"};
  hints_.write_disposition = "merge";
  schema::Column id;
  id.name = "id";
  id.nullable = true;
  hints_.columns = {id};
  load({R"({"id":1})", R"({"id":null})"});
  ASSERT_TRUE(outcome_) << to_string(outcome_.error());
  EXPECT_THAT(rows_["orders"], ElementsAre("1", "null"));
  for (const auto* const strategy : {"upsert", "insert-only"}) {
    schema_ = schema::Schema("shop");
    hints_.properties["x-merge-strategy"] = strategy;
    load({R"({"id":1})", R"({"id":null})"});
    ASSERT_FALSE(outcome_);
    EXPECT_EQ(outcome_.error().kind, ErrorKind::source_data);
    EXPECT_THAT(outcome_.error().message, testing::HasSubstr("the record has null"));
    EXPECT_THAT(outcome_.error().hint, testing::HasSubstr("delete-insert"));
  }
  load({R"({"id":null})"});
  EXPECT_FALSE(outcome_);  // also where no record has told the column's type
}

TEST_F(NormalizerTest, WhereNothingIsMergedRowsHaveNoRootKey) {
  hints_.primary_key = {"id"};
  hints_.write_disposition = "merge";
  hints_.properties["x-merge-strategy"] = "upsert";
  schema::Column id;
  id.name = "id";
  id.nullable = true;
  hints_.columns = {id};
  options_.requires_values = false;
  options_.merges = false;
  load({R"({"id":null,"l":[1]})", R"({"id":null,"l":[2]})"});
  ASSERT_TRUE(outcome_) << to_string(outcome_.error());
  EXPECT_THAT(columns("orders__l"),
              ElementsAre("value:bigint", "_dlt_parent_id:text", "_dlt_list_idx:bigint", "_dlt_id:text"));
  EXPECT_TRUE(schema_.normalizers().propagations("orders", true).empty());
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

TEST_F(NormalizerTest, PropagatesFields) {
  schema_.normalizers().propagate("orders", {.from = "id", .to = "order_id"});
  load({R"({"id":7,"l":[{"a":1,"m":[2]}]})"});
  EXPECT_THAT(rows_["orders__l"], ElementsAre("1|7|0"));
  EXPECT_THAT(rows_["orders__l__m"], ElementsAre("2|7|0"));
}

TEST_F(NormalizerTest, ANestedTableWithAKeyOfItsOwnIsARootTable) {
  schema::NestedHints kids{.path = {"kids"}, .primary_key = {"n"}};
  kids.properties["write_disposition"] = "merge";
  hints_.nested_hints = {kids};
  load({R"({"id":1,"kids":[{"n":1,"toys":[{"t":1}]},{"n":2}]})"});
  ASSERT_TRUE(outcome_) << to_string(outcome_.error());
  EXPECT_TRUE(schema_.find("orders__kids")->is_root());
  EXPECT_EQ(schema_.find("orders__kids")->properties().text_or("resource", ""), "orders");
  EXPECT_THAT(columns("orders__kids"), ElementsAre("n:bigint", "_dlt_load_id:text", "_dlt_id:text"));
  EXPECT_THAT(columns("orders__kids__toys"), ElementsAre("t:bigint", "_dlt_root_id:text", "_dlt_parent_id:text",
                                                         "_dlt_list_idx:bigint", "_dlt_id:text"));
  EXPECT_EQ(schema_.find("orders__kids__toys")->parent(), "orders__kids");
  EXPECT_THAT(rows_["orders__kids"], ElementsAre("1", "2"));

  // It cannot become nested again, nor the other way round.
  hints_.nested_hints = {{.path = {"kids"}, .columns = {}}};
  load({R"({"id":2,"kids":[{"n":3}]})"});
  ASSERT_FALSE(outcome_);
  EXPECT_THAT(to_string(outcome_.error()), testing::HasSubstr("orders__kids"));
}

TEST_F(NormalizerTest, ScalarsInARootTableHaveALoadIdIfItsColumnIsThere) {
  hints_.nested_hints = {{.path = {"tags"}, .primary_key = {"value"}}};
  load({R"({"id":1,"tags":["a","b"]})"});
  EXPECT_THAT(columns("orders__tags"), ElementsAre("value:text", "_dlt_id:text"));
  load({R"({"id":2,"tags":[{"value":"c"},"d"]})"});
  ASSERT_TRUE(outcome_) << to_string(outcome_.error());
  EXPECT_THAT(columns("orders__tags"), ElementsAre("value:text", "_dlt_id:text", "_dlt_load_id:text"));
}

TEST_F(NormalizerTest, ARootTableWithinAnotherHandsItsOwnIdOn) {
  hints_.write_disposition = "merge";
  hints_.primary_key = {"id"};
  hints_.nested_hints = {{.path = {"kids"}, .primary_key = {"n"}}};
  options_.batch_bytes = 1 << 20;
  BatchStore store(std::filesystem::temp_directory_path() / ("decant_normalizer_" + random_hex(6)), 1 << 20);
  auto made = Normalizer::make(schema_, hints_, "1700000000.5", store, findings_, options_);
  ASSERT_TRUE(made);
  json::Parser parser;
  std::vector<json::Document> records(1);
  records[0] = *parser.parse(R"({"id":1,"kids":[{"n":1,"toys":[1]},{"n":2,"toys":[2]},{"n":3,"toys":[3]}]})");
  ASSERT_TRUE((*made)->add({.sequence = {}, .page = 0, .records = records}));
  ASSERT_TRUE((*made)->finish());
  const auto ids = [&](const char* table, const char* column) {
    const auto reader = store.read(*schema_.find(table));
    const auto batch = *reader->next();
    std::vector<std::string> values;
    for (std::size_t row = 0; row < batch->rows; ++row)
      values.emplace_back(batch->columns[*schema_.find(table)->index_of(column)].text(row));
    return values;
  };
  // The first row of the table shows that it has a root key; those nested in later rows get its own id, as in dlt.
  const auto kids = ids("orders__kids", "_dlt_id");
  EXPECT_THAT(ids("orders__kids__toys", "_dlt_root_id"), ElementsAre(ids("orders", "_dlt_id").at(0), kids[1], kids[2]));
}

TEST_F(NormalizerTest, LinksAreOfTheTypeThatTheRecordsOwnIdsHave) {
  load({R"({"_dlt_id":7,"kids":[{"n":1}]})"});
  EXPECT_EQ(schema_.find("orders__kids")->find("_dlt_parent_id")->data_type, schema::DataType::bigint);
}

TEST_F(NormalizerTest, AListInAListTakesALevel) {
  hints_.max_table_nesting = 3;
  load({R"({"k":[[1,[2,3]]]})"});
  EXPECT_EQ(schema_.find("orders__k__list__list"), nullptr);
  EXPECT_EQ(schema_.find("orders__k__list")->find("list")->data_type, schema::DataType::json);
}

TEST_F(NormalizerTest, NestedHintsHaveAContractOfTheirOwn) {
  schema::NestedHints kids{.path = {"kids"}};
  kids.properties["schema_contract"]["columns"] = "discard_value";
  hints_.nested_hints = {kids};
  load({R"({"kids":[{"n":1}]})"});
  load({R"({"more":1,"kids":[{"n":2,"m":1}]})"});
  EXPECT_THAT(rows_["orders__kids"], ElementsAre("2|0"));
  EXPECT_NE(schema_.find("orders")->find("more"), nullptr);
}

TEST_F(NormalizerTest, AContractThatTheHintsNoLongerHaveDoesNotJudgeThem) {
  hints_.properties["schema_contract"] = "freeze";
  load({R"({"id":1})"});
  hints_.properties.erase("schema_contract");
  schema::Column more;
  more.name = "more";
  more.data_type = schema::DataType::date;
  hints_.columns = {more};
  load({R"({"id":2})"});
  ASSERT_TRUE(outcome_) << to_string(outcome_.error());
  EXPECT_NE(schema_.find("orders")->find("more"), nullptr);
}

TEST_F(NormalizerTest, HandsTypedValuesOn) {
  BatchStore store(std::filesystem::temp_directory_path() / ("decant_normalizer_" + random_hex(6)), 1 << 20);
  auto made = Normalizer::make(schema_, hints_, "1700000000.5", store, findings_, options_);
  ASSERT_TRUE(made);
  std::vector<json::Document> records(1);
  json::DocumentBuilder builder(records.front());
  builder.open_object();
  builder.key("d");
  builder.date(1);
  builder.key("n");
  builder.decimal("1.50");
  builder.close();
  ASSERT_TRUE((*made)->add({.sequence = {}, .page = 0, .records = records}));
  ASSERT_TRUE((*made)->finish());
  EXPECT_THAT(columns("orders"), ElementsAre("d:date", "n:decimal", "_dlt_load_id:text", "_dlt_id:text"));
}

}  // namespace
}  // namespace decant::normalize
