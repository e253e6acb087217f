#pragma once

#include <gtest/gtest.h>
#include <simdjson.h>

#include <string>
#include <vector>

#include "sandbox/centra/order_api.h"

namespace decant::sandbox {

/// Calls an emulated API in tests, without HTTP.
class ApiCaller {
 public:
  explicit ApiCaller(const StoreOptions& options = {}) : options_(options), api_(options) {}

  /// `target` is an endpoint with or without a query, such as `orders?limit=3`.
  Response get(const std::string& target) {
    const std::size_t question_mark = target.find('?');
    Request request;
    request.path = std::string(OrderApi::kBasePath) + "/" + target.substr(0, question_mark);
    if (question_mark != std::string::npos) request.query = target.substr(question_mark + 1);
    request.api_authorization = options_.api_key;
    return api_.handle(request);
  }

  /// The parsed answer; valid until the next call.
  simdjson::dom::element json(const std::string& target) {
    body_ = get(target).body;
    simdjson::dom::element document;
    EXPECT_EQ(parser_.parse(body_).get(document), simdjson::SUCCESS) << body_.substr(0, 200);
    return document;
  }

  simdjson::dom::array rows(const std::string& target, const char* selector) {
    simdjson::dom::array found;
    EXPECT_EQ(json(target)[selector].get_array().get(found), simdjson::SUCCESS) << selector;
    return found;
  }

  OrderApi& api() { return api_; }

 private:
  StoreOptions options_;
  OrderApi api_;
  std::string body_;
  simdjson::dom::parser parser_;
};

/// One letter per JSON type: s(tring), i(nteger), d(ouble), b(oolean), n(ull), l(ist), o(bject); `-` when absent.
inline char type_letter(const simdjson::simdjson_result<simdjson::dom::element>& value) {
  simdjson::dom::element element;
  if (value.get(element) != simdjson::SUCCESS) return '-';
  switch (element.type()) {
    case simdjson::dom::element_type::STRING: return 's';
    case simdjson::dom::element_type::INT64:
    case simdjson::dom::element_type::UINT64: return 'i';
    case simdjson::dom::element_type::DOUBLE: return 'd';
    case simdjson::dom::element_type::BOOL: return 'b';
    case simdjson::dom::element_type::NULL_VALUE: return 'n';
    case simdjson::dom::element_type::ARRAY: return 'l';
    case simdjson::dom::element_type::OBJECT: return 'o';
  }
  return '?';
}

/// A field and the types that it takes over the rows of a resource: no others, and each at least once.
struct FieldTypes {
  const char* name;
  std::string_view types;
};

template <typename Rows>
void expect_types(const Rows& rows, const std::vector<FieldTypes>& fields) {
  for (const FieldTypes& field : fields) {
    std::string missing(field.types);
    for (const simdjson::dom::element row : rows) {
      const char letter = type_letter(row[field.name]);
      EXPECT_NE(field.types.find(letter), std::string_view::npos) << field.name << " is " << letter;
      std::erase(missing, letter);
    }
    EXPECT_EQ(missing, "") << field.name << " is never that";
  }
}

/// The text between the brackets of a page's list of records.
inline std::string records_text(const Response& response) {
  const std::size_t begin = response.body.find('[') + 1;
  const std::size_t links = std::min(response.body.rfind(R"(,"previous":"?)"), response.body.rfind(R"(,"next":"?)"));
  const std::size_t end = response.body.rfind(']', links);
  return response.body.substr(begin, end - begin);
}

}  // namespace decant::sandbox
