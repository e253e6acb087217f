#include "destination/sql/quoting.h"

#include <gtest/gtest.h>

#include <vector>

namespace decant::destination {
namespace {

TEST(Sql, IdentifiersCannotBreakOut) {
  EXPECT_EQ(quote_identifier("id"), "\"id\"");
  EXPECT_EQ(quote_identifier("a\"; DROP TABLE x; --"), "\"a\"\"; DROP TABLE x; --\"");
  EXPECT_EQ(quote_identifier("a\\b"), "\"a\\b\"");
}

TEST(Sql, LiteralsCannotBreakOut) { EXPECT_EQ(quote_literal("it's"), "'it''s'"); }

TEST(Sql, ListsOfColumns) {
  const std::vector<std::string> names = {"a", "b c"};
  EXPECT_EQ(quote_list(names), "\"a\", \"b c\"");
  EXPECT_EQ(quote_list(names, "s."), "s.\"a\", s.\"b c\"");
}

TEST(Sql, CaseIsFoldedForAsciiOnly) { EXPECT_EQ(fold_case("ÄbC_1"), "Äbc_1"); }

}  // namespace
}  // namespace decant::destination
