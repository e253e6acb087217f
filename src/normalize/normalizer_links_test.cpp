#include <gmock/gmock.h>

#include <set>

#include "json/document_builder.h"
#include "json/parser.h"
#include "normalize/normalizer_fixture.h"

namespace decant::normalize {
namespace {

using testing::ElementsAre;

class NormalizerLinksTest : public NormalizerTest {};

TEST_F(NormalizerLinksTest, AddsConstantsAndKeepsIds) {
  constants_["_parent_id"] = 9;
  load({R"({"id":1,"_dlt_id":"mine"})"});
  EXPECT_THAT(rows_["orders"], ElementsAre("1|9"));
}

TEST_F(NormalizerLinksTest, RowsThatAreToldApartByAKeyMustHaveIt) {
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

TEST_F(NormalizerLinksTest, WhereNothingIsMergedRowsHaveNoRootKey) {
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

TEST_F(NormalizerLinksTest, PropagatesFields) {
  schema_.normalizers().propagate("orders", {.from = "id", .to = "order_id"});
  load({R"({"id":7,"l":[{"a":1,"m":[2]}]})"});
  EXPECT_THAT(rows_["orders__l"], ElementsAre("1|7|0"));
  EXPECT_THAT(rows_["orders__l__m"], ElementsAre("2|7|0"));
}

TEST_F(NormalizerLinksTest, ANestedTableWithAKeyOfItsOwnIsARootTable) {
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

TEST_F(NormalizerLinksTest, ScalarsInARootTableHaveALoadIdIfItsColumnIsThere) {
  hints_.nested_hints = {{.path = {"tags"}, .primary_key = {"value"}}};
  load({R"({"id":1,"tags":["a","b"]})"});
  EXPECT_THAT(columns("orders__tags"), ElementsAre("value:text", "_dlt_id:text"));
  load({R"({"id":2,"tags":[{"value":"c"},"d"]})"});
  ASSERT_TRUE(outcome_) << to_string(outcome_.error());
  EXPECT_THAT(columns("orders__tags"), ElementsAre("value:text", "_dlt_id:text", "_dlt_load_id:text"));
}

TEST_F(NormalizerLinksTest, ARootTableWithinAnotherHandsItsOwnIdOn) {
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
    values.reserve(batch->rows);
    for (std::size_t row = 0; row < batch->rows; ++row)
      values.emplace_back(batch->columns[*schema_.find(table)->index_of(column)].text(row));
    return values;
  };
  // The first row of the table shows that it has a root key; those nested in later rows get its own id, as in dlt.
  const auto kids = ids("orders__kids", "_dlt_id");
  EXPECT_THAT(ids("orders__kids__toys", "_dlt_root_id"), ElementsAre(ids("orders", "_dlt_id").at(0), kids[1], kids[2]));
}

TEST_F(NormalizerLinksTest, LinksAreOfTheTypeThatTheRecordsOwnIdsHave) {
  load({R"({"_dlt_id":7,"kids":[{"n":1}]})"});
  EXPECT_EQ(schema_.find("orders__kids")->find("_dlt_parent_id")->data_type, schema::DataType::bigint);
}

TEST_F(NormalizerLinksTest, AListInAListTakesALevel) {
  hints_.max_table_nesting = 3;
  load({R"({"k":[[1,[2,3]]]})"});
  EXPECT_EQ(schema_.find("orders__k__list__list"), nullptr);
  EXPECT_EQ(schema_.find("orders__k__list")->find("list")->data_type, schema::DataType::json);
}

TEST_F(NormalizerLinksTest, HandsTypedValuesOn) {
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

TEST_F(NormalizerLinksTest, RootIdsOfALoadBeginAlikeAndAreDifferent) {
  load(std::vector<std::string>(500, R"({"id":1})"));
  const auto first = ids_["orders"];
  load(std::vector<std::string>(500, R"({"id":1})"), 1 << 20, "1700000001.5");
  auto all = ids_["orders"];
  for (const auto& id : first) EXPECT_EQ(id.substr(0, 2), first.front().substr(0, 2));
  for (const auto& id : all) EXPECT_EQ(id.substr(0, 2), all.front().substr(0, 2));
  EXPECT_NE(first.front().substr(0, 2), all.front().substr(0, 2));
  all.insert(all.end(), first.begin(), first.end());
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), 1000);
  EXPECT_THAT(all, testing::Each(testing::SizeIs(14)));
}

}  // namespace
}  // namespace decant::normalize
