#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/hash.h"
#include "json/document.h"
#include "normalize/batch_store.h"
#include "normalize/column_builder.h"
#include "schema/naming.h"
#include "schema/schema.h"
#include "schema/time_zone.h"

namespace decant::normalize {

/// The link columns of a row; empty texts are left out.
struct RowLinks {
  std::string_view load_id = {};    ///< root rows
  std::string_view root_id = {};    ///< nested rows where the root's id is propagated
  std::string_view parent_id = {};  ///< nested rows
  std::int64_t list_index = 0;
  std::string_view row_id = {};
};

/// Assembles the rows of one table: collects a row's values by name, then infers, coerces and appends them, column by
/// column in the order of the row. A name that is set twice in a row keeps its place and takes the later value, as in
/// dlt.
class TableWriter {
 public:
  using Slot = std::uint32_t;

  /// `hints` are columns to be there first; the table is made in the schema with its first row. All references must
  /// outlive the writer.
  TableWriter(schema::Schema& schema, schema::Table prototype, const schema::NamingConvention& naming,
              BatchStore& store, std::size_t batch_bytes);

  [[nodiscard]] const std::string& name() const { return name_; }

  /// The place of a normalized name in the rows of this table.
  Slot slot(const std::string& column);

  /// Error: a hint of the table cannot be used.
  Result<void> begin_row();
  /// Sets a value of the row being assembled.
  void set(Slot slot, json::Node value);
  /// The value set so far under a name, for a record's own `_dlt_id`; null if none.
  [[nodiscard]] const json::Node* find_set(std::string_view column) const;

  /// Appends the row. Error: a key column is null or absent.
  Result<void> end_row(const RowLinks& links);

  /// Whether a value under this slot's name is kept as JSON: its column is of type json already.
  [[nodiscard]] bool keeps_json(Slot slot) const;

  /// Hands on what is assembled, and marks the table as having seen data.
  Result<void> finish();

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  struct SlotState {
    std::string name;
    std::uint32_t builder = kNone;  ///< index into builders_, once the column has a value
    Slot variant[11] = {kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone};
    std::vector<std::string> null_texts;   ///< x-decant-null
    std::optional<schema::TimeZone> zone;  ///< x-decant-timezone
    std::uint32_t place = kNone;           ///< index in row_ while a row is assembled
  };
  struct RowValue {
    Slot slot;
    json::Node value;
  };

  Result<void> prepare_table();
  Result<void> read_column_hints(const schema::Column& column);
  Result<void> append(Slot slot, json::Node value);
  Result<void> append_variant(Slot slot, json::Node value);
  void append_text(Slot slot, std::string_view text);
  void append_fixed(Slot slot, std::int64_t value);
  ColumnBuilder& builder(Slot slot, schema::DataType type);
  void type_column(Slot slot, schema::DataType type, bool variant, const json::Node& value);
  [[nodiscard]] bool is_null_text(const SlotState& state, json::Node value) const;
  Result<void> check_required();
  void add_link_columns(const RowLinks& links);
  Result<void> flush();

  schema::Schema& schema_;
  schema::Table prototype_;
  schema::Table* table_ = nullptr;
  std::string name_;
  const schema::NamingConvention& naming_;
  BatchStore& store_;
  std::size_t batch_bytes_;

  std::vector<SlotState> slots_;
  std::unordered_map<std::string, Slot> slot_index_;
  std::vector<RowValue> row_;
  std::vector<ColumnBuilder> builders_;
  std::vector<std::string> builder_names_;
  std::vector<Slot> required_;
  Slot load_id_ = kNone, root_id_ = kNone, parent_id_ = kNone, list_index_ = kNone, row_id_ = kNone;
  std::size_t rows_ = 0;
  bool detect_timestamps_ = false;
  bool links_made_ = false;
  bool prepared_ = false;
  std::string scratch_;
};

}  // namespace decant::normalize
