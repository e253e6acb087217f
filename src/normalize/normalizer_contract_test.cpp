#include <gmock/gmock.h>

#include "normalize/normalizer_fixture.h"

namespace decant::normalize {
namespace {

using testing::ElementsAre;

class NormalizerContractTest : public NormalizerTest {};

TEST_F(NormalizerContractTest, LeavesOutWhatTheContractForbids) {
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

TEST_F(NormalizerContractTest, LeavesOutValues) {
  hints_.properties["schema_contract"]["columns"] = "discard_value";
  load({R"({"id":1,"l":[{"a":1}]})"});
  load({R"({"id":2,"new":5,"l":[{"a":2,"b":3}]})", R"({"id":"x"})"});
  EXPECT_THAT(rows_["orders"], ElementsAre("2|null", "null|x"));
  EXPECT_THAT(rows_["orders__l"], ElementsAre("2|0"));
  EXPECT_EQ(findings_.count(FindingKind::value_discarded), 2U);
  EXPECT_EQ(findings_.all()[1].samples.front().json_path, "$.l[0].b");
}

TEST_F(NormalizerContractTest, EndsWhenTheContractIsFrozen) {
  hints_.properties["schema_contract"]["data_type"] = "freeze";
  load({R"({"id":1})", R"({"id":2,"customer":{"a b":[{"v":1},{"v":"x"}]}})"});
  ASSERT_FALSE(outcome_);
  EXPECT_EQ(outcome_.error().kind, ErrorKind::contract);
  EXPECT_EQ(outcome_.error().details.json_path, R"($.customer["a b"][1].v)");
  EXPECT_THAT(to_string(outcome_.error()), testing::HasSubstr("record 2 of page 1 of orders"));
  EXPECT_EQ(findings_.count(FindingKind::refused), 1U);
}

TEST_F(NormalizerContractTest, EndsAtATypeChangeIfTheResourceSaysSo) {
  hints_.type_change_fails = true;
  load({R"({"id":1,"n":1})", R"({"id":2,"n":"x"})"});
  ASSERT_FALSE(outcome_);
  EXPECT_EQ(outcome_.error().kind, ErrorKind::contract);
}

TEST_F(NormalizerContractTest, ReportsKeysOfOneName) {
  load({R"({"Id":1,"id":2,"l":[1],"L":[2,3],"a":{"b":4},"a__b":null})"});
  EXPECT_THAT(rows_["orders"], ElementsAre("2|4"));
  EXPECT_THAT(rows_["orders__l"], ElementsAre("2|0", "3|1"));
  EXPECT_EQ(findings_.count(FindingKind::key_collision), 2U);
  EXPECT_EQ(findings_.all()[0].samples.front().json_path, "$.Id");
  EXPECT_EQ(findings_.all()[1].table, "orders__l");
  EXPECT_EQ(findings_.all()[1].samples.front().value, "[1]");
}

TEST_F(NormalizerContractTest, NamesColumnsThatWouldHaveNoName) {
  load({R"({"__":1,"id":2})", R"({"____":{"__":3},"id":4})"});
  ASSERT_TRUE(outcome_);
  EXPECT_THAT(columns(hints_.name), testing::Contains("_empty:bigint"));
  EXPECT_THAT(rows_[hints_.name], testing::ElementsAre("1|2", "3|4"));
}

TEST_F(NormalizerContractTest, LetsAKeyBeNullWhenItsTypeChanges) {
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

TEST_F(NormalizerContractTest, NestedHintsHaveAContractOfTheirOwn) {
  schema::NestedHints kids{.path = {"kids"}};
  kids.properties["schema_contract"]["columns"] = "discard_value";
  hints_.nested_hints = {kids};
  load({R"({"kids":[{"n":1}]})"});
  load({R"({"more":1,"kids":[{"n":2,"m":1}]})"});
  EXPECT_THAT(rows_["orders__kids"], ElementsAre("2|0"));
  EXPECT_NE(schema_.find("orders")->find("more"), nullptr);
}

TEST_F(NormalizerContractTest, AContractThatTheHintsNoLongerHaveDoesNotJudgeThem) {
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

}  // namespace
}  // namespace decant::normalize
