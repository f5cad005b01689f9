#include "commerce/remote/check/signed_asker.h"

#include <algorithm>
#include <utility>

#include "base/id.h"
#include "base/limits.h"
#include "base/sync_wait.h"
#include "commerce/remote/trace.h"

namespace till::commerce::remote::check {
namespace {

constexpr Milliseconds kPatience{12'000};  // Longer than any deadline: what is late is timed.
constexpr Milliseconds kTooOld{301'000};
constexpr Milliseconds kTooEarly{360'000};

std::string with_name(const std::string& signature, std::string_view name, std::string_view value) {
  const std::size_t comma = signature.find(',');
  return signature.substr(0, comma) + "," + std::string(name) + "=" + std::string(value) +
         signature.substr(comma);
}

}  // namespace

std::optional<std::string> signature_header(Signing signing, std::string_view body, Timestamp now,
                                            const Secret& secret) {
  const BackendSecrets right{secret, Secret()};
  const BackendSecrets wrong{Secret(secret.reveal() + "-but-another"), Secret()};
  switch (signing) {
    case Signing::right: return signature_of(body, now, right);
    case Signing::missing: return std::nullopt;
    case Signing::wrong: return signature_of(body, now, wrong);
    case Signing::old: return signature_of(body, {now.ms - kTooOld.count()}, right);
    case Signing::early: return signature_of(body, now + kTooEarly, right);
    case Signing::of_another_body: return signature_of(std::string(body) + " ", now, right);
    case Signing::second_of_two: return signature_of(body, now, {wrong.current, secret});
    case Signing::with_more: break;
  }
  return with_name(signature_of(body, now, right), "v0", "later");
}

Result<std::unique_ptr<SignedAsker>, std::string> SignedAsker::create(std::string url,
                                                                      const std::string& ca_file,
                                                                      Secret secret, Needs needs) {
  net::ClientOptions options;
  options.ca_file = ca_file;
  options.timeout = kPatience;
  options.answer_timeout = kPatience;
  options.max_response_bytes = limits::kBodyBytes;
  auto client = net::HttpClient::create(std::move(options));
  if (!client) return refused(client.error());
  std::unique_ptr<SignedAsker> made(new SignedAsker(std::move(url), std::move(secret), needs));
  made->client_ = std::move(*client);
  return made;
}

Given SignedAsker::ask(const Asked& asked) {
  const Timestamp begun = needs_.clock.now();
  RandomIds ids(needs_.clock, needs_.random);
  net::ClientRequest request;
  request.method = asked.method;
  request.url = url_ + asked.path;
  request.body = asked.body;
  request.headers = {{"Till-Request-Id", ids.make<RequestId>().text()},
                     {"Till-Deadline-Ms", std::to_string(asked.deadline.count())},
                     {"traceparent", new_trace(needs_.random)}};
  auto signature = signature_header(asked.signing, asked.body, begun, secret_);
  if (signature) request.headers.push_back({"Till-Signature", std::move(*signature)});
  if (!asked.body.empty()) request.headers.push_back({"Content-Type", "application/json"});
  if (asked.key) request.headers.push_back({"Idempotency-Key", *asked.key});
  auto response = sync_wait(client_->send(std::move(request), needs_.executor));
  if (!response) return refused(response.error().detail);
  const Milliseconds took = std::max(needs_.clock.now() - begun, Milliseconds(0));
  return Heard{response->status, std::move(response->body), took};
}

}  // namespace till::commerce::remote::check
