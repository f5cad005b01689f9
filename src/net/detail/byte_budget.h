// ByteBudget: how many bytes all connections of a server may hold at once.
#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

namespace till::net::detail {

// Any thread may call.
class ByteBudget {
 public:
  explicit ByteBudget(std::size_t bytes) : left_(bytes) {}

  // Bytes of the budget, given back when it goes.
  class Share {
   public:
    Share() = default;
    Share(ByteBudget& budget, std::size_t bytes) : budget_(&budget), bytes_(bytes) {}
    Share(Share&& other) noexcept
        : budget_(std::exchange(other.budget_, nullptr)), bytes_(other.bytes_) {}
    Share& operator=(Share&& other) noexcept {
      std::swap(budget_, other.budget_);
      std::swap(bytes_, other.bytes_);
      return *this;
    }
    ~Share() {
      if (budget_ != nullptr) budget_->left_ += bytes_;
    }
    explicit operator bool() const { return budget_ != nullptr; }

   private:
    ByteBudget* budget_ = nullptr;
    std::size_t bytes_ = 0;
  };

  // False when so many are not left.
  Share take(std::size_t bytes) {
    std::size_t left = left_;
    while (left >= bytes) {
      if (left_.compare_exchange_weak(left, left - bytes)) return {*this, bytes};
    }
    return {};
  }

 private:
  std::atomic<std::size_t> left_;
};

}  // namespace till::net::detail
