#include "sandbox/http/parameters.h"

#include <gtest/gtest.h>

#include <array>

namespace decant::sandbox {
namespace {

TEST(Parameters, decodes_names_and_values) {
  Parameters parameters(
      "newer_than=2024-01-01+10:00:00&older%5Fthan=2024-02-01%2011%3A00%3A00&email=a%2Bb%40example.com");
  EXPECT_EQ(parameters.time("newer_than"), parse_local_time("2024-01-01 10:00:00"));
  EXPECT_EQ(parameters.time("older_than"), parse_local_time("2024-02-01 11:00:00"));
  EXPECT_EQ(parameters.text("email"), "a+b@example.com");
  EXPECT_TRUE(parameters.faults().empty());
}

TEST(Parameters, takes_the_last_and_ignores_the_empty) {
  Parameters parameters("limit=1&limit=2&offset=&&=3&flag");
  EXPECT_EQ(parameters.integer("limit", 1), 2);
  EXPECT_EQ(parameters.integer("offset", 0), std::nullopt);
  EXPECT_EQ(parameters.text("flag"), std::nullopt);
  EXPECT_TRUE(parameters.faults().empty());
}

TEST(Parameters, notes_faults_by_name) {
  Parameters parameters("limit=0&page=1x&created=2024-02-30&offset=99999999999999999999");
  EXPECT_FALSE(parameters.integer("limit", 1));
  EXPECT_FALSE(parameters.integer("page", 1));
  EXPECT_FALSE(parameters.time("created"));
  EXPECT_FALSE(parameters.integer("offset", 0));
  EXPECT_EQ(parameters.faults().size(), 4U);
  EXPECT_NE(parameters.faults().at("created").find("2024-02-30"), std::string::npos);
}

TEST(Parameters, choose_among_words) {
  constexpr std::array<std::string_view, 2> kWords{"open", "done"};
  Parameters parameters("status=done&state=left");
  EXPECT_EQ(parameters.choice("status", kWords), 1U);
  EXPECT_EQ(parameters.choice("absent", kWords), std::nullopt);
  EXPECT_TRUE(parameters.faults().empty());
  EXPECT_EQ(parameters.choice("state", kWords), std::nullopt);
  EXPECT_EQ(parameters.faults().at("state"), "Expected one of open, done, got \"left\"");
}

TEST(Parameters, finds_words_in_lists) {
  const Parameters parameters("include=images,attributes&exclude=physicalStockX");
  EXPECT_TRUE(parameters.lists("include", "attributes"));
  EXPECT_FALSE(parameters.lists("exclude", "physicalStock"));
  EXPECT_FALSE(parameters.lists("absent", "x"));
}

TEST(Parameters, keeps_broken_percent_signs) { EXPECT_EQ(decode_query_text("5%25+%zz%4"), "5% %zz%4"); }

TEST(Parameters, take_a_plus_in_a_path_for_itself) { EXPECT_EQ(decode_path_text("a+b%2B%2f"), "a+b+/"); }

}  // namespace
}  // namespace decant::sandbox
