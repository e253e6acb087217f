#include "package/page_payload.h"

#include <algorithm>
#include <limits>

#include "json/write.h"
#include "package/varint.h"

namespace decant::package {

namespace {

constexpr std::uint64_t kMaxU32 = std::numeric_limits<std::uint32_t>::max();
/// A record takes three varints of a byte at least.
constexpr std::uint64_t kMinRecordBytes = 3;
constexpr std::uint32_t kFirstVersionWithBoundary = 2;

/// Reads one span behind `before`; false if it is malformed, or outside a text of `text_size` bytes.
bool read_span(VarintReader& reader, std::uint64_t next_index, std::uint32_t previous_end, std::uint64_t text_size,
               state::RecordSpan& span) {
  std::uint64_t gap = 0;
  std::uint64_t shift = 0;
  std::uint64_t length = 0;
  if (!reader.read_varint(gap) || !reader.read_varint(shift) || !reader.read_varint(length)) return false;
  const std::int64_t move = unzigzag(shift);
  const auto limit = static_cast<std::int64_t>(kMaxU32);
  if (gap > kMaxU32 || next_index + gap > kMaxU32 || move > limit || move < -limit || length > kMaxU32) return false;
  const std::int64_t begin = static_cast<std::int64_t>(previous_end) + move;
  if (begin < 0 || static_cast<std::uint64_t>(begin) + length > text_size) return false;
  span.index = static_cast<std::uint32_t>(next_index + gap);
  span.begin = static_cast<std::uint32_t>(begin);
  span.end = static_cast<std::uint32_t>(static_cast<std::uint64_t>(begin) + length);
  return true;
}

Result<json::Value> read_json(VarintReader& reader) {
  std::string_view text;
  if (!reader.read_text(text)) return fail(ErrorKind::package, "the page's entry ends too early");
  auto value = json::parse_value(text);
  if (!value) return fail(ErrorKind::package, "the page's entry holds malformed JSON: " + value.error().message);
  return value;
}

void append_boundary(const state::BoundaryChange& change, std::string& out) {
  append_text(change.cursor_path, out);
  if (change.cursor_path.empty()) return;
  out.push_back(change.resets ? '\1' : '\0');
  append_varint(change.added.size(), out);
  for (const auto& hash : change.added) append_text({hash.bytes.data(), hash.size}, out);
}

/// False if it is malformed. `size`: of the whole payload.
bool read_boundary(VarintReader& reader, std::size_t size, state::BoundaryChange& change) {
  std::string_view text;
  std::uint8_t flags = 0;
  std::uint64_t count = 0;
  if (!reader.read_text(text)) return false;
  change.cursor_path = text;
  if (text.empty()) return true;
  if (!reader.read_byte(flags) || flags > 1 || !reader.read_varint(count)) return false;
  if (count > size / state::BoundaryHash::kShort) return false;
  change.resets = flags == 1;
  change.added.resize(static_cast<std::size_t>(count));
  for (auto& hash : change.added) {
    if (!reader.read_text(text)) return false;
    if (text.size() != state::BoundaryHash::kLong && text.size() != state::BoundaryHash::kShort) return false;
    std::copy(text.begin(), text.end(), hash.bytes.begin());
    hash.size = static_cast<std::uint8_t>(text.size());
  }
  return true;
}

}  // namespace

std::string encode_payload(const state::Page& page) {
  std::string out;
  std::uint64_t next_index = 0;
  std::uint32_t previous_end = 0;
  for (const auto& span : page.records) {
    append_varint(span.index - next_index, out);
    append_varint(zigzag(std::int64_t{span.begin} - std::int64_t{previous_end}), out);
    append_varint(span.end - span.begin, out);
    next_index = std::uint64_t{span.index} + 1;
    previous_end = span.end;
  }
  append_text(json::write(page.constants), out);
  append_text(json::write(page.cursor), out);
  append_text(json::write(page.change.state), out);
  append_boundary(page.change.boundary, out);
  return out;
}

Result<void> decode_payload(std::string_view bytes, std::uint32_t version, std::uint64_t records,
                            std::uint64_t text_size, PagePayload& payload) {
  VarintReader reader(bytes);
  payload.records.clear();
  if (records > bytes.size() / kMinRecordBytes)
    return fail(ErrorKind::package, "the page's entry names more records than it holds");
  payload.records.reserve(records);
  state::RecordSpan span;
  std::uint64_t next_index = 0;
  for (std::uint64_t i = 0; i < records; ++i) {
    if (!read_span(reader, next_index, span.end, text_size, span))
      return fail(ErrorKind::package, "a record of the page lies outside its text");
    payload.records.push_back(span);
    next_index = std::uint64_t{span.index} + 1;
  }
  DECANT_TRY(payload.constants, read_json(reader));
  DECANT_TRY(payload.cursor, read_json(reader));
  DECANT_TRY(payload.change.state, read_json(reader));
  payload.change.boundary = {};
  if (version >= kFirstVersionWithBoundary && !read_boundary(reader, bytes.size(), payload.change.boundary))
    return fail(ErrorKind::package, "the page's boundary hashes are malformed");
  if (!reader.at_end() || !payload.constants.is_object())
    return fail(ErrorKind::package, "the page's entry is malformed");
  return {};
}

}  // namespace decant::package
