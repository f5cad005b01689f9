// Dialects: those a server speaks.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "checkout/seller_profile.h"
#include "wire/dialect.h"

namespace till::wire {

struct DialectOptions {
  bool vault_open = false;  // The sandbox vault is served.
};

// Any thread may call.
class Dialects {
 public:
  // All there are, for one seller; the profile must outlive them.
  Dialects(const checkout::SellerProfile& profile, DialectOptions options);
  // These, newest first; never none.
  explicit Dialects(std::vector<std::unique_ptr<const Dialect>> dialects);

  const std::vector<std::unique_ptr<const Dialect>>& all() const { return dialects_; }
  // Answers whoever named none.
  const Dialect& newest() const { return *dialects_.front(); }
  // Null for one that is in the data, but not spoken any more.
  const Dialect* of(checkout::DialectId id) const;
  // Null when no dialect goes by that name.
  const Dialect* called(std::string_view version) const;
  // The names of all, newest first.
  std::vector<std::string_view> versions() const;

 private:
  std::vector<std::unique_ptr<const Dialect>> dialects_;
};

}  // namespace till::wire
