#include "sandbox/http/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <thread>

namespace decant::sandbox {
namespace {

Response empty_answer(const Request& /*request*/) { return {}; }

// What a client reads until the connection ends.
struct Reading {
  std::string text;
  /// Of the last read; 0 for an end in good order.
  int error = 0;
};

Reading ask(int port) {
  const int client = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  const std::string request = "GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(send(client, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
  Reading reading;
  char buffer[4096];
  ssize_t size = 0;
  while ((size = recv(client, buffer, sizeof buffer, 0)) > 0)
    reading.text.append(buffer, static_cast<std::size_t>(size));
  reading.error = size < 0 ? errno : 0;
  close(client);
  return reading;
}

Reading ask_for(const Response& response) {
  Server server({}, [&](const Request& /*request*/) { return response; }, nullptr);
  const auto port = server.bind(0);
  EXPECT_TRUE(port);
  std::jthread serving([&server] { server.run(); });
  Reading reading = ask(*port);
  server.stop();
  return reading;
}

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

TEST(Server, sends_status_type_and_when_to_come_back) {
  Response response;
  response.status = 429;
  response.content_type = "text/html";
  response.body = "<p>no</p>";
  response.retry_after = "7";
  const Reading reading = ask_for(response);
  EXPECT_EQ(reading.error, 0);
  EXPECT_TRUE(reading.text.starts_with("HTTP/1.1 429 ")) << reading.text;
  EXPECT_NE(reading.text.find("\r\nRetry-After: 7\r\n"), std::string::npos);
  EXPECT_NE(reading.text.find("\r\nContent-Type: text/html\r\n"), std::string::npos);
  EXPECT_TRUE(reading.text.ends_with("\r\n\r\n<p>no</p>"));
}

TEST(Server, cuts_a_truncated_body_in_half) {
  Response response;
  response.body = "0123456789";
  response.delivery = Delivery::truncated;
  const Reading reading = ask_for(response);
  EXPECT_EQ(reading.error, 0);
  EXPECT_NE(reading.text.find("\r\nContent-Length: 10\r\n"), std::string::npos);
  EXPECT_TRUE(reading.text.ends_with("\r\n\r\n01234")) << reading.text;
}

TEST(Server, sends_a_slow_body_whole) {
  Response response;
  response.body = "0123456789";
  response.delivery = Delivery::slow;
  EXPECT_TRUE(ask_for(response).text.ends_with("\r\n\r\n0123456789"));
}

TEST(Server, resets_a_connection_without_a_byte) {
  Response response;
  response.body = "0123456789";
  response.delivery = Delivery::reset;
  const Reading reading = ask_for(response);
  EXPECT_EQ(reading.error, ECONNRESET);
  EXPECT_EQ(reading.text, "");
}

}  // namespace
}  // namespace decant::sandbox
