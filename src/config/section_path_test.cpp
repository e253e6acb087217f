#include "config/section_path.h"

#include <gmock/gmock.h>

namespace decant::config {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> keys(const SectionPath& sections, std::string_view config_section, std::string_view key) {
  std::vector<std::string> all;
  for (const auto& candidate : section_candidates(sections, config_section)) all.push_back(dotted_key(candidate, key));
  return all;
}

TEST(SectionCandidates, OfASource) {
  EXPECT_THAT(keys(source_sections("centra", "centra_source"), "", "api_key"),
              ElementsAre("sources.centra.centra_source.api_key", "sources.centra.api_key",
                          "sources.centra_source.api_key", "sources.api_key", "api_key"));
}

TEST(SectionCandidates, OfASourceNamedLikeItsSection) {
  EXPECT_THAT(keys(source_sections("notion", "notion"), "", "k"),
              ElementsAre("sources.notion.notion.k", "sources.notion.k", "sources.k", "k"));
}

TEST(SectionCandidates, OfNestedObjects) {
  EXPECT_THAT(keys({"destination", "postgres"}, "credentials", "password"),
              ElementsAre("destination.postgres.credentials.password", "destination.credentials.password",
                          "credentials.password"));
  EXPECT_THAT(keys({}, "runtime", "log_level"), ElementsAre("runtime.log_level"));
  EXPECT_THAT(keys({}, "", "progress"), ElementsAre("progress"));
}

TEST(SectionCandidates, CompactFormIsForSourcesAndJobsOnly) {
  EXPECT_THAT(keys({"jobs", "m", "j"}, "", "k"), ElementsAre("jobs.m.j.k", "jobs.m.k", "jobs.j.k", "jobs.k", "k"));
  EXPECT_THAT(keys({"destination", "m", "j"}, "", "k"),
              ElementsAre("destination.m.j.k", "destination.m.k", "destination.k", "k"));
}

TEST(SectionCandidates, CompactFormIsTheThirdPlaceOfLongerPathsToo) {
  EXPECT_THAT(keys({"sources", "s", "n", "x"}, "", "k"),
              ElementsAre("sources.s.n.x.k", "sources.s.n.k", "sources.n.k", "sources.s.k", "sources.k", "k"));
}

TEST(KeyForms, OfEnvironmentAndToml) {
  EXPECT_EQ(environment_key({"sources", "centra", "", "centra_source"}, "api_key"),
            "SOURCES__CENTRA__CENTRA_SOURCE__API_KEY");
  EXPECT_EQ(environment_key({"my-pipe"}, "k"), "MY-PIPE__K");
  EXPECT_EQ(dotted_key({"a", "", "b"}, "k"), "a.b.k");
}

TEST(SplitPath, KeepsEmptyParts) {
  EXPECT_THAT(split_path("a.b.c"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(split_path("a"), ElementsAre("a"));
  EXPECT_THAT(split_path(".a."), ElementsAre("", "a", ""));
  EXPECT_THAT(split_path(""), ElementsAre(""));
}

}  // namespace
}  // namespace decant::config
