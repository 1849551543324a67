// What a zeroth-order step of the digits' perceptron costs beside what it cannot do without, in each way of probing:
// its 2k forward passes and the bare drawing of its directions, as often as the way needs them. And steps a second of a
// run of it, for bench/mezo_mlp.py.
// usage: tiltscape_probing_bench ways SECONDS [DEVICE]    rows of a table in Markdown, SECONDS a size; all that is
//                                                         compared takes turns; exit status 1 where a goal is missed
//        tiltscape_probing_bench steps SECONDS            LibTorch's version and steps a second of 64–32–10, as JSON
#include <fmt/format.h>
#include <torch/version.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <numeric>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/models/device_directions.h"
#include "core/models/device_options.h"
#include "core/models/devices.h"
#include "core/models/evaluate.h"
#include "core/models/experiment.h"
#include "core/models/outside.h"
#include "core/models/task.h"
#include "core/models/tensor_objective.h"
#include "core/optimizers/zo.h"
#include "core/problem.h"
#include "core/random.h"

namespace {

using namespace tiltscape;

constexpr double most_overhead = 1.10, least_gain = 2.0;
constexpr int pairs = 8;

struct Size {
  int hidden, batch;
};

/// Steps of zo in every way of probing, and what they cannot do without.
class Contest {
 public:
  static constexpr std::array ways{Probing::batched, Probing::sequential, Probing::in_place};

  Contest(Size size, const at::TensorOptions& options)
      : task_(task_of(size, Probing::batched, options)), source_(Generator::philox, 1) {
    use_threads(task_->threads);
    for (const Probing way : ways) {
      objectives_.emplace_back(task_of(size, way, options), source_);
      points_.emplace_back(task_->start());
    }
    std::vector<std::int64_t> first(static_cast<std::size_t>(size.batch));
    std::iota(first.begin(), first.end(), 0);
    minibatch_ = task_->train.at(first);
    model_ = task_->start().unsqueeze(0);
    stack_ = model_.expand({2 * pairs, task_->model->dimension()}).contiguous();
    drawn_.resize(static_cast<std::size_t>(task_->model->dimension()));
    part_.resize(std::size_t{1} << 13);
  }

  void step(std::size_t way) {
    objectives_[way].begin_step(++number_);
    zo_.step(objectives_[way], points_[way], number_);
  }

  void forward(Probing way) {
    if (way == Probing::batched) {
      stack_losses(*task_->model, minibatch_, stack_, losses_);
      return;
    }
    std::array<at::Tensor, 2 * pairs> losses;
    for (at::Tensor& loss : losses) {
      StackedBlocks blocks(model_);
      loss = blocks_loss(*task_->model, minibatch_, blocks);
    }
    if (!model_.is_cpu()) at::stack(losses).cpu();  // one wait
  }

  /// Kept directions are drawn once; in place, once for each side and once for the move, part by part.
  void draw(Probing way) {
    if (!model_.is_cpu()) return draw_on_device(way == Probing::in_place ? 3 : 1);
    if (way != Probing::in_place) {
      ++number_;
      for (std::uint32_t i = 0; i < pairs; ++i) source_.draw_one(Law::gaussian, number_, i, drawn_);
      return;
    }
    const std::size_t d = drawn_.size();
    for (std::uint32_t i = 0; i < 3 * pairs; ++i)
      for (std::size_t at = 0; at < d; at += part_.size())
        source_.draw_part(Law::gaussian, number_, i % pairs, at,
                          std::span(part_).first(std::min(part_.size(), d - at)));
    ++number_;
  }

 private:
  void draw_on_device(int times) {
    at::Tensor directions;
    for (int i = 0; i < times; ++i)
      directions = device_directions(Law::gaussian, source_.seed(), ++number_, pairs, task_->model->dimension(),
                                     model_.options());
    directions[0][0].item<double>();  // waits
  }

  static std::shared_ptr<const Task> task_of(Size size, Probing way, const at::TensorOptions& options) {
    ProblemSpec spec{.name = "mlp", .settings = Settings(find_problem("mlp").parameters)};
    spec.settings.set("hidden", std::int64_t{size.hidden});
    spec.settings.set("batch", std::int64_t{size.batch});
    spec.settings.set("probing", std::string(choice_name(way)));
    return make_task(spec, 1, 1, options);
  }

  std::shared_ptr<const Task> task_;
  DirectionSource source_;
  Zo<FlatTensor> zo_{.learning_rate = 1e-4,
                     .differences = {.rho = 1e-3, .pairs = pairs, .law = Law::gaussian, .slopes = {}}};
  std::vector<TensorObjective> objectives_;
  std::vector<FlatTensor> points_;
  Examples minibatch_;
  at::Tensor model_, stack_;
  std::array<double, 2 * pairs> losses_{};
  std::vector<double> drawn_, part_;
  std::uint64_t number_ = 0;
};

/// Appends the seconds of each of some calls, after one that warms the caches up. Processor time on the CPU: there is
/// one thread, and the median does not count the few calls before which another program had them.
template <class Work>
void time(bool on_cpu, int calls, std::vector<double>& seconds, Work work) {
  using Clock = std::chrono::steady_clock;
  work();
  for (int i = 0; i < calls; ++i) {
    const std::clock_t processor = std::clock();
    const auto began = Clock::now();
    work();
    seconds.push_back(on_cpu ? static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC
                             : std::chrono::duration<double>(Clock::now() - began).count());
  }
}

/// That which one in `parts` is below.
double quantile(std::vector<double> numbers, std::size_t parts) {
  std::ranges::sort(numbers);
  return numbers[numbers.size() / parts];
}

/// A way's seconds.
struct Times {
  std::vector<double> step, forward, draw;

  double overhead(std::size_t parts) const {
    return quantile(step, parts) / (quantile(forward, parts) + quantile(draw, parts));
  }
};
constexpr std::size_t half = 2, tenth = 10;

/// Prints the rows of a size; whether the goals are met.
bool compare(Size size, double seconds, const at::TensorOptions& options) {
  Contest contest(size, options);
  const bool on_cpu = options.device().is_cpu();
  std::array<Times, Contest::ways.size()> all;
  const auto take_turns = [&](int calls) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      time(on_cpu, calls, all[i].step, [&] { contest.step(i); });
      time(on_cpu, calls, all[i].forward, [&] { contest.forward(Contest::ways[i]); });
      time(on_cpu, calls, all[i].draw, [&] { contest.draw(Contest::ways[i]); });
    }
  };
  take_turns(2);  // makes scratch space
  const double once = all[1].step.back();
  all = {};
  const int calls = std::clamp(static_cast<int>(0.02 / once), 5, 40);
  const int turns = std::max(5, static_cast<int>(seconds / calls / 7.0 / once));
  for (int turn = 0; turn < turns; ++turn) take_turns(calls);
  const auto gain = [&](std::size_t parts) { return quantile(all[1].step, parts) / quantile(all[0].step, parts); };
  bool met = true;
  for (std::size_t i = 0; i < all.size(); ++i) {
    met &= all[i].overhead(half) <= most_overhead;
    fmt::print("| {} | {} | {} | {:.0f} | {:.0f} | {:.0f} | {:.2f} ({:.2f}) |", size.hidden, size.batch,
               choice_name(Contest::ways[i]), 1e6 * quantile(all[i].step, half), 1e6 * quantile(all[i].forward, half),
               1e6 * quantile(all[i].draw, half), all[i].overhead(half), all[i].overhead(tenth));
    if (Contest::ways[i] == Probing::sequential) fmt::print(" {:.2f} ({:.2f})", gain(half), gain(tenth));
    fmt::print(" |\n");
  }
  const bool goal = on_cpu && size.hidden == 32 && size.batch == 64;
  if (goal) met &= gain(half) >= least_gain;
  std::fflush(stdout);
  return met;
}

bool compare_all(double seconds, const std::string& device) {
  const at::TensorOptions options = options_for(device);
  fmt::print("zo, k = {}, gaussian, single precision, {}; medians, in brackets by the lowest tenths\n\n", pairs,
             device == "cpu" ? "one thread, processor time" : device_name(device) + ", time by the clock");
  fmt::print(
      "| hidden | batch | probing | step, µs | forward passes, µs | drawing, µs | step / (forward + drawing) (goal: "
      "at most {:.2f}) | batched faster by (goal with 32, 64: {:.0f}) |\n|---|---|---|---|---|---|---|---|\n",
      most_overhead, least_gain);
  bool met = true;
  std::vector<Size> sizes{{32, 64}, {32, 512}, {512, 64}, {512, 512}};
  if (!options.device().is_cpu()) sizes.insert(sizes.end(), {{4096, 512}, {16384, 512}});
  for (const Size size : sizes) met &= compare(size, seconds, options);
  return met;
}

/// As `tiltscape run` takes them, records aside.
void steps(double seconds) {
  const Experiment experiment = make_experiment(parse_scene(
      fmt::format("problem = {{ name = \"mlp\", hidden = 32, batch = 64 }}\nseed = 1\nthreads = 1\n"
                  "stop = {{ steps = 1_000_000_000 }}\nrecord_every = 1_000_000_000\n[[run]]\noptimizer = \"zo\"\n"
                  "learning_rate = 1e-4\nrho = 1e-3\npairs = {}\nlaw = \"gaussian\"\n[measures]\n",
                  pairs),
      "benchmark", {}, with_libtorch()));
  Run& run = *experiment.runs.at(0);
  Records records;
  run.advance(10, records);  // makes scratch space
  const auto began = std::chrono::steady_clock::now();
  const std::uint64_t before = run.step();
  double spent = 0.0;
  while (spent < seconds) {
    run.advance(100, records);
    spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  }
  fmt::print("{{\"libtorch\": \"{}\", \"steps_per_second\": {}}}\n", TORCH_VERSION,
             static_cast<double>(run.step() - before) / spent);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::string_view what = argc == 3 || argc == 4 ? argv[1] : "";
    if (what == "ways") return compare_all(std::stod(argv[2]), argc == 4 ? argv[3] : "cpu") ? 0 : 1;
    if (what != "steps" || argc != 3) throw std::invalid_argument("usage: ways SECONDS [DEVICE] | steps SECONDS");
    steps(std::stod(argv[2]));
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "tiltscape_probing_bench: {}\n", error.what());
    return 2;
  }
}
