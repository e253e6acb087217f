#include "source/auth/jwt_signer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>

#include "core/hash.h"

namespace decant::source::auth {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string pem_of(EVP_PKEY* key, const char* passphrase = nullptr) {
  BIO* bio = BIO_new(BIO_s_mem());
  const auto size = passphrase == nullptr ? 0 : static_cast<int>(std::string_view(passphrase).size());
  std::string secret(passphrase == nullptr ? "" : passphrase);
  PEM_write_bio_PKCS8PrivateKey(bio, key, passphrase == nullptr ? nullptr : EVP_aes_128_cbc(),
                                passphrase == nullptr ? nullptr : secret.data(), size, nullptr, nullptr);
  std::string text(static_cast<std::size_t>(BIO_pending(bio)), '\0');
  BIO_read(bio, text.data(), static_cast<int>(text.size()));
  BIO_free(bio);
  return text;
}

std::string decode(std::string text) {
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  while (text.size() % 4 != 0) text += '=';
  std::string bytes;
  EXPECT_TRUE(base64_decode(text, bytes));
  return bytes;
}

struct Parts {
  std::string header, claims, signature, input;
};
Parts parts_of(const std::string& token) {
  const auto first = token.find('.');
  const auto second = token.find('.', first + 1);
  return {decode(token.substr(0, first)), decode(token.substr(first + 1, second - first - 1)),
          decode(token.substr(second + 1)), token.substr(0, second)};
}

bool verifies(EVP_PKEY* key, std::vector<unsigned char> signature, const std::string& input) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const std::vector<unsigned char> bytes(input.begin(), input.end());
  const bool good = EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key) == 1 &&
                    EVP_DigestVerify(context, signature.data(), signature.size(), bytes.data(), bytes.size()) == 1;
  EVP_MD_CTX_free(context);
  return good;
}

TEST(JwtSigner, SignsWithRsa) {
  EVP_PKEY* key = EVP_RSA_gen(2048);
  std::string pem = pem_of(key, "open sesame");
  EXPECT_FALSE(JwtSigner::load(pem, ""));
  EXPECT_FALSE(JwtSigner::load(pem, "wrong"));
  const auto signer = JwtSigner::load(pem, "open sesame");
  ASSERT_TRUE(signer) << to_string(signer.error());
  EXPECT_EQ(signer->algorithm(), "RS256");
  const auto parts = parts_of(signer->sign(R"({"iss":"me"})").value());
  EXPECT_EQ(parts.header, R"({"alg":"RS256","typ":"JWT"})");
  EXPECT_EQ(parts.claims, R"({"iss":"me"})");
  EXPECT_TRUE(verifies(key, {parts.signature.begin(), parts.signature.end()}, parts.input));
  EVP_PKEY_free(key);
}

TEST(JwtSigner, SignsWithP256) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  std::string pem = pem_of(key);
  for (auto at = pem.find('\n'); at != std::string::npos; at = pem.find('\n')) pem.replace(at, 1, "\\n");
  const auto signer = JwtSigner::load(pem, "");  // line breaks as environment variables often have them
  ASSERT_TRUE(signer) << to_string(signer.error());
  EXPECT_EQ(signer->algorithm(), "ES256");
  const auto parts = parts_of(signer->sign("{}").value());
  ASSERT_EQ(parts.signature.size(), 64U);
  ECDSA_SIG* numbers = ECDSA_SIG_new();
  const std::vector<unsigned char> raw(parts.signature.begin(), parts.signature.end());
  ECDSA_SIG_set0(numbers, BN_bin2bn(raw.data(), 32, nullptr), BN_bin2bn(raw.data() + 32, 32, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(numbers, &der);
  EXPECT_TRUE(verifies(key, {der, der + size}, parts.input));
  OPENSSL_free(der);
  ECDSA_SIG_free(numbers);
  EVP_PKEY_free(key);
}

TEST(JwtSigner, RefusesOtherKeys) {
  EVP_PKEY* small = EVP_RSA_gen(1024);
  EVP_PKEY* other = EVP_EC_gen("P-384");
  EXPECT_THAT(JwtSigner::load(pem_of(small), "").error().hint, HasSubstr("2048"));
  EXPECT_THAT(JwtSigner::load(pem_of(other), "").error().hint, HasSubstr("P-256"));
  EXPECT_THAT(JwtSigner::load("no key", "").error().message, StartsWith("the private key cannot be read"));
  EVP_PKEY_free(small);
  EVP_PKEY_free(other);
}

}  // namespace
}  // namespace decant::source::auth
