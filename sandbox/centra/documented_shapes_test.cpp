#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

#include "sandbox/centra/api_caller.h"

namespace decant::sandbox {
namespace {

using simdjson::dom::element;

// A record as the documentation of the API has it, and where the sandbox serves such.
struct Sample {
  const char* target;
  const char* selector;
  const char* record;
};

constexpr Sample kSamples[] = {
    {"orders?limit=10000", "orders",
     R"({"orderId":"5001","selectionId":"0f0e0d0c0b0a09080706050403020100","orderDate":"2024-03-01 10:11:12","orderStore":"retail",
      "orderCurrency":"SEK","customerId":"77","accountId":"","deliveryCountry":"SE","billingVAT":"","hold":0,"shippingValue":49,
      "grandTotalValue":798.5,"marketId":1,"pricelistId":19,"paymentReference":null,
      "shipments":[{"shipmentId":"5001-1","shippedDate":"0000-00-00 00:00:00","carrier":"","trackingId":""}],
      "taxBreakdown":[{"description":"VAT","taxPercent":25,"value":159.7}],
      "products":[{"lineId":"9001","sku":"TEE","variantSku":"BLK","sizeSku":"M","ean":"0731234567890","qty":1,"originalPrice":749,
        "price":749.5,"taxPercent":25,"anyDiscount":false,"isBundle":false,"warehouses":[{"name":"Main","itemQty":1}]}],
      "discounts":{"anyDiscount":false,"discount":"0.00 SEK","discountAsNumber":0,"vouchers":[],"automaticDiscounts":[]}})"},
    {"stock", "products",
     R"({"stockItemId":311,"productId":7,"variantId":9,"sku":"TEE","variantSku":"BLK","sizeSku":"M","brand":null,
      "ean":"0731234567890","upc":null,"weight":0,"active":1,"physicalStock":12,"allocatedStock":2,"availableStock":10})"},
    {"vouchers/3", "voucher",
     R"({"id":3,"name":"Spring","code":"spring","type":"priceoff","value":null,"valueByPricelist":{"19":100,"20":10},
      "startDate":"2024-03-01","stopDate":"2024-04-01","store":1,"markets":[1,2],"limit":0,"status":"active","priority":1,
      "createdAt":"2024-02-20 08:00:00"})"},
    {"returns?limit=10000", "returns",
     R"({"returnId":21,"completed":false,"shipment":"5001-1","shipmentId":640,"orderId":5001,"customerId":77,
      "date":"2024-03-09 09:00:00","taxValue":187.38,"currency":"SEK","baseCurrency":"SEK","baseCurrencyRate":1,
      "returnToStock":true,"comment":null,
      "products":[{"returnLineId":55,"shipmentLineId":730,"orderLineId":9001,"productBrand":null,"size":null,"sku":"TEE",
        "quantity":1,"price":749.5}]})"},
    {"supplier-deliveries", "deliveries",
     R"({"id":"88","orderId":"31","deliveryId":"31-2","supplierName":"Norr Textil","supplierCountry":"PT",
      "created":"2024-01-15 07:40","ETD":"2024-02-20 12:00","ETA":"2024-03-02 09:30","message":"","productsQty":240})"},
};

// Path and type of everything in a value, such as `products[].price:d`. Ids that are keys have no names.
void collect(element value, const std::string& path, std::set<std::string>& shape) {
  shape.insert(path + ":" + type_letter(simdjson::simdjson_result<element>(element(value))));
  if (value.is_array()) {
    for (const element child : value.get_array()) collect(child, path + "[]", shape);
  } else if (value.is_object()) {
    for (const auto& [key, member] : value.get_object()) {
      const bool is_id = key.find_first_not_of("0123456789") == std::string_view::npos;
      collect(member, path + "." + (is_id ? "{id}" : std::string(key)), shape);
    }
  }
}

TEST(DocumentedShapes, are_among_those_served) {
  StoreOptions options;
  options.orders = 10'000;
  options.page_limit = 10'000;
  ApiCaller caller(options);
  for (const Sample& sample : kSamples) {
    simdjson::dom::parser parser;
    const element documented = parser.parse(std::string_view(sample.record));
    std::set<std::string> wanted;
    collect(documented, "", wanted);
    const element answer = caller.json(sample.target);
    EXPECT_EQ(std::string_view(answer["status"]), "ok");
    const element records = answer[sample.selector];
    std::set<std::string> served;
    if (records.is_array()) {
      for (const element record : records.get_array()) collect(record, "", served);
    } else {
      collect(records, "", served);
    }
    for (const std::string& part : wanted) EXPECT_TRUE(served.contains(part)) << sample.target << " lacks " << part;
  }
}

TEST(DocumentedShapes, of_links_and_failures_are_served) {
  ApiCaller caller;
  EXPECT_TRUE(caller.get("stock?limit=1").body.ends_with(R"(],"next":"?limit=1&page=2"})"));
  EXPECT_EQ(caller.get("customers/9").body, R"({"status":"no","msg":"The customer was not found."})");
  EXPECT_EQ(caller.get("vouchers/90").body, R"({"status":"no","voucher":"90","msg":{"voucher":"Voucher not found"}})");
  StoreOptions options;
  options.settings.disabled = {"orders"};
  ApiCaller without_orders(options);
  EXPECT_EQ(without_orders.get("orders").body, R"({"status":"Not Allowed"})");
}

}  // namespace
}  // namespace decant::sandbox
