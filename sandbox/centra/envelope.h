#pragma once

#include <string>
#include <string_view>

#include "sandbox/data/record_table.h"
#include "sandbox/http/message.h"
#include "sandbox/http/parameters.h"

namespace decant::sandbox {

/// `{"status":"ok","<selector>":[…]<links>}`. `links` is empty or more members, each with a comma before it.
Response page_response(std::string_view selector, const RecordTable& table, const RowSelection& selection,
                       std::string_view links = {});

/// `{"status":"ok","<selector>":<record>}`.
Response record_response(std::string_view selector, std::string_view record);

/// `{"status":"no","msg":"…"}` with an HTTP status.
Response refusal(int http_status, std::string_view message);

/// HTTP 200 with `{"status":"no","msg":{"<parameter>":"…"}}`: how the API reports a malformed parameter. For
/// `status` the key is `errorMessages`.
Response fault_response(const Parameters& parameters);

/// HTTP 200 with `{"status":"no","voucher":"9","msg":{"voucher":"Voucher not found"}}`.
Response missing_voucher(std::string_view id);

/// HTTP 403 with `{"status":"Not Allowed"}`.
Response not_allowed();

}  // namespace decant::sandbox
