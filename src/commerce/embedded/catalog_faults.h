// CatalogFaults: everything that is wrong with a catalogue, so that it is mended in one go.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace till::commerce {

class CatalogFaults {
 public:
  static constexpr std::size_t kTold = 50;

  // A sentence that begins with the place where the fault stands.
  void add(std::string sentence) {
    if (sentences_.size() < kTold) sentences_.push_back(std::move(sentence));
    ++count_;
  }
  bool empty() const { return count_ == 0; }
  std::size_t count() const { return count_; }
  // The first of them.
  const std::vector<std::string>& sentences() const { return sentences_; }

  // One line: those that are told, and how many more there are.
  std::string text() const {
    if (count_ == 1) return sentences_.front();
    std::string text = std::to_string(count_) + " faults";
    for (std::size_t i = 0; i < sentences_.size(); ++i) {
      text.append(i == 0 ? ": " : "; ").append(sentences_[i]);
    }
    const std::size_t more = count_ - sentences_.size();
    return more == 0 ? text : text + "; and " + std::to_string(more) + " more";
  }

 private:
  std::vector<std::string> sentences_;
  std::size_t count_ = 0;
};

}  // namespace till::commerce
