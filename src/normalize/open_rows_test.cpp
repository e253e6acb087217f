#include "normalize/open_rows.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/temporary_folder.h"
#include "normalize/page_fixture.h"

namespace decant::normalize {
namespace {

constexpr std::size_t kTables = 200;
constexpr std::size_t kRecords = 400;

/// A record whose lists go into that many tables.
std::string record(std::size_t number) {
  std::string text = "{\"id\":" + std::to_string(number);
  for (std::size_t table = 0; table < kTables; ++table)
    text += ",\"t" + std::to_string(table) + "\":[{\"text\":\"" + std::string(100, 'x') + "\"}]";
  return text + "}";
}

TEST(OpenRows, StayWithinTheirLimitForAnyNumberOfTables) {
  const TemporaryFolder folder;
  constexpr std::size_t kBudget = 2 << 20;
  BatchStore store(folder.path() / "spill", kBudget);
  schema::Schema schema("shop");
  schema::ResourceHints hints;
  hints.name = "orders";
  Findings findings;
  const auto made = Normalizer::make(schema, hints, "1700000000.5", store, findings, {});
  ASSERT_TRUE(made) << to_string(made.error());
  std::vector<std::string> records;
  for (std::size_t i = 0; i < kRecords; ++i) records.push_back(record(i));
  const PageText page(records);
  ASSERT_TRUE(
      (*made)->add({.sequence = "", .page = 0, .text = page.text, .records = page.spans, .constants = nullptr}));

  // Each of the tables could wait for megabytes; before a size is known, a table holds a few rows.
  EXPECT_GT(store.open_rows().most(), kBudget / 4);
  EXPECT_LT(store.open_rows().most(), kBudget);
  ASSERT_TRUE((*made)->finish());
  EXPECT_GT(store.spilled(), kRecords * kTables * 100 - kBudget);
  EXPECT_LE(store.most(), kBudget);
  for (std::size_t i = 0; i < kTables; ++i) EXPECT_EQ(store.rows().at("orders__t" + std::to_string(i)), kRecords);
}

}  // namespace
}  // namespace decant::normalize
