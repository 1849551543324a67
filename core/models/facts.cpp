// What doctor says of LibTorch.
#include <ATen/Config.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/version.h>

#include "core/models/experiment.h"

namespace tiltscape {

std::vector<std::string> libtorch_facts() {
  const auto& context = at::globalContext();
  const std::string blas = at::hasMKL() ? "MKL" : context.hasLAPACK() ? "LAPACK" : "built in";
  return {std::string("LibTorch ") + TORCH_VERSION,
          "BLAS " + blas + (at::hasOpenMP() ? ", OpenMP" : "") + (at::hasMKLDNN() ? ", oneDNN" : "") + ", " +
              at::get_cpu_capability(),
          "threads " + std::to_string(at::get_num_threads()) + " within a run, " +
              std::to_string(at::get_num_interop_threads()) + " between",
          std::string("CUDA ") + (at::hasCUDA() ? "there" : "not loaded; models run on the CPU")};
}

}  // namespace tiltscape
