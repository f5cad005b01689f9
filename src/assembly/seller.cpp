#include "assembly/seller.h"

#include <string>
#include <utility>

namespace till::assembly {
namespace {

// What the buyer is asked, for a channel of the config.
checkout::MarketingOption marketing_option(const std::string& channel,
                                           const cli::ShopConfig& shop) {
  std::string way = channel;
  if (channel == "email") way = "e-mail";
  if (channel == "sms") way = "text message";
  if (channel == "whatsapp") way = "WhatsApp";
  return {channel, "News and offers from " + shop.merchant_name + " by " + way,
          shop.url + "/privacy"};
}

}  // namespace

checkout::SellerProfile seller_profile(const cli::Config& config, const Offer& offer,
                                       std::vector<checkout::PaymentHandler> handlers) {
  checkout::SellerProfile profile;
  profile.merchant_id = config.shop.merchant_id;
  profile.merchant_name = config.shop.merchant_name;
  profile.public_url = config.listen.public_url.empty()
                           ? config.listen.api.url(!config.listen.plaintext)
                           : config.listen.public_url;
  profile.shop_url = config.shop.url;
  profile.handlers = std::move(handlers);
  profile.most_declines = config.payments.most_declines;
  profile.capabilities = config.capabilities;
  profile.currencies = offer.currencies;
  profile.serves_mcp = config.mcp.enabled;
  profile.session_lifetime = config.shop.session_lifetime;
  profile.cart_lifetime = config.shop.cart_lifetime;
  profile.exemptions = config.tax.exemptions;
  profile.policy = config.policy;
  for (const std::string& channel : config.shop.marketing_channels) {
    profile.marketing_options.push_back(marketing_option(channel, config.shop));
  }
  return profile;
}

}  // namespace till::assembly
