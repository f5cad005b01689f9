// ByteBudget: how many bytes all connections of a server may hold at once.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace till::net::detail {

// Any thread may call.
class ByteBudget {
 public:
  // `bytes` in all, of which one sender gets `of_one` at most.
  ByteBudget(std::size_t bytes, std::size_t of_one) : left_(bytes), of_one_(of_one) {}

  // Bytes of the budget, given back when it goes.
  class Share {
   public:
    Share() = default;
    Share(ByteBudget& budget, std::string sender, std::size_t bytes)
        : budget_(&budget), sender_(std::move(sender)), bytes_(bytes) {}
    Share(Share&& other) noexcept
        : budget_(std::exchange(other.budget_, nullptr)),
          sender_(std::move(other.sender_)),
          bytes_(other.bytes_) {}
    Share& operator=(Share&& other) noexcept {
      std::swap(budget_, other.budget_);
      std::swap(sender_, other.sender_);
      std::swap(bytes_, other.bytes_);
      return *this;
    }
    ~Share() {
      if (budget_ != nullptr) budget_->give_back(sender_, bytes_);
    }
    explicit operator bool() const { return budget_ != nullptr; }
    // Keeps so many bytes at most and gives the others back.
    void shrink_to(std::size_t bytes) {
      if (budget_ == nullptr || bytes >= bytes_) return;
      budget_->give_back(sender_, bytes_ - bytes);
      bytes_ = bytes;
    }

   private:
    ByteBudget* budget_ = nullptr;
    std::string sender_;
    std::size_t bytes_ = 0;
  };

  // False when so many are not left, in all or to this sender.
  Share claim(std::string sender, std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    const auto held = held_.find(sender);
    const std::size_t own = held == held_.end() ? 0 : held->second;
    if (bytes > left_ || own > of_one_ || bytes > of_one_ - own) return {};
    left_ -= bytes;
    held_[sender] += bytes;
    return {*this, std::move(sender), bytes};
  }

 private:
  void give_back(const std::string& sender, std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    left_ += bytes;
    const auto held = held_.find(sender);
    if (held == held_.end()) return;  // A share of nothing.
    held->second -= bytes;
    if (held->second == 0) held_.erase(held);
  }

  std::mutex mutex_;
  std::size_t left_;
  const std::size_t of_one_;
  std::map<std::string, std::size_t> held_;  // By sender.
};

}  // namespace till::net::detail
