#include "cli/row_output.h"

#include <memory>
#include <string>

#include "cli/table_output.h"
#include "cli/text.h"
#include "json/value.h"
#include "json/write.h"

namespace decant::cli {

namespace {

using destination::QueryResult;
using Columns = std::vector<QueryResult::ResultColumn>;

bool is_json_number(std::string_view text) {
  const auto digits = [&text] {
    std::size_t count = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
    text.remove_prefix(count);
    return count;
  };
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool zero = text.starts_with('0');
  const auto whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (digits() == 0) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    if (digits() == 0) return false;
  }
  return text.empty();
}

void append_json_cell(const std::optional<std::string>& cell, QueryResult::CellKind kind, std::string& out) {
  using CellKind = QueryResult::CellKind;
  if (!cell) {
    out += "null";
  } else if ((kind == CellKind::number && is_json_number(*cell)) ||
             (kind == CellKind::boolean && (*cell == "true" || *cell == "false")) ||
             (kind == CellKind::json && json::parse_value(*cell))) {
    // As the database holds it: its text keeps numbers that a parsed value would round.
    out += *cell;
  } else {
    json::append_string(*cell, out);
  }
}

void append_json_row(const QueryResult::Row& row, const Columns& columns, std::string& out) {
  out += '{';
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out += ',';
    json::append_string(columns[i].name, out);
    out += ':';
    append_json_cell(row[i], columns[i].kind, out);
  }
  out += '}';
}

void append_csv_text(std::string_view text, std::string& out) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}

std::string markdown_text(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

class JsonRows final : public RowWriter {
 public:
  JsonRows(const Columns& columns, bool lines, const Sink& sink) : columns_(columns), lines_(lines), sink_(sink) {}
  Result<void> add(const std::vector<QueryResult::Row>& rows) override {
    std::string out;
    for (const auto& row : rows) {
      if (!lines_) out += first_ ? "[" : ",\n ";
      first_ = false;
      append_json_row(row, columns_, out);
      if (lines_) out += '\n';
    }
    return sink_(out);
  }
  Result<void> finish() override {
    if (lines_) return {};
    return sink_(first_ ? "[]\n" : "]\n");
  }

 private:
  const Columns& columns_;
  bool lines_;
  const Sink& sink_;
  bool first_ = true;
};

class CsvRows final : public RowWriter {
 public:
  CsvRows(const Columns& columns, const Sink& sink) : columns_(columns), sink_(sink) {}
  Result<void> begin() override {
    std::string out;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) out += ',';
      append_csv_text(columns_[i].name, out);
    }
    return sink_(out + "\n");
  }
  Result<void> add(const std::vector<QueryResult::Row>& rows) override {
    std::string out;
    for (const auto& row : rows) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0) out += ',';
        if (row[i]) append_csv_text(*row[i], out);
      }
      out += '\n';
    }
    return sink_(out);
  }

 private:
  const Columns& columns_;
  const Sink& sink_;
};

class MarkdownRows final : public RowWriter {
 public:
  MarkdownRows(const Columns& columns, const Sink& sink) : columns_(columns), sink_(sink) {}
  Result<void> begin() override {
    std::string names = "|";
    std::string rule = "|";
    for (const auto& column : columns_) {
      names += " " + markdown_text(column.name) + " |";
      rule += column.kind == QueryResult::CellKind::number ? "---:|" : "---|";
    }
    return sink_(names + "\n" + rule + "\n");
  }
  Result<void> add(const std::vector<QueryResult::Row>& rows) override {
    std::string out;
    for (const auto& row : rows) {
      out += '|';
      for (const auto& cell : row) out += " " + markdown_text(cell.value_or("")) + " |";
      out += '\n';
    }
    return sink_(out);
  }

 private:
  const Columns& columns_;
  const Sink& sink_;
};

std::unique_ptr<RowWriter> writer_for(RowFormat format, const Columns& columns, std::size_t max_width,
                                      const Sink& sink) {
  switch (format) {
    case RowFormat::json: return std::make_unique<JsonRows>(columns, false, sink);
    case RowFormat::jsonl: return std::make_unique<JsonRows>(columns, true, sink);
    case RowFormat::csv: return std::make_unique<CsvRows>(columns, sink);
    case RowFormat::markdown: return std::make_unique<MarkdownRows>(columns, sink);
    case RowFormat::table: break;
  }
  return std::make_unique<TableRows>(columns, max_width, sink);
}

}  // namespace

Result<void> write_rows(QueryResult& rows, RowFormat format, std::size_t max_width, const Sink& sink) {
  const auto writer = writer_for(format, rows.columns(), max_width, sink);
  DECANT_TRY(writer->begin());
  while (true) {
    DECANT_TRY(const auto some, rows.next());
    if (some.empty()) break;
    DECANT_TRY(writer->add(some));
  }
  return writer->finish();
}

}  // namespace decant::cli
