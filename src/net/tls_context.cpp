#include "net/detail/tls_context.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>

namespace till::net::detail {
namespace {

using asio::ssl::context;

// Picks HTTP/1.1 when the client offers it; a client that offers only others is refused.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length,
                    const unsigned char* offered, unsigned offered_length, void*) {
  static constexpr unsigned char kHttp11[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_length, kHttp11, sizeof kHttp11, offered,
                            offered_length) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

Result<TlsContext, std::string> make_server_tls(const TlsFiles& files) {
  auto made = std::make_shared<context>(context::tls_server);
  SSL_CTX* raw = made->native_handle();
  SSL_CTX_set_min_proto_version(raw, TLS1_3_VERSION);
  // AES-128 first: the cheapest of the three, and strong enough for a lifetime.
  SSL_CTX_set_ciphersuites(raw,
                           "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:"
                           "TLS_CHACHA20_POLY1305_SHA256");
  SSL_CTX_set_options(raw, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);
  ErrorCode error;
  made->use_certificate_chain_file(files.certificate_chain, error);
  if (error) {
    return refused("cannot read the certificate " + files.certificate_chain +
                   "; give a PEM file with the whole chain");
  }
  made->use_private_key_file(files.private_key, context::pem, error);
  if (error) {
    return refused("cannot use the private key " + files.private_key +
                   "; give the PEM key of the certificate");
  }
  return made;
}

Result<TlsContext, std::string> make_client_tls(const std::string& ca_file) {
  auto made = std::make_shared<context>(context::tls_client);
  SSL_CTX_set_min_proto_version(made->native_handle(), TLS1_2_VERSION);
  made->set_verify_mode(asio::ssl::verify_peer);
  ErrorCode error;
  if (ca_file.empty()) {
    made->set_default_verify_paths(error);
  } else {
    made->load_verify_file(ca_file, error);
  }
  if (error) return refused("cannot read the certificate authorities in " + ca_file);
  return made;
}

bool expect_peer(TlsStream& stream, const std::string& host) {
  SSL* ssl = stream.native_handle();
  ErrorCode not_an_address;
  asio::ip::make_address(host, not_an_address);
  if (!not_an_address) {
    return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
  }
  SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return SSL_set1_host(ssl, host.c_str()) == 1 && SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
}

}  // namespace till::net::detail
