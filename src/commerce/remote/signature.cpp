#include "commerce/remote/signature.h"

#include "base/digest.h"

namespace till::commerce::remote {

std::string signature_of(std::string_view body, Timestamp now, const BackendSecrets& secrets) {
  const std::string seconds = std::to_string(now.ms / 1000);
  std::string signed_text = seconds + ".";
  signed_text += body;
  std::string signature = "t=" + seconds;
  for (const Secret* const secret : {&secrets.current, &secrets.previous}) {
    if (secret->empty()) continue;
    signature += ",v1=" + to_hex(hmac_sha256(secret->reveal(), signed_text));
  }
  return signature;
}

}  // namespace till::commerce::remote
