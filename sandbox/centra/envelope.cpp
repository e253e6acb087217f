#include "sandbox/centra/envelope.h"

#include "sandbox/data/json_writer.h"

namespace decant::sandbox {

Response page_response(std::string_view selector, const RecordTable& table, const RowSelection& selection,
                       std::string_view links) {
  constexpr std::size_t kEnvelopeBytes = 64;
  Response response;
  response.rows = selection.count;
  std::string& body = response.body;
  body.reserve(table.bytes_of(selection) + links.size() + kEnvelopeBytes);
  body += R"({"status":"ok",")";
  body += selector;
  body += "\":[";
  table.append(body, selection);
  body += ']';
  body += links;
  body += '}';
  return response;
}

Response record_response(std::string_view selector, std::string_view record) {
  Response response;
  response.rows = 1;
  response.body.append(R"({"status":"ok",")").append(selector).append("\":").append(record).append("}");
  return response;
}

Response refusal(int http_status, std::string_view message) {
  Response response;
  response.status = http_status;
  JsonWriter json(response.body);
  json.begin_object();
  json.text("status", "no");
  json.text("msg", message);
  json.end_object();
  return response;
}

Response fault_response(const Parameters& parameters) {
  Response response;
  JsonWriter json(response.body);
  json.begin_object();
  json.text("status", "no");
  json.begin_object(parameters.faults().contains("status") ? "errorMessages" : "msg");
  for (const auto& [name, fault] : parameters.faults()) json.text(name, fault);
  json.end_object();
  json.end_object();
  return response;
}

Response missing_voucher(std::string_view id) {
  Response response;
  JsonWriter json(response.body);
  json.begin_object();
  json.text("status", "no");
  json.text("voucher", id);
  json.begin_object("msg");
  json.text("voucher", "Voucher not found");
  json.end_object();
  json.end_object();
  return response;
}

Response not_allowed() {
  Response response;
  response.status = 403;
  response.body = R"({"status":"Not Allowed"})";
  return response;
}

}  // namespace decant::sandbox
