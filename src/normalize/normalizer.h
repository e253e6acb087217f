#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "json/document.h"
#include "json/record_span.h"
#include "json/value.h"
#include "normalize/batch_store.h"
#include "normalize/findings.h"
#include "schema/provenance.h"
#include "schema/resource_hints.h"
#include "schema/schema.h"

namespace decant::normalize {

using json::RecordSpan;

/// The kept records of a page, in a document or in a text behind which json::kPadding bytes are readable.
struct RecordPage {
  std::string_view sequence = {};
  std::uint64_t page = 0;
  const json::Document* document = nullptr;
  std::string_view text = {};  ///< if there is no document
  std::span<const RecordSpan> records = {};
  const json::Value* constants = nullptr;  ///< members added to each record; may be null
};

/// Records that never were JSON text, typed values included (see json::DocumentBuilder).
struct ValuePage {
  std::string_view sequence = {};
  std::uint64_t page = 0;
  std::span<const json::Document> records = {};
};

struct NormalizeOptions {
  std::size_t max_identifier_length = 65536;
  std::size_t batch_bytes = 4 << 20;  ///< a table's batch is handed on at this size
  /// Whether the destination refuses null in columns that are not nullable; a record without such a value is then an
  /// error that names it.
  bool requires_values = true;
  bool merges = true;  ///< whether the destination merges; where it does not, `merge` means append
  /// Digits that the destination's decimals hold; larger numbers go into text variants. 0: any.
  int decimal_digits = 0;
  int wei_digits = 0;
  int parquet_digits = 0;         ///< of both in tables whose files are Parquet; 0: as in others
  std::int64_t first_record = 0;  ///< number of the resource's first record, above those of earlier resources
};

/// Turns the records of one resource into rows of its root table and the tables nested in it (dlt-normalize-load §3-6):
/// flattens, names, infers and coerces in one pass, and makes the row ids. New tables and columns go into the schema,
/// as its contracts allow. Several normalizers may share a schema, a store and findings, on one thread.
class Normalizer {
 public:
  /// All references must outlive the normalizer. The hints go into the schema with the first record.
  static Result<std::unique_ptr<Normalizer>> make(schema::Schema& schema, const schema::ResourceHints& hints,
                                                  std::string load_id, BatchStore& store, Findings& findings,
                                                  NormalizeOptions options);
  ~Normalizer();

  /// Brings the hints into the schema now, before there is a record: for a page without records, and for a table that
  /// another resource's records lead to as well.
  Result<void> declare();

  /// Adds the rows of a page. Pages must come in the order of their addresses. Errors: a record that no table holds
  /// (kind `source_data`), a frozen contract (kind `contract`); both say where.
  Result<void> add(const RecordPage& page);
  Result<void> add(const ValuePage& page);

  /// Hands the last batches on and marks the tables that saw data.
  Result<void> finish();

  /// Adds where the values of each column came from. After finish().
  void collect(schema::Provenance& provenance) const;

  /// Name of the root table, normalized.
  [[nodiscard]] const std::string& root_table() const;
  /// Records taken.
  [[nodiscard]] std::uint64_t records() const;

 private:
  class Impl;
  explicit Normalizer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace decant::normalize
