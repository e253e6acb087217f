#include "destination/filesystem/table_view.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "core/file.h"
#include "destination/duckdb/column_type.h"
#include "destination/sql/quoting.h"
#include "duckdb/quote.h"

namespace decant::destination {

namespace {

using schema::Column;
using schema::DataType;

/// What a file's first bytes say.
struct Beginning {
  bool is_gzip = false;
  bool is_parquet = false;
};

Result<Beginning> beginning_of(const std::filesystem::path& path) {
  constexpr std::string_view kGzip = "\x1f\x8b";
  constexpr std::string_view kParquet = "PAR1";
  DECANT_TRY(const auto file, File::open_read(path));
  DECANT_TRY(const auto size, file.size());
  std::string bytes(std::min<std::size_t>(size, kParquet.size()), '\0');
  DECANT_TRY(file.read_at(0, bytes.size(), bytes.data()));
  return Beginning{.is_gzip = bytes.starts_with(kGzip), .is_parquet = bytes == kParquet};
}

bool names_format(std::string_view name, std::string_view extension) {
  if (name.ends_with(".gz")) name.remove_suffix(3);
  return name.ends_with(extension);
}

void append(std::string& list, const std::string& item) { list += (list.empty() ? "" : ", ") + item; }

/// A column as text and numbers of the file become its type.
Result<std::string> value_of(const Column& column, FileFormat format) {
  const auto name = quote_identifier(column.name);
  DECANT_TRY(const auto type, duckdb_column_type(column));
  if (format == FileFormat::jsonl) return column.data_type == DataType::binary ? "from_base64(" + name + ")" : name;
  // dlt writes a JSON value that is a text as the bare text.
  if (column.data_type == DataType::json) {
    return "CASE WHEN json_valid(" + name + ") THEN " + name + "::JSON ELSE to_json(" + name + ") END";
  }
  if (format == FileFormat::csv && column.data_type == DataType::binary) return "encode(" + name + ")";
  // CSV has the same for null and the empty text.
  if (format == FileFormat::csv && column.data_type == DataType::text && !column.nullable.value_or(true)) {
    return "coalesce(" + name + ", '')";
  }
  return "CAST(" + name + " AS " + type + ")";
}

/// `read_json(['a', 'b'], columns = {'id': 'BIGINT'}, …)`: all columns, whether the files have them or not.
Result<std::string> json_reader(const std::vector<Column>& columns, const std::string& files,
                                std::string_view compression) {
  std::string types;
  for (const auto& column : columns) {
    // Bytes are base64 in the file.
    const bool is_binary = column.data_type == DataType::binary;
    DECANT_TRY(const auto type, is_binary ? Result<std::string>("VARCHAR") : duckdb_column_type(column));
    append(types, quote_literal(column.name) + ": " + quote_literal(type));
  }
  return "read_json(" + files + ", format = 'newline_delimited', columns = {" + types + "}, compression = '" +
         std::string(compression) + "')";
}

/// A reader of files that have some of the columns, with those that they may lack.
Result<std::string> with_all_columns(const std::vector<Column>& columns, const std::string& reader, bool is_text) {
  std::string nulls;
  for (const auto& column : columns) {
    const bool is_plain = is_text || column.data_type == DataType::json;
    DECANT_TRY(const auto type, is_plain ? Result<std::string>("VARCHAR") : duckdb_column_type(column));
    append(nulls, "NULL::" + type + " AS " + quote_identifier(column.name));
  }
  return "(SELECT " + nulls + " WHERE false UNION ALL BY NAME SELECT * FROM " + reader + ")";
}

}  // namespace

void TableView::add_columns(const schema::Table& table) {
  std::set<std::string> present;
  for (const auto& column : columns_) present.insert(fold_case(column.name));
  for (const auto& column : table.columns()) {
    if (column.data_type && present.insert(fold_case(column.name)).second) columns_.push_back(column);
  }
}

Result<void> TableView::add_file(const std::filesystem::path& path) {
  const auto name = path.filename().string();
  DECANT_TRY(const auto beginning, beginning_of(path));
  auto format = FileFormat::jsonl;
  if (names_format(name, ".csv")) format = FileFormat::csv;
  if (beginning.is_parquet) format = FileFormat::parquet;
  if (names_format(name, ".insert_values") || names_format(name, ".model") ||
      (names_format(name, ".parquet") && !beginning.is_parquet)) {
    unreadable_ = path.string();
  }
  for (auto& group : groups_) {
    if (group.format == format && group.is_compressed == beginning.is_gzip) group.paths.push_back(path.string());
  }
  return {};
}

Result<std::string> TableView::select_from(const Group& group) const {
  std::string files;
  for (const auto& path : group.paths) append(files, quote_literal(duckdb::pattern_of(path)));
  files = "[" + files + "]";
  const std::string compression = group.is_compressed ? "gzip" : "uncompressed";
  Result<std::string> from;
  switch (group.format) {
    case FileFormat::jsonl: from = json_reader(columns_, files, compression); break;
    case FileFormat::csv:
      from =
          with_all_columns(columns_,
                           "read_csv(" + files +
                               ", header = true, all_varchar = true, union_by_name = true, delim = ',', quote = '\"', "
                               "escape = '\"', nullstr = '', allow_quoted_nulls = true, max_line_size = 16777216, "
                               "buffer_size = 33554432, "
                               "compression = '" +
                               compression + "')",
                           true);
      break;
    case FileFormat::parquet:
      from = with_all_columns(columns_, "read_parquet(" + files + ", union_by_name = true)", false);
  }
  if (!from) return from;
  std::string values;
  for (const auto& column : columns_) {
    DECANT_TRY(const auto value, value_of(column, group.format));
    append(values, value + " AS " + quote_identifier(column.name));
  }
  return "SELECT " + values + " FROM " + *from;
}

Result<std::string> TableView::select() const {
  std::string select;
  for (const auto& group : groups_) {
    if (group.paths.empty()) continue;
    DECANT_TRY(const auto part, select_from(group));
    select += (select.empty() ? "" : " UNION ALL ") + part;
  }
  if (!select.empty()) return select;
  for (const auto& column : columns_) {
    DECANT_TRY(const auto type, duckdb_column_type(column));
    append(select, "NULL::" + type + " AS " + quote_identifier(column.name));
  }
  return "SELECT " + select + " WHERE false";
}

}  // namespace decant::destination
