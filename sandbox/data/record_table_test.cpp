#include "sandbox/data/record_table.h"

#include <gtest/gtest.h>

namespace decant::sandbox {
namespace {

RecordTable digits_table() {
  RecordTable table(10, 1);
  for (char digit = '0'; digit <= '9'; ++digit) table.add([digit](std::string& out) { out += digit; });
  return table;
}

std::string text_of(const RowSelection& selection) {
  std::string out;
  digits_table().append(out, selection);
  return out;
}

TEST(RecordTable, cuts_windows) {
  EXPECT_EQ(text_of(select_rows(10, {.offset = 0, .limit = 3})), "0,1,2");
  EXPECT_TRUE(select_rows(10, {.offset = 6, .limit = 3}).more);
  EXPECT_FALSE(select_rows(10, {.offset = 7, .limit = 3}).more);
  EXPECT_EQ(text_of(select_rows(10, {.offset = 8, .limit = Window::kAll})), "8,9");
  EXPECT_EQ(text_of(select_rows(10, {.offset = 10, .limit = 5})), "");
}

TEST(RecordTable, cuts_windows_of_matching_rows) {
  const auto is_odd = [](std::size_t row) { return row % 2 == 1; };
  const RowSelection middle = select_rows(10, {.offset = 1, .limit = 2}, is_odd);
  EXPECT_EQ(text_of(middle), "3,5");
  EXPECT_EQ(middle.count, 2U);
  EXPECT_TRUE(middle.more);
  EXPECT_FALSE(select_rows(10, {.offset = 3, .limit = 2}, is_odd).more);
  EXPECT_EQ(text_of(select_rows(10, {}, [](std::size_t row) { return row > 6; })), "7,8,9");
}

}  // namespace
}  // namespace decant::sandbox
