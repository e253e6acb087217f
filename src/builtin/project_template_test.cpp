#include "builtin/project_template.h"

#include <gmock/gmock.h>

#include "builtin/builtin_fixture.h"
#include "builtin/destinations.h"
#include "builtin/pipeline_file.h"
#include "builtin/sources.h"
#include "config/document.h"
#include "config/unfilled.h"

namespace decant::builtin {
namespace {

using testing::HasSubstr;

class ProjectTemplate : public BuiltinTest {
 protected:
  void write_all(const std::vector<TemplateFile>& files, const std::string& fill) const {
    std::filesystem::create_directories(folder_ / ".dlt");
    for (const auto& file : files) {
      std::string text = file.text;
      for (auto at = text.find(config::kFillIn); at != std::string::npos;
           at = text.find(config::kFillIn, at + fill.size()))
        text.replace(at, config::kFillIn.size(), fill);
      write(file.path, text);
    }
  }

  [[nodiscard]] std::string problem_of(const std::string& config) const {
    const auto found = providers();
    const auto file = load_pipeline_file(folder_ / config, found);
    if (!file) return to_string(file.error());
    const auto address =
        read_destination(*file->pipeline.destination, {.pipeline_name = file->pipeline.name, .providers = &found});
    if (!address) return to_string(address.error());
    source::SourceContext context;
    context.pipeline_name = file->pipeline.name;
    context.file_section = file->path.stem().string();
    context.providers = &found;
    const auto source = make_source(file->source, context);
    return source ? "" : to_string(source.error());
  }
};

TEST_F(ProjectTemplate, EveryPairRunsOnceFilledIn) {
  for (const std::string source : {"centra", "rest_api", "filesystem"}) {
    for (const auto* destination : {"duckdb", "postgres", "filesystem"}) {
      const auto files = project_template(source, destination);
      ASSERT_TRUE(files) << to_string(files.error());
      write_all(*files, source == "filesystem" ? folder_.string() : "https://example.com/api/order-api");
      EXPECT_EQ(problem_of(source + ".yaml"), "") << source << " " << destination;
    }
  }
}

TEST_F(ProjectTemplate, WhatIsToBeFilledInIsNamed) {
  for (const auto* source : {"centra", "rest_api", "filesystem"})
    write_all(*project_template(source, "duckdb"), std::string(config::kFillIn));
  EXPECT_THAT(problem_of("rest_api.yaml"),
              HasSubstr("rest_api.yaml:10: `source.client.base_url` is still to be filled"));
  EXPECT_THAT(problem_of("filesystem.yaml"), HasSubstr("filesystem.yaml:9: `source.bucket_url` is still to be filled"));
  write_all(*project_template("centra", "duckdb"), std::string(config::kFillIn));
  EXPECT_THAT(problem_of("centra.yaml"), HasSubstr("2 values are still to be filled in:"));
  EXPECT_THAT(problem_of("centra.yaml"), HasSubstr(".dlt/config.toml:6: `sources.centra_source.base_url`"));
  EXPECT_THAT(problem_of("centra.yaml"), HasSubstr(".dlt/secrets.toml:6: `sources.centra_source.api_key`"));
}

TEST_F(ProjectTemplate, SecretsStandInOneFileThatGitIgnores) {
  const auto files = *project_template("centra", "duckdb");
  for (const auto& file : files) EXPECT_EQ(file.is_secret, file.path == ".dlt/secrets.toml") << file.path;
  EXPECT_THAT(files.back().text, HasSubstr("\n.dlt/secrets.toml\n"));
}

TEST_F(ProjectTemplate, OthersAreRefusedWithTheNearest) {
  const auto source = project_template("centre", "duckdb");
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().kind, ErrorKind::usage);
  EXPECT_EQ(source.error().message, "there is no source `centre` to begin with");
  EXPECT_EQ(source.error().hint, "Did you mean `centra`? There are: centra, rest_api, filesystem.");
  EXPECT_EQ(project_template("centra", "oracle").error().hint, "There are: duckdb, postgres, filesystem.");
}

}  // namespace
}  // namespace decant::builtin
