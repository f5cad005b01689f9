#include "app/tax_memory.h"

#include <string_view>

namespace till::app {
namespace {

void add(std::string& key, std::string_view part) {
  key.append(std::to_string(part.size())).append(1, ':').append(part);
}

void add(std::string& key, const TaxedAmount& one) {
  add(key, std::to_string(one.amount.minor));
  add(key, std::to_string(one.quantity));
  add(key, one.holds_tax ? "in" : "on");
  add(key, one.code);
}

// But for the name, which no tax depends on.
void add(std::string& key, const checkout::Address& place) {
  const std::string line_two = place.line_two.value_or("");
  for (const std::string* part : {&place.line_one, &line_two, &place.city, &place.state,
                                  &place.country, &place.postal_code}) {
    add(key, *part);
  }
}

// All of the question, and nothing of another one: a digest, since it holds an address.
std::string key_of(const TaxQuestion& question) {
  std::string key;
  add(key, question.session.text());
  add(key, question.currency);
  add(key, question.address);
  add(key, question.tax_id ? "id" + *question.tax_id : "");
  add(key, question.exempt ? "exempt" : "");
  add(key, std::to_string(question.lines.size()));
  for (const TaxedAmount& line : question.lines) add(key, line);
  add(key, question.from ? "from" : "");
  if (question.from) add(key, *question.from);
  add(key, question.delivery ? "brought" : "");
  if (question.delivery) add(key, *question.delivery);
  return to_hex(sha256_of_parts({key}));
}

}  // namespace

std::optional<TaxCalculation> TaxMemory::recall(const std::string& key) {
  const Timestamp now = clock_.now();
  const std::lock_guard lock(mutex_);
  const auto found = known_.find(key);
  if (found == known_.end()) return std::nullopt;
  const Known& known = found->second;
  // A clock that was set back makes nothing younger.
  const bool fresh = known.at <= now && now < known.at + options_.age &&
                     now + options_.age < known.calculation.expires_at;
  return fresh ? std::optional(known.calculation) : std::nullopt;
}

void TaxMemory::remember(const std::string& key, const TaxCalculation& calculation) {
  const Timestamp now = clock_.now();
  const std::lock_guard lock(mutex_);
  const auto [at, fresh] = known_.insert_or_assign(key, Known{calculation, now});
  if (!fresh) return;
  in_order_.push_back(key);
  if (in_order_.size() <= options_.most) return;
  known_.erase(in_order_.front());
  in_order_.pop_front();
}

Task<TaxResult> TaxMemory::calculate(const TaxQuestion& question, Executor& executor) {
  const std::string key = key_of(question);
  if (auto known = recall(key)) co_return std::move(*known);
  TaxResult answer = co_await service_.calculate(question, executor);
  if (answer) remember(key, *answer);
  co_return answer;
}

}  // namespace till::app
