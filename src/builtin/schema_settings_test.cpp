#include "builtin/schema_settings.h"

#include <gmock/gmock.h>

#include "builtin/builtin_fixture.h"

namespace decant::builtin {
namespace {

using testing::HasSubstr;

class SchemaSettings : public BuiltinTest {
 protected:
  [[nodiscard]] Result<pipeline::SchemaOptions> read(
      std::map<std::string, std::string, std::less<>> variables = {}) const {
    pipeline::SchemaOptions options;
    DECANT_TRY(read_schema_settings(providers(std::move(variables)), "shop_pipeline", "shop", options));
    return options;
  }
  void write_config(const std::string& text) const {
    std::filesystem::create_directories(folder_ / ".dlt");
    write(".dlt/config.toml", text);
  }
};

TEST_F(SchemaSettings, NothingIsNothing) {
  const auto options = read();
  ASSERT_TRUE(options);
  EXPECT_EQ(options->naming, std::nullopt);
  EXPECT_EQ(options->allow_identifier_change_on_table_with_data, std::nullopt);
}

TEST_F(SchemaSettings, AreFoundAtDltsPlaces) {
  write_config("[schema]\nnaming = \"direct\"\nuse_break_path_on_normalize = false\n");
  EXPECT_EQ(read()->naming, "direct");
  EXPECT_EQ(read()->use_break_path_on_normalize, false);
  write_config("[schema]\nnaming = \"direct\"\n[sources.shop.schema]\nnaming = \"duck_case\"\n");
  EXPECT_EQ(read()->naming, "duck_case") << "the schema's own section goes first";
  EXPECT_EQ(read({{"SCHEMA__NAMING", "sql_cs_v1"}})->naming, "sql_cs_v1") << "the environment goes before files";
  EXPECT_EQ(read({{"SHOP_PIPELINE__SCHEMA__NAMING", "sql_ci_v1"}, {"SCHEMA__NAMING", "direct"}})->naming, "sql_ci_v1");
  EXPECT_EQ(read({{"SCHEMA__ALLOW_IDENTIFIER_CHANGE_ON_TABLE_WITH_DATA", "true"}})
                ->allow_identifier_change_on_table_with_data,
            true);
}

TEST_F(SchemaSettings, AnUnknownConventionIsNamedWithItsPlace) {
  write_config("[schema]\n\nnaming = \"my_names\"\n");
  const auto options = read();
  ASSERT_FALSE(options);
  EXPECT_EQ(options.error().kind, ErrorKind::config);
  EXPECT_EQ(options.error().details.line, 3);
  EXPECT_THAT(options.error().message, HasSubstr("my_names"));
  EXPECT_THAT(options.error().hint, HasSubstr("snake_case"));
}

}  // namespace
}  // namespace decant::builtin
