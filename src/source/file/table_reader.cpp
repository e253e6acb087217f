#include "source/file/table_reader.h"

#include <array>
#include <string_view>
#include <utility>

#include "duckdb/database.h"
#include "duckdb/quote.h"
#include "source/file/table_columns.h"
#include "source/transform/interruption.h"

namespace decant::source::file {

namespace {

using duckdb::quote_literal;

constexpr std::uint64_t kMemoryLimit = std::uint64_t{256} << 20;

class TableReader final : public FileReader {
 public:
  TableReader(duckdb::Connection& connection, duckdb::Rows rows, std::string path, std::uint64_t row)
      : connection_(connection), rows_(std::move(rows)), path_(std::move(path)), row_(row) {}

  Result<bool> next(FilePart& part, const CancelToken& cancel) override {
    const Interruption interruption(connection_, cancel);
    part.text = "[";
    while (part.text.size() < kPartBytes && !is_at_end_) {
      auto more = rows_.next();
      if (!more) return fail(std::move(more).error().within("reading " + path_));
      if (!*more) {
        is_at_end_ = true;
        break;
      }
      const auto objects = rows_.column(0);
      for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (part.text.size() > 1) part.text += ",\n";
        part.text += objects.text(i);
      }
      row_ += rows_.size();
    }
    if (part.text.size() == 1) return false;
    part.text += "]";
    if (auto parsed = parse_part(part, parser_); !parsed)
      return fail(std::move(parsed).error().within("reading " + path_));
    return true;
  }

  [[nodiscard]] std::uint64_t position() const override { return row_; }

 private:
  duckdb::Connection& connection_;
  duckdb::Rows rows_;
  std::string path_;
  std::uint64_t row_;
  bool is_at_end_ = false;
  json::Parser parser_;
};

/// DuckDB's message as one about the file.
std::unexpected<Error> not_readable(Error error, const FileEntry& file, FileFormat format) {
  if (error.kind == ErrorKind::cancelled) return fail(std::move(error));
  error.kind = ErrorKind::source_data;
  error.message = file.path.string() + " cannot be read: " + error.message.substr(0, error.message.find('\n'));
  if (format == FileFormat::csv)
    error.hint = "Every row must have as many fields as the first; set `delimiter` if it is no comma.";
  error.details.file = file.path.string();
  return fail(std::move(error));
}

/// A file of one column whose name holds the usual delimiters was most likely written with another one.
Result<void> check_delimiter(const std::vector<duckdb::Rows::Column>& columns, const FileEntry& file,
                             const CsvOptions& csv) {
  if (columns.size() != 1 || !csv.has_header || !csv.delimiter.empty()) return {};
  constexpr std::array<std::string_view, 4> kUsual{",", ";", "\t", "|"};
  for (const auto delimiter : kUsual) {
    if (columns.front().name.find(delimiter) == std::string::npos) continue;
    const std::string shown = delimiter == "\t" ? "\\t" : std::string(delimiter);
    return fail(ErrorKind::source_data, file.path.string() + " has the one column `" + columns.front().name + "`",
                "Its fields seem to be separated otherwise: set `delimiter: \"" + shown + "\"`.");
  }
  return {};
}

std::string delimiter_of(const FileEntry& file, const CsvOptions& csv) {
  if (!csv.delimiter.empty()) return csv.delimiter;
  return file.relative.ends_with(".tsv") || file.relative.ends_with(".tsv.gz") ? "\t" : ",";
}

/// What a file is read from, in SQL. Nothing of a CSV file is guessed: what is guessed from its first rows may drop
/// others without a word.
std::string table_of(const FileEntry& file, FileFormat format, const CsvOptions& csv) {
  const std::string path = quote_literal(duckdb::pattern_of(file.path.string()));
  if (format == FileFormat::parquet) return "read_parquet(" + path + ")";
  return "read_csv(" + path + ", delim = " + quote_literal(delimiter_of(file, csv)) +
         ", header = " + (csv.has_header ? "true" : "false") +
         ", quote = '\"', escape = '\"', comment = '', skip = 0, all_varchar = true, allow_quoted_nulls = false)";
}

}  // namespace

Result<TableEngine> TableEngine::open(const std::filesystem::path& folder) {
  DECANT_TRY(const auto database,
             duckdb::Database::open_memory({.memory_limit = kMemoryLimit, .threads = 1, .open_folder = folder}));
  DECANT_TRY(auto connection, database.connect());
  return TableEngine(std::move(connection));
}

Result<std::vector<duckdb::Rows::Column>> TableEngine::columns_of(const FileEntry& file, FileFormat format,
                                                                  const CsvOptions& csv) {
  const auto rows = connection_.query("SELECT * FROM " + table_of(file, format, csv) + " LIMIT 0");
  if (!rows) return not_readable(rows.error(), file, format);
  return rows->columns();
}

Result<std::unique_ptr<FileReader>> TableEngine::read(const FileEntry& file, FileFormat format, const CsvOptions& csv,
                                                      std::uint64_t row, const CancelToken& cancel) {
  const Interruption interruption(connection_, cancel);
  const std::string table = table_of(file, format, csv);
  DECANT_TRY(const auto columns, columns_of(file, format, csv));
  Result<std::string> object = object_of(columns);
  if (format == FileFormat::csv) {
    DECANT_TRY(check_delimiter(columns, file, csv));
    object = object_of_texts(columns, table, connection_);
    if (!object) return not_readable(std::move(object).error(), file, format);
  }
  auto rows = connection_.query("SELECT " + *object + " FROM " + table + " OFFSET " + std::to_string(row));
  if (!rows) return not_readable(std::move(rows).error(), file, format);
  return std::make_unique<TableReader>(connection_, std::move(*rows), file.path.string(), row);
}

}  // namespace decant::source::file
