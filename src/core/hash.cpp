#include "core/hash.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "core/result.h"

namespace decant {

namespace {

using EvpContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
EvpContext make_context() { return {EVP_MD_CTX_new(), &EVP_MD_CTX_free}; }

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const unsigned char* as_bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

/// Base64 without padding of `size` bytes; writes ceil(size * 4 / 3) characters.
char* encode_unpadded(const unsigned char* bytes, std::size_t size, char* out) {
  std::uint32_t bits = 0;
  int count = 0;
  for (std::size_t i = 0; i < size; ++i) {
    bits = bits << 8 | bytes[i];
    count += 8;
    while (count >= 6) {
      count -= 6;
      *out++ = kBase64[bits >> count & 63];
    }
  }
  if (count > 0) *out++ = kBase64[bits << (6 - count) & 63];
  return out;
}

std::string shake128_base64(std::string_view input, std::size_t digest_size) {
  std::array<unsigned char, 32> digest{};
  const auto context = make_context();
  EVP_DigestInit_ex(context.get(), EVP_shake128(), nullptr);
  EVP_DigestUpdate(context.get(), input.data(), input.size());
  EVP_DigestFinalXOF(context.get(), digest.data(), digest_size);
  std::string text((digest_size * 4 + 2) / 3, '\0');
  encode_unpadded(digest.data(), digest_size, text.data());
  return text;
}

}  // namespace

std::string base64_encode(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4, '=');
  encode_unpadded(as_bytes(bytes), bytes.size(), text.data());
  return text;
}

bool base64_decode(std::string_view text, std::string& bytes) {
  bytes.clear();
  if (text.size() % 4 != 0) return false;
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text.substr(0, text.size() - padding)) {
    const auto value = kBase64.find(c);
    if (value == std::string_view::npos) return false;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push_back(static_cast<char>(bits >> count & 255));
    }
  }
  return true;
}

struct Sha3::State {
  EvpContext context = make_context();
};

Sha3::Sha3() : state_(std::make_unique<State>()) { EVP_DigestInit_ex(state_->context.get(), EVP_sha3_256(), nullptr); }
Sha3::~Sha3() = default;

void Sha3::update(std::string_view bytes) { EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()); }

std::string Sha3::finish_base64() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_DigestFinal_ex(state_->context.get(), digest.data(), &size);
  return base64_encode({reinterpret_cast<const char*>(digest.data()), size});
}

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex.push_back("0123456789abcdef"[digest[i] >> 4]);
    hex.push_back("0123456789abcdef"[digest[i] & 15]);
  }
  return hex;
}

// Fetching the algorithm by name once and copying an initialised context is several times cheaper than
// EVP_DigestInit_ex with EVP_shake128() for each id (OpenSSL 3 looks the implementation up again).
struct Shake128::State {
  EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SHAKE128", nullptr);
  EvpContext context = make_context();
  ~State() { EVP_MD_free(algorithm); }
};

Shake128::Shake128() : state_(std::make_unique<State>()) { DECANT_CHECK(state_->algorithm != nullptr); }
Shake128::~Shake128() = default;
Shake128::Shake128(Shake128&&) noexcept = default;
Shake128& Shake128::operator=(Shake128&&) noexcept = default;

void Shake128::hash(std::string_view input, std::span<char> digest) {
  EVP_DigestInit_ex2(state_->context.get(), state_->algorithm, nullptr);
  EVP_DigestUpdate(state_->context.get(), input.data(), input.size());
  EVP_DigestFinalXOF(state_->context.get(), reinterpret_cast<unsigned char*>(digest.data()), digest.size());
}

void RowIdHasher::hash(std::string_view input, std::span<char, kRowIdLength> out) {
  std::array<char, 10> digest{};
  shake_.hash(input, digest);
  encode_unpadded(reinterpret_cast<const unsigned char*>(digest.data()), digest.size(), out.data());
}

std::string RowIdHasher::hash(std::string_view input) {
  std::string id(kRowIdLength, '\0');
  hash(input, std::span<char, kRowIdLength>(id.data(), kRowIdLength));
  return id;
}

void RowIdHasher::queue(std::string_view input, RowId& out) {
  if (input.size() > ShakeLanes::kMaxText) {
    hash(input, std::span<char, kRowIdLength>(out));
    return;
  }
  lanes_.set(queued_count_, input);
  queued_.at(queued_count_++) = &out;
  if (queued_count_ == queued_.size()) finish();
}

void RowIdHasher::finish() {
  lanes_.permute(queued_count_);
  for (std::size_t i = 0; i < queued_count_; ++i)
    encode_unpadded(reinterpret_cast<const unsigned char*>(lanes_.digest(i).data()), 10, queued_.at(i)->data());
  queued_count_ = 0;
}

std::string identifier_tag(std::string_view name) {
  std::string tag = shake128_base64(name, 4);
  for (char& c : tag) {
    if (c == '/') c = 'a';
    if (c == '+') c = 'b';
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return tag;
}

std::uint64_t checksum64(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

std::string random_hex(std::size_t bytes) {
  std::string raw(bytes, '\0');
  DECANT_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(raw.data()), static_cast<int>(bytes)) == 1);
  std::string hex;
  for (const char c : raw) {
    const auto byte = static_cast<unsigned char>(c);
    hex.push_back("0123456789abcdef"[byte >> 4]);
    hex.push_back("0123456789abcdef"[byte & 15]);
  }
  return hex;
}

}  // namespace decant
