#include "cli/row_output.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>

namespace decant::cli {
namespace {

using destination::QueryResult;
using Row = QueryResult::Row;
using enum QueryResult::CellKind;

class FixedRows final : public QueryResult {
 public:
  FixedRows(std::vector<ResultColumn> columns, std::vector<Row> rows)
      : columns_(std::move(columns)), rows_(std::move(rows)) {}
  [[nodiscard]] const std::vector<ResultColumn>& columns() const override { return columns_; }
  Result<std::vector<Row>> next() override { return std::exchange(rows_, {}); }

 private:
  std::vector<ResultColumn> columns_;
  std::vector<Row> rows_;
};

std::string written(std::vector<QueryResult::ResultColumn> columns, std::vector<Row> rows, RowFormat format,
                    std::size_t width = 0) {
  FixedRows result(std::move(columns), std::move(rows));
  std::string out;
  const auto done = write_rows(result, format, width, [&out](std::string_view text) -> Result<void> {
    out += text;
    return {};
  });
  EXPECT_TRUE(done);
  return out;
}

const std::vector<QueryResult::ResultColumn> kColumns{{"id", "BIGINT", number}, {"name", "VARCHAR", text}};
const std::vector<Row> kRows{{"1", "Åsa"}, {"1234", std::nullopt}};

TEST(RowOutput, TableAlignsAndCounts) {
  EXPECT_EQ(written(kColumns, kRows, RowFormat::table), "  id  name\n----  ----\n   1  Åsa\n1234  NULL\n(2 rows)\n");
  EXPECT_EQ(written(kColumns, {{"7", ""}}, RowFormat::table), "id  name\n--  ----\n 7\n(1 row)\n");
}

TEST(RowOutput, TableFitsTheTerminalByCuttingTheWidestColumn) {
  const auto out = written(kColumns, {{"12", std::string(100, 'x')}}, RowFormat::table, 20);
  EXPECT_THAT(out, testing::HasSubstr("12  " + std::string(15, 'x') + "…\n"));
}

TEST(RowOutput, TableLetsNoControlCharacterThrough) {
  const auto out = written(kColumns, {{"1", "a\x1b[2Jb\nc\xC2\x9B"}}, RowFormat::table);
  EXPECT_THAT(out, testing::HasSubstr("a\\u001b[2Jb\\nc\\u009b"));
}

TEST(RowOutput, ManyRowsGoThroughATable) {
  const std::vector<Row> rows(kSampledRows + 5, Row{"1", "x"});
  const auto out = written(kColumns, rows, RowFormat::table);
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), static_cast<std::ptrdiff_t>(kSampledRows) + 8);
}

TEST(RowOutput, JsonKeepsTypes) {
  const std::vector<QueryResult::ResultColumn> columns{
      {"n", "DECIMAL", number}, {"b", "BOOLEAN", boolean}, {"j", "JSON", json}, {"t", "VARCHAR", text}};
  const std::vector<Row> rows{{"12345678901234567890.10", "true", "{\"a\":1}", "\"q\""},
                              {"NaN", "false", "{", std::nullopt}};
  EXPECT_EQ(written(columns, rows, RowFormat::jsonl),
            "{\"n\":12345678901234567890.10,\"b\":true,\"j\":{\"a\":1},\"t\":\"\\\"q\\\"\"}\n"
            "{\"n\":\"NaN\",\"b\":false,\"j\":\"{\",\"t\":null}\n");
  EXPECT_EQ(written(kColumns, {}, RowFormat::json), "[]\n");
  EXPECT_EQ(written(kColumns, {{"1", "a"}, {"2", "b"}}, RowFormat::json),
            "[{\"id\":1,\"name\":\"a\"},\n {\"id\":2,\"name\":\"b\"}]\n");
}

TEST(RowOutput, CsvQuotesWhatNeedsIt) {
  EXPECT_EQ(written(kColumns, {{"1", "a,\"b\"\n"}, {"2", ""}, {"3", std::nullopt}}, RowFormat::csv),
            "id,name\n1,\"a,\"\"b\"\"\n\"\n2,\"\"\n3,\n");
}

TEST(RowOutput, MarkdownEscapesBars) {
  EXPECT_EQ(written(kColumns, {{"1", "a|b"}}, RowFormat::markdown), "| id | name |\n|---:|---|\n| 1 | a\\|b |\n");
}

TEST(RowOutput, AnErrorOfTheSinkEndsTheWriting) {
  FixedRows result(kColumns, kRows);
  const auto done = write_rows(result, RowFormat::csv, 0,
                               [](std::string_view) -> Result<void> { return fail(ErrorKind::io, "full"); });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "full");
}

}  // namespace
}  // namespace decant::cli
