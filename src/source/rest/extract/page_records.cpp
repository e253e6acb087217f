#include "source/rest/extract/page_records.h"

#include <algorithm>
#include <string>

#include "json/write.h"

namespace decant::source::rest {

void set_records(const std::vector<json::Node>& records, Page& page) {
  const auto is_container = [](const json::Node& record) { return record.is_object() || record.is_array(); };
  const bool in_body = std::all_of(records.begin(), records.end(), is_container);
  std::string text;
  for (std::size_t i = 0; i < records.size(); ++i) {
    RecordSpan span{.index = static_cast<std::uint32_t>(i)};
    if (in_body) {
      span.begin = records[i].token().span.begin;
      span.end = records[i].token().span.end;
    } else {
      span.begin = static_cast<std::uint32_t>(text.size());
      text += is_container(records[i]) ? std::string(records[i].source()) : json::write(records[i]);
      span.end = static_cast<std::uint32_t>(text.size());
      text += '\n';
    }
    page.records.push_back(span);
  }
  if (!in_body) page.rewritten = std::move(text);
}

}  // namespace decant::source::rest
