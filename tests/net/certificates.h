// Certificates made for a test, and a TLS client that looks at what a server offers.
#pragma once

#include <openssl/ssl.h>

#include <filesystem>
#include <memory>
#include <string>

#include "net/http_server.h"
#include "support.h"

namespace till::net {

// A folder of its own, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// Writes a new key and a self-signed certificate with that common name. `alternative_names` as in
// openssl.cnf: "DNS:localhost,IP:127.0.0.1".
void write_certificate(const TlsFiles& files, const std::string& common_name,
                       const std::string& alternative_names);

// Certificate and key for localhost and 127.0.0.1.
struct LocalCertificate {
  explicit LocalCertificate(const std::string& common_name = "first",
                            const std::string& alternative_names = "DNS:localhost,IP:127.0.0.1");
  TemporaryFolder folder;
  TlsFiles files;
};

ServerOptions local_tls(const TlsFiles& files);

// Trusts anyone; made to look, not to verify.
class RawTlsClient {
 public:
  explicit RawTlsClient(std::uint16_t port, int max_version = TLS1_3_VERSION,
                        std::string protocol = "http/1.1");
  bool connected() const { return connected_; }
  std::string version() const { return SSL_get_version(ssl_.get()); }
  std::string cipher() const { return SSL_get_cipher_name(ssl_.get()); }
  std::string protocol() const;
  std::string common_name() const;
  void send(std::string_view text) const;
  std::string read_to_end() const;  // Until close_notify or the end.

 private:
  RawClient socket_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
  bool connected_ = false;
};

}  // namespace till::net
