#include "source/rest/paginator/link_paginator.h"

#include <algorithm>
#include <string_view>

#include "http/url.h"
#include "source/rest/paginator/link_header.h"

namespace decant::source::rest {

namespace {

/// The link, resolved against the request that brought it, is the next URL with all its parameters.
/// Blanks before it are no part of it.
void follow(std::string_view link, PageRequest& request) {
  link.remove_prefix(std::min(link.find_first_not_of(" \t\r\n"), link.size()));
  request.url = http::resolve_reference(request.full_url(), link);
  request.params.clear();
}

}  // namespace

Result<void> JsonLinkPaginator::update(const Answer& answer) {
  link_.reset();
  DECANT_TRY(const auto found, spec_.next_url_path.first(answer.body));
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
  const auto old = http::decode_query(http::Url::parse(request.full_url()).query);
  follow(*link_, request);
  if (!spec_.merge_params) return {};
  http::Url url = http::Url::parse(request.url);
  request.params = http::merge_parameters(old, http::decode_query(url.query));
  url.has_query = false;
  url.has_fragment = false;
  request.url = url.text();
  return {};
}

Result<void> HeaderLinkPaginator::update(const Answer& answer) {
  link_ = find_link(answer.headers, spec_.relation);
  return {};
}

Result<void> HeaderLinkPaginator::advance(PageRequest& request) const {
  follow(*link_, request);
  return {};
}

}  // namespace decant::source::rest
