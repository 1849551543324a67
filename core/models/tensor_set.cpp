// Tensors out of archives, and what they say of the data set.
#include "core/models/tensor_set.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>
#include <torch/csrc/jit/serialization/pickle.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "core/bad_input.h"
#include "core/models/pt_file.h"
#include "core/models/torch_errors.h"

namespace tiltscape {
namespace {

constexpr std::int64_t most_classes = 1000;

struct Saved {
  std::string file;
  at::Tensor inputs, labels;

  template <class... Words>
  [[noreturn]] void complain(fmt::format_string<Words...> text, Words&&... words) const {
    throw BadInput(file + ": " + fmt::format(text, std::forward<Words>(words)...));
  }
  bool tokens() const { return inputs.scalar_type() == at::kLong && inputs.dim() == 2; }
};

/// The two tensors in a value of torch.save's, undefined where they are not there.
void find_pair(const c10::IValue& value, Saved& saved) {
  const auto take = [](const c10::IValue& each, at::Tensor& to) {
    if (each.isTensor()) to = each.toTensor();
  };
  if (value.isTuple() && value.toTupleRef().elements().size() == 2) {
    take(value.toTupleRef().elements()[0], saved.inputs);
    take(value.toTupleRef().elements()[1], saved.labels);
  } else if (value.isList() && value.toListRef().size() == 2) {
    take(value.toListRef()[0], saved.inputs);
    take(value.toListRef()[1], saved.labels);
  } else if (value.isGenericDict()) {
    for (const auto& entry : value.toGenericDict()) {
      if (!entry.key().isString()) continue;
      if (entry.key().toStringRef() == "inputs") take(entry.value(), saved.inputs);
      if (entry.key().toStringRef() == "labels") take(entry.value(), saved.labels);
    }
  }
}

Saved read_saved(const std::string& file) {
  Saved saved{.file = file, .inputs = {}, .labels = {}};
  const char* const remedy = "torch.save({\"inputs\": inputs, \"labels\": labels}, FILE) writes a data set";
  std::string reason = "holds no inputs and labels";
  try {
    if (pt_file(file) == PtFile::module) {
      const torch::jit::Module module = torch::jit::load(file, at::kCPU);
      for (const auto& [name, tensor] : {std::pair{"inputs", &saved.inputs}, {"labels", &saved.labels}})
        if (module.hasattr(name) && module.attr(name).isTensor()) *tensor = module.attr(name).toTensor();
    } else {
      std::ifstream in(file, std::ios::binary);
      const std::vector<char> bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
      find_pair(torch::jit::pickle_load(bytes), saved);
    }
  } catch (const std::exception& error) {  // objects of classes that LibTorch does not know
    const std::string why = telling_line(error);
    if (why.find("INTERNAL ASSERT") == std::string::npos) reason += fmt::format(" ({})", why);
  }
  if (!saved.inputs.defined() || !saved.labels.defined()) saved.complain("{}; {}", reason, remedy);
  saved.inputs = saved.inputs.detach().cpu();
  saved.labels = saved.labels.detach().cpu();
  return saved;
}

/// Throws where a saved pair is no data set.
void check(const Saved& saved) {
  const at::Tensor& inputs = saved.inputs;
  const at::Tensor& labels = saved.labels;
  if (inputs.dim() < 2 || inputs.numel() == 0)
    saved.complain("its inputs are {}; they must be examples × features, or examples × any shape",
                   fmt::join(inputs.sizes(), " × "));
  if (labels.dim() != 1 || labels.size(0) != inputs.size(0))
    saved.complain("its labels are {}; they must be {}, one an example", fmt::join(labels.sizes(), " × "),
                   inputs.size(0));
  if (inputs.is_complex() || inputs.is_quantized() || labels.is_complex())
    saved.complain("its numbers are of {}; save real ones", c10::toString(inputs.scalar_type()));
  if (inputs.is_floating_point() && !inputs.isfinite().all().item<bool>())
    saved.complain("its inputs are not finite everywhere; leave such examples out");
  if (saved.tokens() && inputs.min().item<std::int64_t>() < 0)
    saved.complain("its inputs are whole numbers, and so tokens, but some are below 0; save numbers by .float()");
  const at::Tensor whole = labels.to(at::kDouble);
  const double low = whole.min().item<double>(), high = whole.max().item<double>();
  if (!whole.eq(whole.round()).all().item<bool>() || low < 0 || high >= most_classes)
    saved.complain("its labels go from {} to {}; they must be classes, whole numbers from 0 to at most {}", low, high,
                   most_classes - 1);
  if (high < 1) saved.complain("all labels are 0; there must be two classes or more");
}

/// Whether what an example is has the form of a square image of one channel, and of which side.
std::int64_t side_of(at::IntArrayRef shape) {
  const bool channel = shape.size() == 3 && shape[0] == 1;
  if (shape.size() != 2 && !channel) return 0;
  return shape[shape.size() - 1] == shape[shape.size() - 2] ? shape[shape.size() - 1] : 0;
}

Examples examples_in(const Saved& saved) {
  at::Tensor inputs = saved.inputs.reshape({saved.inputs.size(0), -1}).to(at::kDouble);
  if (saved.inputs.scalar_type() == at::kByte) inputs = inputs / 255;
  return {inputs.contiguous(), saved.labels.to(at::kLong).contiguous(), at::arange(1, inputs.size(0) + 1, at::kLong)};
}

}  // namespace

DataSet tensor_set(const std::string& file, const std::string& test_file) {
  const Saved train = read_saved(file);
  check(train);
  const at::IntArrayRef shape = train.inputs.sizes().slice(1);
  DataSet set{.examples = examples_in(train), .facts = {.help = file}};
  DataFacts& facts = set.facts;
  facts.examples = train.inputs.size(0);
  facts.features = set.examples.inputs.size(1);
  facts.classes = set.examples.labels.max().item<std::int64_t>() + 1;
  facts.side = side_of(shape);
  facts.tokens = train.tokens() ? train.inputs.max().item<std::int64_t>() + 1 : 0;
  facts.standardise = shape.size() == 1 && facts.tokens == 0;
  if (shape.size() > 1) facts.shape = shape.vec();
  if (test_file.empty()) return set;
  const Saved test = read_saved(test_file);
  check(test);
  if (test.inputs.sizes().slice(1) != shape || test.tokens() != train.tokens())
    test.complain("its examples are {}; those of {} are {}", fmt::join(test.inputs.sizes().slice(1), " × "), file,
                  fmt::join(shape, " × "));
  set.test = examples_in(test);
  if (set.test.labels.max().item<std::int64_t>() >= facts.classes)
    test.complain("has the label {}, and {} only those up to {}", set.test.labels.max().item<std::int64_t>(), file,
                  facts.classes - 1);
  if (facts.tokens > 0) facts.tokens = std::max(facts.tokens, test.inputs.max().item<std::int64_t>() + 1);
  return set;
}

}  // namespace tiltscape
