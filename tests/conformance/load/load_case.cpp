#include "load_case.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "../normalize/case_hints.h"
#include "core/hash.h"
#include "core/time.h"
#include "json/write.h"
#include "pipeline/package_normalizer.h"
#include "pipeline/publish.h"

namespace decant::conformance {

namespace {

using json::Value;
using schema::DataType;

constexpr Micros kFirstLoad = 1'700'000'000 * kMicrosPerSecond;

/// Load ids are a second apart.
Micros instant_of(std::size_t load) { return kFirstLoad + static_cast<Micros>(load) * kMicrosPerSecond; }
std::string load_id_of(std::size_t load) { return std::to_string(instant_of(load) / kMicrosPerSecond) + ".0"; }

void sort_rows(Value& rows) {
  std::vector<std::pair<std::string, Value>> sorted;
  for (const auto& row : rows.as_array()) sorted.emplace_back(json::write(row), row);
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  rows = Value::array();
  for (auto& [text, row] : sorted) rows.push_back(std::move(row));
}

/// A page of JSON with where its records stand in it.
struct Page {
  std::string text;
  std::vector<json::RecordSpan> records;
  std::size_t size = 0;
};

Page page_of(const Value& rows) {
  Page page;
  for (const auto& row : rows.as_array()) {
    const auto begin = static_cast<std::uint32_t>(page.text.size());
    page.text += json::write(row);
    page.records.push_back({.index = static_cast<std::uint32_t>(page.records.size()),
                            .begin = begin,
                            .end = static_cast<std::uint32_t>(page.text.size())});
  }
  page.size = page.text.size();
  page.text.append(json::kPadding, ' ');
  return page;
}

class LoadCase {
 public:
  LoadCase(const Value& test_case, destination::Destination& destination)
      : case_(test_case), destination_(destination) {}

  Result<Value> run() {
    DECANT_TRY(apply_settings(*case_.find("hints"), schema_));
    const auto& loads = case_.find("loads")->as_array();
    for (std::size_t i = 0; i < loads.size(); ++i) DECANT_TRY(load(loads[i], i + 1));
    Value tables = Value::object();
    for (const auto& [name, expected] : case_.find("expect")->find("final_tables")->as_object()) {
      DECANT_TRY(tables[name], read_table(name, *expected.find("columns")));
    }
    return tables;
  }

 private:
  Result<void> load(const Value& rows, std::size_t number) {
    DECANT_TRY(const auto hints, hints_on_page(case_, number));
    const auto spill = std::filesystem::temp_directory_path() / ("decant-case-" + random_hex(8));
    DECANT_TRY(const auto package,
               pipeline::PackageNormalizer::make(
                   schema_, {.load_id = load_id_of(number),
                             .resources = {hints},
                             .spill = spill,
                             .memory = 1 << 24,
                             .normalize = pipeline::normalize_options(destination_.capabilities())}));
    const Page page = page_of(rows);
    DECANT_TRY(package->add(0, {.text = std::string_view(page.text).substr(0, page.size), .records = page.records}));
    DECANT_TRY(package->finish());
    DECANT_TRY(package->finish_schema(false));
    pipeline::RunMonitor monitor({hints.name}, nullptr);
    pipeline::RunReport report;
    DECANT_TRY(pipeline::publish_package({.package = package.get(),
                                          .load_id = load_id_of(number),
                                          .pipeline = "cases",
                                          .state = {},
                                          .base_state_version = {},
                                          .check_state_version = false},
                                         destination_, monitor, report));
    schema_ = package->schema();
    return {};
  }

  Result<Value> read_table(const std::string& name, const Value& columns) {
    const schema::Table* const table = schema_.find(name);
    if (table == nullptr) return fail(ErrorKind::schema, "there is no table " + name);
    std::string list;
    for (const auto& column : columns.as_array())
      list += (list.empty() ? "" : ", ") + expression_of(*table, column.as_string());
    DECANT_TRY(const auto result, destination_.query("SELECT " + list + " FROM \"" + name + "\""));
    Value read = Value::object();
    read["columns"] = columns;
    Value& rows = read["rows"] = Value::array();
    while (true) {
      DECANT_TRY(const auto some, result->next());
      if (some.empty()) break;
      for (const auto& cells : some) {
        Value row = Value::object();
        for (std::size_t i = 0; i < cells.size(); ++i) {
          const std::string& column = columns.as_array()[i].as_string();
          if (cells[i]) {
            DECANT_TRY(row[column], value_of(*table->find(column)->data_type, *cells[i]));
          } else {
            row[column] = Value();
          }
        }
        rows.push_back(std::move(row));
      }
    }
    sort_rows(rows);
    return read;
  }

  /// A column in a form that reads alike from all databases.
  [[nodiscard]] std::string expression_of(const schema::Table& table, const std::string& column) const {
    const std::string name = "\"" + column + "\"";
    const schema::Column* const stored = table.find(column);
    if (stored != nullptr && stored->data_type == DataType::timestamp)
      return "CAST(extract(epoch FROM " + name + ") * 1000000 AS bigint)";
    if (stored != nullptr && stored->data_type == DataType::binary)
      return destination_.capabilities().type == "postgres" ? "encode(" + name + ", 'base64')"
                                                            : "to_base64(" + name + ")";
    return "CAST(" + name + " AS varchar)";
  }

  Result<Value> value_of(DataType type, const std::string& text) {
    switch (type) {
      case DataType::bigint: return Value(static_cast<std::int64_t>(std::stoll(text)));
      case DataType::real: return Value(std::stod(text));
      case DataType::boolean: return Value(text == "true");
      case DataType::json: return json::parse_value(text);
      case DataType::timestamp: return timestamp_value(std::stoll(text));
      case DataType::time: return Value(text + std::string(text.size() == 10 ? "00000" : ""));
      case DataType::binary: {
        Value bytes = Value::object();
        bytes["$bytes_b64"] = text;
        return bytes;
      }
      default: return Value(text);
    }
  }

  [[nodiscard]] Value timestamp_value(Micros instant) const {
    for (std::size_t load = 1; load <= case_.find("loads")->as_array().size(); ++load) {
      if (instant == instant_of(load)) return {"$load" + std::to_string(load)};
    }
    return {to_iso8601(instant)};
  }

  const Value& case_;
  destination::Destination& destination_;
  schema::Schema schema_{"cases"};
};

}  // namespace

Result<Value> run_load_case(const Value& test_case, destination::Destination& destination) {
  return LoadCase(test_case, destination).run();
}

Value expected_tables(const Value& test_case) {
  Value tables = *test_case.find("expect")->find("final_tables");
  for (const auto& [name, table] : test_case.find("expect")->find("final_tables")->as_object())
    sort_rows(tables[name]["rows"]);
  return tables;
}

}  // namespace decant::conformance
