// Result files: their exact form, that they are whole, and that a scene written beside them is the scene that was run.
#include "core/results.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/bad_input.h"
#include "tests/folder_test.h"

namespace tiltscape {
namespace {

namespace fs = std::filesystem;

class Results : public FolderTest {
 protected:
  static std::string contents(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
  }
};

const std::string text =
    "problem = { name = \"himmelblau\" }\nseed = 7\n[[run]]\noptimizer = \"zest\"\nlabel = \"ZEST, t = "
    "\\\"4\\\"\"\n[[run]]\noptimizer = \"gd\"\n";

RunResult result(const std::string& label, std::uint64_t seed) {
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  RunResult r;
  r.info.label = label;
  r.info.seed = seed;
  r.info.columns = {.names = {"loss", "trace", "trace_stderr", "x0"}, .charts = 1};
  r.status = Status::done;
  r.step = 5;
  r.seconds = 0.25;
  r.records.steps = {0, 5};
  r.records.counts = {{.evaluations = 0, .gradients = 0}, {.evaluations = 80, .gradients = 2}};
  r.records.seconds = {0.0, 0.25};
  r.records.values = {0.1, nothing, nothing, 1.0, 77.0, 88.0, 1e-20, 1.0 / 3.0, 2.5, -4.0, 77.0, 88.0};
  return r;
}

TEST_F(Results, RecordsInLongForm) {
  write_results(folder_, parse_scene(text, "s.toml"), {result("ZEST, t = \"4\"", 7), result("GD", 7)});
  EXPECT_EQ(contents(folder_ / "records.csv"),
            "run,seed,step,evaluations,gradients,cost,loss,trace,trace_stderr,x0\n"
            "\"ZEST, t = \"\"4\"\"\",7,0,0,0,0,0.1,,,1\n"
            "\"ZEST, t = \"\"4\"\"\",7,5,80,2,86,1e-20,0.3333333333333333,2.5,-4\n"
            "GD,7,0,0,0,0,0.1,,,1\n"
            "GD,7,5,80,2,86,1e-20,0.3333333333333333,2.5,-4\n");
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& file : fs::directory_iterator(folder_)) ++files;
  EXPECT_EQ(files, 3U);
}

TEST_F(Results, ParametersAreAnArrayOfNumPyARowARun) {
  auto first = result("a", 7), second = result("b", 7), failed = result("c", 7);
  first.point = std::make_shared<const Vector>(Vector{{1.0, -2.5}});
  second.point = std::make_shared<const Vector>(Vector{{1e-300, 0.1}});
  write_results(folder_, parse_scene(text, "s.toml"), {first, second, failed});
  const std::string file = contents(folder_ / "parameters.npy");
  // as np.lib.format describes version 1.0
  EXPECT_EQ(file.substr(0, 8), std::string("\x93NUMPY\x01\x00", 8));
  const auto length = static_cast<unsigned char>(file[8]) + 256U * static_cast<unsigned char>(file[9]);
  EXPECT_EQ((10 + length) % 64, 0U);
  const std::string header = file.substr(10, length);
  EXPECT_TRUE(header.starts_with("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }  ")) << header;
  EXPECT_EQ(header.back(), '\n');
  ASSERT_EQ(file.size(), 10 + length + 6 * sizeof(double));
  std::array<double, 6> numbers{};
  std::memcpy(numbers.data(), file.data() + 10 + length, sizeof numbers);
  EXPECT_EQ(std::vector(numbers.begin(), numbers.begin() + 4), (std::vector{1.0, -2.5, 1e-300, 0.1}));
  EXPECT_TRUE(std::isnan(numbers[4]) && std::isnan(numbers[5])) << "nobody knows where it ended";
  write_results(folder_, parse_scene(text, "s.toml"), {failed});
  EXPECT_FALSE(fs::exists(folder_ / "parameters.npy")) << "they would be another result's";
}

TEST_F(Results, SummarySaysHowEachRunEnded) {
  auto diverged = result("GD", 8);
  diverged.status = Status::diverged;
  diverged.message = "diverged at step 6";
  auto empty = result("GD", 9);
  empty.records = {};
  const Scene scene = parse_scene(text, "s.toml");
  write_results(folder_, scene, {result("ZEST, t = \"4\"", 7), diverged});
  const auto list = nlohmann::json::parse(contents(folder_ / "summary.json"));
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0]["run"], "ZEST, t = \"4\"");
  EXPECT_EQ(list[0]["status"], "done");
  EXPECT_EQ(list[0]["device"], "cpu");
  EXPECT_EQ(list[0]["steps"], 5);
  EXPECT_EQ(list[0]["seconds"], 0.25);
  EXPECT_EQ(list[0]["final"]["loss"], 1e-20);
  EXPECT_EQ(list[0]["final"]["cost"], 86);
  EXPECT_EQ(list[0]["final"]["x0"], -4.0);
  EXPECT_EQ(list[1]["label"], "GD");
  EXPECT_EQ(list[1]["seed"], 8);
  EXPECT_EQ(list[1]["status"], "diverged");
  EXPECT_EQ(list[1]["message"], "diverged at step 6");
  EXPECT_TRUE(nlohmann::json::parse(summary_json(scene, {empty, empty}))[0]["final"].is_null());
  empty.status = Status::failed;
  EXPECT_EQ(nlohmann::json::parse(summary_json(scene, {empty, empty}))[0]["status"], "failed");
}

TEST_F(Results, SceneKeepsLiveChanges) {
  const Scene scene = parse_scene(text, "s.toml");
  auto changed = result("ZEST", 7);
  Settings settings;
  settings.set("tilt", 8.0);
  changed.changes = {{.step = 3, .settings = settings}};
  write_results(folder_, scene, {changed, result("GD", 7)});
  const Scene again = load_scene((folder_ / "scene.toml").string());
  EXPECT_EQ(again.runs[0].changes, changed.changes);
  EXPECT_TRUE(again.runs[1].changes.empty());
  Scene without = again;
  without.runs[0].changes.clear();
  EXPECT_EQ(without, scene);
  EXPECT_EQ(scene_with_changes(scene, {changed, changed, result("GD", 7), result("GD", 8)}).runs[0].changes.size(), 1U);
}

TEST_F(Results, UnwritableFoldersAreNamedBeforehand) {
  const auto complaint = [](const fs::path& dir) {
    try {
      check_writable(dir);
    } catch (const BadInput& error) {
      return std::string(error.what());
    }
    return std::string("no complaint");
  };
  std::ofstream(folder_ / "file") << "x";
  for (const fs::path& bad :
       {folder_ / "file", folder_ / "file" / "below", fs::path("/proc/tiltscape"), fs::path("/proc/tiltscape/below")}) {
    EXPECT_TRUE(complaint(bad).starts_with(bad.string() + ": cannot be written (")) << complaint(bad);
    EXPECT_NE(complaint(bad).find("; name a folder you may write to"), std::string::npos);
  }
  EXPECT_EQ(complaint(folder_ / "a" / "b"), "no complaint");
  EXPECT_FALSE(fs::exists(folder_ / "a"));
  EXPECT_EQ(complaint(folder_), "no complaint");
  EXPECT_TRUE(fs::exists(folder_ / "file"));
  fs::create_directories(folder_ / "taken" / "records.csv");
  EXPECT_TRUE(complaint(folder_ / "taken").starts_with((folder_ / "taken").string() + ": cannot be written ("));
  EXPECT_THROW(write_results(folder_ / "file", parse_scene(text, "s.toml"), {result("a", 1)}), BadInput);
}

TEST_F(Results, AFullDiskLeavesNoPartOfAFile) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  // the temporary's name leads to a device without space
  fs::create_symlink("/dev/full", folder_ / (".records.csv." + std::to_string(getpid())));
  EXPECT_THROW(write_results(folder_, parse_scene(text, "s.toml"), {result("a", 1), result("b", 1)}), BadInput);
  EXPECT_FALSE(fs::exists(folder_ / "records.csv"));
  EXPECT_FALSE(fs::exists(folder_ / "summary.json"));
}

TEST_F(Results, DigitsGiveEveryDoubleBack) {
  auto many = result("a", 1);
  many.records = {};
  many.info.columns = {.names = {"loss"}, .charts = 0};
  std::uint64_t bits = 1;
  for (std::uint64_t i = 0; i < 50'000; ++i) {
    bits = bits * 6364136223846793005U + 1442695040888963407U;
    const double value = std::bit_cast<double>(bits & 0xBFEFFFFFFFFFFFFFU);  // finite
    many.records.steps.push_back(i);
    many.records.counts.push_back({});
    many.records.seconds.push_back(0.0);
    many.records.values.push_back(value);
  }
  write_results(folder_, parse_scene(text, "s.toml"), {many, many});
  std::istringstream rows(contents(folder_ / "records.csv"));
  std::string row;
  std::getline(rows, row);
  for (int pass = 0; pass < 2; ++pass)
    for (const double value : many.records.values) {
      ASSERT_TRUE(std::getline(rows, row));
      ASSERT_EQ(std::strtod(row.c_str() + row.rfind(',') + 1, nullptr), value) << row;
    }
  EXPECT_FALSE(std::getline(rows, row));
}

TEST_F(Results, ReplaceResultsAndNothingElse) {
  const Scene scene = parse_scene(text, "s.toml");
  EXPECT_FALSE(holds_result(folder_));
  EXPECT_FALSE(holds_result(folder_ / "none"));
  std::ofstream(folder_ / "notes.txt") << "mine\n";
  EXPECT_FALSE(holds_result(folder_));
  write_results(folder_, scene, {result("ZEST, t = \"4\"", 7), result("GD", 7)});
  EXPECT_TRUE(holds_result(folder_));
  EXPECT_NO_THROW(check_writable(folder_)) << "a result may be replaced";
  write_results(folder_, scene, {result("a", 7), result("b", 7)});
  EXPECT_NE(contents(folder_ / "records.csv").find("\nb,7,5,"), std::string::npos);
  EXPECT_EQ(contents(folder_ / "notes.txt"), "mine\n");
  fs::remove(folder_ / "scene.toml");
  EXPECT_TRUE(holds_result(folder_)) << "one of the files will do";
}

TEST_F(Results, RefuseAFolderWithSomebodysOwnScene) {
  std::ofstream(folder_ / "scene.toml") << "# my scene\n" << text;
  try {
    check_writable(folder_);
    ADD_FAILURE() << "it would be replaced";
  } catch (const BadInput& error) {
    EXPECT_EQ(error.what(),
              folder_.string() + ": holds a scene.toml that is no result; name another folder, or move that file");
  }
  EXPECT_EQ(contents(folder_ / "scene.toml"), "# my scene\n" + text);
}

TEST_F(Results, RefuseAFolderWithFilesThatAreNoResult) {
  for (const char* name : {"records.csv", "summary.json", "parameters.npy"}) {
    std::ofstream(folder_ / name) << "mine\n";
    EXPECT_THROW(check_writable(folder_), BadInput) << name;
    std::ofstream(folder_ / "scene.toml") << written_by << "\n";  // a saved scene alone makes no result
    EXPECT_THROW(check_writable(folder_), BadInput) << name;
    fs::remove(folder_ / "scene.toml");
    fs::remove(folder_ / name);
  }
}

}  // namespace
}  // namespace tiltscape
