#pragma once

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "package/manifest.h"
#include "state/page.h"

namespace decant::package {

/// A manifest with the resources `orders` and `items`. For tests alone, like all of this file.
inline Manifest sample_manifest(const std::string& load_id = "1749667187.541553") {
  Manifest manifest;
  manifest.load_id = load_id;
  manifest.run = load_id;
  manifest.pipeline = "shop";
  manifest.source = "shop_source";
  manifest.created_by = "decant test";
  manifest.fingerprint = "f";
  for (const char* name : {"orders", "items"}) {
    schema::ResourceHints hints;
    hints.name = name;
    hints.table_name = name;
    manifest.resources.push_back(hints);
  }
  return manifest;
}

/// A body with three records, and the decision that the first and the last were kept.
inline state::Body sample_body(std::uint64_t page) {
  const std::string number = std::to_string(page);
  state::Body body;
  body.bytes = "[{\"id\":" + number + "},{\"id\":0},{\"id\":\"" + number + "b\"}]";
  body.headers["link"] = "next " + number;
  return body;
}

inline state::BoundaryHash sample_hash(std::uint64_t page) {
  state::BoundaryHash hash;
  hash.bytes[0] = static_cast<char>(page);
  hash.size = page % 2 == 0 ? state::BoundaryHash::kLong : state::BoundaryHash::kShort;
  return hash;
}

inline state::Page sample_page(const state::PageAddress& address, bool last = false) {
  const std::string bytes = sample_body(address.page).bytes;
  const auto first_end = static_cast<std::uint32_t>(bytes.find('}') + 1);
  const auto second_begin = static_cast<std::uint32_t>(bytes.rfind('{'));
  state::Page page;
  page.address = address;
  page.records = {{0, 1, first_end}, {2, second_begin, static_cast<std::uint32_t>(bytes.size() - 1)}};
  page.constants["_parent"] = 7;
  page.cursor["offset"] = static_cast<std::int64_t>(address.page + 1);
  page.change.state["last_value"] = static_cast<std::int64_t>(address.page);
  page.change.boundary = {.cursor_path = "u", .resets = address.page == 0, .added = {sample_hash(address.page)}};
  page.last = last;
  return page;
}

inline std::string read_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace decant::package
