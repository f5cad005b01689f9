#include "wire/dialects.h"

#include <algorithm>
#include <utility>

#include "base/ensure.h"
#include "wire/acp/v2026_04_17.h"

namespace till::wire {
namespace {

using Made = std::unique_ptr<const Dialect>;

template <class Kind>
Made make(const checkout::SellerProfile& profile, const DialectOptions& options) {
  return std::make_unique<const Kind>(profile, options);
}

// A dialect is a folder beside this file, or a file of one, and a row here; newest first.
constexpr Made (*kDialects[])(const checkout::SellerProfile&, const DialectOptions&) = {
    make<acp::V2026_04_17>,
};

std::vector<Made> made_for(const checkout::SellerProfile& profile, const DialectOptions& options) {
  std::vector<Made> dialects;
  for (const auto& make_one : kDialects) dialects.push_back(make_one(profile, options));
  return dialects;
}

}  // namespace

Dialects::Dialects(const checkout::SellerProfile& profile, DialectOptions options)
    : Dialects(made_for(profile, options)) {}

Dialects::Dialects(std::vector<Made> dialects) : dialects_(std::move(dialects)) {
  TILL_ENSURE(!dialects_.empty());
}

const Dialect* Dialects::of(checkout::DialectId id) const {
  for (const Made& dialect : dialects_) {
    if (dialect->id() == id) return dialect.get();
  }
  return nullptr;
}

const Dialect* Dialects::called(std::string_view version) const {
  for (const Made& dialect : dialects_) {
    const auto names = dialect->versions();
    if (std::find(names.begin(), names.end(), version) != names.end()) return dialect.get();
  }
  return nullptr;
}

std::vector<std::string_view> Dialects::versions() const {
  std::vector<std::string_view> names;
  for (const Made& dialect : dialects_) {
    for (const std::string_view name : dialect->versions()) names.push_back(name);
  }
  return names;
}

std::string path_of(const Dialect& dialect, app::Operation operation, std::string_view id) {
  for (const Route& route : dialect.routes()) {
    if (route.operation != operation) continue;
    std::string path(route.before);
    if (route.has_id) path.append(id).append(route.after);
    return path;
  }
  return {};
}

}  // namespace till::wire
