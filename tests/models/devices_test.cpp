// Devices by name: what scenes may ask for, and what is said where there is none.
#include "core/models/devices.h"

#include "core/bad_input.h"
#include "core/models/cuda_driver.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

TEST(Devices, TheCpuIsAlwaysThereAndUnknownOnesNameTheNearest) {
  EXPECT_EQ(device_complaint("cpu"), "");
  EXPECT_EQ(device_name("cpu"), "cpu");
  EXPECT_EQ(take_peak_memory("cpu"), 0U);
  EXPECT_NE(device_complaint("cdua").find("did you mean 'cuda'"), std::string::npos);
  EXPECT_NE(device_complaint("tpu").find("cpu, cuda"), std::string::npos);
}

TEST(Devices, ADriverThatIsNoneSaysSo) {
  const CudaDriver missing = cuda_driver("libno-such-driver.so.1"), other = cuda_driver("libm.so.6");
  EXPECT_TRUE(missing.gpus.empty());
  EXPECT_TRUE(missing.problem.starts_with("there is no NVIDIA driver (libno-such-driver.so.1: ")) << missing.problem;
  EXPECT_TRUE(other.gpus.empty());
  EXPECT_EQ(other.problem, "the NVIDIA driver has no cuInit");
  EXPECT_EQ(described(other), other.problem);
}

TEST(Devices, DriversAreDescribedByTheirFirstGpu) {
  const Gpu gpu{.name = "Some GPU", .memory = std::uint64_t{3} << 29};
  EXPECT_EQ(described({.gpus = {gpu}, .version = "13.0"}), "Some GPU, 1.5 GiB (driver for CUDA 13.0)");
  EXPECT_EQ(described({.gpus = {gpu, gpu}, .version = "13.0"}),
            "Some GPU, 1.5 GiB (driver for CUDA 13.0), the first of 2");
}

TEST(Devices, WithoutAGpuAnExperimentOnOneIsRefusedInOneLine) {
  if (cuda_problem().empty()) GTEST_SKIP() << "there is a GPU here";
  Scene scene = mlp_scene({run_spec("gd", {})}, 5);
  scene.device = "cuda";
  try {
    make_experiment(scene);
    FAIL() << "made";
  } catch (const BadInput& error) {
    EXPECT_EQ(error.what(), "device 'cuda' is not available: " + cuda_problem() + "; write \"cpu\"");
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
  }
}

TEST(Devices, ResultsSayWhichTheyAreOf) {
  const Experiment experiment = make_experiment(mlp_scene({run_spec("gd", {})}, 5));
  EXPECT_EQ(experiment.runs.at(0)->info().device, "cpu");
}

}  // namespace
}  // namespace tiltscape
