#include "config/missing_value.h"

#include "config/project_fixture.h"

namespace decant::config {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using MissingValueError = ProjectTest;

TEST_F(MissingValueError, ListsEveryPlaceByProvider) {
  secrets("unrelated = 'never shown'");
  environment_.variables = {{"UNRELATED", "never shown"}};
  const Query query{.pipeline_name = "centra_pipeline",
                    .sections = source_sections("centra", "centra_source"),
                    .config_section = "",
                    .key = "api_key",
                    .is_secret = true};
  const auto value = require_value(load(), query, "source.api_key");
  ASSERT_FALSE(value.has_value());
  EXPECT_EQ(value.error().kind, ErrorKind::config);
  EXPECT_EQ(value.error().message,
            "no secret for `source.api_key`; looked for, in this order:\n"
            "  Environment Variables\n"
            "    CENTRA_PIPELINE__SOURCES__CENTRA__CENTRA_SOURCE__API_KEY\n"
            "    CENTRA_PIPELINE__SOURCES__CENTRA__API_KEY\n"
            "    CENTRA_PIPELINE__SOURCES__CENTRA_SOURCE__API_KEY\n"
            "    CENTRA_PIPELINE__SOURCES__API_KEY\n"
            "    CENTRA_PIPELINE__API_KEY\n"
            "  secrets.toml\n"
            "    centra_pipeline.sources.centra.centra_source.api_key\n"
            "    centra_pipeline.sources.centra.api_key\n"
            "    centra_pipeline.sources.centra_source.api_key\n"
            "    centra_pipeline.sources.api_key\n"
            "    centra_pipeline.api_key\n"
            "  Environment Variables\n"
            "    SOURCES__CENTRA__CENTRA_SOURCE__API_KEY\n"
            "    SOURCES__CENTRA__API_KEY\n"
            "    SOURCES__CENTRA_SOURCE__API_KEY\n"
            "    SOURCES__API_KEY\n"
            "    API_KEY\n"
            "  secrets.toml\n"
            "    sources.centra.centra_source.api_key\n"
            "    sources.centra.api_key\n"
            "    sources.centra_source.api_key\n"
            "    sources.api_key\n"
            "    api_key\n"
            "read for this:\n"
            "  secrets.toml: " +
                path("project/.dlt/secrets.toml") + ", " + path("home/.dlt/secrets.toml") +
                " (not there)\n"
                "  mounted secrets: " +
                path("mounted") + "/NAME (not there), NAME being the variable's in lower case with - for _");
  EXPECT_EQ(value.error().hint, "write it into " + path("project/.dlt/secrets.toml") +
                                    ":\n\n[sources.centra_source]\napi_key = \"…\"\n\n"
                                    "or set the environment variable SOURCES__CENTRA_SOURCE__API_KEY");
}

TEST_F(MissingValueError, SettingsAreLookedForInConfigTomlToo) {
  const Query query{
      .pipeline_name = "", .sections = {"sources", "a b", "a b"}, .config_section = "", .key = "k", .is_secret = false};
  const auto value = require_value(load(), query, "k");
  ASSERT_FALSE(value.has_value());
  EXPECT_THAT(value.error().message, HasSubstr("no value for `k`"));
  EXPECT_THAT(value.error().message,
              HasSubstr("\n  config.toml: " + path("project/.dlt/config.toml") + " (not there), " +
                        path("home/.dlt/config.toml") + " (not there); no value in all of it"));
  EXPECT_THAT(value.error().message, Not(HasSubstr("mounted")));
  EXPECT_THAT(value.error().hint, HasSubstr("[sources.\"a b\"]\nk = "));
}

TEST_F(MissingValueError, NamesNestedObjectsInFull) {
  const Query query{.pipeline_name = "",
                    .sections = {"destination", "postgres"},
                    .config_section = "credentials",
                    .key = "password",
                    .is_secret = true};
  const auto value = require_value(load(), query, "password");
  ASSERT_FALSE(value.has_value());
  EXPECT_THAT(value.error().hint, HasSubstr("[destination.postgres.credentials]\npassword = \"…\""));
}

TEST_F(MissingValueError, CountsSeveralValues) {
  const auto providers = load();
  std::vector<MissingValue> values;
  for (const auto* key : {"user", "password"}) {
    Query query;
    query.key = key;
    values.push_back({key, query, providers.look_up(query).value().trail, location_of("a.yaml", 4)});
  }
  const Error error = missing_value_error(values, providers);
  EXPECT_THAT(error.message, HasSubstr("2 values are missing\na.yaml:4: no value for `user`; looked for"));
  EXPECT_THAT(error.message, HasSubstr("\na.yaml:4: no value for `password`; looked for"));
  EXPECT_EQ(error.details.file, "a.yaml");
  EXPECT_EQ(error.details.line, 4);
}

TEST_F(MissingValueError, NamesProfileAndWhatElseWasFound) {
  write("project/.dlt/.workspace", "");
  const auto providers = load();
  Query query;
  query.key = "k";
  const MissingValue value{"k", query, providers.look_up(query).value().trail, {}};
  const Error error = missing_value_error(std::span(&value, 1), providers,
                                          {.resolved = {"`a` (x:1)", "`b` (x:2)"}, .pipeline_file = {}});
  EXPECT_THAT(error.message,
              HasSubstr(path("project/.dlt/dev.secrets.toml") + " (not there), " + path("project/.dlt/secrets.toml") +
                        " (not there), " + path("home/.dlt/dev.secrets.toml") + " (not there)"));
  EXPECT_THAT(error.message, HasSubstr("\n  profile: dev\nfound: `a` (x:1), `b` (x:2)"));
}

TEST_F(MissingValueError, SaysThatSettingsBesideThePipelineFileWereNotRead) {
  const auto providers = load();
  Query query;
  query.key = "k";
  const MissingValue value{"k", query, providers.look_up(query).value().trail, {}};
  const auto hint = [&](const std::string& file) {
    return missing_value_error(std::span(&value, 1), providers, {.resolved = {}, .pipeline_file = path(file)}).hint;
  };
  EXPECT_THAT(hint("home/shop.yaml"),
              StartsWith("the settings beside the pipeline file, in " + path("home/.dlt") + ", were not read: run in " +
                         path("home") + ", or set DLT_PROJECT_DIR to it. Else write it into "));
  EXPECT_THAT(hint("project/shop.yaml"), StartsWith("write it into "));
  EXPECT_THAT(hint("elsewhere/shop.yaml"), StartsWith("write it into "));
}

TEST_F(MissingValueError, IsNoneWhereTheValueIsThere) {
  secrets("k = 'v'");
  Query query;
  query.key = "k";
  EXPECT_EQ(require_value(load(), query, "k").value().value.as_text(), "v");
}

}  // namespace
}  // namespace decant::config
