#include "source/centra/plugin_settings.h"

#include <gmock/gmock.h>

namespace decant::source::centra {
namespace {

using ::testing::HasSubstr;

Sample page(std::size_t records, std::vector<std::string> fields = {}) {
  return {.was_asked = true, .records = records, .fields = std::move(fields), .notes = {}};
}

TEST(PluginSettings, AreNamedWhereAListIsEmpty) {
  EXPECT_THAT(plugin_advice("orders", page(0)), HasSubstr("\"Get orders with status\""));
  EXPECT_THAT(plugin_advice("supplier_deliveries", page(0)), HasSubstr("supplier delivery warehouse"));
  EXPECT_EQ(plugin_advice("customers", page(0)), "");
  EXPECT_EQ(plugin_advice("orders", page(1, {"orderId"})), "");
  EXPECT_EQ(plugin_advice("orders", Sample{}), "");
}

TEST(PluginSettings, AreNamedWhereStockHasNoFigures) {
  EXPECT_THAT(plugin_advice("stock", page(1, {"stockItemId"})), HasSubstr("warehouse"));
  EXPECT_EQ(plugin_advice("stock", page(1, {"stockItemId", "availableStock"})), "");
}

}  // namespace
}  // namespace decant::source::centra
