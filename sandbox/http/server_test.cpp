#include "sandbox/http/server.h"

#include <gtest/gtest.h>

#include <thread>

namespace decant::sandbox {
namespace {

Response empty_answer(const Request& /*request*/) { return {}; }

TEST(Server, picks_a_free_port_and_refuses_a_taken_one) {
  Server first({}, empty_answer, nullptr);
  const auto port = first.bind(0);
  ASSERT_TRUE(port);
  EXPECT_GT(*port, 0);
  Server second({}, empty_answer, nullptr);
  EXPECT_FALSE(second.bind(*port));
}

TEST(Server, stops_even_when_told_at_once) {
  Server server({}, empty_answer, nullptr);
  ASSERT_TRUE(server.bind(0));
  std::jthread serving([&server] { server.run(); });
  server.stop();
}

}  // namespace
}  // namespace decant::sandbox
