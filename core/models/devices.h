// The devices that models run on: "cpu", and "cuda", which is the first NVIDIA GPU where there is one.
#pragma once

#include <cstdint>
#include <string>

namespace tiltscape {

/// Why LibTorch has no GPU here, or "".
std::string cuda_problem();

/// Why scenes cannot have a device, in the words of an error that lacks only its place, or "" where they can. Asking
/// for "cuda" loads LibTorch's library for GPUs, which has to happen before models run on the CPU: LibTorch looks for
/// its devices once.
std::string device_complaint(const std::string& device);

/// What results call a device: "cpu", or the GPU's name.
std::string device_name(const std::string& device);

struct MemoryUse {
  std::uint64_t in_use = 0, peak = 0;  ///< bytes
};
/// Of "cpu" the program's resident memory, now and the most since it started; of "cuda" what LibTorch holds there.
MemoryUse memory_use(const std::string& device);

/// The most bytes that LibTorch has held at once on the GPU since the last call; 0 on the CPU. Only once there are
/// tensors on it.
std::uint64_t take_peak_memory(const std::string& device);

}  // namespace tiltscape
