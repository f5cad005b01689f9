#include <gtest/gtest.h>

#include <filesystem>

#include "certificates.h"

namespace till::net {
namespace {

constexpr std::string_view kLast = "GET / HTTP/1.1\r\nHost: till\r\nConnection: close\r\n\r\n";

TEST(Tls, ServesVersion13WithHttp11) {
  const LocalCertificate certificate;
  const Served served(local_tls(certificate.files));
  const RawTlsClient client(served.port());
  ASSERT_TRUE(client.connected());
  EXPECT_EQ(client.version(), "TLSv1.3");
  EXPECT_EQ(client.cipher(), "TLS_AES_128_GCM_SHA256");
  EXPECT_EQ(client.protocol(), "http/1.1");
  client.send(std::string(kGet) + std::string(kLast));
  const std::string answers = client.read_to_end();
  EXPECT_TRUE(answers.starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(answers.ends_with("Connection: close\r\n\r\nGET /?|"));
}

TEST(Tls, RefusesVersion12) {
  const LocalCertificate certificate;
  const Served served(local_tls(certificate.files));
  EXPECT_FALSE(RawTlsClient(served.port(), TLS1_2_VERSION).connected());
  served.wait_for_connections(0);
}

TEST(Tls, RefusesAClientThatOffersOtherProtocolsOnly) {
  const LocalCertificate certificate;
  const Served served(local_tls(certificate.files));
  EXPECT_FALSE(RawTlsClient(served.port(), TLS1_3_VERSION, "h2").connected());
}

TEST(Tls, ClosesOnPlainText) {
  const LocalCertificate certificate;
  const Served served(local_tls(certificate.files));
  RawClient client(served.port());
  client.send(kGet);
  EXPECT_EQ(client.read_to_end().find("HTTP"), std::string::npos);
}

TEST(Tls, ClosesASlowHandshakeWithoutAWord) {
  const LocalCertificate certificate;
  ServerOptions options = local_tls(certificate.files);
  options.handshake_timeout = std::chrono::milliseconds(20);
  const Served served(std::move(options));
  RawClient client(served.port());
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(Tls, TellsASlowClientToo) {
  const LocalCertificate certificate;
  ServerOptions options = local_tls(certificate.files);
  options.header_timeout = std::chrono::milliseconds(20);
  const Served served(std::move(options));
  const RawTlsClient client(served.port());
  client.send("GET / HT");
  EXPECT_TRUE(client.read_to_end().starts_with("HTTP/1.1 408 "));
}

TEST(Tls, LetsAClientReadWhyItsBodyWasRefused) {
  const LocalCertificate certificate;
  ServerOptions options = local_tls(certificate.files);
  options.max_body_bytes = 10;
  const Served served(std::move(options));
  const RawTlsClient client(served.port());
  client.send("POST / HTTP/1.1\r\nHost: till\r\nContent-Length: 100000\r\n\r\n" +
              std::string(100'000, 'x'));
  EXPECT_TRUE(client.read_to_end().starts_with("HTTP/1.1 413 "));
}

TEST(Tls, TakesTheReloadedCertificateForNewConnections) {
  const LocalCertificate certificate;
  const Served served(local_tls(certificate.files));
  const RawTlsClient before(served.port());
  EXPECT_EQ(before.common_name(), "first");
  write_certificate(certificate.files, "second", "DNS:localhost");
  ASSERT_TRUE(served.server->reload_tls().has_value());
  EXPECT_EQ(RawTlsClient(served.port()).common_name(), "second");
  before.send(kLast);
  EXPECT_TRUE(before.read_to_end().starts_with("HTTP/1.1 200 OK"));
}

TEST(Tls, KeepsTheOldCertificateWhenTheNewOneIsRefused) {
  const LocalCertificate certificate;
  const LocalCertificate other("other");
  const Served served(local_tls(certificate.files));
  std::filesystem::copy_file(other.files.private_key, certificate.files.private_key,
                             std::filesystem::copy_options::overwrite_existing);
  const auto mismatched = served.server->reload_tls();
  ASSERT_FALSE(mismatched.has_value());
  EXPECT_NE(mismatched.error().find("the PEM key of the certificate"), std::string::npos);
  std::filesystem::remove(certificate.files.certificate_chain);
  EXPECT_FALSE(served.server->reload_tls().has_value());
  EXPECT_EQ(RawTlsClient(served.port()).common_name(), "first");
}

TEST(Tls, RefusesToListenWithoutAReadableCertificate) {
  ServerOptions options = local_tls({"missing.pem", "missing.pem"});
  NoLog log;
  const auto server = HttpServer::listen(std::move(options), echo, error_answer, log);
  ASSERT_FALSE(server.has_value());
  EXPECT_NE(server.error().find("missing.pem"), std::string::npos);
}

}  // namespace
}  // namespace till::net
