// Which addresses are open to a name that someone else gave.
#include "net/address_rules.h"

#include <gtest/gtest.h>

namespace till::net {
namespace {

TEST(Addresses, ArePublicUnlessReservedForSomething) {
  for (const char* address : {"1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.0.1", "172.32.0.1",
                              "192.167.0.1", "100.63.0.1", "100.128.0.1", "223.255.255.255",
                              "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8"}) {
    EXPECT_TRUE(is_public_address(address)) << address;
  }
  for (const char* address : {"0.0.0.0",
                              "10.1.2.3",
                              "100.64.0.1",
                              "127.0.0.1",
                              "127.9.9.9",
                              "169.254.1.1",
                              "169.254.169.254",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.168.0.1",
                              "192.0.2.1",
                              "198.18.0.1",
                              "198.51.100.1",
                              "203.0.113.1",
                              "224.0.0.1",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "fe80::1",
                              "fc00::1",
                              "fd12::1",
                              "ff02::1",
                              "2001:db8::1",
                              "2002:a00:1::",
                              "2001:0:1::1",
                              "64:ff9b::a00:1",
                              "::ffff:10.0.0.1",
                              "::ffff:127.0.0.1",
                              "",
                              "localhost",
                              "10.0.0"}) {
    EXPECT_FALSE(is_public_address(address)) << address;
  }
}

TEST(Addresses, OfAnAllowedNetworkMayBeCalled) {
  const std::vector<std::string> loopback{"127.0.0.0/8", "::1/128"};
  EXPECT_TRUE(may_call("127.0.0.1", loopback));
  EXPECT_TRUE(may_call("::1", loopback));
  EXPECT_TRUE(may_call("::ffff:127.0.0.1", loopback));
  EXPECT_TRUE(may_call("8.8.8.8", loopback));
  EXPECT_FALSE(may_call("10.0.0.1", loopback));
  EXPECT_FALSE(may_call("fe80::1", loopback));
  EXPECT_FALSE(may_call("127.0.0.1", {}));
  EXPECT_TRUE(may_call("10.9.9.9", {"10.1.2.3/8"}));
  EXPECT_FALSE(may_call("192.168.0.1", {"10.1.2.3/8"}));
  EXPECT_TRUE(may_call("fd12::9", {"fd00::/8"}));
  EXPECT_FALSE(may_call("127.0.0.1", {"nonsense"}));
  EXPECT_FALSE(may_call("nonsense", {"0.0.0.0/0"}));
}

TEST(Peers, AreAnAddressOrANetworkOfVersionSix) {
  const struct {
    const char* one;
    const char* other;
    bool same;
  } rows[] = {
      {"192.0.2.1", "192.0.2.1", true},
      {"192.0.2.1", "192.0.2.2", false},
      {"192.0.2.1", "::ffff:192.0.2.1", true},
      {"2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true},
      {"2001:db8:1:2::1", "2001:db8:1:3::1", false},
      {"fe80::1%1", "fe80::1", true},
      {"::1", "127.0.0.1", false},
      {"unknown", "unknown", true},
      {"unknown", "", false},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(peer_network(row.one) == peer_network(row.other), row.same)
        << row.one << " " << row.other;
  }
}

TEST(Networks, AreAnAddressAndALength) {
  for (const char* text : {"10.0.0.0/8", "127.0.0.1/32", "::1/128", "fd00::/8", "0.0.0.0/0"}) {
    EXPECT_TRUE(is_network(text)) << text;
  }
  for (const char* text : {"", "10.0.0.0", "10.0.0.0/33", "10.0/8", "::1/129", "loopback", "/8"}) {
    EXPECT_FALSE(is_network(text)) << text;
  }
}

}  // namespace
}  // namespace till::net
