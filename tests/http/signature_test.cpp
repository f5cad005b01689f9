// Signed requests: which signatures hold, and what is said of the others (A3).
#include "http/signature.h"

#include <gtest/gtest.h>

#include "http/api_shop.h"
#include "http/signing.h"
#include "wire/body.h"

namespace till::http {
namespace {

using test::Algorithm;
using test::ApiShop;
using test::base64;
using test::base64url;
using test::Signer;
using wire::Fault;

constexpr std::string_view kBody = R"({"b": 1, "a": 2})";
constexpr std::string_view kCanonical = R"({"a":2,"b":1})";
constexpr Algorithm kAlgorithms[] = {Algorithm::ed25519, Algorithm::es256, Algorithm::hmac_sha256};

const Timestamp kNow = *parse_rfc3339("2026-11-24T10:00:00Z");

std::optional<Fault> check(const Signer& signer, std::string_view signature,
                           std::string_view body = kBody, std::string_view canonical = kCanonical,
                           std::string_view timestamp = "2026-11-24T10:00:00Z") {
  return check_signature(signer.verifying_key(), {signature, timestamp, body, canonical}, kNow);
}

TEST(Signatures, HoldForTheBytesSentAndForTheirCanonicalForm) {  // SG-02, SG-04
  for (const Algorithm algorithm : kAlgorithms) {
    SCOPED_TRACE(static_cast<int>(algorithm));
    const Signer signer(algorithm);
    EXPECT_EQ(check(signer, base64url(signer.sign(kBody))), std::nullopt);
    EXPECT_EQ(check(signer, base64url(signer.sign(kCanonical))), std::nullopt);
    EXPECT_EQ(check(signer, base64url(signer.sign("")), "", ""), std::nullopt);
  }
}

TEST(Signatures, MayBeWrittenInEitherBase64WithOrWithoutPadding) {
  for (const Algorithm algorithm : kAlgorithms) {
    SCOPED_TRACE(static_cast<int>(algorithm));
    const Signer signer(algorithm);
    const std::string signature = signer.sign(kBody);
    std::string unpadded = base64(signature);
    while (unpadded.ends_with('=')) unpadded.pop_back();
    EXPECT_EQ(check(signer, base64(signature)), std::nullopt);
    EXPECT_EQ(check(signer, unpadded), std::nullopt);
    EXPECT_EQ(check(signer, base64url(signature)), std::nullopt);
  }
}

TEST(Signatures, OfEs256MayStandSideBySideOrInDer) {
  const Signer signer(Algorithm::es256);
  for (int i = 0; i < 20; ++i) {  // r or s begins with zeros now and then.
    const std::string der = signer.sign(kBody);
    EXPECT_EQ(check(signer, base64url(der)), std::nullopt);
    EXPECT_EQ(check(signer, base64url(test::side_by_side(der))), std::nullopt);
  }
}

TEST(Signatures, OfAnythingElseAreInvalid) {  // SG-03
  for (const Algorithm algorithm : kAlgorithms) {
    SCOPED_TRACE(static_cast<int>(algorithm));
    const Signer signer(algorithm);
    const Signer stranger(algorithm);
    std::string flipped = signer.sign(kBody);
    flipped.back() = static_cast<char>(flipped.back() ^ 1);
    const std::string signature = signer.sign(kBody);
    const std::string rows[] = {
        base64url(signer.sign("{}")),
        base64url(signer.sign("")),
        base64url(flipped),
        base64url(signature.substr(1)),
        base64url(signature + "x"),
        base64url(std::string(64, 0)),
        base64url(std::string(32, 0)),
        "",
        "=",
        "A",
        "not base64!",
        std::string(2'000, 'A'),
    };
    for (const std::string& row : rows) {
      EXPECT_EQ(check(signer, row), Fault::signature_invalid) << row;
    }
    if (algorithm != Algorithm::hmac_sha256) {
      EXPECT_EQ(check(signer, base64url(stranger.sign(kBody))), Fault::signature_invalid);
    }
  }
}

// Also when the byte that lacks is a zero, as the missing ones would be read.
TEST(Signatures, AreInvalidWithoutTheirLastByte) {
  const Signer signer(Algorithm::hmac_sha256);
  std::string body;
  std::string signature;
  for (int i = 0; signature.empty() || signature.back() != 0; ++i) {
    body = "[" + std::to_string(i) + "]";
    signature = signer.sign(body);
  }
  EXPECT_EQ(check(signer, base64url(signature), body, body), std::nullopt);
  signature.pop_back();
  EXPECT_EQ(check(signer, base64url(signature), body, body), Fault::signature_invalid);
}

// A body that is no JSON has no canonical form; the empty text in its place would be a signature
// that holds for every such body.
TEST(Signatures, OfTheEmptyTextHoldForTheEmptyBodyAlone) {
  for (const Algorithm algorithm : kAlgorithms) {
    SCOPED_TRACE(static_cast<int>(algorithm));
    const Signer signer(algorithm);
    const std::string of_nothing = base64url(signer.sign(""));
    EXPECT_EQ(check(signer, of_nothing, "{no json", ""), Fault::signature_invalid);
    EXPECT_EQ(check(signer, of_nothing, " ", ""), Fault::signature_invalid);
    EXPECT_EQ(check(signer, of_nothing, "{}", "{}"), Fault::signature_invalid);
    EXPECT_EQ(check(signer, of_nothing, "", ""), std::nullopt);
  }
}

TEST(Signatures, NeverHoldUnderAKeyThatIsNone) {
  for (const Algorithm algorithm : {Algorithm::ed25519, Algorithm::es256}) {
    const SignatureKey key{algorithm, Secret("no PEM")};
    const SignedRequest request{"AAAA", "2026-11-24T10:00:00Z", kBody, kCanonical};
    EXPECT_EQ(check_signature(key, request, kNow), Fault::signature_invalid);
  }
}

TEST(Signatures, AreStaleBeyondTheWindow) {  // SG-03
  const Signer signer(Algorithm::hmac_sha256);
  const std::string right = base64url(signer.sign(kBody));
  const struct {
    const char* timestamp;
    std::optional<Fault> fault;
  } rows[] = {
      {"2026-11-24T09:55:00Z", std::nullopt},
      {"2026-11-24T10:05:00Z", std::nullopt},
      {"2026-11-24T11:00:00+01:00", std::nullopt},
      {"2026-11-24T09:54:59Z", Fault::signature_stale},
      {"2026-11-24T10:05:01Z", Fault::signature_stale},
      {"2026-11-24T10:00:00+01:00", Fault::signature_stale},
      {"1795514400", Fault::signature_stale},
      {"", Fault::signature_stale},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(check(signer, right, kBody, kCanonical, row.timestamp), row.fault) << row.timestamp;
  }
}

// An API whose agent-a must sign.
struct SignedShop : ApiShop {
  SignedShop() { api.set_agents(test::two_agents(signer.verifying_key())); }
  net::Request sign(net::Request request, std::string_view bytes) {
    test::set_header(request, "Signature", base64url(signer.sign(bytes)));
    test::set_header(request, "Timestamp", format_rfc3339(shop.clock.now()));
    return request;
  }
  Signer signer{Algorithm::ed25519};
};

TEST(SignedRequests, AreCarriedOut) {
  SignedShop shop;
  const auto create = test::post("/checkout_sessions", test::kCart, "key-1");
  const auto created = shop.send(shop.sign(create, create.body));
  ASSERT_EQ(created.status, 201) << created.body;
  const auto canonical = std::string(wire::parse_body(test::kCart)->canonical_text());
  EXPECT_EQ(shop.send(shop.sign(create, canonical)).status, 201);
  EXPECT_EQ(test::header_of(shop.send(shop.sign(create, create.body)), "Idempotent-Replayed"),
            "true");
  const std::string path = "/checkout_sessions/" + test::text_at(created, "/id");
  EXPECT_EQ(shop.send(shop.sign(test::get(path), "")).status, 200);
  const auto cancel = test::post(path + "/cancel", "", "key-2");
  EXPECT_EQ(shop.send(shop.sign(cancel, "{}")).status, 401);
  EXPECT_EQ(shop.send(shop.sign(cancel, "")).status, 200);
}

// It covers the body alone, so that it would fit many requests (SG-07).
TEST(SignedRequests, AreRefusedWhenTheirSignatureWasUsedForAnother) {
  SignedShop shop;
  const auto create = test::post("/checkout_sessions", test::kCart, "key-1");
  const auto created = shop.send(shop.sign(create, create.body));
  ASSERT_EQ(created.status, 201);
  auto another = test::post("/checkout_sessions", test::kCart, "key-2");
  const auto refused = shop.send(shop.sign(another, another.body));
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(test::text_at(refused, "/code"), "signature_replayed");
  EXPECT_EQ(test::header_of(refused, "WWW-Authenticate"), "Bearer");
  another = test::post("/carts", test::kCart, "key-1");
  EXPECT_EQ(test::text_at(shop.send(shop.sign(another, another.body)), "/code"),
            "signature_replayed")
      << "another path";
  shop.shop.clock.advance(Milliseconds(60'000));
  another = test::post("/checkout_sessions", test::kCart, "key-2");
  EXPECT_EQ(shop.send(shop.sign(another, another.body)).status, 401) << "with a fresh Timestamp";
  test::set_body(another, std::string(R"({"nonce":1,)") + (test::kCart + 1));
  EXPECT_EQ(shop.send(shop.sign(another, another.body)).status, 201) << "a body of its own";
}

TEST(SignedRequests, AreRefusedWithoutUsingTheirKey) {  // ID-15
  SignedShop shop;
  const auto create = test::post("/checkout_sessions", test::kCart, "key-1");
  net::Request unsigned_one = create;
  net::Request wrong = shop.sign(create, "{}");
  net::Request stale = shop.sign(create, create.body);
  test::set_header(stale, "Timestamp", "2026-11-24T09:00:00Z");
  net::Request undated = shop.sign(create, create.body);
  test::drop_header(undated, "Timestamp");
  const struct {
    net::Request request;
    const char* code;
  } rows[] = {{unsigned_one, "signature_missing"},
              {undated, "signature_missing"},
              {wrong, "signature_invalid"},
              {stale, "signature_stale"}};
  for (const auto& row : rows) {
    const auto response = shop.send(row.request);
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(test::text_at(response, "/code"), row.code);
    EXPECT_EQ(test::header_of(response, "WWW-Authenticate"), "Bearer");
  }
  const auto after = shop.send(shop.sign(create, create.body));
  EXPECT_EQ(after.status, 201);
  EXPECT_EQ(test::header_of(after, "Idempotent-Replayed"), std::nullopt);
}

TEST(SignedRequests, AreCheckedAfterTheContentTypeAndBeforeTheKey) {
  SignedShop shop;
  auto request = test::post("/checkout_sessions", test::kCart, "key-1");
  test::drop_header(request, "Idempotency-Key");
  EXPECT_EQ(test::text_at(shop.send(request), "/code"), "signature_missing");
  test::set_header(request, "Content-Type", "text/plain");
  EXPECT_EQ(test::text_at(shop.send(request), "/code"), "unsupported_media_type");
}

TEST(SignedRequests, AreAskedOnlyOfAgentsWithAKey) {
  SignedShop shop;
  auto request = test::post("/checkout_sessions", test::kCart, "key-1");
  test::set_header(request, "Authorization", "Bearer token-b");
  EXPECT_EQ(shop.send(request).status, 201);
}

}  // namespace
}  // namespace till::http
