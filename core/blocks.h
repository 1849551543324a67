// A list that grows at its end without ever moving what it holds, so that no append waits for the length there is.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace tiltscape {

template <class T>
class Blocks {
 public:
  std::size_t size() const { return blocks_.empty() ? 0 : (blocks_.size() - 1) * block + blocks_.back().size(); }
  bool empty() const { return blocks_.empty(); }
  const T& operator[](std::size_t i) const { return blocks_[i / block][i % block]; }

  void push_back(const T& value) { append({&value, 1}); }
  void append(std::span<const T> values) {
    while (!values.empty()) {
      if (blocks_.empty() || blocks_.back().size() == block) blocks_.emplace_back().reserve(block);
      const std::size_t count = std::min(values.size(), block - blocks_.back().size());
      blocks_.back().insert(blocks_.back().end(), values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count));
      values = values.subspan(count);
    }
  }
  /// Forgets what lies beyond the first `size`.
  void keep(std::size_t size) {
    if (size >= this->size()) return;
    blocks_.resize((size + block - 1) / block);
    if (size % block > 0) blocks_.back().resize(size % block);
  }

 private:
  static constexpr std::size_t block = std::size_t{1} << 13;  ///< elements

  std::vector<std::vector<T>> blocks_;  ///< full but for the last, and none empty
};

}  // namespace tiltscape
