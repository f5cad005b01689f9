#include <gtest/gtest.h>

#include <future>

#include "certificates.h"
#include "support.h"

namespace till::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
constexpr seconds kLongDrain{60};

std::future<void> drain(const Served& served, milliseconds grace) {
  return std::async(std::launch::async, [&served, grace] { served.server->drain(grace); });
}

void expect_soon(const std::future<void>& future) {
  EXPECT_EQ(future.wait_for(seconds(10)), std::future_status::ready);
}

TEST(Drain, LetsARunningRequestEndAndAnswersIt) {
  Gate gate;
  ServerOptions options = local();
  options.threads = 1;  // Once the idle connection is closed, the busy one knows of the drain too.
  const Served served(std::move(options), gated_by(gate));
  RawClient idle(served.port());
  RawClient busy(served.port());
  busy.send(kGet);
  gate.wait_until_reached();
  const auto drained = drain(served, kLongDrain);
  EXPECT_EQ(idle.read_to_end(), "");
  gate.open();
  const Answer answer = busy.read_answer();
  EXPECT_EQ(answer.body, "let through /");
  EXPECT_NE(answer.head.find("Connection: close"), std::string::npos);
  EXPECT_EQ(busy.read_to_end(), "");
  expect_soon(drained);
  EXPECT_EQ(served.server->open_connections(), 0U);
}

TEST(Drain, AnswersARequestThatIsStillComingIn) {
  const Served served;
  RawClient slow(served.port());
  slow.send("POST / HTTP/1.1\r\nHost: till\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(slow.read_answer().status, 100);
  RawClient idle(served.port());
  const auto drained = drain(served, kLongDrain);
  EXPECT_EQ(idle.read_to_end(), "");
  slow.send("hi");
  EXPECT_EQ(slow.read_answer().body, "POST /?|hi");
  EXPECT_EQ(slow.read_to_end(), "");
  expect_soon(drained);
}

TEST(Drain, CutsWhatIsLeftAfterTheGrace) {
  Gate gate;
  const Served served(local(), gated_by(gate));
  RawClient busy(served.port());
  busy.send(kGet);
  gate.wait_until_reached();
  const auto drained = drain(served, milliseconds(20));
  EXPECT_EQ(busy.read_to_end(), "");
  // The handler's Task still needs the loop, so the drain ends only with it.
  EXPECT_EQ(drained.wait_for(milliseconds(0)), std::future_status::timeout);
  gate.open();
  expect_soon(drained);
}

TEST(Drain, EndsAHandshakeUnderWay) {
  const LocalCertificate certificate;
  ServerOptions options = local_tls(certificate.files);
  options.handshake_timeout = kLongDrain;
  const Served served(std::move(options));
  RawClient client(served.port());
  served.wait_for_connections(1);
  expect_soon(drain(served, kLongDrain));
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(Drain, ClosesIdleTlsConnections) {
  const LocalCertificate certificate;
  const Served served(local_tls(certificate.files));
  const RawTlsClient client(served.port());
  ASSERT_TRUE(client.connected());
  expect_soon(drain(served, kLongDrain));
}

TEST(Drain, TakesNoNewConnection) {
  const Served served;
  served.server->drain(kLongDrain);
  ServerOptions options = local();
  options.port = served.port();
  const Served next(std::move(options));
  RawClient client(next.port());
  client.send(kGet);
  EXPECT_EQ(client.read_answer().status, 200);
}

TEST(Drain, MayBeAskedForTwice) {
  const Served served;
  served.server->drain(kLongDrain);
  served.server->drain(kLongDrain);
}

}  // namespace
}  // namespace till::net
