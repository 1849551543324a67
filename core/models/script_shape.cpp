// How examples are passed to a module: tried on a few of them, which also says what a forward pass needs.
#include <c10/core/Allocator.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

#include "core/bad_input.h"
#include "core/models/script_model.h"

namespace tiltscape {
namespace {

/// Adds up what LibTorch allocates on this thread.
class Allocated final : public c10::MemoryReportingInfoBase {
 public:
  void reportMemoryUsage(void*, std::int64_t size, std::size_t, std::size_t, c10::Device) override {
    bytes_ += std::max<std::int64_t>(size, 0);
  }
  bool memoryProfilingEnabled() const override { return true; }
  std::int64_t bytes() const { return bytes_; }

 private:
  std::int64_t bytes_ = 0;
};

/// What may help where forward failed.
const char* remedy_for(std::string_view complaints, bool guessed) {
  const auto say = [&](std::string_view words) { return complaints.find(words) != std::string_view::npos; };
  if (say("scalar types: Long, Int"))
    return "; if it takes tokens, write inputs of int64, n × length, by torch.save({\"inputs\": …, \"labels\": …}, "
           "FILE)";
  if (say("dtype") || say("scalar type"))
    return "; in forward, give other numbers the type of those that are passed: dtype=x.dtype";
  return guessed ? "; if it takes another shape, write that, such as shape = \"3x32x32\"" : "";
}

}  // namespace

std::string ScriptModel::complaint(const Examples& few, const at::TensorOptions& options) {
  const c10::InferenceMode guard;
  const at::Tensor start = initial(0, options).unsqueeze(0);
  const auto allocated = std::make_shared<Allocated>();
  try {
    const c10::DebugInfoGuard counting(c10::DebugInfoKind::PROFILER_STATE, allocated);
    StackedBlocks blocks(start);
    if (gives_scores()) {
      const std::int64_t given = scores(blocks, few.inputs).size(1), wanted = outputs(loss(), classes_);
      if (given != wanted && given != classes_)
        return fmt::format("returns {} score{} an example; {} of {} classes wants {}{}", given, given == 1 ? "" : "s",
                           choice_name(loss()), classes_, wanted,
                           given == 1 && classes_ == 2 ? ", and loss = \"logistic\" wants one" : "");
    } else {
      losses(blocks, few);
    }
  } catch (const std::exception& error) {
    const std::string blame = blamed();
    const std::string_view message = error.what();
    return std::string(message.starts_with(blame) ? message.substr(blame.size()) : message);
  }
  const auto size = static_cast<std::int64_t>(start.element_size());
  activations_ = std::max<std::int64_t>(1, allocated->bytes() / (few.size() * size));
  return "";
}

void ScriptModel::check_losses(const Examples& few, const at::TensorOptions& options) const {
  const c10::InferenceMode guard;
  const at::Tensor start = initial(0, options).unsqueeze(0);
  StackedBlocks first(start), second(start);
  const at::Tensor found = losses(first, few);
  if (!found.isfinite().all().item<bool>())
    throw BadInput(fmt::format("{}: its loss is not finite at its own parameters; save the model before it diverges",
                               module_.file()));
  if (constexpr double rounding = 1e-5; !at::allclose(found, losses(second, few), rounding, rounding))
    throw BadInput(fmt::format(
        "{}: gives another loss when it is asked again, as if it drew random numbers; take them out of forward",
        module_.file()));
}

void ScriptModel::choose_shape(const ScriptParameters& parameters, const Split& split,
                               const at::TensorOptions& options) {
  const Examples few = split.train.part(0, std::min<std::int64_t>(split.train.size(), 3));
  const std::int64_t features = split.facts.features, side = split.facts.side;
  std::vector<std::vector<std::int64_t>> tried;
  if (parameters.shape != "auto") {
    tried = {shape_in(parameters.shape)};
    std::int64_t numbers = 1;
    for (const std::int64_t size : tried[0]) numbers *= size;
    if (numbers != features)
      throw BadInput(fmt::format("shape = \"{}\" holds {} numbers; examples of {} have {}", parameters.shape, numbers,
                                 parameters.data.called(), features));
  } else {
    if (!split.facts.shape.empty()) tried.push_back(split.facts.shape);
    tried.push_back({features});
    if (side > 0) tried.push_back({1, side, side});
  }
  std::vector<std::string> complaints;
  for (const bool tokens : {true, false})
    for (const auto& shape : tried) {
      if (tokens && split.facts.tokens == 0) continue;
      shape_ = shape;
      tokens_ = tokens;
      const std::string wrong = complaint(few, options);
      if (wrong.empty()) {
        check_losses(few, options);
        return;
      }
      complaints.push_back(
          fmt::format("of {} n × {}, forward {}", tokens ? "tokens" : "numbers", fmt::join(shape, " × "), wrong));
    }
  // where forward went through, what is wrong is what it returned: the other shapes say nothing
  const auto failed = [](const std::string& each) { return each.find("fails: ") != std::string::npos; };
  const bool all_failed = std::ranges::all_of(complaints, failed);
  if (!all_failed) std::erase_if(complaints, failed);
  const std::string all = fmt::format("{}", fmt::join(complaints, "; "));
  throw BadInput(
      fmt::format("{}: {}{}", module_.file(), all, all_failed ? remedy_for(all, parameters.shape == "auto") : ""));
}

}  // namespace tiltscape
