#include "schema/naming.h"

#include <gmock/gmock.h>

namespace decant::schema {
namespace {

TEST(SnakeCase, FollowsTheTable) {
  const auto naming = NamingConvention::snake_case(0);
  const std::pair<const char*, const char*> cases[] = {{"CustomerID", "customer_id"},
                                                       {"HTTPStatusCode", "http_status_code"},
                                                       {"iPhone15Pro", "i_phone15_pro"},
                                                       {"V2API", "v2_api"},
                                                       {"price ($)", "pricex"},
                                                       {"50%", "_50x"},
                                                       {"a-b+c*d@e|f", "a_bxcxdaelf"},
                                                       {"what?", "whatx"},
                                                       {"2fa", "_2fa"},
                                                       {"naïve Café", "na_ve_cafx"},
                                                       {"日本", "x"},
                                                       {"userIDs", "user_i_ds"},
                                                       {"aB1C", "a_b1_c"},
                                                       {"billingVAT", "billing_vat"},
                                                       {"ETD", "etd"},
                                                       {"XMLHttpRequest2", "xml_http_request2"},
                                                       {"trail___", "trailxxx"},
                                                       {" pad ", "pad"},
                                                       {"", "_empty"}};
  for (const auto& [name, expected] : cases) EXPECT_EQ(naming.identifier(name), expected) << name;
}

TEST(SnakeCase, SplitsPaths) {
  const auto naming = NamingConvention::snake_case(0);
  EXPECT_EQ(naming.path("a__b"), "a__b");
  EXPECT_EQ(naming.path("a___b"), "a___b");
  EXPECT_EQ(naming.path("a____b"), "a__b");
  EXPECT_EQ(naming.path("__x__"), "x");
  EXPECT_EQ(naming.path("trail___"), "trail__x");
  EXPECT_EQ(naming.path("_"), "x");
}

TEST(SnakeCase, Shortens) {
  EXPECT_EQ(NamingConvention::snake_case(20).identifier("this_is_a_very_long_column_name_indeed"),
            "this_ish72mlq_indeed");
  EXPECT_EQ(NamingConvention::snake_case(30).join({"some_parent_table_name", "some_child_list_name"}),
            "some_parent_gzhtwqld_list_name");
}

}  // namespace
}  // namespace decant::schema
