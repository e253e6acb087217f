#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/time.h"
#include "json/document.h"
#include "normalize/batch_store.h"
#include "normalize/coerce.h"
#include "normalize/column_builder.h"
#include "normalize/findings.h"
#include "schema/contract.h"
#include "schema/naming.h"
#include "schema/provenance.h"
#include "schema/row_filter.h"
#include "schema/schema.h"
#include "schema/time_zone.h"

namespace decant::normalize {

/// What the tables of one resource share. All references outlive them.
struct WriterContext {
  schema::Schema& schema;
  const schema::NamingConvention& naming;
  BatchStore& store;
  Findings& findings;
  Coercion& coercion;
  const schema::RowFilter* filter = nullptr;  ///< null: no field is left out
  Micros now = 0;                             ///< for numbers that may be times
  bool coerces = true;             ///< false: a value of another type than its column's always goes to a variant
  bool type_change_fails = false;  ///< a value that does not go into its column ends the run, whatever the contract
  bool requires_values = true;     ///< the destination refuses null in columns that are not nullable
  int decimal_digits = 0;          ///< that the destination's decimals hold; 0: any
  int wei_digits = 0;              ///< that its columns for wei hold before the point; 0: any
  int parquet_digits = 0;          ///< of both in tables whose files are Parquet; 0: as in others
  std::size_t batch_bytes = 0;
  std::optional<std::int64_t> record;  ///< number of the present record; absent: its rows are not numbered
};

/// Assembles the rows of one table: collects a row's values by name, then infers, coerces and appends them, column by
/// column in the order of the row, and makes the schema's table and columns as the contract allows. A name that is set
/// twice in a row keeps its place and takes the later value, as in dlt.
class TableWriter {
 public:
  using Slot = std::uint32_t;
  static constexpr Slot kNone = std::numeric_limits<Slot>::max();

  /// `parent`: of the table, if it has to be made; empty for a root table.
  TableWriter(const WriterContext& context, std::string name, std::string parent);
  ~TableWriter();
  TableWriter(const TableWriter&) = delete;
  TableWriter& operator=(const TableWriter&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }

  /// The schema's table; null as long as there is none.
  [[nodiscard]] const schema::Table* table();

  /// The place of a normalized name in the rows of this table.
  Slot slot(const std::string& column);

  void begin_row() { row_.clear(); }
  /// Sets a value of the row being assembled.
  void set(Slot slot, json::Node value) {
    auto& place = hot_[slot].place;
    if (place < row_.size() && row_[place].slot == slot) return replace(slot, value);
    place = static_cast<std::uint32_t>(row_.size());
    row_.push_back({slot, value});
  }
  /// The value set so far; null if none.
  [[nodiscard]] const json::Node* value_of(Slot slot) const;

  /// Appends the row. False if the contract leaves it out, and with it what is nested in it. Errors: the contract is
  /// frozen (kind `contract`); a column that must have a value gets none.
  Result<bool> end_row();

  /// Whether an object or list under this name stays JSON: its column is of that type, or will be.
  Result<bool> keeps_json(Slot slot);

  /// The column's hint `x-decant-map`: what the keys of its maps are to be called in their rows; empty if it is none.
  std::string map_key(Slot slot);

  /// Leaves all rows of the table out from now on.
  void leave_out(const schema::ContractVerdict& verdict) { left_out_ = verdict; }

  /// What is known of where a column's values came from.
  struct Origin {
    const std::string* column = nullptr;
    schema::TypeSet types;  ///< empty: nothing but null came
    Slot beside = kNone;    ///< of a variant: the column whose values it takes when they are of another type
  };
  /// Of each slot; nothing for one whose values, if any, went into no column.
  [[nodiscard]] std::vector<std::optional<Origin>> origins() const;

  /// Hands on what is assembled.
  Result<void> flush();

  /// Of the rows that are not handed on, about.
  [[nodiscard]] std::size_t open_bytes() const { return open_bytes_; }

  /// Hands on what is assembled, and marks the table as having seen data. Error: a column that must have values never
  /// got any, so that its type is not known.
  Result<void> finish();

 private:
  static constexpr std::size_t kTypes = 11;
  enum class Answer : std::uint8_t { unknown, no, yes };

  /// What every value of a name needs: kept apart, so that a row's names lie close together.
  struct HotSlot {
    std::uint32_t builder = kNone;  ///< index into builders_, once the column has a value
    std::uint32_t place = kNone;    ///< index in row_ while a row is assembled
    /// No hint or filter stands between a value and its column, and one of the column's own type has come.
    bool is_plain = false;
    bool allows_null = false;  ///< known to
  };
  struct SlotState {
    std::string name;
    bool is_excluded = false;  ///< by a row filter
    bool is_prepared = false;
    bool is_plain = false;  ///< no hint or filter stands between a value and its column
    bool has_null = false;
    schema::TypeSet types;  ///< of the values that went into the column
    Slot variant_of = kNone;
    Answer keeps_json = Answer::unknown;
    std::optional<schema::ContractVerdict> verdict;  ///< what the contract said of the column: not to be there
    std::array<Slot, kTypes> variants;
    std::vector<std::string> null_texts;   ///< x-decant-null
    std::optional<schema::TimeZone> zone;  ///< x-decant-timezone
  };
  struct RowValue {
    Slot slot;
    json::Node value;
  };

  void replace(Slot slot, json::Node value);
  bool append_known(const RowValue& entry);
  Result<void> append_other(Slot slot, json::Node value);
  Result<void> append_new(Slot slot, json::Node value, schema::DataType type, bool is_variant);
  Result<void> append_variant(Slot slot, json::Node value, schema::DataType incoming, std::string_view suffix);
  Result<void> check_null(Slot slot);
  void open();
  Result<void> prepare(Slot slot);
  Result<void> read_hints(Slot slot, const schema::Column& column);
  Result<bool> leaves_out_row();
  void take_back_row();
  Result<void> check_required();
  [[nodiscard]] bool must_have_value(const schema::Column& column) const;
  [[nodiscard]] bool goes_by_key() const;
  bool store_value(Slot slot, json::Node value, schema::DataType type);
  void store_cell(Slot slot, schema::DataType type, const Cell& cell);
  void note_type(Slot slot, json::Node value, schema::DataType type);
  [[nodiscard]] bool is_null_text(const SlotState& state, json::Node value) const;
  [[nodiscard]] int digits_of(bool is_wei) const;
  [[nodiscard]] bool fits_decimal(const schema::Column& column, std::string_view number) const;
  Slot variant_slot(Slot slot, schema::DataType incoming, std::string_view suffix);
  Slot beside(Slot slot, const std::string& variant);
  Result<schema::DataType> infer(const std::string& column, json::Node value) const;
  Result<bool> admit(Slot slot, const schema::Column& column, const json::Node& value);
  Result<bool> apply(const schema::ContractVerdict& verdict, Slot slot, const json::Node& value);
  Result<void> commit(Slot slot, schema::Column column);
  ColumnBuilder& builder(Slot slot, schema::DataType type);
  Result<schema::Contract> contract();
  Result<void> relax(Slot slot, const json::Node& value);
  Result<void> check_size();
  Result<void> hold(std::size_t bytes);
  [[nodiscard]] std::unexpected<Error> no_variant_fits(Slot slot, Slot variant, const json::Node& value) const;
  [[nodiscard]] std::unexpected<Error> no_value(const std::string& column, std::string_view instead,
                                                const json::Node* value) const;
  [[nodiscard]] std::unexpected<Error> column_error(const std::string& column, const std::string& problem,
                                                    std::string hint, const json::Node* value) const;

  const WriterContext& context_;
  std::string name_;
  std::string parent_;
  schema::Table* table_;

  std::vector<HotSlot> hot_;
  std::vector<SlotState> slots_;
  std::unordered_map<std::string, Slot> slot_index_;
  std::vector<RowValue> row_;
  std::vector<ColumnBuilder> builders_;
  std::vector<std::string> builder_names_;
  ColumnBuilder records_{schema::DataType::bigint};  ///< numbers of the rows' records, if they have any
  std::vector<Slot> required_;
  std::optional<schema::Contract> contract_;
  std::optional<schema::ContractVerdict> left_out_;
  bool has_verdicts_ = false;   ///< some column is not to be there
  std::optional<bool> is_new_;  ///< whether the table was new before this row; asked once a row changes it
  bool takes_back_ = false;     ///< this row is left out
  bool is_open_ = false;        ///< the columns that must have values are known
  bool has_rows_ = false;
  std::size_t rows_ = 0;
  std::size_t rows_to_check_ = 1;
  std::size_t open_bytes_ = 0;
};

}  // namespace decant::normalize
