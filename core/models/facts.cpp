// What doctor says of LibTorch.
#include <ATen/Config.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <fmt/format.h>
#include <torch/version.h>

#include "core/models/cuda_driver.h"
#include "core/models/devices.h"
#include "core/models/experiment.h"

namespace tiltscape {
namespace {

/// The GPU, and why models do not run on it.
std::string cuda_fact() {
  const CudaDriver driver = cuda_driver();
  if (driver.gpus.empty()) return fmt::format("no GPU: {}; models run on the CPU", driver.problem);
  const std::string problem = cuda_problem();
  return fmt::format("GPU {}{}{}", described(driver), problem.empty() ? "" : "; models run on the CPU: ", problem);
}

}  // namespace

std::vector<std::string> libtorch_facts() {
  const auto& context = at::globalContext();
  const std::string blas = at::hasMKL() ? "MKL" : context.hasLAPACK() ? "LAPACK" : "built in";
  return {std::string("LibTorch ") + TORCH_VERSION,
          "BLAS " + blas + (at::hasOpenMP() ? ", OpenMP" : "") + (at::hasMKLDNN() ? ", oneDNN" : "") + ", " +
              at::get_cpu_capability(),
          "threads " + std::to_string(at::get_num_threads()) + " within a run, " +
              std::to_string(at::get_num_interop_threads()) + " between",
          cuda_fact()};
}

}  // namespace tiltscape
