#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace decant::http {

/// For tests: a certificate with its key, P-256, good for an hour.
struct TestCertificate {
  std::shared_ptr<EVP_PKEY> key;
  std::shared_ptr<X509> certificate;
};

/// Signed by `issuer`, or by itself as an authority. A server's is for 127.0.0.1.
inline TestCertificate make_certificate(const std::string& name, const TestCertificate* issuer = nullptr) {
  TestCertificate made{.key = {EVP_EC_gen("P-256"), EVP_PKEY_free}, .certificate = {X509_new(), X509_free}};
  X509* certificate = made.certificate.get();
  static long serial = 1;
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, made.key.get());
  X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate), NID_commonName, V_ASN1_UTF8STRING,
                             static_cast<const unsigned char*>(static_cast<const void*>(name.data())),
                             static_cast<int>(name.size()), -1, 0);
  X509* signer = issuer == nullptr ? certificate : issuer->certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(signer));
  X509V3_CTX context;
  X509V3_set_ctx(&context, signer, certificate, nullptr, nullptr, 0);
  const auto extend = [&](int kind, const char* value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  };
  extend(NID_basic_constraints, issuer == nullptr ? "critical,CA:TRUE" : "CA:FALSE");
  if (issuer != nullptr) extend(NID_subject_alt_name, "IP:127.0.0.1");
  X509_sign(certificate, issuer == nullptr ? made.key.get() : issuer->key.get(), EVP_sha256());
  return made;
}

inline void write_certificate(const TestCertificate& made, const std::filesystem::path& path) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  PEM_write_X509(file, made.certificate.get());
  std::fclose(file);
}

inline void write_key(const TestCertificate& made, const std::filesystem::path& path, std::string password = {}) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  PEM_write_PKCS8PrivateKey(file, made.key.get(), password.empty() ? nullptr : EVP_aes_128_cbc(),
                            password.empty() ? nullptr : password.data(), static_cast<int>(password.size()), nullptr,
                            nullptr);
  std::fclose(file);
}

inline std::string common_name(const X509& certificate) {
  std::array<char, 100> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(&certificate), NID_commonName, name.data(),
                            static_cast<int>(name.size()));
  return name.data();
}

}  // namespace decant::http
