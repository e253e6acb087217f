#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"
#include "core/result.h"
#include "json/document.h"
#include "state/boundary.h"

namespace decant::source {

/// Columns by which records are told apart at the boundary of a cursor.
struct DedupKey {
  std::vector<std::string> columns;
  bool is_one_text = false;  ///< the configuration has one text: its bare value is hashed, a list's values as a list
};

/// Makes dlt's boundary hashes: SHAKE-128 of compact JSON with sorted keys, of the key's values or of the whole record.
/// One per thread.
class RecordHasher {
 public:
  /// Without key: the whole record.
  explicit RecordHasher(std::optional<DedupKey> key) : key_(std::move(key)) {}

  /// The long hash. Error (`source_data`): the record lacks a column of the key.
  Result<state::BoundaryHash> hash(const json::Node& record);

  /// The hash that other releases of dlt's JSON library give: they write a double of 1e16 or more as `1e+16`, not
  /// `1e16`. Nothing if no such number is in what is hashed. Only right after hash() of the same record.
  std::optional<state::BoundaryHash> other_hash(const json::Node& record);

  /// The text that is hashed; valid until the next call.
  Result<std::string_view> canonical(const json::Node& record);

 private:
  void append(const json::Node& value);
  void append_scalar(const json::Node& value);
  state::BoundaryHash digest(std::string_view text);
  Result<json::Node> column(const json::Node& record, const std::string& name) const;

  std::optional<DedupKey> key_;
  Shake128 shake_;
  std::string text_;
  bool writes_plus_ = false;  ///< in the exponents of large doubles
  bool has_large_ = false;    ///< the last text holds one
};

}  // namespace decant::source
