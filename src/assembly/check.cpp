#include "assembly/check.h"

#include "assembly/backends.h"
#include "assembly/feed_keeper.h"
#include "assembly/import_keeper.h"
#include "assembly/mailing.h"
#include "assembly/stores.h"

namespace till::assembly {

Result<void, std::string> know_parts(const cli::Config& config) {
  if (auto known = know_store(config); !known) return known;
  if (auto known = know_feeds(config); !known) return known;
  return know_import(config);
}

Result<cli::CheckedShop, std::string> check_shop(const cli::Config& config) {
  if (auto known = know_parts(config); !known) return refused(known.error());
  const SystemClock clock;
  SystemRandom random;
  NoLog log;
  app::NoObserver observer;
  const auto backend = make_backend(config, {clock, random, log, observer, nullptr});
  if (!backend) return refused(backend.error());
  const auto offer = (*backend)->read();
  if (!offer) return refused(offer.error());
  if (const auto mail = check_mail(config); !mail) return refused(mail.error());
  const auto served = inspect_store(config);
  if (!served) return refused(served.error());
  return cli::CheckedShop{text_of(offer->counts), *served, offer->warnings};
}

}  // namespace till::assembly
