// The signature of what the backend is asked, as the guide gives it.
#include "commerce/remote/signature.h"

#include <gtest/gtest.h>

namespace till::commerce::remote {
namespace {

constexpr Timestamp kGuideTime{1'796'119'200'000};
constexpr const char* kGuideDigits =
    "209003425a8078f142b1c161ce083057f8a229e0dcbf3e6d15d1aea89682845f";

TEST(BackendSignature, IsThatOfTheGuide) {
  EXPECT_EQ(signature_of(R"({"hello":"world"})", kGuideTime, {Secret("a-secret-to-try"), {}}),
            std::string("t=1796119200,v1=") + kGuideDigits);
}

TEST(BackendSignature, IsMadeWithBothSecretsWhileTheyChange) {
  const std::string both =
      signature_of(R"({"hello":"world"})", kGuideTime, {Secret("new"), Secret("a-secret-to-try")});
  const std::string first = signature_of(R"({"hello":"world"})", kGuideTime, {Secret("new"), {}});
  EXPECT_EQ(both, first + ",v1=" + kGuideDigits);
}

TEST(BackendSignature, CoversTheTimeInWholeSecondsAndTheBody) {
  const BackendSecrets secrets{Secret("s"), {}};
  const std::string one = signature_of("", kGuideTime, secrets);
  EXPECT_EQ(signature_of("", kGuideTime + Milliseconds(999), secrets), one);
  EXPECT_NE(signature_of("", kGuideTime + Milliseconds(1000), secrets).substr(13), one.substr(13));
  EXPECT_NE(signature_of(" ", kGuideTime, secrets), one);
}

}  // namespace
}  // namespace till::commerce::remote
