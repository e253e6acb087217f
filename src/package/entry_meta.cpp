#include "package/entry_meta.h"

#include "package/varint.h"

namespace decant::package {

namespace {

void append_address(const state::PageAddress& address, std::string& out) {
  append_text(address.resource, out);
  append_text(address.sequence, out);
  append_varint(address.page, out);
}

bool read_address(VarintReader& reader, state::PageAddress& address) {
  std::string_view resource;
  std::string_view sequence;
  if (!reader.read_text(resource) || !reader.read_text(sequence) || !reader.read_varint(address.page)) return false;
  address.resource = resource;
  address.sequence = sequence;
  return true;
}

bool read_flag(VarintReader& reader, bool& flag) {
  std::uint8_t flags = 0;
  if (!reader.read_byte(flags) || flags > 1) return false;
  flag = flags == 1;
  return true;
}

bool read_form(VarintReader& reader, TextForm& form) {
  std::uint8_t value = 0;
  if (!reader.read_byte(value) || value > static_cast<std::uint8_t>(TextForm::rewritten)) return false;
  form = static_cast<TextForm>(value);
  return true;
}

}  // namespace

std::string encode(const BodyMeta& meta) {
  std::string out;
  append_address(meta.address, out);
  append_varint(meta.chunk, out);
  out.push_back(meta.last_chunk ? '\1' : '\0');
  out.push_back(static_cast<char>(meta.form));
  append_text(meta.headers, out);
  return out;
}

std::string encode(const PageMeta& meta) {
  std::string out;
  append_address(meta.address, out);
  append_varint(meta.records, out);
  out.push_back(meta.last ? '\1' : '\0');
  out.push_back(static_cast<char>(meta.form));
  return out;
}

bool decode(std::string_view bytes, BodyMeta& meta) {
  VarintReader reader(bytes);
  std::string_view headers;
  if (!read_address(reader, meta.address) || !reader.read_varint(meta.chunk) || !read_flag(reader, meta.last_chunk) ||
      !read_form(reader, meta.form) || !reader.read_text(headers) || !reader.at_end())
    return false;
  meta.headers = headers;
  return meta.form != TextForm::none;
}

bool decode(std::string_view bytes, PageMeta& meta) {
  VarintReader reader(bytes);
  return read_address(reader, meta.address) && reader.read_varint(meta.records) && read_flag(reader, meta.last) &&
         read_form(reader, meta.form) && reader.at_end() && (meta.form != TextForm::none || meta.records == 0);
}

}  // namespace decant::package
