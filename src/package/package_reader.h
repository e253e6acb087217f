#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "json/document.h"
#include "json/value.h"
#include "package/manifest.h"
#include "package/statistics.h"
#include "state/page.h"

namespace decant::package {

struct ReadLimits {
  std::uint64_t max_text_bytes = kMaxTextBytes;  ///< largest text of one page that is read
};

/// A page as it was recorded. Reading into the same object again keeps its memory.
struct RecordedPage {
  state::PageAddress address;
  std::vector<state::RecordSpan> records;  ///< within text()
  json::Value constants;                   ///< object: members added to each record
  json::Value cursor;
  state::StateChange change;
  bool last = false;
  bool rewritten = false;  ///< the text is no body but made by the source

  /// The JSON text that the spans lie in; json::kPadding readable bytes stand behind it. Empty if the page has none.
  [[nodiscard]] std::string_view text() const { return {buffer_.data(), text_size_}; }

 private:
  friend class PackageReader;
  std::string buffer_;   ///< text and padding
  std::string content_;  ///< of the entry that is read
  std::size_t text_size_ = 0;
};

/// A package on disk: what is in it was verified when it was opened. Holds an index of the entries, about 50 bytes a
/// page, and reads one page at a time. All const members may be called from several threads.
class PackageReader {
 public:
  /// Reads the manifest and verifies the whole log. In an unsealed package an end that a kill or a power loss left
  /// incomplete is passed over (see torn_bytes); any other damage is an error of kind `package`.
  static Result<PackageReader> open(const std::filesystem::path& folder, const ReadLimits& limits = {});

  /// The same over a given manifest instead of the folder's.
  static Result<PackageReader> open(const std::filesystem::path& folder, Manifest manifest, const ReadLimits& limits);

  PackageReader(PackageReader&&) noexcept;
  PackageReader& operator=(PackageReader&&) noexcept;
  ~PackageReader();

  [[nodiscard]] const Manifest& manifest() const;
  [[nodiscard]] const std::filesystem::path& folder() const;
  [[nodiscard]] const Statistics& statistics() const;

  /// Bytes behind the last whole entry of an unsealed log; 0 if it ends cleanly.
  [[nodiscard]] std::uint64_t torn_bytes() const;

  /// The log's format; 0 if it is empty.
  [[nodiscard]] std::uint32_t log_format() const;

  /// Number of recorded pages of a resource.
  [[nodiscard]] std::size_t page_count(std::string_view resource) const;

  /// Reads page `number` of a resource, from 0, in logical order: the order in which the run decided them.
  Result<void> read_page(std::string_view resource, std::size_t number, RecordedPage& page) const;

  /// Where a sequence goes on (next_page 0 and nulls if it has no page).
  Result<state::ResumePoint> resume_point(std::string_view resource, std::string_view sequence) const;

  /// Gives `take` the cursor of each page of a sequence, in order; null for one that has none.
  Result<void> each_cursor(std::string_view resource, std::string_view sequence,
                           const std::function<Result<void>(const json::Value& cursor)>& take) const;

  /// What page `number` of a resource changes in its state; the page's text is not read.
  Result<state::StateChange> state_change(std::string_view resource, std::size_t number) const;

  /// What all recorded pages of a resource change in its state.
  Result<state::StateChange> state_change(std::string_view resource) const;

  /// A whole body whose page was not decided.
  Result<std::optional<state::Body>> stored_body(const state::PageAddress& address) const;

 private:
  friend class PackageWriter;
  struct Index;
  explicit PackageReader(std::unique_ptr<Index> index);

  std::unique_ptr<Index> index_;
};

}  // namespace decant::package
