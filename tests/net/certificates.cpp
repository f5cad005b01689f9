#include "certificates.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <csignal>
#include <cstdio>

namespace till::net {
namespace {

void add_extension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  ASSERT_NE(extension, nullptr) << value;
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

template <class Write>
void write_pem(const std::string& path, Write write) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  ASSERT_NE(file, nullptr) << path;
  EXPECT_EQ(write(file), 1);
  std::fclose(file);
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "till-net-XXXXXX").string();
  EXPECT_NE(::mkdtemp(name.data()), nullptr);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void write_certificate(const TlsFiles& files, const std::string& common_name,
                       const std::string& alternative_names) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"),
                                                                &EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                             0);
  X509_set_issuer_name(certificate.get(), name);
  add_extension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate.get(), NID_subject_alt_name, alternative_names);
  EXPECT_GT(X509_sign(certificate.get(), key.get(), EVP_sha256()), 0);
  write_pem(files.certificate_chain,
            [&](std::FILE* file) { return PEM_write_X509(file, certificate.get()); });
  write_pem(files.private_key, [&](std::FILE* file) {
    return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
}

LocalCertificate::LocalCertificate(const std::string& common_name,
                                   const std::string& alternative_names)
    : files{folder.file("certificate.pem"), folder.file("key.pem")} {
  write_certificate(files, common_name, alternative_names);
}

ServerOptions local_tls(const TlsFiles& files) {
  ServerOptions options = local();
  options.tls = files;
  return options;
}

RawTlsClient::RawTlsClient(std::uint16_t port, int max_version, std::string protocol)
    : socket_(port),
      context_(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free),
      ssl_(nullptr, &SSL_free) {
  std::signal(SIGPIPE, SIG_IGN);  // NOLINT: writing to a closed connection is part of the tests.
  SSL_CTX_set_max_proto_version(context_.get(), max_version);
  ssl_.reset(SSL_new(context_.get()));
  protocol.insert(0, 1, static_cast<char>(protocol.size()));
  SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(protocol.data()),
                      static_cast<unsigned>(protocol.size()));
  SSL_set_fd(ssl_.get(), socket_.descriptor());
  connected_ = SSL_connect(ssl_.get()) == 1;
}

std::string RawTlsClient::protocol() const {
  const unsigned char* name = nullptr;
  unsigned length = 0;
  SSL_get0_alpn_selected(ssl_.get(), &name, &length);
  return {reinterpret_cast<const char*>(name), length};
}

std::string RawTlsClient::common_name() const {
  std::array<char, 64> text{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(SSL_get0_peer_certificate(ssl_.get())),
                            NID_commonName, text.data(), static_cast<int>(text.size()));
  return text.data();
}

void RawTlsClient::send(std::string_view text) const {
  SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size()));
}

std::string RawTlsClient::read_to_end() const {
  std::string all;
  std::array<char, 4096> bytes{};
  int count = 0;
  while ((count = SSL_read(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()))) > 0) {
    all.append(bytes.data(), static_cast<std::size_t>(count));
  }
  return all;
}

}  // namespace till::net
