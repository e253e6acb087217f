#include "config/providers.h"

#include <vector>

#include "config/project_fixture.h"
#include "config/typed.h"
#include "core/redact.h"
#include "json/write.h"

namespace decant::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

Query centra(bool is_secret = false) {
  return {.pipeline_name = "pipe",
          .sections = source_sections("centra", "centra_source"),
          .config_section = "",
          .key = "k",
          .is_secret = is_secret};
}

/// Each entry is `provider:key`; the value is the entry itself. What is expected is the entry that wins.
struct Case {
  std::vector<std::string> given;
  std::string wins;
};

const std::vector<Case> kCases = {
    // One place only: each place is looked at.
    {{"env:PIPE__SOURCES__CENTRA__CENTRA_SOURCE__K"}, "env:PIPE__SOURCES__CENTRA__CENTRA_SOURCE__K"},
    {{"env:PIPE__SOURCES__CENTRA__K"}, "env:PIPE__SOURCES__CENTRA__K"},
    {{"env:PIPE__SOURCES__CENTRA_SOURCE__K"}, "env:PIPE__SOURCES__CENTRA_SOURCE__K"},
    {{"env:PIPE__SOURCES__K"}, "env:PIPE__SOURCES__K"},
    {{"env:PIPE__K"}, "env:PIPE__K"},
    {{"env:SOURCES__CENTRA__CENTRA_SOURCE__K"}, "env:SOURCES__CENTRA__CENTRA_SOURCE__K"},
    {{"env:K"}, "env:K"},
    {{"secrets:pipe.sources.centra.k"}, "secrets:pipe.sources.centra.k"},
    {{"secrets:sources.centra_source.k"}, "secrets:sources.centra_source.k"},
    {{"secrets:k"}, "secrets:k"},
    {{"config:pipe.k"}, "config:pipe.k"},
    {{"config:sources.k"}, "config:sources.k"},
    // Inside a provider the longest path wins; the source's short form comes third.
    {{"env:SOURCES__CENTRA__K", "env:SOURCES__CENTRA__CENTRA_SOURCE__K"}, "env:SOURCES__CENTRA__CENTRA_SOURCE__K"},
    {{"env:SOURCES__CENTRA_SOURCE__K", "env:SOURCES__CENTRA__K"}, "env:SOURCES__CENTRA__K"},
    {{"secrets:sources.k", "secrets:sources.centra_source.k"}, "secrets:sources.centra_source.k"},
    {{"config:k", "config:sources.k"}, "config:sources.k"},
    // The order of providers beats the length of the path.
    {{"env:K", "secrets:sources.centra.centra_source.k"}, "env:K"},
    {{"secrets:k", "config:sources.centra.centra_source.k"}, "secrets:k"},
    {{"env:K", "config:sources.centra.k"}, "env:K"},
    // The pipeline's own values beat the order of providers.
    {{"config:pipe.k", "env:SOURCES__CENTRA__CENTRA_SOURCE__K"}, "config:pipe.k"},
    {{"config:pipe.sources.k", "secrets:sources.centra.centra_source.k"}, "config:pipe.sources.k"},
    {{"secrets:pipe.k", "env:K"}, "secrets:pipe.k"},
    {{"env:PIPE__K", "secrets:pipe.sources.centra.k"}, "env:PIPE__K"},
    {{"secrets:pipe.k", "config:pipe.sources.centra.centra_source.k"}, "secrets:pipe.k"},
    // Near misses: nothing.
    {{"env:CENTRA__K"}, ""},
    {{"env:sources__centra__k"}, ""},
    {{"secrets:sources.centra.other.k"}, ""},
    {{"secrets:centra_source.k"}, ""},
    {{"config:pipelines.pipe.k"}, ""},
    {{"env:OTHER__SOURCES__CENTRA__K"}, ""},
    {{}, ""},
};

using LookUp = ProjectTest;

TEST_F(LookUp, FollowsTheOrderOfEveryCase) {
  for (const auto& test : kCases) {
    environment_.variables = {{"UNRELATED", "x"}};
    std::string secrets_text;
    std::string config_text;
    for (const auto& given : test.given) {
      const auto colon = given.find(':');
      const auto key = given.substr(colon + 1);
      if (given.starts_with("env:")) environment_.variables[key] = given;
      if (given.starts_with("secrets:")) secrets_text += key + " = \"" + given + "\"\n";
      if (given.starts_with("config:")) config_text += key + " = \"" + given + "\"\n";
    }
    secrets(secrets_text);
    config(config_text);
    const auto answer = load().look_up(centra()).value();
    EXPECT_EQ(answer.found ? answer.found->value.as_text() : "", test.wins) << ::testing::PrintToString(test.given);
    if (answer.found) {
      EXPECT_EQ(answer.found->key, test.wins.substr(test.wins.find(':') + 1));
      EXPECT_EQ(answer.trail.back().key, answer.found->key);
      EXPECT_EQ(answer.trail.back().provider, answer.found->provider);
    }
  }
}

std::vector<std::string> written(const Trail& trail) {
  std::vector<std::string> all;
  for (const auto& tried : trail) all.push_back(tried.provider + " " + tried.key + (tried.skipped ? " (skipped)" : ""));
  return all;
}

TEST_F(LookUp, TrailHoldsEveryPlaceInOrder) {
  environment_.variables = {{"UNRELATED", "x"}};
  config("unrelated = 1");
  Query query = centra();
  query.sections = {"sources", "s", "s"};
  EXPECT_THAT(
      written(load().look_up(query).value().trail),
      ElementsAre("Environment Variables PIPE__SOURCES__S__S__K", "Environment Variables PIPE__SOURCES__S__K",
                  "Environment Variables PIPE__SOURCES__K", "Environment Variables PIPE__K",
                  "secrets.toml pipe.sources.s.s.k (skipped)", "secrets.toml pipe.sources.s.k (skipped)",
                  "secrets.toml pipe.sources.k (skipped)", "secrets.toml pipe.k (skipped)",
                  "config.toml pipe.sources.s.s.k", "config.toml pipe.sources.s.k", "config.toml pipe.sources.k",
                  "config.toml pipe.k", "Environment Variables SOURCES__S__S__K", "Environment Variables SOURCES__S__K",
                  "Environment Variables SOURCES__K", "Environment Variables K", "secrets.toml sources.s.s.k (skipped)",
                  "secrets.toml sources.s.k (skipped)", "secrets.toml sources.k (skipped)", "secrets.toml k (skipped)",
                  "config.toml sources.s.s.k", "config.toml sources.s.k", "config.toml sources.k", "config.toml k"));
}

TEST_F(LookUp, NestedObjectsKeepTheirName) {
  environment_.variables = {{"PASSWORD", "wrong"}, {"CREDENTIALS__PASSWORD", "right"}};
  const Query query{.pipeline_name = "",
                    .sections = {"destination", "postgres"},
                    .config_section = "credentials",
                    .key = "password",
                    .is_secret = false};
  const auto answer = load().look_up(query).value();
  ASSERT_TRUE(answer.found.has_value());
  EXPECT_EQ(answer.found->value.as_text(), "right");
  EXPECT_THAT(written(answer.trail), ElementsAre("Environment Variables DESTINATION__POSTGRES__CREDENTIALS__PASSWORD",
                                                 "Environment Variables DESTINATION__CREDENTIALS__PASSWORD",
                                                 "Environment Variables CREDENTIALS__PASSWORD"));
}

TEST_F(LookUp, KnowsFileAndLineOfWhatItFinds) {
  config("# first\n[sources.centra]\nother = 1\nk = 5\n");
  const auto found = load().look_up(centra()).value().found.value();
  EXPECT_EQ(found.value.location().to_string(), path("project/.dlt/config.toml") + ":4");
  EXPECT_EQ(found.provider, "config.toml");
  EXPECT_EQ(typed(found.value, Kind::text, "k").value().as_text(), "5");
  environment_.variables["K"] = "7";
  const auto variable = load().look_up(centra()).value().found.value();
  EXPECT_EQ(variable.value.location().to_string(), "environment variable K");
  EXPECT_EQ(typed(variable.value, Kind::integer, "k").value().as_integer(), 7);
}

TEST_F(LookUp, GivesTablesAsMappings) {
  secrets("[sources.centra.k]\na = 1\n");
  EXPECT_EQ(json::write(load().look_up(centra()).value().found.value().value.to_json()), R"({"a":1})");
}

TEST_F(LookUp, RefusesASecretInConfigToml) {
  config("x = 1\n[sources.centra]\nk = 'very-secret-value'\n");
  const auto answer = load().look_up(centra(true));
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind, ErrorKind::config);
  EXPECT_EQ(answer.error().message,
            path("project/.dlt/config.toml") +
                ":3: the secret `sources.centra.k` stands in config.toml, which holds no secrets");
  EXPECT_EQ(answer.error().details.line, 3);
  EXPECT_EQ(answer.error().hint, "move it to " + path("project/.dlt/secrets.toml"));
  EXPECT_THAT(answer.error().message, Not(HasSubstr("very-secret-value")));
  // Not looked at where a provider before it has the value.
  secrets("k = 'fine'");
  EXPECT_EQ(load().look_up(centra(true)).value().found.value().value.as_text(), "fine");
}

TEST_F(LookUp, DoesNotTraceConfigTomlForSecrets) {
  config("x = 1");
  const auto answer = load().look_up(centra(true)).value();
  EXPECT_EQ(answer.trail.size(), 20U);
  for (const auto& tried : answer.trail) EXPECT_NE(tried.provider, "config.toml");
}

TEST_F(LookUp, RegistersSecretsWithTheRedactor) {
  secrets(
      "[sources.centra]\nk = 'lookup-secret-text'\n[sources.centra.deep]\ninner = {password = 'lookup-secret-deep', n "
      "= 1234567890123}\n");
  const auto found = load().look_up(centra(true)).value().found.value();
  EXPECT_TRUE(found.value.is_secret());
  EXPECT_TRUE(Redactor::process().contains_secret("a lookup-secret-text b"));
  EXPECT_FALSE(Redactor::process().contains_secret("a lookup-secret-deep b"));
  Query deep = centra(true);
  deep.sections.back() = "deep";
  deep.key = "inner";
  ASSERT_TRUE(load().look_up(deep).value().found.has_value());
  EXPECT_TRUE(Redactor::process().contains_secret("a lookup-secret-deep b"));
  EXPECT_TRUE(Redactor::process().contains_secret("1234567890123"));
}

TEST_F(LookUp, DoesNotHidePlainSettings) {
  config("k = 'a-plain-setting-value'");
  const auto found = load().look_up(centra()).value().found.value();
  EXPECT_FALSE(found.value.is_secret());
  EXPECT_FALSE(Redactor::process().contains_secret("a-plain-setting-value"));
}

TEST_F(LookUp, RefusesAVariableThatIsNotUtf8) {
  environment_.variables["K"] = "a\xFF";
  const auto answer = load().look_up(centra());
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().message, "environment variable K: the value is not UTF-8 text");
}

TEST_F(LookUp, TakesAnEmptyVariableAsAValue) {
  environment_.variables["K"] = "";
  EXPECT_EQ(load().look_up(centra()).value().found.value().value.as_text(), "");
}

using SettingsFiles = ProjectTest;

TEST_F(SettingsFiles, ProjectLiesOverTheGlobalFolder) {
  write("home/.dlt/config.toml", "a = 'global'\nb = 'global'\n[t]\nx = 'global'\ny = 'global'\n[u]\nz = 1\n");
  config("a = 'project'\nu = 'project'\n[t]\nx = 'project'\n");
  const auto providers = load();
  const auto value = [&](std::string_view key) {
    return json::write(providers.at(key, false).value().found.value().value.to_json());
  };
  EXPECT_EQ(value("a"), "\"project\"");
  EXPECT_EQ(value("b"), "\"global\"");
  EXPECT_EQ(value("t"), R"({"x":"project","y":"global"})");
  EXPECT_EQ(value("u"), "\"project\"");
  EXPECT_EQ(providers.at("t.y", false).value().found.value().value.location().to_string(),
            path("home/.dlt/config.toml") + ":5");
}

TEST_F(SettingsFiles, AreReportedWhetherTheyExistOrNot) {
  write("home/.dlt/secrets.toml", "a = 1");
  const auto providers = load();
  const auto& files = providers.files("secrets.toml");
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].path, path("project/.dlt/secrets.toml"));
  EXPECT_FALSE(files[0].exists);
  EXPECT_EQ(files[1].path, path("home/.dlt/secrets.toml"));
  EXPECT_TRUE(files[1].exists);
  EXPECT_THAT(providers.files("Environment Variables"), IsEmpty());
}

TEST_F(SettingsFiles, MovedByTheEnvironment) {
  std::filesystem::create_directories(root_ / "elsewhere/.cfg");
  write("elsewhere/.cfg/config.toml", "k = 'moved'");
  environment_.variables = {{"DLT_PROJECT_DIR", path("elsewhere")}, {"DLT_CONFIG_FOLDER", ".cfg"}};
  EXPECT_EQ(load().look_up(centra()).value().found.value().value.as_text(), "moved");
}

TEST_F(SettingsFiles, MalformedTomlNamesProviderPathAndLine) {
  secrets("a = 1\nb = = 2\n");
  const auto providers = Providers::load(environment_);
  ASSERT_FALSE(providers.has_value());
  EXPECT_EQ(providers.error().kind, ErrorKind::config);
  EXPECT_THAT(providers.error().message, StartsWith(path("project/.dlt/secrets.toml") + ":2: not valid TOML: "));
  EXPECT_THAT(providers.error().context, ElementsAre(HasSubstr("secrets.toml")));
  EXPECT_EQ(providers.error().details.line, 2);
}

TEST_F(SettingsFiles, ProfileLiesOverTheRestInEachFolder) {
  write("project/.dlt/.workspace", "");
  environment_.variables = {{"WORKSPACE__PROFILE", "prod"}};
  write("home/.dlt/config.toml", "a = 'global'\nb = 'global'\nc = 'global'\nd = 'global'\n");
  write("home/.dlt/prod.config.toml", "a = 'global prod'\nb = 'global prod'\nc = 'global prod'\n");
  config("a = 'project'\nb = 'project'\n");
  write("project/.dlt/prod.config.toml", "a = 'project prod'\n");
  write("project/.dlt/dev.config.toml", "a = 'another profile'\n");
  const auto providers = load();
  const auto value = [&](std::string_view key) { return providers.at(key, false).value().found->value.as_text(); };
  EXPECT_EQ(value("a"), "project prod");
  EXPECT_EQ(value("b"), "project");
  EXPECT_EQ(value("c"), "global prod");
  EXPECT_EQ(value("d"), "global");
  EXPECT_EQ(providers.files("config.toml").size(), 4U);
}

TEST_F(SettingsFiles, ProfilesAreReadInAWorkspaceOnly) {
  write("project/.dlt/dev.config.toml", "k = 'dev'\n");
  environment_.variables = {{"WORKSPACE__PROFILE", "dev"}};
  EXPECT_FALSE(load().look_up(centra()).value().found.has_value());
}

TEST_F(SettingsFiles, MayMoveTheFoldersOfAWorkspace) {
  write("project/.dlt/.workspace", "");
  config("[workspace.settings]\nworking_dir = 'work'\nlocal_dir = '/files'\n");
  EXPECT_EQ(load().folders().data, root_ / "project/work");
  EXPECT_EQ(load().folders().local, "/files");
  environment_.variables = {{"DLT_DATA_DIR", "/data"}};
  EXPECT_EQ(load().folders().data, "/data");
}

using Places = ProjectTest;

std::vector<std::string> filled(const std::vector<Place>& places) {
  std::vector<std::string> all;
  for (const auto& place : places) {
    if (place.value) all.push_back(place.tried.provider + " " + place.tried.key + " " + place.value->as_text());
  }
  return all;
}

TEST_F(Places, AreAllOfTheLookUp) {
  environment_.variables = {{"K", "e"}};
  secrets("k = 's'\n[pipe.sources]\nk = 'p'\n");
  const auto places = load().places(centra()).value();
  EXPECT_EQ(places.size(), 30U);
  EXPECT_THAT(filled(places),
              ElementsAre("secrets.toml pipe.sources.k p", "Environment Variables K e", "secrets.toml k s"));
}

TEST_F(Places, ShowASecretOfConfigTomlButNoOtherPlaceThere) {
  config("k = 'c'\n");
  const auto places = load().places(centra(true)).value();
  EXPECT_EQ(places.size(), 21U);
  EXPECT_THAT(filled(places), ElementsAre("config.toml k c"));
}

using AtPath = ProjectTest;

TEST_F(AtPath, LooksAtJustThatPath) {
  environment_.variables = {{"API_KEY", "no"}, {"SOURCES__API_KEY", "no"}};
  secrets("[sources.shop]\napi_key = 'yes'\n");
  EXPECT_EQ(load().at("sources.shop.api_key", true).value().found.value().value.as_text(), "yes");
  environment_.variables["SOURCES__SHOP__API_KEY"] = "environment first";
  EXPECT_EQ(load().at("sources.shop.api_key", true).value().found.value().value.as_text(), "environment first");
  EXPECT_THAT(written(load().at("sources.other.api_key", true).value().trail),
              ElementsAre("Environment Variables SOURCES__OTHER__API_KEY", "secrets.toml sources.other.api_key"));
}

TEST_F(AtPath, SettingsMayStandInAnyProvider) {
  secrets("a = 1");
  config("b = 2");
  EXPECT_TRUE(load().at("a", false).value().found.has_value());
  EXPECT_TRUE(load().at("b", false).value().found.has_value());
  EXPECT_FALSE(load().at("b", true).has_value());
  EXPECT_FALSE(load().at("c", true).value().found.has_value());
}

}  // namespace
}  // namespace decant::config
