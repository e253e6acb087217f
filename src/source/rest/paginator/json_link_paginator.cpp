#include "source/rest/paginator/json_link_paginator.h"

#include "http/url.h"

namespace decant::source::rest {

Result<void> JsonLinkPaginator::update(const json::Node& body, std::size_t /*records*/) {
  link_.reset();
  DECANT_TRY(const auto found, spec_.next_url_path.first(body));
  if (!found || found->is_null()) return {};
  if (!found->is_string())
    return fail(ErrorKind::source_data,
                "the next link at `" + spec_.next_url_path.text() + "` is no text, but " +
                    std::string(json::to_string(found->kind())),
                "Set `next_url_path` to where the link stands.");
  if (found->text().empty() && spec_.empty_is_end) return {};
  link_ = found->text();
  return {};
}

Result<void> JsonLinkPaginator::advance(PageRequest& request) const {
  if (link_->empty())
    return fail(ErrorKind::source_data, "the next link at `" + spec_.next_url_path.text() + "` is an empty text",
                "If that means the end, set `strict: true` at the source.");
  const std::string resolved = http::resolve_reference(request.full_url(), *link_);
  if (!spec_.merge_params) {
    request.url = resolved;
    request.params.clear();
    return {};
  }
  http::Url url = http::Url::parse(resolved);
  const auto old = http::decode_query(http::Url::parse(request.full_url()).query);
  request.params = http::merge_parameters(old, http::decode_query(url.query));
  url.has_query = false;
  url.has_fragment = false;
  request.url = url.text();
  return {};
}

}  // namespace decant::source::rest
