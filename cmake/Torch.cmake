# tiltscape_torch: LibTorch for the CPU, linked by full path. The package's own CMake files insist on a CUDA toolkit;
# here libtorch_cuda.so is left to dlopen at run time, which finds it through the program's RPATH.
# TILTSCAPE_TORCH (environment or cache) names another LibTorch: the folder that holds include/ and lib/.
set(TILTSCAPE_TORCH "$ENV{TILTSCAPE_TORCH}" CACHE PATH "LibTorch to use instead of the wheel's")
if(TILTSCAPE_TORCH)
  set(torch_root "${TILTSCAPE_TORCH}")
else()
  set(torch_root "${TILTSCAPE_DEPS}/torch")
endif()
foreach(file lib/libtorch_cpu.so lib/libc10.so include/torch/csrc/api/include/torch/torch.h)
  if(NOT EXISTS "${torch_root}/${file}")
    message(FATAL_ERROR "${torch_root} holds no ${file}; run scripts/setup or set TILTSCAPE_TORCH")
  endif()
endforeach()

add_library(tiltscape_torch INTERFACE)
target_include_directories(tiltscape_torch SYSTEM INTERFACE
  "${torch_root}/include" "${torch_root}/include/torch/csrc/api/include")
# LibTorch's include folder brings its own fmt, newer than the system's library: use that one header-only.
target_compile_definitions(tiltscape_torch INTERFACE FMT_HEADER_ONLY=1)
target_link_libraries(tiltscape_torch INTERFACE "${torch_root}/lib/libtorch_cpu.so" "${torch_root}/lib/libc10.so")
target_link_options(tiltscape_torch INTERFACE "LINKER:-rpath,${torch_root}/lib")
