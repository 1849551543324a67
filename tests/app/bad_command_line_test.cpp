// Bad command lines: exit status 2, one line that says what is wrong, and nothing written.
#include "tests/app/command_line_support.h"

namespace tiltscape {
namespace {

TEST_F(CommandLine, RefusesBadOverrides) {
  refused({"run", "twin-wells", "--set", "seed", "--out", path("out")}, {"--set seed", "PATH=VALUE"});
  refused({"run", "twin-wells", "--set", "=3", "--out", path("out")}, {"no path", "PATH=VALUE"});
  refused_setting("run.9.tilt=3", {"entry"});
  refused_setting("run.x.tilt=3", {});
  refused_setting("run.*.tlit=3", {"did you mean 'tilt'"});
  refused_setting("nothing=3", {"nothing"});
  refused_setting("run.1.tilt=3", {"zo has no tilt; zest, tsam have"});
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
  refused({"run", "no-such-scene"}, {"no-such-scene", "write one of", "twin-wells"});
  refused({"run", "twin-wels"}, {"twin-wels", "did you mean 'twin-wells'"});
  refused({"no-such-scene"}, {"no-such-scene", "write one of"});
  refused({"list", "problem"}, {"problem", "did you mean 'problems'"});
  refused({"doctor", "--surgery"}, {"--surgery"});
}

TEST_F(CommandLine, RefusesNumbersOutOfRangeNamingTheOptionThatWasTyped) {
  const std::string huge = "99999999999999999999";
  for (const char* option : {"--seed", "--steps", "--cost"})
    refused({"run", "twin-wells", option, huge}, {option, huge, "out of range"});
  refused({"render", "twin-wells", "-o", path("a.png"), "--at", huge}, {"--at", huge, "out of range"});
  refused({"run", "twin-wells", "--steps", "0"}, {"--steps 0: "});
  refused({"run", "twin-wells", "--device", "tpu"}, {"--device tpu: ", "cpu, cuda"});
  refused({"run", "twin-wells", "--device", ""}, {"--device", "empty"});
  refused({"run", "twin-wells", "--steps", "1", "--seeds", "2", "--seed", "9223372036854775807"}, {"--seeds 2: "});
}

TEST_F(CommandLine, RefusesWordsBeforeTheCommand) {
  refused({"--seed", "5", "run", "twin-wells"}, {"--seed is before run", "after the command"});
  refused({"--device", "tpu", "run", "twin-wells"}, {"--device", "after the command"});
  refused({"--set", "foo=1", "list", "laws"}, {"--set", "after the command"});
  refused({"twin-wells", "run", "twin-wells"}, {"SCENE", "after the command"});
}

TEST_F(CommandLine, NamesTheNearestCommandAndOption) {
  refused({"rum"}, {"unknown command 'rum'", "did you mean 'run'"});
  refused({"rum", "twin-wells"}, {"unknown command 'rum'", "did you mean 'run'"});
  refused({"run", "twin-wells", "--step", "5"}, {"unknown option --step;", "did you mean --steps?"});
  refused({"reproduce", "flat-minima-3"}, {"flat-minima-2"});
  refused({"reproduce"}, {"NAME"});
  refused({"sweep", "twin-wells", "--over", "run.0.tilt=1,2"}, {"sweep is not in this version"});
  refused({"run", "a\nb\x1b"}, {"a\\x0ab\\x1b"});
}

TEST_F(CommandLine, AFullDiskBehindStandardOutputIsAFailure) {
  for (const Words& words : {Words{"list", "laws"}, Words{"run", "twin-wells", "--steps", "1"}}) {
    const auto err = make_pipe();
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    const Child child(words, full, err[1]);
    EXPECT_EQ(child.wait(), 2);
    for (const int end : {full, err[0], err[1]}) ::close(end);
  }
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
  refused({"run", "twin-wells", "--steps", "1", "--out", path("none/" + std::string(300, 'a'))}, {"cannot be written"});
}

TEST_F(CommandLine, RefusesFoldersWithFilesThatAreNoResult) {
  for (const char* name : {"records.csv", "summary.json"}) {
    const std::string folder = path(std::string("of-") + name);
    fs::create_directories(folder);
    std::ofstream(folder + "/" + name) << "mine\n";
    refused({"run", "twin-wells", "--steps", "1", "--out", folder}, {folder, name, "no result", "another folder"});
    EXPECT_EQ(contents(folder + "/" + name), "mine\n");
  }
}

TEST_F(CommandLine, RefusesBadPictures) {
  const auto render = [this](const Words& more, const Words& says) {
    Words words = {"render", "twin-wells", "--at", "1"};
    words.insert(words.end(), more.begin(), more.end());
    refused(words, says);
  };
  const std::string picture = path("picture.png");
  render({}, {"--out"});
  for (const char* size : {"x", "100", "0x100", "100x", "100x100x3", "-5x100", "1e3x100", "99999x100", "10x10", "a b",
                           "64x64", "1000x100", "400x120", "639x400"})
    render({"-o", picture, "--size", size}, {"--size", size, "WIDTHxHEIGHT"});
  render({"-o", picture, "--size", "400x120"}, {"too small for the window", "960x600"});
  render({"-o", picture, "--size", "100x100", "--view", "slice"}, {"too small for the view", "160x120"});
  render({"-o", picture, "--size", "0x0"}, {"at least 960x600"});
  render({"-o", picture, "--size", "17000x700"}, {"too large", "16384"});
  render({"-o", picture, "--size", "9000x700", "--scale", "2"}, {"too large", "16384"});
  render({"-o", picture, "--scale", "nan"}, {"--scale", "nan", "0.25 to 8"});
  render({"-o", "/proc/x.png", "--view", "slice", "--size", "160x120"}, {"/proc/x.png", "cannot be written: "});
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

}  // namespace
}  // namespace tiltscape
