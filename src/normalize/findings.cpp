#include "normalize/findings.h"

#include <array>
#include <utility>

#include "json/write.h"

namespace decant::normalize {

namespace {

constexpr std::array<std::string_view, 5> kNames = {"row_discarded", "value_discarded", "refused", "key_collision",
                                                    "nullable_key"};

bool contains(const json::Node& outer, std::uint32_t index) { return outer.index() <= index && index < outer.next(); }

/// Steps into the member or element that holds `index`.
json::Node step(const json::Node& at, std::uint32_t index, std::string& path) {
  for (const auto member : at.members()) {
    if (!contains(member.value, index)) continue;
    json::append_path_step(member.key, path);
    return member.value;
  }
  std::size_t position = 0;
  for (const auto item : at.items()) {
    if (contains(item, index)) {
      path += "[" + std::to_string(position) + "]";
      return item;
    }
    ++position;
  }
  return at;
}

/// Cut at a character's border.
std::string cut(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return text.substr(0, most) + "…";
}

}  // namespace

std::string_view to_string(FindingKind kind) { return kNames.at(static_cast<std::size_t>(kind)); }

std::string Findings::path_of(const json::Node& value) const {
  std::string path = "$";
  const bool is_in_record = root_ && &root_->document() == &value.document() && contains(*root_, value.index());
  json::Node at = is_in_record ? *root_ : value.document().root();
  while (at.index() != value.index()) {
    const json::Node inner = step(at, value.index(), path);
    if (inner.index() == at.index()) break;
    at = inner;
  }
  return path;
}

FindingSample Findings::sample(const json::Node* value) const {
  FindingSample sample{
      .sequence = std::string(sequence_), .page = page_, .record = record_, .json_path = {}, .value = {}};
  if (value == nullptr) return sample;
  sample.json_path = cut(path_of(*value), kMaxValue);
  sample.value = cut(json::write(*value), kMaxValue);
  return sample;
}

void Findings::add(FindingKind kind, std::string_view table, std::string_view column,
                   std::optional<schema::ContractVerdict> verdict, const json::Node* value) {
  ++counts_[static_cast<std::size_t>(kind)];
  Key key{kind, resource_, table, column};
  auto found = index_.find(key);
  if (found == index_.end()) {
    if (findings_.size() == kMaxFindings) return;
    found = index_.emplace(std::move(key), findings_.size()).first;
    findings_.push_back({.kind = kind,
                         .resource = std::string(resource_),
                         .table = std::string(table),
                         .column = std::string(column),
                         .verdict = verdict,
                         .count = 0,
                         .samples = {}});
  }
  Finding& finding = findings_[found->second];
  ++finding.count;
  if (finding.samples.size() < kMaxSamples) finding.samples.push_back(sample(value));
}

json::Value Finding::to_json() const {
  json::Value document = json::Value::object();
  document["kind"] = to_string(kind);
  document["resource"] = resource;
  document["table"] = table;
  if (!column.empty()) document["column"] = column;
  if (verdict) {
    document["entity"] = to_string(verdict->entity);
    document["mode"] = to_string(verdict->mode);
  }
  document["count"] = count;
  json::Value& list = document["samples"] = json::Value::array();
  for (const auto& sample : samples) {
    json::Value item = json::Value::object();
    if (!sample.sequence.empty()) item["sequence"] = sample.sequence;
    item["page"] = sample.page;
    item["record"] = std::uint64_t{sample.record};
    if (!sample.json_path.empty()) {
      item["json_path"] = sample.json_path;
      item["value"] = sample.value;
    }
    list.push_back(std::move(item));
  }
  return document;
}

std::string Finding::to_text() const {
  const auto what = [&]() -> std::string {
    switch (kind) {
      case FindingKind::row_discarded: return count == 1 ? "1 row left out" : std::to_string(count) + " rows left out";
      case FindingKind::value_discarded:
        return count == 1 ? "1 value left out" : std::to_string(count) + " values left out";
      case FindingKind::refused: return "refused";
      case FindingKind::key_collision:
        return (count == 1 ? "1 value" : std::to_string(count) + " values") +
               " not loaded, because another key of the record has the same name";
      case FindingKind::nullable_key: return "may be null now, because values of another type went to a variant";
    }
    return {};
  };
  std::string text = "table " + table + (column.empty() ? "" : ", column " + column) + ": " + what();
  if (verdict)
    text += " (" + std::string(to_string(verdict->entity)) + ": " + std::string(to_string(verdict->mode)) + ")";
  if (samples.empty()) return text;
  const auto& first = samples.front();
  text += "; first in page " + std::to_string(first.page + 1) + ", record " + std::to_string(first.record + 1);
  if (!first.sequence.empty()) text += " of " + first.sequence;
  if (!first.json_path.empty()) text += ", " + first.json_path + " = " + first.value;
  return text;
}

}  // namespace decant::normalize
