// Blocks are rounded one by one.
#include "core/models/reduced_precision.h"

namespace tiltscape {
namespace {

class RoundedBlocks final : public ParameterBlocks {
 public:
  explicit RoundedBlocks(ParameterBlocks& blocks) : blocks_(blocks) {}
  std::int64_t models() const override { return blocks_.models(); }
  at::Tensor next(std::int64_t size) override { return blocks_.next(size).to(at::kBFloat16); }

 private:
  ParameterBlocks& blocks_;
};

}  // namespace

at::Tensor ReducedPrecision::scores(ParameterBlocks& blocks, const at::Tensor& inputs) const {
  RoundedBlocks rounded(blocks);
  return model_->scores(rounded, tokens_ ? inputs : inputs.to(at::kBFloat16)).to(at::kFloat);
}

}  // namespace tiltscape
