#include "source/file/file_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "config/document.h"
#include "core/hash.h"
#include "duckdb/connection.h"
#include "duckdb/database.h"
#include "source/file/file_reader.h"
#include "source/test_sink.h"

namespace decant::source::file {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class FileSourceTest : public testing::Test {
 protected:
  FileSourceTest() {
    std::string name = (fs::temp_directory_path() / "decant-files-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~FileSourceTest() override { fs::remove_all(folder_); }

  /// Writes a file that is `age` hours old.
  fs::path write(const std::string& name, const std::string& text, int age = 1) const {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    fs::last_write_time(path, kNow - std::chrono::hours(age));
    return path;
  }

  /// `keys`: further ones of the resource `p`.
  Result<std::unique_ptr<Source>> make(const std::string& keys) const {
    const auto node = config::parse_document(
        "type: filesystem\nbucket_url: " + folder_.string() + "\nresources: [{name: p" + keys + "}]\n",
        config::Format::yaml, "t.yaml");
    if (!node) return std::unexpected(node.error());
    return make_file_source(*node, SourceContext{});
  }

  Result<void> run(const std::string& keys = "") {
    auto source = make(keys);
    if (!source) return std::unexpected(source.error());
    return (*source)->extract("p", sink_, cancel_);
  }

  std::vector<std::string> records(const std::string& keys = "") {
    const auto done = run(keys);
    EXPECT_TRUE(done) << to_string(done.error());
    return sink_.records["p"];
  }

  Error error_of(const std::string& keys = "") {
    const auto done = run(keys);
    EXPECT_FALSE(done);
    return done ? Error{} : done.error();
  }

  /// What the state is after the pages so far.
  void take_over_state() {
    TestSink next;
    json::Value state = json::Value::object();
    for (const auto& page : sink_.pages) state::lay_over(state, page.change.state);
    next.states["p"].before = state;
    sink_ = std::move(next);
  }

  const fs::file_time_type kNow = fs::file_time_type::clock::now();
  fs::path folder_;
  TestSink sink_;
  CancelToken cancel_;
};

TEST_F(FileSourceTest, ReadsTheOldestFileFirst) {
  write("b.json", R"([{"id":1},{"id":2}])", 3);
  write("a.jsonl", "{\"id\":3}\n\n{\"id\":4}", 2);
  write("c.ndjson", "\xEF\xBB\xBF{\"id\":5}\r\n", 1);
  EXPECT_THAT(records(), ElementsAre(R"({"id":1})", R"({"id":2})", R"({"id":3})", R"({"id":4})", R"({"id":5})"));
  EXPECT_THAT(sink_.pages, SizeIs(3));
}

TEST_F(FileSourceTest, ADocumentIsLookedThroughWithTheSelector) {
  write("a.json", R"({"total":1,"orders":[{"id":1}],"others":[{"id":2}]})");
  EXPECT_THAT(records(", data_selector: others"), ElementsAre(R"({"id":2})"));
  sink_ = {};
  EXPECT_THAT(records(), ElementsAre(R"({"id":1})"));
  const auto error = error_of(", data_selector: nothing");
  EXPECT_EQ(error.kind, ErrorKind::source_data);
  EXPECT_THAT(error.message, HasSubstr("orders"));
}

TEST_F(FileSourceTest, UnpacksGzip) {
  std::string packed;  // `{"id":1}` and `{"id":2}` on a line each
  ASSERT_TRUE(base64_decode("H4sIAAAAAAACA6tWykxRsjKs5aoGM4xquQAGLKUEEgAAAA==", packed));
  const fs::path path = write("a.jsonl.gz", packed);
  EXPECT_THAT(records(), ElementsAre(R"({"id":1})", R"({"id":2})"));
  fs::resize_file(path, fs::file_size(path) - 6);
  EXPECT_THAT(error_of().message, HasSubstr("cannot unpack"));
}

TEST_F(FileSourceTest, AnOddLineIsNamed) {
  write("a.jsonl", "{\"id\":1}\n{\"id\":2},{\"id\":3}\n");
  EXPECT_THAT(error_of().message, HasSubstr("a.jsonl:2"));
  write("a.jsonl", "{\"id\":1}\n\n{\"id\":\n");
  EXPECT_THAT(error_of().message, HasSubstr("a.jsonl:3"));
  EXPECT_THAT(sink_.records["p"], IsEmpty());
}

TEST_F(FileSourceTest, OfCsvOnlyWhatLosesNothingIsANumber) {
  write("a.csv",
        "id,zip,price,flag,day,note,big\n"
        "1,00123,1.10,true,2024-01-01,\"a,\"\"b\"\"\",123456789012345678901\n"
        "2,99,2,False,,\"\",7\n");
  EXPECT_THAT(
      records(),
      ElementsAre(
          R"({"id":1,"zip":"00123","price":1.1,"flag":true,"day":"2024-01-01","note":"a,\"b\"","big":"123456789012345678901"})",
          R"({"id":2,"zip":"99","price":2.0,"flag":false,"day":null,"note":"","big":"7"})"));
}

TEST_F(FileSourceTest, ReadsOtherDelimitersAndNoHeader) {
  write("a.tsv", "id\tname\n1\tx\n");
  EXPECT_THAT(records(", file_glob: '*.tsv'"), ElementsAre(R"({"id":1,"name":"x"})"));
  write("b.csv", "1;x\n2;y\n");
  sink_ = {};
  EXPECT_THAT(records(", file_glob: '*.csv', delimiter: ';', header: false"),
              ElementsAre(R"({"column0":1,"column1":"x"})", R"({"column0":2,"column1":"y"})"));
  write("b.csv", "id;name\n1;x\n");
  EXPECT_THAT(error_of(", file_glob: '*.csv'").hint, HasSubstr("delimiter: \";\""));
}

TEST_F(FileSourceTest, ACsvRowOfAnotherLengthIsAnError) {
  write("a.csv", "a,b\n1,2\n3\n4,5,6\n");
  const auto error = error_of();
  EXPECT_EQ(error.kind, ErrorKind::source_data);
  EXPECT_THAT(error.message, HasSubstr("a.csv"));
}

TEST_F(FileSourceTest, ParquetKeepsWhatJsonCannotSay) {
  const auto database = duckdb::Database::open_memory({.open_folder = folder_}).value();
  auto connection = database.connect().value();
  const auto written = connection.execute(
      "COPY (SELECT 12345678901234567.25::DECIMAL(38,2) AS d, DATE '2024-01-02' AS day, TIMESTAMP '2024-01-02 "
      "03:04:05' "
      "AS at, 'nan'::DOUBLE AS n, [1, 2] AS list, {'x': 1} AS o, 7 AS t) TO '" +
      (folder_ / "a.parquet").string() + "'");
  ASSERT_TRUE(written) << to_string(written.error());
  EXPECT_THAT(
      records(),
      ElementsAre(
          R"({"d":"12345678901234567.25","day":"2024-01-02","at":"2024-01-02T03:04:05.000000Z","n":"nan","list":[1,2],"o":{"x":1},"t":7})"));
  const auto source = make("");
  const auto& columns = (*source)->resources().front().columns;
  ASSERT_THAT(columns, SizeIs(4));
  EXPECT_EQ(columns[0].data_type, schema::DataType::decimal);
  EXPECT_EQ(columns[0].scale, 2);
  EXPECT_EQ(columns[1].data_type, schema::DataType::date);
}

TEST_F(FileSourceTest, NamesWithPatternCharactersAreNames) {
  folder_ /= "x[1]";
  write("a*b.csv", "id\n1\n");
  write("ab.csv", "id\n2\n", 9);
  EXPECT_THAT(records(", file_glob: '*[*]*'"), ElementsAre(R"({"id":1})"));
  folder_ = folder_.parent_path();
}

TEST_F(FileSourceTest, StepsAndRecordCursorsWork) {
  write("a.jsonl", "{\"id\":1,\"n\":5}\n{\"id\":2,\"n\":1}\n{\"id\":3,\"n\":9}\n");
  EXPECT_THAT(
      records(", incremental: {cursor_path: n, initial_value: 3}, processing_steps: [{filter: \"record.id <> 1\"}]"),
      ElementsAre(R"({"id":3,"n":9})"));
}

TEST_F(FileSourceTest, ByModificationTimeOnlyNewFilesAreRead) {
  const std::string keys = ", incremental: {cursor_path: modification_date}";
  write("a.json", R"([{"id":1}])", 3);
  write("empty.jsonl", "", 2);
  EXPECT_THAT(records(keys), ElementsAre(R"({"id":1})"));
  take_over_state();
  EXPECT_THAT(records(keys), IsEmpty());
  write("same_time.json", R"([{"id":2}])", 2);
  write("older.json", R"([{"id":3}])", 5);
  write("newer.json", R"([{"id":4}])", 1);
  EXPECT_THAT(records(keys), ElementsAre(R"({"id":2})", R"({"id":4})"));
}

TEST_F(FileSourceTest, AnInterruptedRunGoesOnInsideAFile) {
  std::string lines;
  const std::string filler(1000, 'x');
  for (int i = 0; i < 10'000; ++i) lines += "{\"id\":" + std::to_string(i) + ",\"f\":\"" + filler + "\"}\n";
  write("a.jsonl", lines, 2);
  write("b.jsonl", "{\"id\":-1}\n", 1);
  for (const std::string keys : {"", ", incremental: {cursor_path: modification_date}"}) {
    sink_ = {};
    const auto whole = records(keys);
    ASSERT_THAT(whole, SizeIs(10'001));
    ASSERT_GT(sink_.pages.size(), 3U);
    sink_.pages.resize(1);
    const std::size_t first = sink_.pages[0].records.size();
    sink_ = sink_.next_run();
    const auto rest = records(keys);
    EXPECT_EQ(first + rest.size(), whole.size());
    EXPECT_EQ(rest.front(), whole[first]);
    EXPECT_EQ(rest.back(), whole.back());
  }
  sink_.pages.resize(1);
  sink_ = sink_.next_run();
  write("a.jsonl", "{}\n");
  EXPECT_THAT(error_of().hint, HasSubstr("drop-pending-packages"));
}

TEST_F(FileSourceTest, NoFileIsADoubt) {
  EXPECT_THAT(records(", file_glob: '*.json'"), IsEmpty());
  EXPECT_THAT(sink_.doubts, ElementsAre(HasSubstr("*.json")));
}

TEST_F(FileSourceTest, WithoutResourcesItIsOneItself) {
  write("a.csv", "id\n1\n");
  const auto node = config::parse_document(
      "{type: filesystem, bucket_url: " + folder_.string() + ", file_glob: '*.csv', primary_key: id, table_name: t}",
      config::Format::yaml, "t.yaml");
  const auto source = make_file_source(*node, SourceContext{});
  ASSERT_TRUE(source) << to_string(source.error());
  ASSERT_THAT((*source)->resources(), SizeIs(1));
  EXPECT_EQ((*source)->resources()[0].name, "filesystem");
  EXPECT_EQ((*source)->resources()[0].table_name, "t");
  EXPECT_THAT((*source)->resources()[0].primary_key, ElementsAre("id"));
  ASSERT_TRUE((*source)->extract("filesystem", sink_, cancel_));
  EXPECT_THAT(sink_.records["filesystem"], ElementsAre(R"({"id":1})"));
}

TEST_F(FileSourceTest, BadConfigs) {
  EXPECT_THAT(make(", file_blob: x").error().hint, HasSubstr("file_glob"));
  EXPECT_THAT(make(", format: xml").error().message, HasSubstr("t.yaml:3"));
  EXPECT_THAT(make(", bucket_url: 's3://b/x'").error().message, HasSubstr("s3://"));
  EXPECT_THAT(make(", delimiter: ';;'").error().message, HasSubstr("one character"));
  EXPECT_THAT(make(", incremental: {cursor_path: n, start_param: since}").error().message, HasSubstr("start_param"));
  write("a.txt", "x");
  EXPECT_THAT(error_of().hint, HasSubstr("format"));
}

}  // namespace
}  // namespace decant::source::file
