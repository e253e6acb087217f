#include "orders.h"

#include <cstdint>

#include "json/document.h"

namespace decant::bench {

namespace {

std::string number(std::size_t value) { return std::to_string(value); }
std::string price(std::size_t value) { return number(value % 900 + 10) + "." + number(value % 90 + 10); }

std::string address(std::size_t i) {
  return R"({"firstName":"Given )" + number(i % 97) + R"(","lastName":"Family )" + number(i % 89) +
         R"(","address1":"Some Street )" + number(i % 120) + R"(","address2":null,"zipCode":")" +
         number(10'000 + i % 80'000) + R"(","city":"City )" + number(i % 300) +
         R"(","country":"SE","state":"","email":"person.)" + number(i) + R"(@example.com","phoneNumber":"+46700)" +
         number(100'000 + i % 900'000) + R"("})";
}

std::string line(std::size_t i, std::size_t position) {
  const std::size_t id = i * 7 + position;
  return R"({"id":")" + number(id) + R"(","line":)" + number(position) + R"(,"product":")" + number(id % 5'000) +
         R"(","sku":"SKU-)" + number(id % 5'000) + "-" + number(position) + R"(","ean":"73000)" +
         number(10'000'000 + id % 9'999) + R"(","description":"Product number )" + number(id % 5'000) +
         R"( in a colour","size":"M","quantity":)" + number(id % 3 + 1) + R"(,"price":)" + price(id) +
         R"(,"originalPrice":)" + price(id + 5) + R"(,"taxPercent":25.0,"taxAmount":)" + price(id / 4) +
         R"(,"comment":null,"weight":0.25,"returned":false})";
}

std::string order(std::size_t i) {
  std::string text =
      R"({"order":)" + number(i) + R"(,"orderId":")" + number(i * 31) + R"(-a","oid":"5f)" + number(i * 7'919) +
      R"(","status":"shipped","date":"2024-03-)" + number(10 + i % 19) + R"(T10:20:30Z","modified":"2024-04-)" +
      number(10 + i % 19) + R"( 11:12:13","market":)" + number(i % 5) + R"(,"pricelist":)" + number(i % 9) +
      R"(,"currency":"SEK","currencyRate":1.0,"total":)" + price(i * 3) + R"(,"shippingCost":49.0,"paid":true,)" +
      R"("onHold":false,"internalComment":"","customer":{"id":)" + number(i % 4'000) + R"(,"email":"person.)" +
      number(i) + R"(@example.com","newsletter":true,"group":"retail"},"shippingAddress":)" + address(i) +
      R"(,"billingAddress":)" + address(i + 1) + R"(,"totals":{"itemsTotal":)" + price(i) +
      R"(,"discount":0.0,"tax":)" + price(i / 5) + R"(,"grandTotal":)" + price(i * 3) + R"(},"products":[)";
  const std::size_t lines = i % 4 + 1;
  for (std::size_t l = 0; l < lines; ++l) text += (l == 0 ? "" : ",") + line(i, l);
  text += R"(],"payments":[{"type":"card","amount":)" + price(i * 3) + R"(,"reference":"ref-)" + number(i * 13) +
          R"(","captured":"2024-03-)" + number(10 + i % 19) + R"(T10:21:00Z"}]})";
  return text;
}

}  // namespace

Orders make_orders(std::size_t count) {
  Orders orders;
  for (std::size_t i = 0; i < count; ++i) {
    const auto begin = static_cast<std::uint32_t>(orders.text.size());
    orders.text += order(i);
    orders.spans.push_back({static_cast<std::uint32_t>(i), begin, static_cast<std::uint32_t>(orders.text.size())});
    orders.text += ",";
  }
  orders.text.reserve(orders.text.size() + json::kPadding);
  return orders;
}

}  // namespace decant::bench
