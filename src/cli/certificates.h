// Certificates for a shop on its own machine, and a look at those a config names.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace till::cli {

// In PEM. The authority's key is gone once this is made, so it vouches for nothing else.
struct LocalCertificates {
  std::string authority;
  std::string certificate;
  std::string key;
};

// P-256 for localhost, 127.0.0.1, ::1 and `more_names` (names or addresses): the authority for ten
// years, the certificate for 825 days. Refused when OpenSSL fails.
Result<LocalCertificates, std::string> make_local_certificates(
    Timestamp now, const std::vector<std::string>& more_names);

// Do the PEM files hold a certificate that is valid now, and its key? Refused with what to mend.
Result<void, std::string> check_certificate(const std::string& certificate_file,
                                            const std::string& key_file, Timestamp now);

// What a certificate says of itself.
struct CertificateFacts {
  Timestamp begins;
  Timestamp ends;
  bool for_host = false;
  bool local_authority = false;  // Of the kind that make_local_certificates makes.
};

// Is it for `host`, a name or an address, and until when? Refused when the file holds none.
Result<CertificateFacts, std::string> look_at_certificate(const std::string& certificate_file,
                                                          const std::string& host);

}  // namespace till::cli
