// The parameters of models, block after block: what a forward pass takes.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <utility>

namespace tiltscape {

/// Of one model or of many. Blocks may be made when they are asked for, so that they are never all there.
class ParameterBlocks {
 public:
  virtual ~ParameterBlocks() = default;
  virtual std::int64_t models() const = 0;
  /// The next `size` parameters of every model (models × size), in order.
  virtual at::Tensor next(std::int64_t size) = 0;
};

/// The rows of a stack (models × d).
class StackedBlocks final : public ParameterBlocks {
 public:
  explicit StackedBlocks(at::Tensor stack) : stack_(std::move(stack)) {}
  std::int64_t models() const override { return stack_.size(0); }
  at::Tensor next(std::int64_t size) override {
    at_ += size;
    return stack_.narrow(1, at_ - size, size);
  }

 private:
  at::Tensor stack_;
  std::int64_t at_ = 0;
};

}  // namespace tiltscape
