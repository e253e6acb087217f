#include "source/transport_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/document.h"
#include "config/project_fixture.h"

namespace decant::source {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class TransportReaderTest : public config::ProjectTest {
 protected:
  Result<Transport> read(const std::string& yaml) const {
    const auto document = config::parse_document(yaml, config::Format::yaml, path("project/shop.yaml")).value();
    auto reader = config::Reader::open(document, "client").value();
    return read_transport(reader);
  }
};

TEST_F(TransportReaderTest, PathsCountFromTheFile) {
  write("project/ca.pem", "x");
  write("home/me.pem", "x");
  const auto transport =
      read("rate_limit: 60/10s\nca_file: ca.pem\ncert_file: ../home/me.pem\nkey_password: open-it\n");
  ASSERT_TRUE(transport) << to_string(transport.error());
  EXPECT_EQ(transport->rate_limit, (http::RateLimit{.requests = 60, .window = 10 * kMicrosPerSecond}));
  EXPECT_EQ(transport->tls.ca_file, path("project/ca.pem"));
  EXPECT_EQ(transport->tls.cert_file, path("home/me.pem"));
  EXPECT_EQ(transport->tls.key_password, "open-it");
  EXPECT_TRUE(read("base_url: x")->tls.ca_file.empty());
  EXPECT_FALSE(read("base_url: x")->rate_limit);
}

TEST_F(TransportReaderTest, ErrorsNameTheLine) {
  EXPECT_THAT(read("a: 1\nrate_limit: fast\n").error().message,
              AllOf(HasSubstr("shop.yaml:2: `client.rate_limit`"), HasSubstr("`fast`")));
  EXPECT_THAT(read("ca_file: none.pem\n").error().message, HasSubstr("`client.ca_file` names no file"));
  write("project/key.pem", "x");
  EXPECT_THAT(read("key_file: key.pem\n").error().message, HasSubstr("needs `cert_file`"));
}

}  // namespace
}  // namespace decant::source
