#include "pipeline/schema_exchange.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "core/file.h"
#include "core/hash.h"
#include "pipeline/schema_document.h"

namespace decant::pipeline {
namespace {

class SchemaExchangeTest : public testing::Test {
 protected:
  ~SchemaExchangeTest() override { std::filesystem::remove_all(folder_); }

  static schema::Schema schema_with(const std::string& table) {
    schema::Schema schema("shop");
    schema::Table made(table);
    made.properties()["x-normalizer"]["seen-data"] = true;
    schema.add(std::move(made));
    schema.bump_version();
    return schema;
  }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / name) << text;
  }

  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("decant-exchange-" + random_hex(8));
  const SchemaExchange exchange_{folder_, {}};
};

TEST_F(SchemaExchangeTest, WithoutAFileTheStoredSchemaStays) {
  auto begun = exchange_.begin("shop", std::nullopt);
  ASSERT_TRUE(begun);
  EXPECT_FALSE(begun->schema);
  begun = exchange_.begin("shop", schema_with("a"));
  ASSERT_TRUE(begun && begun->schema);
  EXPECT_FALSE(begun->replaced);
  EXPECT_TRUE(exchange_.lacks_import("shop"));
  EXPECT_FALSE(SchemaExchange({}, {}).lacks_import("shop"));
}

TEST_F(SchemaExchangeTest, TheFirstImportFileIsNoChange) {
  auto stored = schema_with("a");
  const auto hash = exchange_.write_import(stored);
  ASSERT_TRUE(hash) << hash.error().message;
  EXPECT_FALSE(exchange_.lacks_import("shop"));
  EXPECT_EQ(read_file(folder_ / "shop.schema.yaml")->find("x-normalizer"), std::string::npos);
  stored.set_imported_version_hash(*hash);
  const auto begun = exchange_.begin("shop", stored);
  ASSERT_TRUE(begun) << begun.error().message;
  EXPECT_FALSE(begun->replaced);
  EXPECT_EQ(begun->schema->version_hash(), stored.version_hash());
}

TEST_F(SchemaExchangeTest, AChangedFileReplacesTheStoredSchema) {
  auto stored = schema_with("a");
  stored.set_imported_version_hash(*exchange_.write_import(stored));
  ASSERT_TRUE(exchange_.write_import(schema_with("b")));
  const auto begun = exchange_.begin("shop", stored);
  ASSERT_TRUE(begun && begun->schema);
  EXPECT_TRUE(begun->replaced);
  EXPECT_EQ(begun->schema->find("a"), nullptr);
  EXPECT_NE(begun->schema->find("b"), nullptr);
  EXPECT_EQ(begun->schema->previous_hashes().front(), stored.version_hash());
  const auto again = exchange_.begin("shop", begun->schema);
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->replaced) << "once taken, the file is known";
}

TEST_F(SchemaExchangeTest, AFileSeedsAPipelineThatHasNoSchema) {
  write("shop.schema.json",
        R"({"engine_version":11,"name":"shop","tables":{"items":{"columns":{"id":{"data_type":"text"}}}}})");
  const auto begun = exchange_.begin("shop", std::nullopt);
  ASSERT_TRUE(begun && begun->schema) << begun.error().message;
  EXPECT_FALSE(begun->replaced);
  EXPECT_NE(begun->schema->find("items")->find("id"), nullptr);
  EXPECT_EQ(begun->schema->imported_version_hash(), begun->schema->version_hash());
}

TEST_F(SchemaExchangeTest, ErrorsNameTheFile) {
  for (const char* text : {"name: shop\n", "name: other\nengine_version: 11\ntables: {}\n", "tables: [\n",
                           "name: shop\nengine_version: 99\ntables: {}\n"}) {
    write("shop.schema.yaml", text);
    const auto begun = exchange_.begin("shop", std::nullopt);
    ASSERT_FALSE(begun) << text;
    EXPECT_THAT(to_string(begun.error()), testing::HasSubstr("shop.schema.yaml")) << text;
  }
}

TEST_F(SchemaExchangeTest, ExportKeepsMarksUnlessItIsTheImportFolder) {
  const auto schema = schema_with("a");
  FileBatch files;
  ASSERT_TRUE(SchemaExchange({}, folder_).write_export(schema, files));
  ASSERT_TRUE(files.commit());
  EXPECT_NE(read_file(folder_ / "shop.schema.yaml")->find("seen-data: true"), std::string::npos);
  ASSERT_TRUE(SchemaExchange(folder_, folder_).write_export(schema, files));
  ASSERT_TRUE(files.commit());
  EXPECT_EQ(read_file(folder_ / "shop.schema.yaml")->find("seen-data"), std::string::npos);
  ASSERT_TRUE(SchemaExchange({}, {}).write_export(schema, files));
}

TEST_F(SchemaExchangeTest, DocumentsAreReadByTheirSuffix) {
  write("a.json", "{\"k\":1}");
  write("a.yml", "k: 1\n");
  write("bad.json", "[1]");
  EXPECT_EQ(read_schema_document(folder_ / "a.json")->integer_or("k", 0), 1);
  EXPECT_EQ(read_schema_document(folder_ / "a.yml")->integer_or("k", 0), 1);
  EXPECT_FALSE(read_schema_document(folder_ / "bad.json"));
  EXPECT_FALSE(read_schema_document(folder_ / "none.json"));
  EXPECT_FALSE(read_schema_document(folder_ / "a.txt"));
}

}  // namespace
}  // namespace decant::pipeline
