#include "config/relative_path.h"

#include <gtest/gtest.h>

namespace decant::config {
namespace {

TEST(RelativePath, CountsFromTheFile) {
  const auto text = [](const char* source, int line, const char* path) {
    return Node(location_of(source, line), std::string(path));
  };
  EXPECT_EQ(path_beside(text("conf/shop.yaml", 3, "keys/a.pem")), "conf/keys/a.pem");
  EXPECT_EQ(path_beside(text("shop.yaml", 3, "./a.pem")), "a.pem");
  EXPECT_EQ(path_beside(text("/srv/conf/shop.yaml", 3, "../a.pem")), "/srv/a.pem");
  EXPECT_EQ(path_beside(text("conf/shop.yaml", 3, "/a.pem")), "/a.pem");
  EXPECT_EQ(path_beside(text("environment variable X", 0, "a.pem")), "a.pem");
}

}  // namespace
}  // namespace decant::config
