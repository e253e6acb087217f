#include "source/auth/auth_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "config/document.h"
#include "config/project_fixture.h"
#include "core/hash.h"

namespace decant::source::auth {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class AuthReaderTest : public config::ProjectTest {
 protected:
  Result<Auth> read(const std::string& yaml, bool strict = false) {
    std::string text = yaml.find('\n') == std::string::npos ? "auth: " + yaml : "auth:\n" + yaml;
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) text.insert(at + 1, "  ");
    const auto document = config::parse_document(text, config::Format::yaml, path("project/shop.yaml")).value();
    const config::Node& node = *document.find("auth");
    providers_ = load();
    const AuthContext context{
        .pipeline_name = "shop", .section = "rest_api", .name = "my_src", .strict = strict, .providers = &*providers_};
    return read_auth({node, "client.auth"}, context);
  }
  std::string header(const std::string& yaml) {
    const auto auth = read(yaml);
    if (!auth) return to_string(auth.error());
    const auto& credential = auth->credentials.at(0);
    return credential.name + ": " + credential.value;
  }
  std::string error(const std::string& yaml) {
    const auto auth = read(yaml);
    return auth ? "no error" : auth.error().message + " | " + auth.error().hint;
  }
  void environment(const std::string& name, const std::string& value) { environment_.variables[name] = value; }

 private:
  std::optional<config::Providers> providers_;
};

TEST_F(AuthReaderTest, TypesOfTheConfigItself) {
  EXPECT_EQ(header("{token: T}"), "Authorization: Bearer T");
  EXPECT_EQ(header("{type: api_key, api_key: K}"), "Authorization: K");
  EXPECT_EQ(header("{type: http_basic, username: U, password: P}"), "Authorization: Basic VTpQ");
  EXPECT_EQ(read("{type: api_key, api_key: K, location: param}")->credentials[0].place, http::Credential::Place::query);
  EXPECT_EQ(read("{type: api_key, api_key: K, location: cookie}", true)->credentials[0].place,
            http::Credential::Place::cookie);
  EXPECT_THAT(error("{type: api_key, api_key: K, location: cookie}"), HasSubstr("strict: true"));
  EXPECT_THAT(error("{type: api_key, api_key: K, location: moon}"), HasSubstr("must be header, query or cookie"));
  EXPECT_THAT(error("{type: http_basic, username: U}"), HasSubstr("both username and password, or neither"));
  EXPECT_THAT(error("{type: bearer, token: T, name: x}"), HasSubstr("client.auth.name"));
  EXPECT_THAT(error("{type: magic}"), AllOf(HasSubstr("unknown type `magic`"), HasSubstr("oauth2_jwt_bearer")));
  EXPECT_THAT(error("{type: bearer, token: ''}"), HasSubstr("`client.auth.token` is empty"));
  EXPECT_TRUE(read("null")->credentials.empty());
}

TEST_F(AuthReaderTest, LooksUpAsDltDoes) {
  environment("SOURCES__REST_API__CREDENTIALS__API_KEY", "general");
  environment("SOURCES__REST_API__CREDENTIALS__NAME", "X-Found");
  EXPECT_EQ(header("api_key"), "X-Found: general");
  EXPECT_EQ(header("{type: api_key, name: X-Given}"), "X-Found: general");  // found values win once one is missing
  EXPECT_EQ(header("{type: api_key, name: X-Given, api_key: K}"), "X-Given: K");
  environment("SOURCES__REST_API__MY_SRC__CREDENTIALS__API_KEY", "specific");
  EXPECT_EQ(header("api_key"), "X-Found: specific");
  environment("SHOP__CREDENTIALS__API_KEY", "of the pipeline");
  EXPECT_EQ(header("api_key"), "X-Found: of the pipeline");
  EXPECT_THAT(error("bearer"), HasSubstr("SOURCES__REST_API__MY_SRC__CREDENTIALS__TOKEN"));
}

TEST_F(AuthReaderTest, CredentialsMayStandInTheirNativeForm) {
  environment("SOURCES__REST_API__CREDENTIALS", "the-native-one");
  environment("SOURCES__REST_API__CREDENTIALS__API_KEY", "by field");
  environment("SOURCES__REST_API__CREDENTIALS__NAME", "X-Found");
  EXPECT_EQ(header("bearer"), "Authorization: Bearer the-native-one");
  EXPECT_EQ(header("api_key"), "X-Found: the-native-one");
  EXPECT_EQ(header("{token: T}"), "Authorization: Bearer T");  // nothing is missing, so nothing is looked up
  EXPECT_THAT(error("http_basic"),
              HasSubstr("`SOURCES__REST_API__CREDENTIALS` must be a list of username and password"));
  secrets("[sources.rest_api.my_src]\ncredentials = ['U', 'P']\n");
  environment_.variables.clear();
  environment("UNRELATED", "x");
  EXPECT_EQ(header("http_basic"), "Authorization: Basic VTpQ");
  EXPECT_THAT(error("bearer"),
              AllOf(HasSubstr("`sources.rest_api.my_src.credentials` must be text"), Not(HasSubstr("'P'"))));
}

TEST_F(AuthReaderTest, CredentialsInConfigTomlAreRefused) {
  config("[sources.rest_api.my_src.credentials]\nname = 'X'\n");
  environment("SOURCES__CREDENTIALS__API_KEY", "k");
  EXPECT_THAT(
      error("api_key"),
      HasSubstr("the secret `sources.rest_api.my_src.credentials` stands in config.toml, which holds no secrets"));
  secrets("[sources.rest_api.my_src.credentials]\napi_key = 'in secrets'\n");
  EXPECT_EQ(header("api_key"), "X: k");
}

TEST_F(AuthReaderTest, ClientCredentialsFromConfiguration) {
  secrets("[sources.rest_api.credentials]\naccess_token_url = \"https://id.example.com/t\"\nclient_secret = \"s\"\n");
  environment("SOURCES__REST_API__CREDENTIALS__CLIENT_ID", "cid");
  environment("SOURCES__REST_API__CREDENTIALS__ACCESS_TOKEN_REQUEST_DATA", R"({"audience": "https://a b", "n": 5})");
  const auto auth = read("oauth2_client_credentials");
  ASSERT_TRUE(auth) << to_string(auth.error());
  EXPECT_TRUE(auth->credentials.empty());
  const auto request = auth->grant->request(0).value();
  EXPECT_EQ(request.url, "https://id.example.com/t");
  EXPECT_EQ(*request.body,
            "client_id=cid&client_secret=s&grant_type=client_credentials&audience=https%3A%2F%2Fa+b&n=5");
  EXPECT_THAT(auth->place.text(), HasSubstr("secrets.toml"));
  EXPECT_THAT(error("{type: oauth2_client_credentials, access_token_url: nowhere, client_id: a, client_secret: b}"),
              HasSubstr("not an http or https URL"));
  EXPECT_THAT(error("{type: oauth2_client_credentials, session: x}"), HasSubstr("session"));
}

TEST_F(AuthReaderTest, JwtBearer) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  std::FILE* file = std::fopen(path("project/key.pem").c_str(), "w");
  PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
  EVP_PKEY_free(key);
  const std::string yaml =
      "type: oauth2_jwt_bearer\nclient_id: me\nauth_endpoint: https://id.example.com/t\nprivate_key_path: key.pem\n";
  const auto claims_of = [](const Auth& auth) {
    const auto request = auth.grant->request(1'700'000'000'999'999).value();
    const auto fields = http::decode_query(*request.body);
    EXPECT_EQ(fields.at(0).second, "urn:ietf:params:oauth:grant-type:jwt-bearer");
    std::string claims = fields.at(1).second;
    claims = claims.substr(claims.find('.') + 1);
    claims.resize(claims.find('.'));
    while (claims.size() % 4 != 0) claims += '=';
    std::string text;
    EXPECT_TRUE(base64_decode(claims, text));
    return text;
  };
  const auto plain = read(yaml);
  ASSERT_TRUE(plain) << to_string(plain.error());
  EXPECT_EQ(claims_of(*plain), R"({"iss":"me","sub":"me","aud":"https://id.example.com/t","exp":1700003600,)"
                               R"("iat":1700000000})");
  const auto scoped = read(yaml + "scopes: [a, b]\nheaders: {X-Tenant: t1}\n");
  ASSERT_TRUE(scoped) << to_string(scoped.error());
  EXPECT_THAT(claims_of(*scoped), HasSubstr(R"("scope":"a b")"));
  EXPECT_EQ(*scoped->grant->request(0)->headers.find("X-Tenant"), "t1");
  EXPECT_THAT(claims_of(read(yaml + "scopes: one two\n").value()), HasSubstr(R"("scope":"one two")"));
  EXPECT_THAT(error("{type: oauth2_jwt_bearer, client_id: a, auth_endpoint: 'https://h/t', private_key: nonsense-key}"),
              AllOf(HasSubstr("the private key cannot be read"), Not(HasSubstr("nonsense"))));
  EXPECT_THAT(error("{type: oauth2_jwt_bearer, client_id: a, auth_endpoint: 'https://h/t', private_key_path: no.pem}"),
              HasSubstr("no.pem"));
}

}  // namespace
}  // namespace decant::source::auth
