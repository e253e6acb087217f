#include "case_run.h"

#include <bit>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "case_hints.h"
#include "core/hash.h"
#include "core/time.h"
#include "json/write.h"
#include "normalize/hint_application.h"
#include "normalize/normalizer.h"
#include "typed_values.h"

namespace decant::conformance {

namespace {

using json::Value;
using normalize::ColumnData;
using schema::DataType;

constexpr std::size_t kDateLength = 10;

std::string time_text(std::int64_t micros) {
  const std::string text = to_iso8601(micros);
  return text.substr(kDateLength + 1, text.size() - kDateLength - 1 - 6);
}

Result<Value> cell_value(const ColumnData& column, std::size_t row) {
  switch (column.type) {
    case DataType::bigint: return Value(column.fixed[row]);
    case DataType::real: return Value(std::bit_cast<double>(column.fixed[row]));
    case DataType::boolean: return Value(column.fixed[row] != 0);
    case DataType::timestamp: return Value(to_iso8601(column.fixed[row]));
    case DataType::date: return Value(to_iso8601(column.fixed[row] * kMicrosPerDay).substr(0, kDateLength));
    case DataType::time: return Value(time_text(column.fixed[row]));
    case DataType::binary: return Value(base64_encode(column.text(row)));
    case DataType::json: return json::parse_value(column.text(row));
    default: return Value(column.text(row));
  }
}

class CaseRun {
 public:
  explicit CaseRun(const Value& test_case)
      : case_(test_case), hints_(*test_case.find("hints")), expects_ids_(hints_.bool_or("expect_ids", false)) {}

  Result<Value> run() {
    DECANT_TRY(apply_settings(hints_, schema_));
    std::vector<const Value*> pages;
    if (const Value* list = case_.find("pages")) {
      for (const auto& page : list->as_array()) pages.push_back(&page);
    } else {
      pages.push_back(case_.find("rows"));
    }
    several_ = case_.find("pages") != nullptr;
    Value error;
    for (std::size_t page = 1; page <= pages.size() && error.is_null(); ++page) {
      DECANT_TRY(error, run_page(*pages[page - 1], page));
    }
    Value observed = Value::object();
    observed["tables"] = tables();
    const Value* config = schema_.normalizers().to_json().find("json")->find("config");
    if (config != nullptr) observed["normalizer_config"] = *config;
    if (!error.is_null()) observed["error"] = error;
    return observed;
  }

 private:
  /// The normalizer's error, or null.
  Result<Value> run_page(const Value& items, std::size_t page) {
    const schema::Schema before = schema_;
    DECANT_TRY(const auto hints, hints_on_page(case_, page));
    std::vector<json::Document> records;
    for (const auto& item : items.as_array()) {
      DECANT_TRY(auto document, to_document(item));
      records.push_back(std::move(document));
    }
    normalize::BatchStore store(std::filesystem::temp_directory_path() / ("decant-case-" + random_hex(8)), 1 << 24);
    normalize::Findings findings;
    // The cases were written to files, which take null in every column.
    const normalize::NormalizeOptions options{.max_identifier_length = max_identifier_length(hints_),
                                              .requires_values = false};
    DECANT_TRY(auto normalizer, normalize::Normalizer::make(schema_, hints, "1700000000." + std::to_string(page), store,
                                                            findings, options));
    auto done = normalizer->add({.sequence = {}, .page = page, .records = records});
    if (done) done = normalizer->finish();
    if (!done) return left_behind(before, hints, page, done.error());
    DECANT_TRY(read_rows(store, page));
    return Value();
  }

  /// After an error nothing stays but what the hints said, if they were allowed.
  Result<Value> left_behind(const schema::Schema& before, const schema::ResourceHints& hints, std::size_t page,
                            const Error& failure) {
    schema_ = before;
    normalize::Findings findings;
    DECANT_TRY(const auto naming, schema_.normalizers().naming(max_identifier_length(hints_)));
    const bool applied = normalize::apply_hints(schema_, hints, naming, findings).has_value();
    if (!applied) schema_ = before;
    Value error = Value::object();
    error["step"] = applied ? "normalize" : "extract";
    error["kind"] = to_string(failure.kind);
    error["page"] = static_cast<std::int64_t>(page);
    error["message"] = to_string(failure);
    return error;
  }

  Result<void> read_rows(normalize::BatchStore& store, std::size_t page) {
    for (const auto& table : schema_.tables()) {
      const auto reader = store.read(table);
      while (true) {
        DECANT_TRY(const auto batch, reader->next());
        if (!batch) break;
        for (std::size_t row = 0; row < batch->rows; ++row) {
          DECANT_TRY(Value read, row_value(table, *batch, row));
          if (several_) read["$run"] = static_cast<std::int64_t>(page);
          rows_[table.name()].push_back(std::move(read));
        }
      }
    }
    return {};
  }

  static Result<Value> row_value(const schema::Table& table, const normalize::Batch& batch, std::size_t row) {
    Value read = Value::object();
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
      const auto& column = batch.columns[i];
      if (column.valid.empty() || !column.is_valid(row)) continue;
      DECANT_TRY(read[table.columns()[i].name], cell_value(column, row));
    }
    return read;
  }

  /// Where the row with an id is among those of a table.
  [[nodiscard]] std::int64_t position_of(const std::string& table, const std::string& id) const {
    const auto rows = rows_.find(table);
    if (rows == rows_.end()) return -1;
    for (std::size_t i = 0; i < rows->second.size(); ++i) {
      if (rows->second[i].text_or("_dlt_id", "") == id) return static_cast<std::int64_t>(i);
    }
    return -1;
  }

  Value told_row(const schema::Table& table, const Value& row) const {
    Value told = row;
    if (const std::string parent = row.text_or("_dlt_parent_id", ""); !parent.empty() && !table.is_root())
      told["$parent_row"] = position_of(table.parent(), parent);
    if (const std::string root = row.text_or("_dlt_root_id", ""); !root.empty())
      told["$root_row"] = position_of(schema_.root_of(table).name(), root);
    told.erase("_dlt_load_id");
    if (expects_ids_) return told;
    for (const char* id : {"_dlt_id", "_dlt_parent_id", "_dlt_root_id"}) told.erase(id);
    return told;
  }

  Value tables() {
    Value tables = Value::object();
    for (const auto& table : schema_.tables()) {
      if (schema::is_system_name(table.name())) continue;
      Value& told = tables[table.name()] = Value::object();
      told["props"] = table.properties();
      told["props"].erase("x-normalizer");
      Value& columns = told["columns"] = Value::object();
      for (const auto& column : table.columns()) {
        columns[column.name] = column.to_json();
        columns[column.name].erase("name");
      }
      Value& rows = told["rows"] = Value::array();
      for (const auto& row : rows_[table.name()]) rows.push_back(told_row(table, row));
    }
    return tables;
  }

  const Value& case_;
  const Value& hints_;
  bool expects_ids_;
  bool several_ = false;
  schema::Schema schema_{"cases"};
  std::map<std::string, std::vector<Value>> rows_;
};

}  // namespace

Result<Value> run_case(const Value& test_case) { return CaseRun(test_case).run(); }

}  // namespace decant::conformance
