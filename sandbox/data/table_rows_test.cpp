#include "sandbox/data/table_rows.h"

#include <gtest/gtest.h>

namespace decant::sandbox {
namespace {

TEST(TableRows, are_those_of_the_record_and_of_its_nested_lists) {
  TableRows rows;
  count_rows(
      R"({"id":"a\"]}","taxBreakdown":[{"x":1.5},{"x":-2}],"discounts":{"vouchers":[{"codes":["a","b,c"]}]},"empty":[]})",
      "orders", rows);
  count_rows(R"({"taxBreakdown":[{"x":null}],"map":{"3":"Eco"},"last":true})", "orders", rows);
  EXPECT_EQ(rows, (TableRows{{"orders", 2},
                             {"orders__tax_breakdown", 3},
                             {"orders__discounts__vouchers", 1},
                             {"orders__discounts__vouchers__codes", 2}}));
}

TEST(TableRows, of_lists_in_lists_are_named_list) {
  TableRows rows;
  count_rows(R"({"grid":[[1,2],[],[{"a":[3]}]]})", "t", rows);
  EXPECT_EQ(rows, (TableRows{{"t", 1}, {"t__grid", 3}, {"t__grid__list", 3}, {"t__grid__list__a", 1}}));
}

TEST(TableRows, of_maps_by_id_are_one_a_member) {
  TableRows rows;
  count_rows(R"({"id":1,"valueByPricelist":{"19":100,"20":5}})", "vouchers", rows);
  count_rows(R"({"id":2,"valueByPricelist":[]})", "vouchers", rows);
  EXPECT_EQ(rows, (TableRows{{"vouchers", 2}, {"vouchers__value_by_pricelist", 2}}));
}

TEST(TableRows, have_names_in_snake_case) {
  EXPECT_EQ(snake_case("automaticDiscounts"), "automatic_discounts");
  EXPECT_EQ(snake_case("billingVAT"), "billing_vat");
  EXPECT_EQ(snake_case("ETA"), "eta");
  EXPECT_EQ(snake_case("paramsJSONText"), "params_json_text");
  EXPECT_EQ(snake_case("material_tags"), "material_tags");
  EXPECT_EQ(snake_case("washing-icon"), "washing_icon");
}

}  // namespace
}  // namespace decant::sandbox
