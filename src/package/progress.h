#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "core/result.h"
#include "package/entry_meta.h"
#include "package/statistics.h"
#include "schema/resource_hints.h"
#include "state/page.h"

namespace decant::package {

/// A text that lies in the log: the offsets of its chunks' entries.
struct StoredText {
  std::vector<std::uint64_t> chunks;
  std::uint64_t bytes = 0;
  bool whole = false;
};

/// How far a sequence has come.
struct SequenceProgress {
  std::uint64_t next_page = 0;
  std::uint64_t newest = 0;  ///< number of its newest page among the pages of the resource
  bool finished = false;
};

/// What the entries of a log, in order, amount to, and whether the next one fits: reader and writer keep the same
/// rules. Errors are of kind `package`; after one nothing has changed.
class Progress {
 public:
  explicit Progress(const std::vector<schema::ResourceHints>& resources);

  /// Takes a chunk of a text, whose entry stands at `offset`.
  Result<void> add_chunk(const BodyMeta& meta, std::uint64_t raw_size, std::uint64_t offset);

  /// Takes a page; returns its text and forgets all texts of the address.
  Result<StoredText> add_page(const PageMeta& meta);

  /// The text of an undecided page; null if it is not there or not whole.
  [[nodiscard]] const StoredText* find_text(const state::PageAddress& address, TextForm form) const;

  /// Null if the sequence has no page.
  [[nodiscard]] const SequenceProgress* find_sequence(std::string_view resource, std::string_view sequence) const;

  /// Position of a resource in the manifest; npos if it is unknown.
  [[nodiscard]] std::size_t index_of(std::string_view resource) const;
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

  /// Pages, records and text bytes, in the manifest's order.
  [[nodiscard]] const std::vector<ResourceStatistics>& resources() const { return statistics_; }

 private:
  using Key = std::tuple<std::size_t, std::string, std::uint64_t>;
  using Texts = std::array<StoredText, 2>;  ///< by form: json, rewritten

  static std::size_t slot(TextForm form) { return form == TextForm::json ? 0 : 1; }
  /// Checks that the page of this address is still to come; returns the resource's position.
  Result<std::size_t> check_open(const state::PageAddress& address) const;

  std::vector<ResourceStatistics> statistics_;
  std::unordered_map<std::string, std::size_t> positions_;
  std::vector<std::unordered_map<std::string, SequenceProgress>> sequences_;  ///< by resource
  std::map<Key, Texts> pending_;
};

}  // namespace decant::package
