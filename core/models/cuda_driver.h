// The NVIDIA GPUs of this machine, as their driver tells; LibTorch is not needed to ask.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tiltscape {

struct Gpu {
  std::string name;
  std::uint64_t memory = 0;  ///< bytes
};

struct CudaDriver {
  std::vector<Gpu> gpus{};
  std::string version{};  ///< the newest CUDA that the driver runs: "13.0"
  std::string problem{};  ///< why there are no GPUs
};

/// Asks the driver, which is loaded for it. `library` is another one in tests.
CudaDriver cuda_driver(const std::string& library = "libcuda.so.1");

/// The first GPU and what else there is: "NVIDIA H100 80GB HBM3, 79.2 GiB (driver for CUDA 13.0)"; the problem where
/// there is none.
std::string described(const CudaDriver& driver);

}  // namespace tiltscape
