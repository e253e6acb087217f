#include <gtest/gtest.h>

#include <set>

#include "sandbox/centra/api_caller.h"

namespace decant::sandbox {
namespace {

using simdjson::dom::element;

const std::vector<FieldTypes> kItemFields{
    {"stockItemId", "i"},
    {"productId", "i"},
    {"variantId", "i"},
    {"sku", "s"},
    {"variantSku", "s"},
    {"sizeSku", "s"},
    {"ean", "s"},
    {"upc", "sn"},
    {"brand", "sn"},
    {"collection", "sn"},
    {"product", "s"},
    {"name", "s"},
    {"variant", "s"},
    {"size", "sn"},
    {"sizeComment", "s"},
    {"weight", "id"},
    {"weightUnit", "s"},
    {"harmCode", "s"},
    {"harmDescription", "s"},
    {"countryOfOrigin", "s"},
    {"active", "i"},
    {"folder", "s-"},
    {"createdAt", "s"},
    {"store", "s"},
};

TEST(Products, have_the_documented_types) {
  ApiCaller caller;
  const auto rows = caller.rows("products", "products");
  EXPECT_EQ(rows.size(), 400U);
  expect_types(rows, kItemFields);
  expect_types(rows, {{"description", "s"},
                      {"shortDescription", "s"},
                      {"comment", "sn"},
                      {"metaTitle", "s"},
                      {"metaDescription", "s"},
                      {"metaKeywords", "s"},
                      {"categories", "l"},
                      {"categoryName", "sn"},
                      {"images", "l"},
                      {"prices", "l"},
                      {"physicalStock", "-"},
                      {"material_tags", "-"}});
  std::vector<element> prices;
  std::vector<element> campaigns;
  for (const element row : rows) {
    for (const element price : row["prices"].get_array()) {
      prices.push_back(price);
      for (const element campaign : price["campaigns"].get_array()) campaigns.push_back(campaign);
    }
  }
  expect_types(prices, {{"id", "s"}, {"pricelist", "s"}, {"price", "sid"}, {"currency", "s"}, {"campaigns", "l"}});
  expect_types(campaigns, {{"id", "s"}, {"campaign", "s"}, {"price", "id"}});
}

TEST(Products, have_attributes_on_request) {
  ApiCaller caller;
  const auto rows = caller.rows("products?include=attributes", "products");
  expect_types(rows, {{"material_tags", "ol"},
                      {"limited_edition_bool", "s-"},
                      {"fit_select", "s"},
                      {"care_text", "s"},
                      {"washing-icon", "o-"},
                      {"variant_swatch", "s"}});
  for (const element row : rows) {
    if (row["material_tags"].is_array()) {
      EXPECT_EQ(row["material_tags"].get_array().size(), 0U);
    }
    if (type_letter(row["washing-icon"]) == 'o') {
      EXPECT_EQ(std::string_view(row["washing-icon"]["width"]), "60");
    }
  }
}

TEST(Products, send_text_raw_and_escaped) {
  ApiCaller caller;
  const std::string body = caller.get("products").body;
  EXPECT_NE(body.find("30°"), std::string::npos);
  EXPECT_NE(body.find("30\\u00b0"), std::string::npos);
  EXPECT_NE(body.find("<br \\/>"), std::string::npos);
}

TEST(Products, have_unique_keys_and_skus) {
  StoreOptions options;
  options.products = 3000;
  ApiCaller caller(options);
  std::set<std::int64_t> ids;
  std::set<std::string> skus;
  for (const element row : caller.rows("products", "products")) {
    ids.insert(std::int64_t(row["stockItemId"]));
    skus.insert(std::string(row["sku"]) + "|" + std::string(row["variantSku"]) + "|" + std::string(row["sizeSku"]));
  }
  EXPECT_EQ(ids.size(), 3000U);
  EXPECT_EQ(skus.size(), 3000U);
}

TEST(Stock, has_the_documented_types_under_products) {
  ApiCaller caller;
  const auto rows = caller.rows("stock", "products");
  EXPECT_EQ(rows.size(), 400U);
  expect_types(rows, kItemFields);
  expect_types(rows, {{"physicalStock", "i"},
                      {"allocatedStock", "i"},
                      {"availableStock", "i"},
                      {"categoryName", "n"},
                      {"prices", "-"},
                      {"description", "-"}});
  for (const element row : rows) {
    EXPECT_EQ(std::int64_t(row["physicalStock"]),
              std::int64_t(row["allocatedStock"]) + std::int64_t(row["availableStock"]));
  }
  expect_types(caller.rows("stock?exclude=physicalStock", "products"),
               {{"physicalStock", "-"}, {"allocatedStock", "i"}});
}

TEST(Stock, has_its_own_size) {
  StoreOptions options;
  options.products = 7;
  options.stock = 30;
  ApiCaller caller(options);
  EXPECT_EQ(caller.get("products").rows, 7U);
  EXPECT_EQ(caller.get("stock").rows, 30U);
}

TEST(ItemPages, follow_one_another_by_links_that_omit_filters) {
  for (const std::string endpoint : {"products", "stock"}) {
    ApiCaller caller;
    const std::string filter = "&created=2022-01-01";
    const std::string whole = records_text(caller.get(std::string(endpoint).append("?x=1").append(filter)));
    std::string joined;
    std::string query = "?limit=90";
    std::size_t pages = 0;
    while (!query.empty()) {
      const std::string target = std::string(endpoint).append(query).append(filter);
      const Response page = caller.get(target);
      ASSERT_LE(page.rows, 90U);
      joined += (joined.empty() ? "" : ",") + records_text(page);
      const element document = caller.json(target);
      EXPECT_EQ(type_letter(document["previous"]), pages == 0 ? '-' : 's');
      ++pages;
      query = type_letter(document["next"]) == 's' ? std::string(document["next"]) : "";
      if (!query.empty()) {
        EXPECT_EQ(query, "?limit=90&page=" + std::to_string(pages + 1));
      }
    }
    EXPECT_GT(pages, 2U);
    EXPECT_EQ(joined, whole);
  }
}

TEST(ItemPages, end_empty_and_respect_the_page_limit) {
  StoreOptions options;
  options.page_limit = 50;
  ApiCaller caller(options);
  EXPECT_EQ(caller.get("products").rows, 400U);
  const element first = caller.json("products?limit=120");
  EXPECT_EQ(first["products"].get_array().size(), 50U);
  EXPECT_EQ(std::string_view(first["next"]), "?limit=50&page=2");
  EXPECT_EQ(type_letter(caller.json("products?limit=50&page=8")["next"]), '-');
  EXPECT_EQ(caller.get("products?limit=50&page=9").rows, 0U);
  EXPECT_EQ(caller.get("products?limit=50&page=9223372036854775807").rows, 0U);
}

TEST(ItemFilters, select_by_id_code_and_time) {
  ApiCaller caller;
  EXPECT_EQ(caller.get("products?stockItemId=3005").rows, 1U);
  EXPECT_EQ(caller.get("stock?ean=0731000030017").rows, 1U);
  const auto all_match = [&](const std::string& target, const char* field, auto wanted) {
    const auto rows = caller.rows(target, "products");
    EXPECT_GT(rows.size(), 0U) << target;
    EXPECT_LT(rows.size(), 400U) << target;
    for (const element row : rows) EXPECT_EQ(decltype(wanted)(row[field]), wanted) << target;
  };
  all_match("products?productId=102", "productId", std::int64_t{102});
  all_match("stock?variantId=1002", "variantId", std::int64_t{1002});
  const std::string sku(caller.rows("products?productId=103", "products").at(0)["sku"]);
  all_match("products?sku=" + sku, "sku", std::string_view(sku));
  const auto recent = caller.rows("products?created=2023-06-01+00:00:00", "products");
  EXPECT_GT(recent.size(), 0U);
  for (const element row : recent) EXPECT_GT(std::string_view(row["createdAt"]), "2023-06-01 00:00:00");
  EXPECT_EQ(caller.get("products?modified=2024-06-01+12:00:00").rows, 0U);
  EXPECT_GE(caller.get("stock?modified=2023-06-01").rows, recent.size());
  EXPECT_GT(caller.get("stock?stock_modified=2023-06-01").rows, 0U);
}

}  // namespace
}  // namespace decant::sandbox
