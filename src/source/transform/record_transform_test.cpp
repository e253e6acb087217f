#include "source/transform/record_transform.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "config/document.h"

namespace decant::source {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// The steps of a resource whose `processing_steps` is the YAML list `text`, which begins on line 2.
Result<std::vector<TransformStep>> steps_of(const std::string& text) {
  DECANT_TRY(const auto node, config::parse_document("processing_steps:\n" + text, config::Format::yaml, "f.yaml"));
  DECANT_TRY(auto reader, config::Reader::open(node, "r"));
  return read_processing_steps(reader);
}

Result<RecordTransform> transform_of(const std::string& text) {
  DECANT_TRY(auto steps, steps_of(text));
  return RecordTransform::prepare(std::move(steps));
}

/// "index:origin:text" of what comes out, or the error.
std::vector<std::string> run(const std::string& steps, const std::vector<std::string>& records) {
  auto transform = transform_of(steps);
  if (!transform) return {"error: " + transform.error().message + " | " + transform.error().hint};
  std::vector<TransformedRecord> input;
  for (const auto& record : records) {
    const auto at = static_cast<std::uint32_t>(input.size());
    input.push_back({.index = at + 10, .origin = at, .text = record});
  }
  const auto result = transform->apply(std::move(input), CancelToken());
  if (!result) return {"error: " + result.error().message + " | " + result.error().hint};
  std::vector<std::string> out;
  for (const auto& record : result->records)
    out.push_back(std::to_string(record.index) + ":" + std::to_string(record.origin) + ":" + std::string(record.text));
  return out;
}

const std::vector<std::string>& orders() {
  static const std::vector<std::string> records{
      R"({"id":1,"status":"open","n":123456789012345678901234567890,"d":0.1000000000000000055511151231257827,"items":[{"q":1},{"q":2}]})",
      R"({"id":2,"status":"closed","items":[]})", R"({"id":3,"status":null,"items":[{"q":3}]})"};
  return records;
}

TEST(RecordTransform, FilterKeepsBytesAndIndex) {
  EXPECT_THAT(run("- filter: \"(record->>'status') = 'open'\"\n", orders()), ElementsAre("10:0:" + orders()[0]));
  EXPECT_THAT(run("- filter: \"(record->>'status') <> 'open'\"\n", orders()), ElementsAre("11:1:" + orders()[1]));
  EXPECT_THAT(run("- filter: \"(record->>'$.items[0].q')::INT >= 1 -- a comment\"\n", orders()),
              ElementsAre("10:0:" + orders()[0], "12:2:" + orders()[2]));
  EXPECT_THAT(run("- filter: \"record.status IS NULL OR (record->>'id')::INT = 2\"\n", orders()),
              ElementsAre("11:1:" + orders()[1]));  // JSON null is a value
  EXPECT_THAT(run("- filter: 'false'\n", orders()), IsEmpty());
  EXPECT_THAT(run("[]\n", orders()).size(), 3U);
}

TEST(RecordTransform, MapWritesObjects) {
  EXPECT_THAT(run("- map: record\n", orders())[0], "10:0:" + orders()[0]);
  EXPECT_THAT(run("- map: \"{id: record->'id', big: record->'n', text: record->>'status'}\"\n", orders()),
              ElementsAre(R"(10:0:{"id":1,"big":123456789012345678901234567890,"text":"open"})",
                          R"(11:1:{"id":2,"big":null,"text":"closed"})", R"(12:2:{"id":3,"big":null,"text":null})"));
  EXPECT_THAT(run("- map: \"json_merge_patch(record, '{\\\"items\\\":null}')\"\n", {R"({"items":[1],"x":1})"}),
              ElementsAre(R"(10:0:{"x":1})"));
  EXPECT_THAT(run("- map: \"MAP {'a': record->'id'}\"\n", {R"({"id":"é\u0000\"x"})"}),
              ElementsAre(R"(10:0:{"a":"é\u0000\"x"})"));
}

TEST(RecordTransform, YieldMapNumbersAnew) {
  EXPECT_THAT(run("- yield_map: \"record->'$.items[*]'\"\n", orders()),
              ElementsAre(R"(0:0:{"q":1})", R"(1:0:{"q":2})", R"(2:2:{"q":3})"));
  EXPECT_THAT(run("- yield_map: \"record->'items'\"\n- filter: \"(record->>'q')::INT <> 2\"\n", orders()),
              ElementsAre(R"(0:0:{"q":1})", R"(2:2:{"q":3})"));
  EXPECT_THAT(run("- yield_map: \"record->'none'\"\n", orders()), IsEmpty());
}

TEST(RecordTransform, StepsInOrder) {
  EXPECT_THAT(
      run("- map: \"{id: record->'id', open: (record->>'status') = 'open'}\"\n  filter: \"(record->>'id') <> '2'\"\n"
          "- filter: \"(record->>'open') = 'true'\"\n",
          orders()),
      ElementsAre(R"(10:0:{"id":1,"open":true})"));
}

TEST(RecordTransform, ManyAndLargeRecords) {
  std::vector<std::string> records;
  for (int i = 0; i < 50'000; ++i) records.push_back(R"({"id":)" + std::to_string(i) + "}");
  const auto kept = run("- filter: \"(record->>'id')::INT % 10000 = 9999\"\n", records);
  EXPECT_THAT(kept, ElementsAre("10009:9999:{\"id\":9999}", "20009:19999:{\"id\":19999}", "30009:29999:{\"id\":29999}",
                                "40009:39999:{\"id\":39999}", "50009:49999:{\"id\":49999}"));
  const std::vector<std::string> large(6, R"({"t":")" + std::string(std::size_t{12} << 20, 'x') + "\"}");
  EXPECT_EQ(run("- filter: \"length(record->>'t') > 5\"\n", large).size(), 6U);
}

TEST(RecordTransform, WrongSqlIsFoundWithItsLine) {
  const auto error = [](const std::string& steps) { return run("- map: record\n" + steps, {}).front(); };
  EXPECT_THAT(error("- filter: \"(record->>'a'\"\n"),
              HasSubstr("error: f.yaml:3: `filter` failed: DuckDB: Parser Error"));
  EXPECT_THAT(error("- filter: \"status = 'open'\"\n"), HasSubstr("status"));
  EXPECT_THAT(error("- filter: \"record->>'a'\"\n"), HasSubstr("must give true or false (BOOLEAN), but gives VARCHAR"));
  EXPECT_THAT(error("- filter: \"record->'a'\"\n"), HasSubstr("but gives JSON"));
  EXPECT_THAT(error("- map: \"record->>'a'\"\n"), HasSubstr("must give an object"));
  EXPECT_THAT(error("- yield_map: \"record->>'a'\"\n"), HasSubstr("must give a list"));
  EXPECT_THAT(error("- filter: \"true), (true\"\n"), HasSubstr("not one expression"));
  EXPECT_THAT(error("- filter: \"true) FROM _decant_records; DROP TABLE _decant_records; SELECT (1\"\n"),
              HasSubstr("`filter`"));
  EXPECT_THAT(error("- filter: \"count(*) > 1\"\n"), HasSubstr("GROUP BY"));
  for (const char* outside : {"(SELECT count(*) FROM read_text('/etc/hostname')) > 0", "getenv('HOME') = 'x'",
                              "(SELECT count(*) FROM 'x.csv') > 0"})
    EXPECT_THAT(run(std::string("- filter: \"") + outside + "\"\n", {"{}"}).front(), HasSubstr("error")) << outside;
}

TEST(RecordTransform, PythonCallablesAreNamed) {
  for (const char* python : {"lambda r: r['a']", "my_filter", "module.keep", "<function keep at 0x7f>", "def f(x)"}) {
    const auto steps = steps_of(std::string("- filter: \"") + python + "\"\n");
    ASSERT_FALSE(steps) << python;
    EXPECT_EQ(steps.error().kind, ErrorKind::config);
    EXPECT_THAT(steps.error().message,
                HasSubstr(std::string("f.yaml:2: `filter` names the Python callable `") + python));
    EXPECT_THAT(steps.error().hint, HasSubstr("filter: \"(record->>'status') = 'open'\""));
  }
  EXPECT_THAT(steps_of("- map: [a]\n").error().message, HasSubstr("must be an SQL expression, but is a list"));
  EXPECT_THAT(steps_of("- map: ' '\n").error().message, HasSubstr("is empty"));
  EXPECT_THAT(steps_of("- mapp: record\n").error().message, HasSubstr("mapp"));
  EXPECT_THAT(steps_of("x\n").error().message, HasSubstr("must be a list"));
}

TEST(RecordTransform, WrongValuesNameStepAndRecord) {
  EXPECT_THAT(
      run("- map: \"record->'items'\"\n", orders()).front(),
      HasSubstr("f.yaml:2: `map` must give an object, but gives `[{\"q\":1},{\"q\":2}]` for record 10 of the page"));
  EXPECT_THAT(run("- map: \"record->'none'\"\n", orders()).front(), HasSubstr("must give an object, but gives `null`"));
  EXPECT_THAT(run("- yield_map: \"record->'id'\"\n", orders()).front(), HasSubstr("must give a list, but gives `1`"));
  EXPECT_THAT(run("- yield_map: \"[1]\"\n", orders()).front(),
              HasSubstr("must give a list of objects, but gives `[1]`"));
  EXPECT_THAT(run("- filter: \"(record->>'status')::INT > 1\"\n", orders()).front(),
              HasSubstr("f.yaml:2: `filter` failed: DuckDB: Conversion Error"));
  EXPECT_THAT(run("- filter: \"unnest([true, true])\"\n", orders()).front(), HasSubstr("one value for each record"));
  EXPECT_THAT(run("- map: \"{a: 'nan'::DOUBLE}\"\n", orders()).front(), HasSubstr("error"));
}

TEST(RecordTransform, AnInterruptEndsIt) {
  auto transform =
      transform_of("- filter: \"(SELECT count(*) FROM range(100000000000) t(i) WHERE i % 7 = length(record)) > 0\"\n");
  ASSERT_TRUE(transform) << transform.error().message;
  CancelToken cancel;
  std::thread interrupter([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    cancel.cancel();
  });
  const auto result = transform->apply({{.index = 0, .origin = 0, .text = "{}"}}, cancel);
  interrupter.join();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::cancelled);
}

}  // namespace
}  // namespace decant::source
