#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "cli/config_command.h"
#include "cli/setting_output.h"
#include "config/project_fixture.h"
#include "json/value.h"
#include "json/write.h"

namespace decant::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// The cases of tests/config/lookup-cases.json, through what `decant config get --explain --json` prints. `ROOT` in
/// them is the folder that holds `project`, `home` and `mounted`.
class LookupCases : public config::ProjectTest {
 protected:
  [[nodiscard]] std::string expanded(std::string text) const {
    for (auto at = text.find("ROOT"); at != std::string::npos; at = text.find("ROOT", at))
      text.replace(at, 4, root_.string());
    return text;
  }

  void put_file(const std::string& below, const std::string& text) const {
    std::filesystem::create_directories((root_ / below).parent_path());
    write(below, text);
  }

  void prepare(const json::Value& test) {
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_ / "project/.dlt");
    std::filesystem::create_directories(root_ / "home");
    environment_.variables = {{"UNRELATED", "x"}};
    for (const auto& [key, file] :
         {std::pair{"config", "project/.dlt/config.toml"}, std::pair{"secrets", "project/.dlt/secrets.toml"},
          std::pair{"global_config", "home/.dlt/config.toml"}}) {
      if (const auto* text = test.find(key)) put_file(file, text->as_string());
    }
    each(test, "files", [&](const std::string& name, const std::string& text) { put_file(name, text); });
    each(test, "mounted", [&](const std::string& name, const std::string& text) { put_file("mounted/" + name, text); });
    each(test, "env",
         [&](const std::string& name, const std::string& text) { environment_.variables[name] = expanded(text); });
  }

  template <typename Take>
  static void each(const json::Value& test, std::string_view key, const Take& take) {
    const auto* mapping = test.find(key);
    if (mapping == nullptr) return;
    for (const auto& [name, text] : mapping->as_object()) take(name, text.as_string());
  }

  /// What the command prints, secrets shown.
  [[nodiscard]] json::Value answer_to(const json::Value& test, bool reveal) const {
    const auto providers = config::Providers::load(environment_);
    if (!providers) return json::Value(to_string(providers.error()));
    ConfigFlags flags;
    flags.key = test.text_or("key", "");
    flags.pipeline = test.text_or("pipeline", "");
    flags.type = test.text_or("type", "");
    const auto setting = setting_of(flags, *providers);
    if (!setting) return json::Value(to_string(setting.error()));
    return setting_json(*setting, *providers, true, reveal);
  }
};

/// `[[provider, key], …]` of the places in that state; of all for an empty one.
std::string places_in(const json::Value& answer, std::string_view state) {
  json::Value list = json::Value::array();
  for (const auto& place : answer.find("places")->as_array()) {
    if (!state.empty() && place.text_or("state", "") != state) continue;
    json::Value pair = json::Value::array();
    pair.push_back(place.text_or("provider", ""));
    pair.push_back(place.text_or("key", ""));
    list.push_back(std::move(pair));
  }
  return json::write(list);
}

std::string text_of(const json::Value* list) { return list == nullptr ? "[]" : json::write(*list); }

void expect_outcome(const json::Value& test, const json::Value& answer, const std::string& error) {
  const auto* problem = answer.find("error");
  EXPECT_EQ(problem != nullptr, !error.empty()) << json::write_pretty(answer);
  if (problem != nullptr && !error.empty()) {
    EXPECT_THAT(problem->text_or("message", ""), HasSubstr(error));
    EXPECT_EQ(problem->text_or("kind", ""), "config");
  }
  if (const auto* value = test.find("value")) {
    ASSERT_NE(answer.find("value"), nullptr) << json::write_pretty(answer);
    EXPECT_EQ(json::write(*answer.find("value")), json::write(*value));
    EXPECT_EQ(answer.bool_or("secret", false),
              test.bool_or("secret", false) || answer.text_or("provider", "") == "secrets.toml");
  }
  const auto& where = problem != nullptr && answer.find("line") == nullptr ? *problem : answer;
  if (test.find("line") != nullptr) {
    EXPECT_EQ(where.integer_or("line", 0), test.integer_or("line", 0));
  }
}

void expect_places(const json::Value& test, const json::Value& answer) {
  if (const auto* found = test.find("found")) {
    EXPECT_EQ(places_in(answer, "found"), "[" + json::write(*found) + "]");
    EXPECT_EQ(answer.text_or("provider", ""), found->as_array()[0].as_string());
    EXPECT_EQ(answer.text_or("found_as", ""), found->as_array()[1].as_string());
  } else {
    EXPECT_EQ(places_in(answer, "found"), "[]");
  }
  EXPECT_EQ(places_in(answer, "shadowed"), text_of(test.find("shadowed")));
  EXPECT_EQ(places_in(answer, "refused"), text_of(test.find("refused")));
  if (const auto* places = test.find("places")) {
    EXPECT_EQ(places_in(answer, ""), json::write(*places));
  }
}

TEST_F(LookupCases, EndAsTheReferenceSays) {
  std::ostringstream text;
  text << std::ifstream(DECANT_LOOKUP_CASES).rdbuf();
  const auto cases = json::parse_value(text.str());
  ASSERT_TRUE(cases) << to_string(cases.error());
  ASSERT_GE(cases->as_array().size(), 60U);
  for (const auto& test : cases->as_array()) {
    SCOPED_TRACE(test.text_or("name", ""));
    prepare(test);
    const auto answer = answer_to(test, true);
    if (!answer.is_object()) {
      ADD_FAILURE() << json::write(answer);
      continue;
    }
    expect_outcome(test, answer, expanded(test.text_or("error", "")));
    expect_places(test, answer);
    if (test.bool_or("secret", false) && test.find("value") != nullptr) {
      EXPECT_THAT(json::write(answer_to(test, false)), Not(HasSubstr(test.find("value")->as_string())));
    }
  }
}

}  // namespace
}  // namespace decant::cli
