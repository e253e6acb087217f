#include "config/nearest.h"

#include <gtest/gtest.h>

#include <vector>

namespace decant::config {
namespace {

const std::vector<std::string> kKeys = {"name", "base_url", "api_key", "page_size", "resources", "type"};

TEST(Nearest, FindsTheKeyThatWasMeant) {
  EXPECT_EQ(nearest("api_kye", kKeys), "api_key");
  EXPECT_EQ(nearest("baseurl", kKeys), "base_url");
  EXPECT_EQ(nearest("BASE_URL", kKeys), "base_url");
  EXPECT_EQ(nearest("resource", kKeys), "resources");
  EXPECT_EQ(nearest("pagesize", kKeys), "page_size");
  EXPECT_EQ(nearest("tpye", kKeys), "type");
  EXPECT_EQ(nearest("nme", kKeys), "name");
}

TEST(Nearest, FindsNothingInWhatIsFarAway) {
  EXPECT_EQ(nearest("destination", kKeys), std::nullopt);
  EXPECT_EQ(nearest("xy", kKeys), std::nullopt);
  EXPECT_EQ(nearest("", kKeys), std::nullopt);
  EXPECT_EQ(nearest("a", {}), std::nullopt);
  EXPECT_EQ(nearest(std::string(100'000, 'a'), kKeys), std::nullopt);
}

TEST(Nearest, PrefersTheFewestEdits) {
  const std::vector<std::string> keys = {"param", "params", "parameters"};
  EXPECT_EQ(nearest("parems", keys), "params");
  EXPECT_EQ(nearest("paramters", keys), "parameters");
}

}  // namespace
}  // namespace decant::config
