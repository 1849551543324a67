// The program as a shell meets it: exit statuses, one line for bad input and nothing written, files that repeat.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/export/png.h"

namespace tiltscape {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

struct Outcome {
  int status = -1;  ///< of exit; 1000 + the signal where one ended the program
  std::string out, err;
};

class Child {
 public:
  /// `errors`: where its standard error goes. Variables named in `without` are not passed on.
  Child(const Words& arguments, int out, int errors, const std::set<std::string>& without = {}) {
    Words words = {TILTSCAPE_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv, environment;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    for (char** variable = environ; *variable != nullptr; ++variable) {
      const std::string text(*variable);
      if (without.count(text.substr(0, text.find('='))) == 0) environment.push_back(*variable);
    }
    environment.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out, 1);
    posix_spawn_file_actions_adddup2(&actions, errors, 2);
    const int error = posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error(std::string("cannot start ") + TILTSCAPE_PROGRAM);
  }
  void interrupt() const { ::kill(pid_, SIGINT); }
  int wait() const {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }

 private:
  pid_t pid_ = -1;
};

std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return ends;
}

/// Reads both pipes to their ends.
void drain(int out, int err, Outcome& outcome) {
  std::array<pollfd, 2> ends = {pollfd{out, POLLIN, 0}, pollfd{err, POLLIN, 0}};
  std::array<char, 65536> buffer{};
  while (ends[0].fd >= 0 || ends[1].fd >= 0) {
    ::poll(ends.data(), ends.size(), -1);
    for (std::size_t i = 0; i < 2; ++i) {
      if (ends[i].fd < 0 || ends[i].revents == 0) continue;
      const ssize_t count = ::read(ends[i].fd, buffer.data(), buffer.size());
      if (count <= 0)
        ends[i].fd = -1;
      else
        (i == 0 ? outcome.out : outcome.err).append(buffer.data(), static_cast<std::size_t>(count));
    }
  }
}

Outcome tiltscape(const Words& arguments, const std::set<std::string>& without = {}) {
  const auto out = make_pipe(), err = make_pipe();
  const Child child(arguments, out[1], err[1], without);
  ::close(out[1]);
  ::close(err[1]);
  Outcome outcome;
  drain(out[0], err[0], outcome);
  ::close(out[0]);
  ::close(err[0]);
  outcome.status = child.wait();
  return outcome;
}

std::string contents(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// Rows of fields, quoted ones as RFC 4180 has them; no field of ours has a line break.
std::vector<Words> csv(const std::string& text) {
  std::vector<Words> rows;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    Words& row = rows.emplace_back(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (quoted && line[i] == '"' && i + 1 < line.size() && line[i + 1] == '"')
        row.back() += line[i++];
      else if (line[i] == '"')
        quoted = !quoted;
      else if (line[i] == ',' && !quoted)
        row.emplace_back();
      else
        row.back() += line[i];
    }
  }
  return rows;
}

class CommandLine : public testing::Test {
 protected:
  CommandLine() : folder_(fs::temp_directory_path() / ("tiltscape-command-line-" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~CommandLine() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }
  /// Everything below the folder, to see that nothing was written.
  std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) names.insert(entry.path().string());
    return names;
  }
  /// Exit status 2, one line on standard error that holds every one of `says`, nothing on standard output, no new file.
  void refused(const Words& arguments, const Words& says, const std::set<std::string>& without = {}) const {
    std::string shown;
    for (const auto& word : arguments) shown += " " + word;
    SCOPED_TRACE("tiltscape" + shown);
    const auto before = files();
    const Outcome outcome = tiltscape(arguments, without);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    ASSERT_FALSE(outcome.err.empty());
    EXPECT_EQ(outcome.err.find('\n'), outcome.err.size() - 1) << outcome.err;
    for (const auto& words : says)
      EXPECT_NE(outcome.err.find(words), std::string::npos) << words << " in " << outcome.err;
    EXPECT_EQ(files(), before);
  }
  void refused_scene(const std::string& text, const std::string& line, const Words& says) const {
    const std::string file = write("scene.toml", text);
    Words all = {file + ":" + line + ": "};
    all.insert(all.end(), says.begin(), says.end());
    refused({"run", file, "--out", path("out")}, all);
  }
  void refused_setting(const std::string& setting, const Words& says) const {
    Words all = {"--set " + setting + ": "};
    all.insert(all.end(), says.begin(), says.end());
    refused({"run", "tilt-chooses-the-minimum", "--set", setting, "--out", path("out")}, all);
  }

  fs::path folder_;
};

// -- bad scenes ------------------------------------------------------------------------------------------------------

TEST_F(CommandLine, RefusesFilesThatAreNoScenesNamingFileAndLine) {
  refused_scene("", "1", {"empty", "problem"});
  refused_scene("# nothing but a comment\n", "1", {"empty"});
  refused_scene("this is not TOML\n", "1", {"not valid TOML"});
  refused_scene("title = \"a\"\nproblem = {\n[[run]\n", "2", {"not valid TOML"});
  refused_scene(std::string("\x7f"
                            "ELF\x02\x01\x00\x00",
                            8),
                "1", {"not text"});
  refused_scene("title = \"fine\"\n\xff\xfe\n", "2", {"not text (byte 0xff)"});
  refused({"run", path("missing.toml"), "--out", path("out")}, {"missing.toml", "no such file"});
  refused({"run", path(""), "--out", path("out")}, {path("")});
}

TEST_F(CommandLine, RefusesUnknownNamesWithTheNearestOne) {
  const std::string problem = "problem = { name = \"sharpness-valley\" }\n", run = "[[run]]\noptimizer = \"zest\"\n";
  refused_scene("problem = { name = \"sharpness-vally\" }\n" + run, "1",
                {"sharpness-vally", "did you mean 'sharpness-valley'"});
  refused_scene(problem + "[[run]]\noptimizer = \"zezt\"\n", "3", {"zezt", "did you mean 'zest'"});
  refused_scene(problem + run + "tlit = 3\n", "4", {"tlit", "did you mean 'tilt'"});
  refused_scene(problem + "sede = 3\n" + run, "2", {"sede", "did you mean 'seed'"});
  refused_scene(problem + run + "law = \"spere\"\n", "4", {"spere", "did you mean 'sphere'"});
  refused_scene(problem + run + "estimator = \"naiv\"\n", "4", {"naiv", "did you mean 'naive'"});
  refused_scene(problem + run + "[measures]\ntracee = {}\n", "5", {"tracee", "did you mean 'trace'"});
  refused_scene(problem + "generator = \"numby\"\n" + run, "2", {"numby", "did you mean 'numpy'"});
  refused_scene(problem + run + "[view]\nsurface = \"tilde\"\n", "5", {"tilde", "did you mean 'tilted'"});
  refused_scene(problem + run + "[view]\ncolormap = \"viridi\"\n", "5", {"viridi", "did you mean 'viridis'"});
  refused_scene(problem + "device = \"cpi\"\n" + run, "2", {"cpi", "did you mean 'cpu'"});
}

TEST_F(CommandLine, RefusesScenesThatLackAPart) {
  refused_scene("problem = { name = \"himmelblau\" }\n", "1", {"no run"});
  refused_scene("problem = { name = \"himmelblau\" }\nrun = []\n", "2", {"no run"});
  refused_scene("[[run]]\noptimizer = \"gd\"\n", "1", {"no problem"});
  refused_scene("problem = { name = \"himmelblau\" }\n[[run]]\nlabel = \"a\"\n", "2", {"no optimizer"});
  refused_scene("problem = { name = \"himmelblau\" }\nstart = [1.0, 2.0, 3.0]\n[[run]]\noptimizer = \"gd\"\n", "2",
                {"start has 3 coordinates", "has 2"});
  refused_scene("problem = { name = \"himmelblau\" }\n[[run]]\noptimizer = \"gd\"\nstart = [1.0]\n", "4",
                {"start has 1 coordinates", "has 2"});
}

TEST_F(CommandLine, RefusesNumbersOutOfRangeNamingTheKey) {
  refused_setting("run.0.learning_rate=0", {"learning_rate"});
  refused_setting("run.0.learning_rate=-0.1", {"learning_rate"});
  refused_setting("run.0.learning_rate=inf", {"learning_rate"});
  refused_setting("run.0.learning_rate=nan", {"learning_rate"});
  refused_setting("run.0.pairs=0", {"pairs"});
  refused_setting("run.0.pairs=-4", {"pairs"});
  refused_setting("run.0.pairs=1000000000000", {"pairs"});
  refused_setting("run.0.pairs=2.5", {"pairs"});
  refused_setting("run.0.pairs=1", {"bias-corrected", "two pairs"});
  refused_setting("run.0.tilt=-1", {"tilt"});
  refused_setting("run.0.tilt=inf", {"tilt"});
  refused_setting("run.0.rho=-0.1", {"rho"});
  refused_setting("run.0.rho=0", {"rho"});
  refused_setting("run.1.rho=-0.1", {"rho"});
  refused_setting("stop={ steps = 0 }", {"stop.steps"});
  refused_setting("stop={ steps = -5 }", {"stop.steps"});
  refused_setting("stop={}", {"stop"});
  refused_setting("stop={ loss = nan }", {"stop.loss"});
  refused_setting("record_every=0", {"record_every"});
  refused_setting("threads=0", {"threads"});
  refused_setting("seed=-1", {"seed"});
  refused_setting("start=[2.5, inf, 0.5]", {"start[1]"});
  refused_setting("start=[2.5, 0.5]", {"start has 2 coordinates", "has 3"});
  refused_setting("problem={ name = \"product-valley\", dimension = 0 }", {"dimension"});
  refused_setting("measures.trace={ every = -1 }", {"every"});
  refused({"run", "twin-wells", "--set", "run.0.estimator=jackknife", "--set", "run.0.pairs=1", "--out", path("out")},
          {"two pairs", "jackknife"});
}

TEST_F(CommandLine, RefusesTextWhereANumberBelongsAndTheOtherWayRound) {
  refused_setting("run.0.tilt=much", {"tilt", "much", "number"});
  refused_setting("run.0.learning_rate=\"0.1\"", {"learning_rate", "number"});
  refused_setting("seed=lucky", {"seed", "lucky"});
  refused_setting("stop={ steps = \"ten\" }", {"stop.steps", "ten"});
  refused_setting("start=[a, b, c]", {});
  refused_setting("start=[\"a\", 0.5, 0.5]", {"start[0]", "number"});
  refused_setting("run.0.law=3", {"law"});
  refused_setting("title=3", {"title"});
  refused_setting("problem=himmelblau", {"problem", "name"});
}

// -- bad command lines -----------------------------------------------------------------------------------------------

TEST_F(CommandLine, RefusesBadOverrides) {
  refused({"run", "twin-wells", "--set", "seed", "--out", path("out")}, {"--set seed", "PATH=VALUE"});
  refused({"run", "twin-wells", "--set", "=3", "--out", path("out")}, {"PATH=VALUE"});
  refused_setting("run.9.tilt=3", {"entry"});
  refused_setting("run.x.tilt=3", {});
  refused_setting("run.*.tlit=3", {"did you mean 'tilt'"});
  refused_setting("nothing=3", {"nothing"});
  refused_setting("seed.more=3", {"more"});
  refused_setting("run..tilt=3", {"empty part"});
  refused_setting("seed=", {});
}

TEST_F(CommandLine, RefusesBadOptions) {
  refused({"run", "twin-wells", "--frobnicate"}, {"--frobnicate", "--help"});
  refused({"run"}, {"SCENE"});
  refused({"run", "twin-wells", "digits"}, {"digits"});
  refused({"run", "twin-wells", "--steps", "0", "--out", path("out")}, {"steps", "0"});
  refused({"run", "twin-wells", "--steps", "many"}, {"--steps", "many"});
  refused({"run", "twin-wells", "--steps", "-3"}, {"--steps", "-3"});
  refused({"run", "twin-wells", "--cost", "-3"}, {"--cost", "-3"});
  refused({"run", "twin-wells", "--steps", "3", "--cost", "3"}, {"--cost", "--steps"});
  refused({"run", "twin-wells", "--seed", "-1"}, {"--seed", "-1"});
  refused({"run", "twin-wells", "--seeds", "0"}, {"--seeds"});
  refused({"run", "twin-wells", "--jobs", "0"}, {"--jobs"});
  refused({"run", "twin-wells", "--jobs", "1.5"}, {"--jobs"});
  refused({"run", "twin-wells", "--device", "tpu", "--out", path("out")}, {"device", "tpu", "cpu"});
  refused({"run", "no-such-scene"}, {"no-such-scene", "did you mean", "twin-wells"});
  refused({"no-such-scene"}, {"no-such-scene", "did you mean"});
  refused({"list", "problem"}, {"problem", "did you mean 'problems'"});
  refused({"doctor", "--surgery"}, {"--surgery"});
}

TEST_F(CommandLine, RefusesFoldersThatCannotBeWrittenBeforeAnythingIsRun) {
  const std::string file = write("file", "");
  // a billion steps: that this ends at all says the folder was tried first
  refused({"run", "twin-wells", "--steps", "1000000000", "--set", "record_every=1000", "--out", file + "/below"},
          {file + "/below", "cannot be written"});
  refused({"run", "twin-wells", "--steps", "1000000000", "--set", "record_every=1000", "--out", file},
          {file, "cannot be written"});
  refused({"run", "twin-wells", "--steps", "1000000000", "--set", "record_every=1000", "--out", ""},
          {"--out", "empty"});
}

TEST_F(CommandLine, RefusesBadPictures) {
  const auto render = [this](const Words& more, const Words& says) {
    Words words = {"render", "twin-wells", "--at", "1"};
    words.insert(words.end(), more.begin(), more.end());
    refused(words, says);
  };
  const std::string picture = path("picture.png");
  render({}, {"--out"});
  for (const char* size : {"x", "100", "0x100", "100x", "100x100x3", "-5x100", "1e3x100", "99999x100", "10x10", "a b"})
    render({"-o", picture, "--size", size}, {"--size", size, "WIDTHxHEIGHT"});
  render({"-o", picture, "--theme", "drak"}, {"--theme", "drak", "dark"});
  render({"-o", picture, "--view", "landscap"}, {"view", "did you mean 'landscape'"});
  render({"-o", picture, "--scale", "0"}, {"--scale"});
  render({"-o", picture, "--scale", "a"}, {"--scale"});
  render({"-o", path("picture.jpg")}, {"picture.jpg", ".png"});
  render({"-o", path("picture")}, {"picture", ".png"});
  render({"-o", path("none/picture.png")}, {"none", "no folder"});
  render({"-o", write("file", "") + "/picture.png"}, {"no folder"});
  render({"-o", picture, "--set", "run.0.tilt=-1"}, {"tilt"});
  refused({"render", "twin-wells", "--set", "stop={ steps = 5 }", "-o", picture, "--at", "-1"}, {"--at", "-1"});
}

TEST_F(CommandLine, SaysInOneLineThatThereIsNoDisplayForAWindow) {
  refused({}, {"no display", "tiltscape run", "tiltscape render"}, {"DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"});
}

// -- what there is ---------------------------------------------------------------------------------------------------

TEST_F(CommandLine, PrintsItsVersionAndEveryCommandItHas) {
  const Outcome version = tiltscape({"--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_TRUE(version.out.starts_with("tiltscape 0.")) << version.out;
  EXPECT_EQ(std::ranges::count(version.out, '\n'), 1);
  const Outcome help = tiltscape({"--help"});
  EXPECT_EQ(help.status, 0);
  for (const char* command : {"run", "render", "list", "doctor", "--set", "--seed", "--version"})
    EXPECT_NE(help.out.find(command), std::string::npos) << command;
  const Outcome run = tiltscape({"run", "--help"});
  EXPECT_EQ(run.status, 0);
  for (const char* option :
       {"--set", "--seed", "--seeds", "--steps", "--cost", "--jobs", "--device", "--out", "--json"})
    EXPECT_NE(run.out.find(option), std::string::npos) << option;
}

TEST_F(CommandLine, ListsEverythingAsTextAndAsJson) {
  const std::map<std::string, Words> shelves = {
      {"problems",
       {"quadratic", "product-valley", "sharpness-valley", "twin-wells", "rosenbrock", "himmelblau", "beale", "ackley",
        "rastrigin", "styblinski-tang", "six-hump-camel", "mlp"}},
      {"optimizers", {"gd", "sam", "zo", "zest"}},
      {"laws", {"gaussian", "sphere"}},
      {"estimators", {"naive", "bias-corrected", "jackknife"}},
      {"measures", {"trace", "lambda_max", "accuracy", "test_accuracy"}},
      {"scenes",
       {"tilt-chooses-the-minimum", "product-valley", "twin-wells", "rosenbrock-race", "himmelblau-race", "digits"}},
      {"papers", {"zest", "tsam"}}};
  std::size_t total = 0;
  for (const auto& [shelf, names] : shelves) {
    const Outcome text = tiltscape({"list", shelf}), json = tiltscape({"list", shelf, "--json"});
    EXPECT_EQ(text.status, 0) << shelf;
    EXPECT_EQ(json.status, 0) << shelf;
    const auto list = nlohmann::json::parse(json.out);
    ASSERT_TRUE(list.is_array()) << shelf;
    total += list.size();
    std::set<std::string> found;
    for (const auto& entry : list) {
      for (const char* key : {"name", "title", "help"}) {
        ASSERT_TRUE(entry.contains(key) && entry[key].is_string()) << shelf << ": " << entry;
        EXPECT_FALSE(entry[key].get<std::string>().empty()) << shelf << ": " << entry;
      }
      found.insert(entry["name"].get<std::string>());
      EXPECT_NE(text.out.find(entry["name"].get<std::string>()), std::string::npos) << shelf;
      EXPECT_NE(text.out.find(entry["help"].get<std::string>()), std::string::npos) << shelf;
    }
    for (const auto& name : names) EXPECT_EQ(found.count(name), 1U) << name << " among " << shelf;
    EXPECT_EQ(found.size(), list.size()) << shelf << " names something twice";
  }
  const Outcome all = tiltscape({"list", "--json"});
  EXPECT_EQ(nlohmann::json::parse(all.out).size(), total);
  const Outcome text = tiltscape({"list"});
  EXPECT_EQ(text.status, 0);
  for (const auto& [shelf, names] : shelves) EXPECT_NE(text.out.find(shelf + "\n"), std::string::npos) << shelf;
}

TEST_F(CommandLine, DoctorTellsWhatTheMachineOffers) {
  const Outcome doctor = tiltscape({"doctor"});
  EXPECT_EQ(doctor.status, 0);
  for (const char* fact :
       {"tiltscape ", "processor ", "memory ", "libtorch ", "eigen ", "imgui ", "graphics ", "display ", "files "})
    EXPECT_NE(doctor.out.find(fact), std::string::npos) << fact;
}

// -- running ---------------------------------------------------------------------------------------------------------

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

TEST_F(CommandLine, LeavesThreeFilesThatRepeatTheRunByteForByte) {
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
  EXPECT_EQ(names, (std::set<std::string>{"records.csv", "summary.json", "scene.toml"}));
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
  EXPECT_EQ(with({"--cost", "10"}).status, 2) << "steps and cost exclude one another";
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
      "run", "digits", "--steps", "41", "--set", "measures.trace.every=20", "--set", "measures.trace.probes=4"};
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

/// A terminal for the program's standard error, so that it shows its progress.
struct Terminal {
  Terminal() : outer(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    ::grantpt(outer);
    ::unlockpt(outer);
    inner = ::open(::ptsname(outer), O_RDWR | O_NOCTTY | O_CLOEXEC);
  }
  ~Terminal() { ::close(outer); }
  int outer = -1, inner = -1;
};

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

}  // namespace
}  // namespace tiltscape
