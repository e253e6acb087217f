#include "config/mounted_secrets.h"

#include "config/project_fixture.h"
#include "core/redact.h"

namespace decant::config {
namespace {

using ::testing::HasSubstr;

class MountedSecrets : public ProjectTest {
 protected:
  void SetUp() override {
    ProjectTest::SetUp();
    std::filesystem::create_directories(root_ / "mounted");
  }
  [[nodiscard]] std::string found(std::string_view key) const {
    const auto value = mounted_secret(root_ / "mounted", key);
    if (!value) return "error: " + value.error().message;
    return *value ? (*value)->as_text() : "nothing";
  }
};

TEST_F(MountedSecrets, AreNamedAsKubernetesWants) {
  write("mounted/sources--shop--api-key", "from-a-mounted-file");
  EXPECT_EQ(found("SOURCES__SHOP__API_KEY"), "from-a-mounted-file");
  EXPECT_EQ(found("SOURCES__SHOP__API"), "nothing");
}

TEST_F(MountedSecrets, MayStandInAFolderOfTheSameName) {
  std::filesystem::create_directories(root_ / "mounted/api-key");
  EXPECT_EQ(found("API_KEY"), "nothing");
  write("mounted/api-key/api-key", "in a folder");
  EXPECT_EQ(found("API_KEY"), "in a folder");
}

TEST_F(MountedSecrets, LoseTheEndOfASingleLineOnly) {
  write("mounted/a", "key\r\n");
  EXPECT_EQ(found("A"), "key");
  write("mounted/b", "-----BEGIN\nx\n-----END\n");
  EXPECT_EQ(found("B"), "-----BEGIN\nx\n-----END\n");
  write("mounted/c", "");
  EXPECT_EQ(found("C"), "");
  write("mounted/d", " spaces stay ");
  EXPECT_EQ(found("D"), " spaces stay ");
}

TEST_F(MountedSecrets, AreNeverSoughtOutsideTheirFolder) {
  write("outside", "no");
  EXPECT_EQ(found("../OUTSIDE"), "nothing");
  EXPECT_EQ(found(".."), "nothing");
  EXPECT_EQ(found(""), "nothing");
}

TEST_F(MountedSecrets, MustBeTextOfReasonableSize) {
  write("mounted/a", "\xFF");
  EXPECT_THAT(found("A"), HasSubstr("mounted/a: the mounted secret is not UTF-8 text"));
  write("mounted/b", std::string((1U << 20) + 1, 'x'));
  EXPECT_THAT(found("B"), HasSubstr("mounted/b: the mounted secret is larger than 1 MiB"));
}

TEST_F(MountedSecrets, AreAskedBeforeTheVariableAndForSecretsOnly) {
  write("mounted/k", "a-secret-that-is-mounted\n");
  environment_.variables = {{"K", "from the variable"}};
  Query query;
  query.key = "k";
  EXPECT_EQ(load().look_up(query).value().found->value.as_text(), "from the variable");
  query.is_secret = true;
  const auto found = load().look_up(query).value().found.value();
  EXPECT_EQ(found.value.as_text(), "a-secret-that-is-mounted");
  EXPECT_EQ(found.provider, "Environment Variables");
  EXPECT_EQ(found.key, "K");
  EXPECT_EQ(found.value.location().to_string(), path("mounted/k"));
  EXPECT_TRUE(Redactor::process().contains_secret("x a-secret-that-is-mounted x"));
}

TEST_F(MountedSecrets, FollowTheOrderOfSections) {
  write("mounted/k", "short");
  environment_.variables = {{"SOURCES__SHOP__K", "long"}};
  const Query query{
      .pipeline_name = "", .sections = {"sources", "shop"}, .config_section = "", .key = "k", .is_secret = true};
  EXPECT_EQ(load().look_up(query).value().found->value.as_text(), "long");
}

}  // namespace
}  // namespace decant::config
