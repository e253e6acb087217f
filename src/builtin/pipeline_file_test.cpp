#include "builtin/pipeline_file.h"

#include <gmock/gmock.h>

#include "builtin/builtin_fixture.h"
#include "builtin/sources.h"

namespace decant::builtin {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class PipelineFiles : public BuiltinTest {
 protected:
  [[nodiscard]] Result<PipelineFile> load(const std::string& text) const {
    return load_pipeline_file(write("my_shop.yaml", text), providers());
  }
};

TEST_F(PipelineFiles, ReadsEverySetting) {
  const auto file = load(
      "pipeline: { name: shop, destination: duckdb, dataset: d, memory: 64MB, concurrency: 3, keep_packages: 0,\n"
      "            provenance: destination }\n"
      "source: { type: centra }\n");
  ASSERT_TRUE(file) << to_string(file.error());
  EXPECT_EQ(file->pipeline.name, "shop");
  EXPECT_EQ(file->pipeline.dataset, "d");
  EXPECT_EQ(file->pipeline.memory, 64'000'000U);
  EXPECT_EQ(file->pipeline.concurrency, 3);
  EXPECT_EQ(file->pipeline.keep_packages, 0);
  EXPECT_EQ(file->pipeline.keeps_provenance, true);
  ASSERT_TRUE(file->pipeline.destination);
  EXPECT_EQ(file->source.find("type")->as_text(), "centra");
}

TEST_F(PipelineFiles, FoldersOfSchemasCountFromTheFile) {
  const auto file = load("pipeline: { import_schema_path: in, export_schema_path: /out }\nsource: { type: centra }\n");
  ASSERT_TRUE(file) << to_string(file.error());
  EXPECT_EQ(file->pipeline.import_schema_path, folder_ / "in");
  EXPECT_EQ(file->pipeline.export_schema_path, "/out");
  EXPECT_FALSE(load("pipeline: { import_schema_path: \"\" }\nsource: { type: centra }\n"));
}

TEST_F(PipelineFiles, ABareRestConfigIsNamedAfterTheFile) {
  const auto file = load("client: { base_url: \"http://localhost\" }\nresources: [a]\n");
  ASSERT_TRUE(file) << to_string(file.error());
  EXPECT_EQ(file->pipeline.name, "my_shop");
  EXPECT_NE(file->source.find("resources"), nullptr);
}

TEST_F(PipelineFiles, AnUnknownKeyIsNamedWithItsLineAndTheNearest) {
  const auto file = load("pipeline:\n  name: shop\n  datset: d\nsource: {type: centra}\n");
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().kind, ErrorKind::config);
  EXPECT_EQ(file.error().details.line, 3);
  EXPECT_THAT(file.error().message, HasSubstr("datset"));
  EXPECT_THAT(file.error().hint, HasSubstr("dataset"));
}

TEST_F(PipelineFiles, AFeatureThatIsNotThereYetIsRefusedByName) {
  for (const auto* key : {"staging", "max_record_size", "table_format"}) {
    const auto file = load("pipeline: { name: shop, " + std::string(key) + ": x }\nsource: {type: centra}\n");
    ASSERT_FALSE(file) << key;
    EXPECT_THAT(file.error().message, HasSubstr(key));
  }
}

TEST_F(PipelineFiles, NamesThatCannotBeFilesAreRefused) {
  for (const auto* name : {"\"../x\"", "\"\"", "\".hidden\"", "\"a/b\""}) {
    EXPECT_FALSE(load("pipeline: { name: " + std::string(name) + " }\nsource: {type: centra}\n")) << name;
  }
}

TEST_F(PipelineFiles, NumbersOutOfRangeAreRefused) {
  for (const auto* pair :
       {"memory: 1MB", "concurrency: 0", "concurrency: 65", "keep_packages: -1", "provenance: table"}) {
    EXPECT_FALSE(load("pipeline: { " + std::string(pair) + " }\nsource: {type: centra}\n")) << pair;
  }
}

TEST_F(PipelineFiles, ASourceTypeThatIsNotThereIsRefusedWithTheNearest) {
  const auto file = load("source: {type: centre}\n");
  ASSERT_TRUE(file);
  const auto found = providers();
  source::SourceContext context;
  context.providers = &found;
  const auto made = make_source(file->source, context);
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().message, AllOf(HasSubstr("my_shop.yaml:1"), HasSubstr("centre")));
  EXPECT_THAT(made.error().hint, HasSubstr("centra"));
}

}  // namespace
}  // namespace decant::builtin
