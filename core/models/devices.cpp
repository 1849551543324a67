// Finds the GPU and loads libtorch_cuda.so, which the program is not linked with: one binary for machines with and
// without one.
#include "core/models/devices.h"

#include <ATen/Context.h>
#include <c10/core/CachingDeviceAllocator.h>
#include <dlfcn.h>
#include <fmt/format.h>
#include <link.h>

#include <filesystem>
#include <fstream>

#include "core/bad_input.h"
#include "core/models/cuda_driver.h"
#include "core/models/device_options.h"

namespace tiltscape {
namespace {

constexpr const char* cuda_library = "libtorch_cuda.so";

/// Beside the libtorch_cpu.so in use; its bare name, for the loader to find, where there is none.
std::string library_path() {
  void* const cpu = dlopen("libtorch_cpu.so", RTLD_NOW | RTLD_NOLOAD);
  link_map* map = nullptr;
  std::string path = cuda_library;
  if (cpu != nullptr && dlinfo(cpu, RTLD_DI_LINKMAP, static_cast<void*>(&map)) == 0) {
    const auto beside = std::filesystem::path(map->l_name).parent_path() / cuda_library;
    if (std::error_code ignored; std::filesystem::exists(beside, ignored)) path = beside.string();
  }
  if (cpu != nullptr) dlclose(cpu);
  return path;
}

}  // namespace

std::string cuda_problem() {
  const CudaDriver driver = cuda_driver();
  if (driver.gpus.empty()) return driver.problem;
  // found again at every call, and never unloaded: it registers itself with LibTorch
  if (dlopen(library_path().c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr)
    return fmt::format("LibTorch's CUDA libraries cannot be loaded ({}), scripts/setup --gpu installs them", dlerror());
  if (at::hasCUDA()) return {};
  if (!at::globalContext().hasCUDART())
    return "models have run on the CPU since the program started, open this scene from the command line";
  return fmt::format("LibTorch's CUDA does not start with this driver, which is for CUDA {}", driver.version);
}

std::string device_complaint(const std::string& device) {
  if (device == "cpu") return {};
  if (device != "cuda") return unknown("device", device, {"cpu", "cuda"});
  const std::string problem = cuda_problem();
  return problem.empty() ? "" : fmt::format("device 'cuda' is not available: {}; write \"cpu\"", problem);
}

std::string device_name(const std::string& device) {
  if (device != "cuda") return device;
  const CudaDriver driver = cuda_driver();
  return driver.gpus.empty() ? device : driver.gpus.front().name;
}

MemoryUse memory_use(const std::string& device) {
  if (device == "cuda") {
    if (!at::hasCUDA()) return {};
    constexpr auto all = static_cast<std::size_t>(c10::CachingAllocator::StatType::AGGREGATE);
    const auto held = at::getDeviceAllocator(at::kCUDA)->getDeviceStats(0).allocated_bytes.at(all);
    return {static_cast<std::uint64_t>(held.current), static_cast<std::uint64_t>(held.peak)};
  }
  MemoryUse use;
  std::ifstream file("/proc/self/status");
  std::string key, rest;
  while (file >> key) {
    if (key == "VmRSS:") file >> use.in_use;
    if (key == "VmHWM:") file >> use.peak;
    std::getline(file, rest);
  }
  return {use.in_use * 1024, use.peak * 1024};
}

std::uint64_t take_peak_memory(const std::string& device) {
  if (device != "cuda") return 0;
  constexpr auto all = static_cast<std::size_t>(c10::CachingAllocator::StatType::AGGREGATE);
  auto* const memory = at::getDeviceAllocator(at::kCUDA);
  const auto peak = memory->getDeviceStats(0).allocated_bytes.at(all).peak;
  memory->resetPeakStats(0);
  return static_cast<std::uint64_t>(peak);
}

at::TensorOptions options_for(const std::string& device) {
  if (const std::string complaint = device_complaint(device); !complaint.empty()) throw BadInput(complaint);
  if (device == "cuda") return at::TensorOptions(at::kFloat).device(at::Device(at::kCUDA, 0));
  static_cast<void>(at::hasCUDA());  // LibTorch looks now: whether a GPU can come later does not depend on luck
  return at::TensorOptions(at::kFloat).device(at::kCPU);
}

}  // namespace tiltscape
