#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "state/page.h"

namespace decant::package {

/// What a page's text is.
enum class TextForm : std::uint8_t {
  none = 0,       ///< the page has no text
  json = 1,       ///< the response's body
  rewritten = 2,  ///< made by the source
};

/// Meta of a `body` entry: a chunk of a text.
struct BodyMeta {
  state::PageAddress address;
  std::uint64_t chunk = 0;
  bool last_chunk = false;
  TextForm form = TextForm::json;
  std::string headers;  ///< compact JSON object in chunk 0 of a response's body, else empty
};

/// Meta of a `page` entry.
struct PageMeta {
  state::PageAddress address;
  std::uint64_t records = 0;
  bool last = false;
  TextForm form = TextForm::none;
};

std::string encode(const BodyMeta& meta);
std::string encode(const PageMeta& meta);

/// False if the bytes are no such meta.
bool decode(std::string_view bytes, BodyMeta& meta);
bool decode(std::string_view bytes, PageMeta& meta);

}  // namespace decant::package
