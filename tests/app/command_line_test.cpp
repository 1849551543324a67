// The commands at work: exit statuses, files that repeat, interruptions, pictures.
#include <array>
#include <cstring>
#include <nlohmann/json.hpp>
#include <regex>

#include "app/export/png.h"
#include "tests/app/command_line_support.h"

namespace tiltscape {
namespace {

constexpr const char* with_change = R"(problem = { name = "sharpness-valley" }
start = [2.5, 0.5, 0.5]
seed = 13
stop = { steps = 400 }
record_every = 7
[[run]]
optimizer = "zest"
label = "tilted, \"quoted\""
learning_rate = 0.05
rho = 0.3
tilt = 4.0
pairs = 8
[[run.change]]
step = 123
tilt = 16.0
learning_rate = 0.02
[[run]]
optimizer = "zo"
learning_rate = { schedule = "cosine", from = 0.05, to = 0.001, steps = 300 }
[[run]]
optimizer = "sam"
[[run]]
optimizer = "gd"
seed = 4
)";

TEST_F(CommandLine, RunsOnAFormulaThatIsSetAndRepeatsIt) {
  const Words head = {"run", "your-formula", "--steps",
                      "50",  "--set",        "problem.formula=(x - y)**2 + 0.1*x**4 if x > -9 else 0"};
  Words one = head, two = head;
  one.insert(one.end(), {"--jobs", "1", "--out", path("one")});
  two.insert(two.end(), {"--jobs", "3", "--out", path("two")});
  const Outcome first = tiltscape(one);
  ASSERT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(tiltscape(two).status, 0);
  const std::string records = contents(path("one/records.csv"));
  EXPECT_EQ(csv(records).size(), 1 + 4 * 51U);
  EXPECT_EQ(contents(path("two/records.csv")), records) << "with three jobs";
  EXPECT_EQ(tiltscape({"run", path("one/scene.toml"), "--out", path("three")}).status, 0);
  EXPECT_EQ(contents(path("three/records.csv")), records) << "from the scene that was written";
}

TEST_F(CommandLine, LeavesFilesThatRepeatTheRunByteForByte) {
  const std::string scene = write("with-change.toml", with_change);
  const Outcome first = tiltscape({"run", scene, "--out", path("one"), "--jobs", "1"});
  ASSERT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(first.err, "");
  const std::string records = contents(path("one/records.csv"));
  const auto rows = csv(records);
  ASSERT_GT(rows.size(), 4U);
  EXPECT_TRUE(records.starts_with("run,seed,step,evaluations,gradients,cost,loss,")) << records.substr(0, 80);
  // 0, 7 … 399 and the last, of four runs
  EXPECT_EQ(rows.size(), 1 + 4 * (58 + 1U));
  const auto summary = nlohmann::json::parse(contents(path("one/summary.json")));
  ASSERT_EQ(summary.size(), 4U);
  for (const auto& run : summary) {
    EXPECT_EQ(run["status"], "done");
    EXPECT_EQ(run["steps"], 400);
    EXPECT_EQ(run["final"]["step"], 400);
  }
  EXPECT_EQ(summary[3]["seed"], 4);

  EXPECT_EQ(tiltscape({"run", scene, "--out", path("two"), "--jobs", "2"}).status, 0);
  EXPECT_EQ(contents(path("two/records.csv")), records) << "with two jobs";
  EXPECT_EQ(tiltscape({"run", path("one/scene.toml"), "--out", path("three")}).status, 0);
  EXPECT_EQ(contents(path("three/records.csv")), records) << "from the scene that was written";
  EXPECT_EQ(contents(path("three/scene.toml")), contents(path("one/scene.toml")));

  // the change is part of it
  EXPECT_EQ(tiltscape({"run", scene, "--set", "run.0.change.0.tilt=17", "--out", path("four")}).status, 0);
  EXPECT_NE(contents(path("four/records.csv")), records);
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(path("one"))) names.insert(entry.path().filename().string());
  EXPECT_EQ(names, (std::set<std::string>{"records.csv", "summary.json", "scene.toml", "parameters.npy"}));
  const std::string parameters = contents(path("one/parameters.npy"));
  EXPECT_EQ(contents(path("three/parameters.npy")), parameters);
  std::array<double, 2> last{};
  std::memcpy(last.data(), parameters.data() + parameters.size() - sizeof last, sizeof last);
  EXPECT_EQ(last[0], summary[3]["final"]["x1"]) << "where the last run ended";
  EXPECT_EQ(last[1], summary[3]["final"]["x2"]);
}

TEST_F(CommandLine, SeedsFollowOneAnotherAndEachIsAsIfAlone) {
  const Words scene = {"run", "twin-wells", "--steps", "30"};
  const auto with = [&scene](Words more) {
    more.insert(more.begin(), scene.begin(), scene.end());
    return tiltscape(more);
  };
  const Outcome three = with({"--seed", "5", "--seeds", "3", "--json", "--out", path("three")});
  ASSERT_EQ(three.status, 0) << three.err;
  const auto summary = nlohmann::json::parse(three.out);
  ASSERT_EQ(summary.size(), 12U);
  for (std::size_t i = 0; i < summary.size(); ++i) EXPECT_EQ(summary[i]["seed"], 5 + i % 3) << i;
  EXPECT_EQ(summary, nlohmann::json::parse(contents(path("three/summary.json"))));
  ASSERT_EQ(with({"--seed", "6", "--out", path("alone")}).status, 0);
  std::vector<Words> of_six, all = csv(contents(path("three/records.csv"))),
                             alone = csv(contents(path("alone/records.csv")));
  of_six.push_back(all.front());
  for (const auto& row : all)
    if (row.at(1) == "6") of_six.push_back(row);
  EXPECT_EQ(of_six, alone);
  const Outcome again = tiltscape({"run", path("three/scene.toml"), "--out", path("again")});
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_EQ(contents(path("again/records.csv")), contents(path("three/records.csv"))) << "all three seeds";
  EXPECT_EQ(contents(path("again/scene.toml")), contents(path("three/scene.toml")));
  EXPECT_EQ(with({"--cost", "10"}).status, 2) << "steps and cost exclude one another";
}

TEST_F(CommandLine, AResultIsReplacedAndSaidToBe) {
  const Words words = {"run", "twin-wells", "--steps", "3", "--out", path("out")};
  EXPECT_EQ(tiltscape(words).err, "");
  write("out/notes.txt", "mine\n");
  const std::string records = contents(path("out/records.csv"));
  Words longer = words;
  longer[3] = "4";
  const Outcome second = tiltscape(longer);
  EXPECT_EQ(second.status, 0);
  EXPECT_EQ(second.err, path("out") + ": replaced the result that was there\n");
  EXPECT_NE(contents(path("out/records.csv")), records);
  EXPECT_EQ(contents(path("out/notes.txt")), "mine\n");

  fs::create_directories(path("mine"));
  write("mine/scene.toml", with_change);
  refused({"run", path("mine/scene.toml"), "--out", path("mine")}, {path("mine"), "scene.toml", "no result"});
  EXPECT_EQ(contents(path("mine/scene.toml")), with_change);
}

TEST_F(CommandLine, TheTableCallsCoordinatesAsTheAxesDo) {
  const Outcome plane = tiltscape({"run", "twin-wells", "--steps", "3"});
  EXPECT_TRUE(std::regex_search(plane.out, std::regex("lambda_max +x +y +seconds"))) << plane.out;
  const Outcome many = tiltscape({"run", "twin-wells", "--steps", "3", "--set",
                                  "problem={ name = \"rosenbrock\", dimension = 4 }", "--set", "start=default"});
  EXPECT_TRUE(std::regex_search(many.out, std::regex("lambda_max +x₀ +x₁ +seconds"))) << many.out << many.err;
}

TEST_F(CommandLine, StopsByCost) {
  const Outcome run = tiltscape({"run", "twin-wells", "--cost", "300", "--json"});
  ASSERT_EQ(run.status, 0) << run.err;
  const auto summary = nlohmann::json::parse(run.out);
  EXPECT_EQ(summary[0]["steps"], 10) << "ZEST: 2 × 16 a step";
  EXPECT_EQ(summary[3]["steps"], 100) << "GD: 3 a step";
}

TEST_F(CommandLine, ARunThatDivergesKeepsItsRecordsAndTheOthersGoOn) {
  const std::string wild = "[[run]]\noptimizer = \"gd\"\nlabel = \"wild\"\nlearning_rate = 1.0\n";
  const std::string head = "problem = { name = \"himmelblau\" }\nstart = [5.0, 4.0]\nstop = { steps = 50 }\n";
  const std::string scene =
      write("one.toml", head + wild + "[[run]]\noptimizer = \"gd\"\nlabel = \"tame\"\nlearning_rate = 0.001\n");
  const Outcome one = tiltscape({"run", scene, "--out", path("one")});
  EXPECT_EQ(one.status, 0) << one.err;
  EXPECT_NE(one.out.find("wild (seed 0): diverged at step "), std::string::npos) << one.out;
  const auto summary = nlohmann::json::parse(contents(path("one/summary.json")));
  EXPECT_EQ(summary[0]["status"], "diverged");
  EXPECT_TRUE(summary[0]["message"].get<std::string>().starts_with("diverged at step "));
  EXPECT_EQ(summary[1]["status"], "done");
  EXPECT_EQ(summary[1]["steps"], 50);
  const std::string records = contents(path("one/records.csv"));
  EXPECT_EQ(records.find("nan"), std::string::npos);
  EXPECT_EQ(records.find("inf"), std::string::npos);
  const auto rows = csv(records);
  EXPECT_EQ(std::ranges::count_if(rows, [](const auto& row) { return row[0] == "tame"; }), 51);
  EXPECT_GE(std::ranges::count_if(rows, [](const auto& row) { return row[0] == "wild"; }), 2);

  const Outcome all = tiltscape({"run", write("all.toml", head + wild), "--out", path("all")});
  EXPECT_EQ(all.status, 1);
  EXPECT_NE(all.out.find("wild (seed 0): diverged at step "), std::string::npos) << all.out;
  EXPECT_TRUE(fs::exists(path("all/records.csv")));
}

TEST_F(CommandLine, DigitsRunAndRepeatWithOneJobAndTwo) {
  const Words scene = {
      "run", "digits", "--steps", "41", "--set", "measures.trace.every=20", "--set", "measures.trace.budget=8"};
  for (const char* jobs : {"1", "2"}) {
    Words words = scene;
    words.insert(words.end(), {"--jobs", jobs, "--out", path(jobs)});
    const Outcome run = tiltscape(words);
    ASSERT_EQ(run.status, 0) << run.err;
  }
  const std::string records = contents(path("1/records.csv"));
  EXPECT_TRUE(
      records.starts_with("run,seed,step,evaluations,gradients,cost,loss,accuracy,test_accuracy,trace,trace_stderr\n"))
      << records.substr(0, 120);
  EXPECT_EQ(csv(records).size(), 1 + 4 * 4U);
  EXPECT_EQ(contents(path("2/records.csv")), records);
}

TEST_F(CommandLine, InterruptedRunsLeaveWhatTheyComputed) {
  const Terminal terminal;
  ASSERT_GE(terminal.inner, 0);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  const Child child({"run", "twin-wells", "--steps", "1000000000", "--set", "record_every=1000", "--out", path("out")},
                    nowhere, terminal.inner);
  ::close(terminal.inner);
  ::close(nowhere);
  std::string shown;
  std::array<char, 4096> buffer{};
  ssize_t count = 0;
  while (shown.find(": step ") == std::string::npos &&
         (count = ::read(terminal.outer, buffer.data(), buffer.size())) > 0)
    shown.append(buffer.data(), static_cast<std::size_t>(count));
  ASSERT_NE(shown.find(": step "), std::string::npos) << shown;
  child.interrupt();
  while (::read(terminal.outer, buffer.data(), buffer.size()) > 0) {
  }
  EXPECT_EQ(child.wait(), 130);
  const auto summary = nlohmann::json::parse(contents(path("out/summary.json")));
  const auto rows = csv(contents(path("out/records.csv")));
  ASSERT_EQ(summary.size(), 4U);
  for (const auto& run : summary) {
    EXPECT_EQ(run["status"], "interrupted");
    EXPECT_EQ(run["final"]["step"], run["steps"]);
    std::string last;
    for (const auto& row : rows)
      if (row[0] == run["run"]) last = row[2];
    EXPECT_EQ(last, std::to_string(run["steps"].get<std::uint64_t>()));
  }
}

TEST_F(CommandLine, RendersWithoutADisplayInTheSizeAskedFor) {
  const std::string picture = path("picture.png");
  const Outcome render = tiltscape({"render", "twin-wells", "-o", picture, "--at", "20", "--size", "400x300", "--scale",
                                    "1.5", "--view", "landscape"},
                                   {"DISPLAY", "WAYLAND_DISPLAY"});
  ASSERT_EQ(render.status, 0) << render.err;
  EXPECT_EQ(render.out + render.err, "");
  const Image image = read_picture(picture);
  EXPECT_EQ(image.width, 600);
  EXPECT_EQ(image.height, 450);
  EXPECT_GT(std::set<int>(image.rgba.begin(), image.rgba.end()).size(), 100U) << "shades, not an empty picture";
}

TEST_F(CommandLine, EveryViewCanBeDrawnInItsSmallestSize) {
  const std::string picture = path("picture.png");
  for (const char* view : {"window", "landscape", "curves", "experiment", "step", "Flatness"}) {
    const bool window = view == std::string("window");
    const Outcome render = tiltscape(
        {"render", "twin-wells", "-o", picture, "--at", "1", "--view", view, "--size", window ? "960x600" : "160x120"});
    EXPECT_EQ(render.status, 0) << view << ": " << render.err;
    EXPECT_EQ(read_picture(picture).width, window ? 960 : 160);
  }
}

TEST_F(CommandLine, APictureOfRunsThatAllDivergedIsDrawnAndSaysSo) {
  const std::string scene = write("diverges.toml",
                                  "problem = { name = \"rosenbrock\" }\nstop = { steps = 200 }\n[[run]]\n"
                                  "optimizer = \"gd\"\nlearning_rate = 10.0\n");
  EXPECT_EQ(tiltscape({"run", scene}).status, 1);
  EXPECT_EQ(tiltscape({"render", scene, "-o", path("a.png"), "--view", "curves", "--size", "200x150"}).status, 1);
  EXPECT_TRUE(fs::exists(path("a.png")));
}

TEST_F(CommandLine, APictureOfAStepThatThereIsNotSaysSo) {
  const std::string picture = path("picture.png");
  const Words words = {"render", "twin-wells", "-o",      picture, "--size", "200x150",
                       "--view", "curves",     "--steps", "20",    "--at"};
  for (const char* at : {"20", "21"}) {
    Words all = words;
    all.emplace_back(at);
    const Outcome render = tiltscape(all);
    EXPECT_EQ(render.status, 0);
    EXPECT_EQ(render.err,
              at == std::string("20") ? "" : picture + ": shows step 20, where the runs end; there is no step 21\n");
  }
}

}  // namespace
}  // namespace tiltscape
