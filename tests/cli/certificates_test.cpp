#include "cli/certificates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::HasSubstr;

constexpr std::int64_t kDayMs = 86'400'000;
constexpr Timestamp kNow{1'790'000'000'000};

struct FreeX509 {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using Certificate = std::unique_ptr<X509, FreeX509>;

Certificate read(const std::string& pem) {
  BIO* const memory = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  Certificate certificate(PEM_read_bio_X509(memory, nullptr, nullptr, nullptr));
  BIO_free(memory);
  return certificate;
}

LocalCertificates make(const std::vector<std::string>& names = {}) {
  auto made = make_local_certificates(kNow, names);
  EXPECT_TRUE(made.has_value());
  return made ? *made : LocalCertificates{};
}

// The fault OpenSSL's strict check of a TLS server finds, X509_V_OK when it finds none.
int verify(const LocalCertificates& made, const std::string& name, Timestamp now) {
  const Certificate authority = read(made.authority);
  const Certificate leaf = read(made.certificate);
  X509_STORE* const store = X509_STORE_new();
  X509_STORE_add_cert(store, authority.get());
  X509_STORE_CTX* const context = X509_STORE_CTX_new();
  X509_STORE_CTX_init(context, store, leaf.get(), nullptr);
  X509_STORE_CTX_set_default(context, "ssl_server");
  X509_VERIFY_PARAM* const param = X509_STORE_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_X509_STRICT);
  X509_VERIFY_PARAM_set_time(param, now.ms / 1000);
  if (X509_VERIFY_PARAM_set1_ip_asc(param, name.c_str()) != 1) {
    X509_VERIFY_PARAM_set1_host(param, name.data(), name.size());
  }
  X509_verify_cert(context);
  const int error = X509_STORE_CTX_get_error(context);
  X509_STORE_CTX_free(context);
  X509_STORE_free(store);
  return error;
}

TEST(Certificates, AreGoodForThisMachineByEveryName) {
  const LocalCertificates made = make({"192.0.2.7"});
  for (const char* name : {"localhost", "127.0.0.1", "::1", "192.0.2.7"}) {
    EXPECT_EQ(verify(made, name, kNow), X509_V_OK) << name;
  }
}

TEST(Certificates, AreGoodForNoOtherName) {
  const LocalCertificates made = make();
  EXPECT_EQ(verify(made, "shop.example", kNow), X509_V_ERR_HOSTNAME_MISMATCH);
  EXPECT_EQ(verify(made, "192.0.2.7", kNow), X509_V_ERR_IP_ADDRESS_MISMATCH);
}

TEST(Certificates, HoldFor825Days) {
  const LocalCertificates made = make();
  EXPECT_EQ(verify(made, "localhost", Timestamp{kNow.ms + 824 * kDayMs}), X509_V_OK);
  EXPECT_EQ(verify(made, "localhost", Timestamp{kNow.ms + 826 * kDayMs}),
            X509_V_ERR_CERT_HAS_EXPIRED);
}

TEST(Certificates, OfAnotherAuthorityAreNotTrusted) {
  LocalCertificates made = make();
  made.authority = make().authority;
  EXPECT_NE(verify(made, "localhost", kNow), X509_V_OK);
}

TEST(Certificates, AreCheckedWithTheirKeyAndTime) {
  const TemporaryFolder folder;
  const LocalCertificates made = make();
  const std::string certificate = folder.write("cert.pem", made.certificate);
  const std::string key = folder.write("key.pem", made.key);
  const std::string other = folder.write("other.pem", make().key);
  EXPECT_TRUE(check_certificate(certificate, key, kNow).has_value());
  const std::tuple<std::string, std::string, Timestamp, const char*> rows[] = {
      {folder.path("nothing"), key, kNow, "cannot read"},
      {certificate, folder.path("nothing"), kNow, "cannot read"},
      {key, key, kNow, "holds no certificate"},
      {certificate, certificate, kNow, "holds no private key"},
      {certificate, other, kNow, "is not the key of"},
      {certificate, key, Timestamp{kNow.ms + 826 * kDayMs}, "has expired"},
      {certificate, key, Timestamp{kNow.ms - kDayMs}, "is not valid yet"},
  };
  for (const auto& [certificate_file, key_file, now, sentence] : rows) {
    const auto checked = check_certificate(certificate_file, key_file, now);
    ASSERT_FALSE(checked.has_value()) << sentence;
    EXPECT_THAT(checked.error(), HasSubstr(sentence));
  }
}

}  // namespace
}  // namespace till::cli
