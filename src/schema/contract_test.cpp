#include "schema/contract.h"

#include <gmock/gmock.h>

#include "schema/schema.h"

namespace decant::schema {
namespace {

using enum ContractMode;

Contract contract_of(std::string_view text) {
  const auto contract = Contract::from_json(*json::parse_value(text));
  EXPECT_TRUE(contract) << text;
  return contract.value_or(Contract{});
}

Column column_of(std::string name, std::optional<DataType> type) {
  Column column;
  column.name = std::move(name);
  column.data_type = type;
  return column;
}

Table known_table() {
  Table table("t");
  table.add(column_of("id", DataType::bigint));
  table.add(column_of("hinted", std::nullopt));
  return table;
}

TEST(Contract, OneModeIsForAllEntities) {
  EXPECT_EQ(contract_of(R"("freeze")"), (Contract{freeze, freeze, freeze}));
  EXPECT_EQ(contract_of(R"({"columns":"discard_row"})"), (Contract{evolve, discard_row, evolve}));
  EXPECT_EQ(contract_of(R"({"tables":null,"data_type":"discard_value"})"), (Contract{evolve, evolve, discard_value}));
  EXPECT_TRUE(contract_of("null").evolves());
}

TEST(Contract, RefusesWhatDltDoesNotKnow) {
  for (const char* text : {R"("Freeze")", R"({"column":"freeze"})", R"({"columns":true})", "1", "[]"}) {
    const auto contract = Contract::from_json(*json::parse_value(text));
    ASSERT_FALSE(contract) << text;
    EXPECT_EQ(contract.error().kind, ErrorKind::schema);
    EXPECT_FALSE(contract.error().hint.empty());
  }
}

TEST(Contract, NewColumnsAreJudgedByColumns) {
  const Table table = known_table();
  const Contract contract{evolve, discard_value, freeze};
  const auto verdict = judge_column(contract, &table, column_of("more", DataType::text));
  EXPECT_EQ(verdict.entity, ContractEntity::columns);
  EXPECT_EQ(verdict.mode, discard_value);
  EXPECT_FALSE(judge_column(contract, &table, column_of("hinted", DataType::text)).allows()) << "it had no type";
  EXPECT_TRUE(judge_column(contract, &table, column_of("_dlt_root_id", DataType::text)).allows());
}

TEST(Contract, TypesAndVariantsAreJudgedByDataType) {
  const Table table = known_table();
  const Contract contract{evolve, freeze, discard_row};
  Column variant = column_of("id__v_text", DataType::text);
  variant.variant = true;
  EXPECT_EQ(judge_column(contract, &table, variant).mode, discard_row);
  EXPECT_EQ(judge_column(contract, nullptr, variant).mode, discard_row) << "also while the table is new";
  EXPECT_EQ(judge_column(contract, &table, column_of("id", DataType::text)).entity, ContractEntity::data_type);
  EXPECT_TRUE(judge_column(contract, &table, column_of("id", DataType::bigint)).allows());
  Column described = column_of("id", std::nullopt);
  described.other["description"] = "the key";
  EXPECT_TRUE(judge_column(contract, &table, described).allows()) << "no property of the type changes";
  Column precise = column_of("id", std::nullopt);
  precise.precision = 32;
  EXPECT_FALSE(judge_column(contract, &table, precise).allows());
}

TEST(Contract, NewTablesTakeTheirFirstColumns) {
  const Contract contract{evolve, freeze, evolve};
  const Column column = column_of("more", DataType::text);
  EXPECT_TRUE(judge_column(contract, nullptr, column).allows());
  Table hinted("t");
  hinted.add(column_of("key", std::nullopt));
  EXPECT_TRUE(is_new_table(hinted));
  EXPECT_TRUE(judge_column(contract, &hinted, column).allows());
  Table table = known_table();
  EXPECT_FALSE(judge_column(contract, &table, column).allows());
  let_columns_evolve_once(table);
  EXPECT_TRUE(judge_column(contract, &table, column).allows());
}

TEST(Contract, TablesAreJudgedByTables) {
  EXPECT_TRUE(judge_table(Contract{evolve, freeze, freeze}).allows());
  EXPECT_EQ(judge_table(Contract{discard_row, evolve, evolve}).mode, discard_row);
}

TEST(Contract, OfATableIsItsOwnOrItsParentsOrTheSchemas) {
  Schema schema("s");
  Table root("t");
  root.properties()["schema_contract"] = "freeze";
  schema.add(root);
  Table child("t__c");
  child.properties()["parent"] = "t";
  schema.add(child);
  Table own("t__o");
  own.properties()["parent"] = "t";
  own.properties()["schema_contract"]["columns"] = "discard_row";
  schema.add(own);
  schema.add(Table("u"));
  ASSERT_TRUE(schema.settings().set_contract("discard_value"));
  EXPECT_EQ(schema.contract_for("t__c")->columns, freeze);
  EXPECT_EQ(*schema.contract_for("t__o"), (Contract{evolve, discard_row, evolve}));
  EXPECT_EQ(schema.contract_for("u")->tables, discard_value);
  EXPECT_EQ(schema.contract_for("not_there")->tables, discard_value);
  EXPECT_TRUE(schema.contract_for("_dlt_loads")->evolves());
}

TEST(Contract, ErrorSaysWhatAndWhere) {
  const Error error = contract_error({ContractEntity::columns, freeze}, "orders", "rebate", "a new column");
  EXPECT_EQ(error.kind, ErrorKind::contract);
  EXPECT_THAT(error.message, testing::AllOf(testing::HasSubstr("orders"), testing::HasSubstr("rebate"),
                                            testing::HasSubstr("columns: freeze")));
}

}  // namespace
}  // namespace decant::schema
