// ProviderConfig: what the configuration says of one payment provider, before anything is opened.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "app/ports/vault_tokens.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"

namespace till::payments {

class Provider;  // payments/provider.h
class Taxes;     // payments/taxes.h

// Whether money moves.
enum class Mode {
  pretend,  // Never: it is there to try things out, and takes whatever card it says to.
  test,     // Not with this key.
  live,
};

// What is known of a provider without asking it.
struct ProviderFacts {
  Mode mode = Mode::live;
  std::string title;          // As people call it.
  std::string psp;            // As the handlers that agents are offered call it.
  std::string key_setting;    // What the mode hangs on, such as stripe.secret_key.
  std::string plain_setting;  // By what that key leaves over plain HTTP; empty: by nothing.
};

// What a provider is made with; all of it must outlive the provider.
struct ProviderNeeds {
  app::VaultTokens& tokens;
  const Clock& clock;
  Random& random;
  Log& log;
};

// What a tax service is made with; all of it must outlive the service.
struct TaxNeeds {
  const Clock& clock;
  Random& random;
  Log& log;
};

// Never changes; any thread may call.
class ProviderConfig {
 public:
  virtual ~ProviderConfig() = default;
  // Of the provider, of its gateway, and of its section. Lives as long as the program.
  virtual std::string_view name() const = 0;
  virtual ProviderFacts facts() const = 0;
  // The provider, which must not outlive `needs`; or a sentence. Asks nobody.
  virtual Result<std::unique_ptr<Provider>, std::string> open(const ProviderNeeds& needs) const = 0;
  // Does it reckon taxes, too?
  virtual bool has_taxes() const { return false; }
  // Its tax service, which must not outlive `needs`; or a sentence. Asks nobody.
  virtual Result<std::unique_ptr<Taxes>, std::string> open_taxes(const TaxNeeds& needs) const;
};

}  // namespace till::payments
