#include "base/digest.h"

#include <gtest/gtest.h>

#include "base/secret.h"

namespace till {
namespace {

// FIPS 180-4 and RFC 4231.
TEST(Digests, MatchThePublishedVectors) {
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Digests, OfPartsPutTheLengthBeforeEachPart) {
  EXPECT_EQ(to_hex(sha256_of_parts({"a", "bc"})),
            "9a8acca1b6c6c0befd3fbc756aed625da998c998f7252e738c4ef061906b9b21");
  EXPECT_NE(sha256_of_parts({"a", "bc"}), sha256_of_parts({"ab", "c"}));
  EXPECT_NE(sha256_of_parts({"abc"}), sha256_of_parts({"abc", ""}));
}

TEST(Digests, AreReadFromHexadecimalOfEitherCaseOnly) {
  const Digest digest = sha256("abc");
  const std::string text = to_hex(digest);
  std::string upper = text;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  EXPECT_EQ(digest_from_hex(text), digest);
  EXPECT_EQ(digest_from_hex(upper), digest);
  EXPECT_EQ(digest_from_hex(""), std::nullopt);
  EXPECT_EQ(digest_from_hex(text.substr(1)), std::nullopt);
  EXPECT_EQ(digest_from_hex(text + "0"), std::nullopt);
  for (const char wrong : {'g', ' ', '-', '\0', '/', ':', '@', '`'}) {
    std::string bad = text;
    bad[40] = wrong;
    EXPECT_EQ(digest_from_hex(bad), std::nullopt) << wrong;
  }
}

TEST(Digests, AreEqualOnlyWhenEveryByteIs) {
  const Digest digest = sha256("abc");
  EXPECT_TRUE(equal_in_constant_time(digest, sha256("abc")));
  for (std::size_t i = 0; i < digest.size(); ++i) {
    Digest other = digest;
    other[i] ^= 1;
    EXPECT_FALSE(equal_in_constant_time(digest, other)) << i;
  }
}

TEST(Secrets, AreEqualByTheirTextAndShownOnlyWhenAsked) {
  const Secret secret("whsec");
  EXPECT_EQ(secret.reveal(), "whsec");
  EXPECT_EQ(secret, Secret("whsec"));
  EXPECT_FALSE(secret == Secret("other"));
  EXPECT_TRUE(Secret().empty());
  EXPECT_FALSE(secret.empty());
}

template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };
static_assert(!Printable<Secret> && Printable<std::string>, "TR-11: a secret does not print");
static_assert(!std::is_convertible_v<Secret, std::string>);

TEST(Digests, AreWrittenInBase64) {
  EXPECT_EQ(to_base64(sha256("")), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

TEST(Bytes, AreWrittenInBase64) {
  EXPECT_EQ(to_base64(std::string_view("")), "");
  EXPECT_EQ(to_base64(std::string_view("f")), "Zg==");
  EXPECT_EQ(to_base64(std::string_view("fo")), "Zm8=");
  EXPECT_EQ(to_base64(std::string_view("foo")), "Zm9v");
  EXPECT_EQ(to_base64(std::string_view("\0\xff", 2)), "AP8=");
}

}  // namespace
}  // namespace till
