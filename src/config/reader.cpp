#include "config/reader.h"

#include <algorithm>
#include <utility>

#include "config/nearest.h"
#include "config/typed.h"
#include "core/redact.h"

namespace decant::config {

namespace {

constexpr std::size_t kMostListed = 30;

bool contains(const std::vector<std::string>& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size() && i < kMostListed; ++i) text += (i > 0 ? ", " : "") + in_quotes(words[i]);
  return words.size() > kMostListed ? text + ", …" : text;
}

}  // namespace

Result<Reader> Reader::open(const Node& node, std::string path) {
  DECANT_TRY(Node mapping, typed(node, Kind::mapping, path.empty() ? "the document" : std::string_view(path)));
  return Reader(std::move(mapping), std::move(path));
}

const Node* Reader::take(std::string_view key) {
  if (!contains(known_, key)) known_.emplace_back(key);
  const Node* value = node_.find(key);
  return value != nullptr && !value->is_null() ? value : nullptr;
}

Result<const Node*> Reader::take_required(std::string_view key) {
  if (const Node* value = take(key)) return value;
  if (node_.find(key) != nullptr) return fail(key, "must not be null", "give it a value");
  return fail(key, "is missing", "add the key " + in_quotes(key));
}

Result<std::string> Reader::text(std::string_view key) {
  DECANT_TRY(const Node* value, take_required(key));
  DECANT_TRY(const Node node, typed(*value, Kind::text, path_of(key)));
  return node.as_text();
}

Result<bool> Reader::boolean(std::string_view key) {
  DECANT_TRY(const Node* value, take_required(key));
  DECANT_TRY(const Node node, typed(*value, Kind::boolean, path_of(key)));
  return node.as_bool();
}

Result<std::int64_t> Reader::integer(std::string_view key) {
  DECANT_TRY(const Node* value, take_required(key));
  DECANT_TRY(const Node node, typed(*value, Kind::integer, path_of(key)));
  return node.as_integer();
}

Result<double> Reader::real(std::string_view key) {
  DECANT_TRY(const Node* value, take_required(key));
  DECANT_TRY(const Node node, typed(*value, Kind::real, path_of(key)));
  return node.as_real();
}

Result<Reader> Reader::mapping(std::string_view key) {
  DECANT_TRY(const Node* value, take_required(key));
  return open(*value, path_of(key));
}

Result<std::vector<Element>> Reader::list(std::string_view key) {
  DECANT_TRY(const Node* value, take_required(key));
  return elements(*value, key);
}

Result<Element> Reader::any(std::string_view key) {
  DECANT_TRY(const Node* value, take_required(key));
  return Element{*value, path_of(key)};
}

Result<std::optional<std::string>> Reader::optional_text(std::string_view key) {
  if (take(key) == nullptr) return std::nullopt;
  return text(key);
}

Result<std::optional<bool>> Reader::optional_boolean(std::string_view key) {
  if (take(key) == nullptr) return std::nullopt;
  DECANT_TRY(const bool value, boolean(key));
  return std::optional(value);
}

Result<std::optional<std::int64_t>> Reader::optional_integer(std::string_view key) {
  if (take(key) == nullptr) return std::nullopt;
  return integer(key);
}

Result<std::optional<std::int64_t>> Reader::optional_integer(std::string_view key, std::int64_t least,
                                                             std::int64_t most) {
  DECANT_TRY(const auto value, optional_integer(key));
  if (value && (*value < least || *value > most))
    return fail(key, "must be from " + std::to_string(least) + " to " + std::to_string(most));
  return value;
}

Result<std::optional<double>> Reader::optional_real(std::string_view key) {
  if (take(key) == nullptr) return std::nullopt;
  return real(key);
}

Result<std::optional<std::chrono::milliseconds>> Reader::optional_duration(std::string_view key) {
  const Node* value = take(key);
  if (value == nullptr) return std::nullopt;
  return as_duration(*value, path_of(key));
}

Result<std::optional<std::uint64_t>> Reader::optional_bytes(std::string_view key) {
  const Node* value = take(key);
  if (value == nullptr) return std::nullopt;
  return as_bytes(*value, path_of(key));
}

Result<std::optional<Reader>> Reader::optional_mapping(std::string_view key) {
  if (take(key) == nullptr) return std::nullopt;
  return mapping(key);
}

Result<std::optional<std::vector<Element>>> Reader::optional_list(std::string_view key) {
  if (take(key) == nullptr) return std::nullopt;
  return list(key);
}

Result<std::optional<std::vector<std::string>>> Reader::optional_texts(std::string_view key) {
  const Node* value = take(key);
  if (value == nullptr) return std::nullopt;
  // Loose text may be a JSON list; any other text is a list of one.
  const bool one = value->is_text() && (!value->is_loose() || !typed(*value, Kind::sequence, path_of(key)));
  if (one) return std::vector{value->as_text()};
  DECANT_TRY(const auto all, elements(*value, key));
  std::vector<std::string> texts;
  for (const auto& element : all) {
    DECANT_TRY(const Node node, typed(element.node, Kind::text, element.path));
    texts.push_back(node.as_text());
  }
  return texts;
}

Result<std::optional<std::string>> Reader::optional_choice(std::string_view key,
                                                           std::initializer_list<std::string_view> allowed) {
  DECANT_TRY(auto value, optional_text(key));
  if (!value || std::find(allowed.begin(), allowed.end(), *value) != allowed.end()) return value;
  const std::vector<std::string> choices(allowed.begin(), allowed.end());
  const auto meant = nearest(*value, choices);
  // A placeholder may have put a secret here by mistake.
  const bool secret = take(key)->is_secret();
  const std::string shown = secret ? "another text" : in_quotes(Redactor::process().redact(*value));
  return fail(key, "must be one of " + join(choices) + ", but is " + shown,
              meant && !secret ? "did you mean " + in_quotes(*meant) + "?" : "");
}

std::optional<Element> Reader::optional_any(std::string_view key) {
  take(key);
  const Node* value = node_.find(key);
  if (value == nullptr) return std::nullopt;
  return Element{*value, path_of(key)};
}

Result<std::vector<Element>> Reader::elements(const Node& value, std::string_view key) const {
  const std::string path = path_of(key);
  DECANT_TRY(Node sequence, typed(value, Kind::sequence, path));
  std::vector<Element> all;
  all.reserve(sequence.items().size());
  for (auto& item : sequence.items()) all.push_back({std::move(item), path + "[" + std::to_string(all.size()) + "]"});
  return all;
}

bool Reader::has(std::string_view key) const {
  const Node* value = node_.find(key);
  return value != nullptr && !value->is_null();
}

Result<void> Reader::refuse(std::initializer_list<std::string_view> keys) {
  for (const auto key : keys) refused_.emplace_back(key);
  for (const auto& member : node_.members()) {
    if (contains(refused_, member.key) && !member.value.is_null())  // null is as good as absent
      return fail_at(member.location, in_quotes(path_of(member.key)) + " is not supported yet", "remove the key");
  }
  return {};
}

Result<void> Reader::finish() const {
  for (const auto& member : node_.members()) {
    if (contains(known_, member.key) || contains(refused_, member.key)) continue;
    const auto meant = nearest(member.key, known_);
    std::string hint = "this mapping has no keys";
    if (meant) {
      hint = "did you mean " + in_quotes(*meant) + "?";
    } else if (!known_.empty()) {
      hint = "known here: " + join(known_);
    }
    return fail_at(member.location, "unknown key " + in_quotes(path_of(member.key)), std::move(hint));
  }
  return {};
}

std::unexpected<Error> Reader::fail(std::string_view key, std::string_view message, std::string hint) const {
  const Node* value = node_.find(key);
  return fail_at(value != nullptr ? value->location() : node_.location(),
                 in_quotes(path_of(key)) + " " + std::string(message), std::move(hint));
}

std::string Reader::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

}  // namespace decant::config
