// TLS contexts: TLS 1.3 for what agents reach, verified peers for what Till reaches.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "net/detail/asio.h"
#include "net/http_server.h"

namespace till::net::detail {

using TlsContext = std::shared_ptr<asio::ssl::context>;

// A server's context (TR-02). Refused with a sentence that names the file to mend.
Result<TlsContext, std::string> make_server_tls(const TlsFiles& files);

// A client's context that trusts the authorities of `ca_file`, or the system's when empty.
Result<TlsContext, std::string> make_client_tls(const std::string& ca_file);

// Makes the stream ask for and verify `host`, a name or an address. False when out of memory.
bool expect_peer(TlsStream& stream, const std::string& host);

}  // namespace till::net::detail
