#include "cli/certificates.h"

#include <arpa/inet.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>

#include "cli/files.h"

namespace till::cli {
namespace {

template <auto free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;

constexpr long kDay = 24L * 60 * 60;
constexpr long kAuthorityDays = 3650;
constexpr long kLeafDays = 825;
constexpr const char* kAuthorityName = "Till local authority";
constexpr int kSerialBits = 127;  // Positive in 16 bytes.

struct Extended {
  int kind;
  std::string value;
};

bool set_serial(X509* certificate) {
  const Number serial(BN_new());
  return serial && BN_rand(serial.get(), kSerialBits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr;
}

// From an hour ago, so that a machine whose clock is a little behind takes it too.
bool set_validity(X509* certificate, Timestamp now, long days) {
  std::time_t seconds = now.ms / 1000;
  return X509_time_adj_ex(X509_getm_notBefore(certificate), 0, -3600, &seconds) != nullptr &&
         X509_time_adj_ex(X509_getm_notAfter(certificate), 0, days * kDay - 3600, &seconds) !=
             nullptr;
}

bool set_name(X509* certificate, const char* common_name) {
  const auto* const name = reinterpret_cast<const unsigned char*>(common_name);
  return X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, name,
                                    -1, -1, 0) == 1;
}

bool extend(X509* certificate, X509* issuer, const std::vector<Extended>& extensions) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  for (const Extended& each : extensions) {
    const Extension made(X509V3_EXT_conf_nid(nullptr, &context, each.kind, each.value.c_str()));
    if (!made || X509_add_ext(certificate, made.get(), -1) != 1) return false;
  }
  return true;
}

// A certificate without extensions and signature.
Certificate begin_certificate(const char* name, EVP_PKEY* key, Timestamp now, long days) {
  Certificate made(X509_new());
  const bool good = made && X509_set_version(made.get(), X509_VERSION_3) == 1 &&
                    set_serial(made.get()) && set_validity(made.get(), now, days) &&
                    set_name(made.get(), name) && X509_set_pubkey(made.get(), key) == 1;
  return good ? std::move(made) : nullptr;
}

Certificate make_authority(EVP_PKEY* key, Timestamp now) {
  Certificate made = begin_certificate(kAuthorityName, key, now, kAuthorityDays);
  if (!made) return nullptr;
  X509* const own = made.get();
  // The key identifier must be there before the authority's, which is taken from it.
  const bool good = X509_set_issuer_name(own, X509_get_subject_name(own)) == 1 &&
                    extend(own, own,
                           {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                            {NID_key_usage, "critical,keyCertSign,cRLSign"},
                            {NID_subject_key_identifier, "hash"},
                            {NID_authority_key_identifier, "keyid:always"}}) &&
                    X509_sign(own, key, EVP_sha256()) > 0;
  return good ? std::move(made) : nullptr;
}

bool is_address(const std::string& name) {
  unsigned char bytes[sizeof(in6_addr)];
  return inet_pton(AF_INET, name.c_str(), bytes) == 1 ||
         inet_pton(AF_INET6, name.c_str(), bytes) == 1;
}

std::string alternative_names(const std::vector<std::string>& more_names) {
  std::string names = "DNS:localhost,IP:127.0.0.1,IP:::1";
  for (const std::string& name : more_names) {
    names += (is_address(name) ? ",IP:" : ",DNS:") + name;
  }
  return names;
}

Certificate make_leaf(EVP_PKEY* key, X509* authority, EVP_PKEY* authority_key, Timestamp now,
                      const std::string& names) {
  Certificate made = begin_certificate("localhost", key, now, kLeafDays);
  if (!made) return nullptr;
  const bool good = X509_set_issuer_name(made.get(), X509_get_subject_name(authority)) == 1 &&
                    extend(made.get(), authority,
                           {{NID_basic_constraints, "critical,CA:FALSE"},
                            {NID_key_usage, "critical,digitalSignature"},
                            {NID_ext_key_usage, "serverAuth"},
                            {NID_subject_alt_name, names},
                            {NID_subject_key_identifier, "hash"},
                            {NID_authority_key_identifier, "keyid:always"}}) &&
                    X509_sign(made.get(), authority_key, EVP_sha256()) > 0;
  return good ? std::move(made) : nullptr;
}

std::string text_of(const Memory& memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
  const Memory memory(BIO_new(BIO_s_mem()));
  const bool good = memory && PEM_write_bio_X509(memory.get(), certificate) == 1;
  return good ? text_of(memory) : "";
}

std::string pem_of(EVP_PKEY* key) {
  const Memory memory(BIO_new(BIO_s_mem()));
  const bool good = memory && PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0,
                                                       nullptr, nullptr) == 1;
  return good ? text_of(memory) : "";
}

Memory reader_of(const std::string& pem) {
  return Memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

Timestamp time_of(const ASN1_TIME* time) {
  std::tm parts{};
  ASN1_TIME_to_tm(time, &parts);
  return {static_cast<std::int64_t>(timegm(&parts)) * 1000};
}

bool is_for(X509* certificate, const std::string& host) {
  if (is_address(host)) return X509_check_ip_asc(certificate, host.c_str(), 0) == 1;
  return X509_check_host(certificate, host.data(), host.size(), 0, nullptr) == 1;
}

bool is_of_local_authority(X509* certificate) {
  char name[64] = "";
  X509_NAME_get_text_by_NID(X509_get_issuer_name(certificate), NID_commonName, name, sizeof name);
  return std::string_view(name) == kAuthorityName;
}

}  // namespace

Result<LocalCertificates, std::string> make_local_certificates(
    Timestamp now, const std::vector<std::string>& more_names) {
  const Key authority_key(EVP_EC_gen("P-256"));
  const Key key(EVP_EC_gen("P-256"));
  Certificate authority;
  if (authority_key) authority = make_authority(authority_key.get(), now);
  Certificate leaf;
  if (authority && key) {
    leaf = make_leaf(key.get(), authority.get(), authority_key.get(), now,
                     alternative_names(more_names));
  }
  if (!leaf) return refused(std::string("OpenSSL could not make a certificate"));
  LocalCertificates made{pem_of(authority.get()), pem_of(leaf.get()), pem_of(key.get())};
  if (made.authority.empty() || made.certificate.empty() || made.key.empty()) {
    return refused(std::string("OpenSSL could not write a certificate"));
  }
  return made;
}

Result<void, std::string> check_certificate(const std::string& certificate_file,
                                            const std::string& key_file, Timestamp now) {
  const auto certificate_text = read_file(certificate_file);
  if (!certificate_text) return refused(certificate_text.error());
  const auto key_text = read_file(key_file);
  if (!key_text) return refused(key_text.error());
  const Memory certificate_reader = reader_of(*certificate_text);
  const Memory key_reader = reader_of(*key_text);
  const Certificate certificate(
      PEM_read_bio_X509(certificate_reader.get(), nullptr, nullptr, nullptr));
  if (!certificate) return refused(certificate_file + " holds no certificate in PEM");
  // No password is asked for: a server that starts by itself has nobody to ask.
  std::string no_password;
  const Key key(PEM_read_bio_PrivateKey(key_reader.get(), nullptr, nullptr, no_password.data()));
  if (!key) return refused(key_file + " holds no private key in PEM without password");
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    return refused(key_file + " is not the key of " + certificate_file + "; give the pair");
  }
  std::time_t seconds = now.ms / 1000;
  if (X509_cmp_time(X509_get0_notAfter(certificate.get()), &seconds) <= 0) {
    return refused(certificate_file + " has expired; renew it");
  }
  if (X509_cmp_time(X509_get0_notBefore(certificate.get()), &seconds) > 0) {
    return refused(certificate_file + " is not valid yet; check the machine's clock");
  }
  return {};
}

Result<CertificateFacts, std::string> look_at_certificate(const std::string& certificate_file,
                                                          const std::string& host) {
  const auto text = read_file(certificate_file);
  if (!text) return refused(text.error());
  const Memory reader = reader_of(*text);
  const Certificate it(PEM_read_bio_X509(reader.get(), nullptr, nullptr, nullptr));
  if (!it) return refused(certificate_file + " holds no certificate in PEM");
  return CertificateFacts{time_of(X509_get0_notBefore(it.get())),
                          time_of(X509_get0_notAfter(it.get())), is_for(it.get(), host),
                          is_of_local_authority(it.get())};
}

}  // namespace till::cli
