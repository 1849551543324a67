// Asks libcuda.so.1, found at run time, through the few functions of its C interface that name GPUs.
#include "core/models/cuda_driver.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <array>
#include <stdexcept>

namespace tiltscape {
namespace {

/// The driver stays loaded: it does not bear being unloaded, and LibTorch uses it next.
class Library {
 public:
  explicit Library(const std::string& name) : handle_(dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ == nullptr) throw std::runtime_error(fmt::format("there is no NVIDIA driver ({})", dlerror()));
  }
  /// Calls a function of the interface, each of which returns 0 or an error's number.
  template <class... Arguments>
  void call(const char* name, Arguments... arguments) const {
    using Function = int (*)(Arguments...);
    const auto function = reinterpret_cast<Function>(dlsym(handle_, name));
    if (function == nullptr) throw std::runtime_error(fmt::format("the NVIDIA driver has no {}", name));
    if (const int error = function(arguments...); error != 0) throw std::runtime_error(failed(name, error));
  }

 private:
  static std::string failed(const char* name, int error) {
    constexpr int no_device = 100;
    if (error == no_device) return "the NVIDIA driver finds no GPU";
    return fmt::format("the NVIDIA driver does not start ({} gives error {})", name, error);
  }

  void* handle_;
};

Gpu gpu(const Library& driver, int index) {
  int device = 0;
  std::array<char, 256> name{};
  std::size_t bytes = 0;
  driver.call("cuDeviceGet", &device, index);
  driver.call("cuDeviceGetName", name.data(), static_cast<int>(name.size()), device);
  driver.call("cuDeviceTotalMem_v2", &bytes, device);
  return {.name = name.data(), .memory = bytes};
}

}  // namespace

CudaDriver cuda_driver(const std::string& library) {
  CudaDriver found;
  try {
    const Library driver(library);
    int version = 0, count = 0;
    driver.call("cuInit", 0U);
    driver.call("cuDriverGetVersion", &version);
    driver.call("cuDeviceGetCount", &count);
    found.version = fmt::format("{}.{}", version / 1000, version % 1000 / 10);
    for (int i = 0; i < count; ++i) found.gpus.push_back(gpu(driver, i));
    if (count == 0) found.problem = "the NVIDIA driver finds no GPU";
  } catch (const std::runtime_error& error) {
    found.gpus.clear();
    found.problem = error.what();
  }
  return found;
}

std::string described(const CudaDriver& driver) {
  if (driver.gpus.empty()) return driver.problem;
  constexpr double gibibyte = 1 << 30;
  const Gpu& first = driver.gpus.front();
  return fmt::format("{}, {:.1f} GiB (driver for CUDA {}){}", first.name, static_cast<double>(first.memory) / gibibyte,
                     driver.version,
                     driver.gpus.size() > 1 ? fmt::format(", the first of {}", driver.gpus.size()) : "");
}

}  // namespace tiltscape
