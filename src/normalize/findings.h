#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "json/document.h"
#include "json/value.h"
#include "schema/contract.h"

namespace decant::normalize {

/// What happened to data that did not become what stood in the record.
enum class FindingKind : std::uint8_t {
  row_discarded,    ///< a contract leaves the row out, with the rows nested in it
  value_discarded,  ///< a contract leaves the value out
  refused,          ///< a contract ended the run
  key_collision,    ///< another key of the record has the same name after normalizing; its later value was taken
  nullable_key,  ///< a value of another type went to a variant; the column, which had to have values, may be null now
};
std::string_view to_string(FindingKind kind);

/// One value that was seen.
struct FindingSample {
  std::string sequence;  ///< which parent record, if any
  std::uint64_t page = 0;
  std::uint32_t record = 0;  ///< index in the page, before any filter
  std::string json_path;     ///< from the record
  std::string value;         ///< compact JSON, cut
};

/// Findings of one kind about one column.
struct Finding {
  FindingKind kind = FindingKind::row_discarded;
  std::string resource;
  std::string table;
  std::string column;  ///< empty: the whole table
  std::optional<schema::ContractVerdict> verdict;
  std::uint64_t count = 0;
  std::vector<FindingSample> samples;  ///< the first few

  [[nodiscard]] json::Value to_json() const;
  /// One line for people: what happened, where, how often, an example.
  [[nodiscard]] std::string to_text() const;
};

/// Collects what a run has to report of its data: how often each thing happened, and the first values. Bounded: of each
/// kind and column few samples, cut to a length, and of very many columns counts only.
class Findings {
 public:
  static constexpr std::size_t kMaxFindings = 500;
  static constexpr std::size_t kMaxSamples = 5;
  static constexpr std::size_t kMaxValue = 200;

  /// Where the records come from that are looked at now. The views must live until the next call.
  void at(std::string_view resource, std::string_view sequence, std::uint64_t page, std::uint32_t record) {
    resource_ = resource;
    sequence_ = sequence;
    page_ = page;
    record_ = record;
    root_.reset();
  }
  /// The record itself, once it is there: it may stand in a document with others, which must live as long.
  void in(const json::Node& record) { root_ = record; }

  /// `value`: what it is about, in its document; may be null.
  void add(FindingKind kind, std::string_view table, std::string_view column,
           std::optional<schema::ContractVerdict> verdict, const json::Node* value);

  /// The path of a value from its record, or from the root of another document that it stands in: `$.lines[2].price`.
  [[nodiscard]] std::string path_of(const json::Node& value) const;

  [[nodiscard]] bool empty() const { return findings_.empty(); }
  /// In the order in which they were first made.
  [[nodiscard]] const std::vector<Finding>& all() const { return findings_; }
  /// How often something of a kind was found, also of what there are no samples.
  [[nodiscard]] std::uint64_t count(FindingKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }

 private:
  using Key = std::tuple<FindingKind, std::string, std::string, std::string>;
  [[nodiscard]] FindingSample sample(const json::Node* value) const;

  std::string_view resource_, sequence_;
  std::uint64_t page_ = 0;
  std::uint32_t record_ = 0;
  std::optional<json::Node> root_;
  std::vector<Finding> findings_;
  std::map<Key, std::size_t> index_;
  std::uint64_t counts_[5] = {};
};

}  // namespace decant::normalize
