#include "source/incremental/record_hash.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "json/write.h"

namespace decant::source {

namespace {

/// Members by key; of those with one key the last, which is the one that counts.
std::vector<json::Member> sorted_members(const json::Node& object) {
  std::vector<json::Member> members;
  for (const auto member : object.members()) members.push_back(member);
  std::sort(members.begin(), members.end(), [](const json::Member& a, const json::Member& b) {
    return a.key != b.key ? a.key < b.key : a.value.index() < b.value.index();
  });
  std::vector<json::Member> unique;
  for (const auto& member : members) {
    if (!unique.empty() && unique.back().key == member.key) unique.pop_back();
    unique.push_back(member);
  }
  return unique;
}

}  // namespace

void RecordHasher::append(const json::Node& value) {
  char separator = value.is_object() ? '{' : '[';
  if (value.is_object()) {
    for (const auto& member : sorted_members(value)) {
      text_.push_back(std::exchange(separator, ','));
      json::append_string(member.key, text_);
      text_.push_back(':');
      append(member.value);
    }
    text_ += separator == '{' ? "{}" : "}";
  } else if (value.is_array()) {
    for (const auto item : value.items()) {
      text_.push_back(std::exchange(separator, ','));
      append(item);
    }
    text_ += separator == '[' ? "[]" : "]";
  } else {
    append_scalar(value);
  }
}

void RecordHasher::append_scalar(const json::Node& value) {
  const std::size_t begin = text_.size();
  json::append(value, text_);
  if (value.kind() != json::Kind::real || std::fabs(value.token().real) < 1) return;
  const std::size_t exponent = text_.find('e', begin);
  if (exponent == std::string::npos) return;
  has_large_ = true;
  if (writes_plus_) text_.insert(exponent + 1, 1, '+');
}

state::BoundaryHash RecordHasher::digest(std::string_view text) {
  state::BoundaryHash hash;
  shake_.hash(text, hash.bytes);
  hash.size = state::BoundaryHash::kLong;
  return hash;
}

std::optional<state::BoundaryHash> RecordHasher::other_hash(const json::Node& record) {
  if (!has_large_) return std::nullopt;
  writes_plus_ = true;
  const auto text = canonical(record);
  writes_plus_ = false;
  if (!text) return std::nullopt;
  return digest(*text);
}

Result<json::Node> RecordHasher::column(const json::Node& record, const std::string& name) const {
  json::Node value = record;
  if (record.find(name, value)) return value;
  return fail(ErrorKind::source_data, "a record has no `" + name + "`, which is its key at the boundary of the cursor",
              "Set `primary_key` in `incremental` to columns that all records have, or to [] (no deduplication).");
}

Result<std::string_view> RecordHasher::canonical(const json::Node& record) {
  text_.clear();
  has_large_ = false;
  if (!key_) {
    append(record);
    return std::string_view(text_);
  }
  char separator = '[';
  for (const auto& name : key_->columns) {
    DECANT_TRY(const json::Node value, column(record, name));
    if (!key_->is_one_text) text_.push_back(std::exchange(separator, ','));
    append(value);
  }
  if (!key_->is_one_text) text_.push_back(']');
  return std::string_view(text_);
}

Result<state::BoundaryHash> RecordHasher::hash(const json::Node& record) {
  DECANT_TRY(const std::string_view text, canonical(record));
  return digest(text);
}

}  // namespace decant::source
