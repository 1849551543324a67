// Peak memory of one way to use a large transformer, in a process of its own: bench/memory.py compares them. On the CPU
// the resident size, on a GPU what LibTorch's allocator gave out.
// usage: tiltscape_memory_bench MODE DEVICE [WIDTH BLOCKS BATCH]
//        MODE idle, inference, OPTIMIZER, or program:OPTIMIZER; DEVICE cpu or cuda
#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "core/models/device_options.h"
#include "core/models/devices.h"
#include "core/models/evaluate.h"
#include "core/models/experiment.h"
#include "core/models/optimizers.h"
#include "core/models/outside.h"
#include "core/models/tensor_objective.h"
#include "core/models/transformer.h"
#include "core/optimizer.h"

namespace {

using namespace tiltscape;

constexpr int steps = 2;
constexpr std::int64_t length = 64, pairs = 2;

struct Size {
  int width = 512, blocks = 16, batch = 16;
};

std::shared_ptr<const Task> task_of(const std::string& device, const Size& size) {
  const DataFacts facts{.features = length, .classes = 2, .tokens = 257, .padded = true};
  const at::TensorOptions options = options_for(device);
  const at::Tensor tokens = at::arange(size.batch * length, options).mul_(7).remainder_(256).add_(1);
  const auto model = std::make_shared<const Transformer>(
      TransformerParameters{.width = size.width, .heads = 8, .blocks = size.blocks}, facts);
  return std::make_shared<const Task>(
      Task{.model = model,
           .stepping = model,
           .train = {tokens.view({size.batch, length}), at::arange(size.batch, options.dtype(at::kLong)).remainder(2)},
           .test = {},
           .facts = facts,
           .probing = Probing::in_place,
           .options = options});
}

/// Settings that are there; the others stay as they are.
Settings settings_of(const std::string& optimizer) {
  const auto& parameters = find_optimizer(optimizer).parameters;
  Settings settings(parameters);
  const auto set = [&](const char* name, const Setting& value) {
    if (find_parameter(parameters, name) != nullptr) settings.set(name, value);
  };
  set("learning_rate", 1e-5);
  set("pairs", pairs);
  set("rho", 1e-3);
  set("law", std::string("gaussian"));
  return settings;
}

double use(const std::string& mode, const std::string& device, const Size& size) {
  const auto task = task_of(device, size);
  FlatTensor x(task->start());
  fmt::print("d = {}, ", x.values().numel());
  if (mode == "inference") {
    double loss = 0;
    for (int step = 0; step < steps; ++step) {
      StackedBlocks blocks(x.values().unsqueeze(0));
      loss = blocks_loss(*task->model, task->train, blocks).item<double>();
    }
    return loss;
  }
  TensorObjective f(task, DirectionSource(Generator::philox, 1));
  const auto optimizer = make_model_optimizer(mode);
  optimizer->set(settings_of(mode), 0);
  double moved = 0;
  for (int step = 0; step < steps; ++step) {
    f.begin_step(static_cast<std::uint64_t>(step));
    moved = optimizer->step(f, x, static_cast<std::uint64_t>(step)).length;
  }
  return moved;
}

/// The same model in a scene, as `tiltscape run` has it.
double run(const std::string& optimizer, const std::string& device, const Size& size) {
  const auto file = std::filesystem::temp_directory_path() / "tiltscape-memory.txt";
  std::ofstream texts(file);
  for (int i = 0; i < 2 * size.batch; ++i)
    texts << i % 2 << '\t' << std::string(length, static_cast<char>('a' + i % 26)) << '\n';
  texts.close();
  Scene scene = parse_scene(
      fmt::format(
          "problem = {{ name = \"transformer\", data = \"file\", file = \"{}\", length = {}, width = {}, heads = "
          "8, blocks = {}, batch = {}, probing = \"in-place\" }}\nstop = {{ steps = {} }}\n[[run]]\noptimizer = "
          "\"{}\"\n[measures]\n",
          file.string(), length, size.width, size.blocks, size.batch, steps, optimizer),
      "benchmark", {}, with_libtorch());
  scene.device = device;
  scene.runs[0].settings = settings_of(optimizer);
  const Experiment experiment = make_undrawn_experiment(scene);
  Records records;
  experiment.runs[0]->advance(steps, records);
  std::filesystem::remove(file);
  return records.values.back();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 3 && argc != 6)
      throw std::invalid_argument("usage: tiltscape_memory_bench MODE DEVICE [WIDTH BLOCKS BATCH]");
    Size size;
    if (argc == 6) size = {.width = std::stoi(argv[3]), .blocks = std::stoi(argv[4]), .batch = std::stoi(argv[5])};
    const std::string mode = argv[1], device = argv[2], whole = "program:";
    use_threads(1);
    double result = 0;
    if (mode == "idle") {
      const at::Tensor ones = at::ones({64, 64}, options_for(device));
      result = at::mm(ones, ones).sum().item<double>();
    } else if (mode.starts_with(whole)) {
      result = run(mode.substr(whole.size()), device, size);
    } else {
      result = use(mode, device, size);
    }
    fmt::print("result = {:.6g}, peak = {:.1f} MB\n", result, static_cast<double>(memory_use(device).peak) / 1e6);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "tiltscape_memory_bench: {}\n", error.what());
    return 2;
  }
}
