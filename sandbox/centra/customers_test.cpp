#include <gtest/gtest.h>

#include "sandbox/centra/api_caller.h"

namespace decant::sandbox {
namespace {

using simdjson::dom::element;

TEST(Customers, have_the_documented_types) {
  ApiCaller caller;
  const auto rows = caller.rows("customers?limit=1000", "customers");
  EXPECT_EQ(rows.size(), 500U);
  expect_types(rows, {{"customerId", "s"},
                      {"email", "s"},
                      {"firstName", "s"},
                      {"lastName", "s"},
                      {"address1", "s"},
                      {"address2", "s"},
                      {"zipCode", "s"},
                      {"city", "s"},
                      {"state", "s"},
                      {"country", "s"},
                      {"phoneNumber", "s"},
                      {"newsletter", "b"},
                      {"gender", "s"},
                      {"registered", "b"},
                      {"consents", "l"},
                      {"created", "s"},
                      {"modified", "s"}});
  std::vector<element> consents;
  std::size_t without = 0;
  for (const element row : rows) {
    if (row["consents"].get_array().size() == 0) ++without;
    for (const element consent : row["consents"].get_array()) consents.push_back(consent);
    EXPECT_LE(std::string_view(row["created"]), std::string_view(row["modified"]));
  }
  EXPECT_GT(without, 0U);
  expect_types(consents, {{"key", "s"},
                          {"name", "s"},
                          {"consented", "b"},
                          {"text", "s"},
                          {"language", "s"},
                          {"version", "s"},
                          {"created", "s"},
                          {"modified", "s"}});
}

TEST(Customers, are_paged_by_offset_until_an_empty_page) {
  ApiCaller caller;
  const std::string whole = records_text(caller.get("customers?limit=1000"));
  std::string joined;
  std::size_t offset = 0;
  for (Response page = caller.get("customers?limit=70"); page.rows > 0;) {
    joined += (joined.empty() ? "" : ",") + records_text(page);
    offset += page.rows;
    page = caller.get("customers?limit=70&offset=" + std::to_string(offset));
  }
  EXPECT_EQ(joined, whole);
  EXPECT_EQ(caller.get("customers?offset=500").body, R"({"status":"ok","customers":[]})");
  EXPECT_EQ(caller.get("customers").rows, 20U);
}

TEST(Customers, are_filtered_by_email_and_times) {
  ApiCaller caller;
  const std::string email(caller.rows("customers?limit=1&offset=9", "customers").at(0)["email"]);
  const auto found = caller.rows("customers?email=" + email, "customers");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(std::string_view(found.at(0)["customerId"]), "50");

  const auto modified = caller.rows("customers?limit=1000&modified=2024-01-01%2000:00:00", "customers");
  EXPECT_GT(modified.size(), 0U);
  EXPECT_LT(modified.size(), 500U);
  for (const element row : modified) EXPECT_GT(std::string_view(row["modified"]), "2024-01-01 00:00:00");
  const std::size_t created = caller.get("customers?limit=1000&created=2024-01-01").rows;
  EXPECT_GT(created, 0U);
  EXPECT_LT(created, modified.size());
}

TEST(Customers, lie_before_the_clock) {
  StoreOptions options;
  options.clock = *parse_local_time("2020-02-29");
  ApiCaller caller(options);
  for (const element row : caller.rows("customers?limit=1000", "customers")) {
    EXPECT_LE(std::string_view(row["modified"]), "2020-02-29 00:00:00");
  }
}

}  // namespace
}  // namespace decant::sandbox
