#include "source/auth/jwt_signer.h"

#include <openssl/bio.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <vector>

#include "core/hash.h"

namespace decant::source::auth {

namespace {

constexpr int kLeastRsaBits = 2048;
constexpr int kP256Bytes = 32;

struct KeyDeleter {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct BioDeleter {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct DigestDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct SignatureDeleter {
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};

/// Gives the passphrase to OpenSSL, which would ask on the terminal otherwise.
int give_passphrase(char* buffer, int size, int /*writing*/, void* user) {
  const auto& passphrase = *static_cast<const std::string_view*>(user);
  if (size < 0 || passphrase.size() > static_cast<std::size_t>(size)) return -1;
  std::copy(passphrase.begin(), passphrase.end(), buffer);
  return static_cast<int>(passphrase.size());
}

std::string with_line_breaks(std::string_view pem) {
  std::string text(pem);
  if (text.find('\n') != std::string::npos) return text;
  for (auto at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at + 1)) text.replace(at, 2, "\n");
  return text;
}

std::string base64url(std::string_view bytes) {
  std::string text = base64_encode(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  while (text.ends_with('=')) text.pop_back();
  return text;
}

/// ES256 wants both numbers beside each other, where OpenSSL gives them as DER.
std::string plain_signature(const std::vector<unsigned char>& der) {
  const unsigned char* at = der.data();
  const std::unique_ptr<ECDSA_SIG, SignatureDeleter> parts(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  std::array<unsigned char, std::size_t{2} * kP256Bytes> plain{};
  if (!parts || BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), plain.data(), kP256Bytes) != kP256Bytes ||
      BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), plain.data() + kP256Bytes, kP256Bytes) != kP256Bytes)
    return {};
  return {plain.begin(), plain.end()};
}

bool is_p256(const EVP_PKEY* key) {
  std::array<char, 64> name{};
  std::size_t size = 0;
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
         EVP_PKEY_get_group_name(key, name.data(), name.size(), &size) == 1 &&
         std::string_view(name.data(), size) == "prime256v1";
}

}  // namespace

struct JwtSigner::Key {
  std::unique_ptr<EVP_PKEY, KeyDeleter> handle;
  bool is_elliptic = false;
};

Result<JwtSigner> JwtSigner::load(std::string_view pem, std::string_view passphrase) {
  const std::string text = with_line_breaks(pem);
  const std::unique_ptr<BIO, BioDeleter> bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  std::string_view given = passphrase;
  Key key;
  if (bio) key.handle.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, &given));
  ERR_clear_error();
  if (!key.handle)
    return fail(ErrorKind::config, "the private key cannot be read",
                "It must be PEM text (-----BEGIN PRIVATE KEY-----); if it is encrypted, give private_key_passphrase.");
  key.is_elliptic = is_p256(key.handle.get());
  const bool is_rsa =
      EVP_PKEY_get_base_id(key.handle.get()) == EVP_PKEY_RSA && EVP_PKEY_get_bits(key.handle.get()) >= kLeastRsaBits;
  if (!is_rsa && !key.is_elliptic)
    return fail(ErrorKind::config, "a private key of a kind that is not served",
                "Use RSA of 2048 bits or more (RS256), or P-256 (ES256).");
  return JwtSigner(std::make_shared<const Key>(std::move(key)));
}

std::string_view JwtSigner::algorithm() const { return key_->is_elliptic ? "ES256" : "RS256"; }

Result<std::string> JwtSigner::sign(std::string_view claims) const {
  const std::string header = R"({"alg":")" + std::string(algorithm()) + R"(","typ":"JWT"})";
  std::string token = base64url(header) + "." + base64url(claims);
  const std::vector<unsigned char> input(token.begin(), token.end());
  const std::unique_ptr<EVP_MD_CTX, DigestDeleter> context(EVP_MD_CTX_new());
  std::size_t size = 0;
  std::vector<unsigned char> signature;
  bool done = context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_->handle.get()) == 1 &&
              EVP_DigestSign(context.get(), nullptr, &size, input.data(), input.size()) == 1;
  if (done) {
    signature.resize(size);
    done = EVP_DigestSign(context.get(), signature.data(), &size, input.data(), input.size()) == 1;
    signature.resize(size);
  }
  const std::string bytes = !done               ? ""
                            : key_->is_elliptic ? plain_signature(signature)
                                                : std::string(signature.begin(), signature.end());
  ERR_clear_error();
  if (bytes.empty()) return fail(ErrorKind::internal, "the assertion could not be signed");
  return token + "." + base64url(bytes);
}

}  // namespace decant::source::auth
