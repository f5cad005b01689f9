#include "net/peer_address.h"

#include <gtest/gtest.h>

namespace till::net {
namespace {

const std::vector<std::string> kProxies{"127.0.0.1/32", "10.0.0.0/8", "fd00::/8"};

std::string peer(const std::string& connected, const std::vector<std::string>& forwarded,
                 const std::vector<std::string>& trusted = kProxies) {
  std::vector<Header> headers{{"Host", "h"}};
  for (const std::string& value : forwarded) headers.push_back({"x-forwarded-for", value});
  return peer_address(connected, headers, trusted);
}

TEST(PeerAddress, IsOfTheConnectionUnlessAKnownProxySaysOtherwise) {
  EXPECT_EQ(peer("203.0.113.7", {"198.51.100.1"}), "203.0.113.7") << "no proxy that is known";
  EXPECT_EQ(peer("127.0.0.1", {"198.51.100.1"}, {}), "127.0.0.1") << "none is trusted";
  EXPECT_EQ(peer("127.0.0.1", {}), "127.0.0.1");
  EXPECT_EQ(peer("127.0.0.1", {"198.51.100.1"}), "198.51.100.1");
  EXPECT_EQ(peer("::ffff:127.0.0.1", {"198.51.100.1"}), "198.51.100.1");
  EXPECT_EQ(peer("::ffff:203.0.113.7", {}), "203.0.113.7");
}

TEST(PeerAddress, IsReadFromTheRight) {
  const struct {
    std::vector<std::string> forwarded;
    const char* peer;
  } rows[] = {
      {{"6.6.6.6, 198.51.100.1"}, "198.51.100.1"},
      {{"6.6.6.6,198.51.100.1,10.1.2.3"}, "198.51.100.1"},
      {{"6.6.6.6", "198.51.100.1", "10.1.2.3"}, "198.51.100.1"},
      {{" 198.51.100.1 , 10.1.2.3\t"}, "198.51.100.1"},
      {{"10.0.0.9, 10.1.2.3"}, "10.0.0.9"},
      {{"198.51.100.1, fd00::1"}, "198.51.100.1"},
      {{"2001:db8::7"}, "2001:db8::7"},
      {{"2001:DB8:0:0::7"}, "2001:db8::7"},
      {{"[2001:db8::7]"}, "2001:db8::7"},
      {{"[2001:db8::7]:4711"}, "2001:db8::7"},
      {{"198.51.100.1:4711"}, "198.51.100.1"},
      {{"::ffff:198.51.100.1"}, "198.51.100.1"},
  };
  for (const auto& row : rows) EXPECT_EQ(peer("127.0.0.1", row.forwarded), row.peer);
}

TEST(PeerAddress, StopsAtWhatIsNoAddress) {
  for (const char* garbage :
       {"", "unknown", "_hidden", "1.2.3", "1.2.3.4.5", "evil\"", "[::1", "[::1]x", "a:b:c:d:e",
        "198.51.100.1;x", "0x7f.1", "127.1", "1.2.3.4 5.6.7.8", "<script>"}) {
    EXPECT_EQ(peer("127.0.0.1", {garbage}), "127.0.0.1") << garbage;
    EXPECT_EQ(peer("127.0.0.1", {std::string("198.51.100.1, ") + garbage}), "127.0.0.1") << garbage;
    EXPECT_EQ(peer("127.0.0.1", {std::string(garbage) + ", 198.51.100.1"}), "198.51.100.1")
        << garbage;
    EXPECT_EQ(peer("127.0.0.1", {std::string(garbage) + ", 10.1.2.3"}), "10.1.2.3") << garbage;
  }
}

}  // namespace
}  // namespace till::net
