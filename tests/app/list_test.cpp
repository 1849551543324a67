// What there is, as the program tells: its version, help, lists and the machine.
#include <sys/ioctl.h>

#include <nlohmann/json.hpp>

#include "tests/app/command_line_support.h"

namespace tiltscape {
namespace {

/// The text with every run of spaces and line breaks as one space.
std::string one_line(const std::string& text) {
  std::istringstream words(text);
  std::string line;
  for (std::string word; words >> word;) line += (line.empty() ? "" : " ") + word;
  return line;
}

Words lines_of(const std::string& text) {
  std::istringstream stream(text);
  Words lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

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
        "rastrigin", "styblinski-tang", "six-hump-camel", "expression", "mlp", "cnn", "transformer", "svm", "logistic",
        "torchscript"}},
      {"optimizers", {"gd", "momentum", "adam", "sam", "asam", "tsam", "zo", "zo-adam", "zest"}},
      {"laws", {"gaussian", "sphere"}},
      {"estimators", {"naive", "bias-corrected", "jackknife"}},
      {"measures", {"trace", "lambda_max", "accuracy", "test_accuracy"}},
      {"scenes",
       {"tilt-chooses-the-minimum", "product-valley", "twin-wells", "rosenbrock-race", "himmelblau-race",
        "your-formula", "digits"}},
      {"papers", {"zest", "tsam"}},
      {"reproductions", {"flat-minima-2", "flat-minima-2-breast-cancer"}}};
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
      EXPECT_NE(one_line(text.out).find(one_line(entry["help"].get<std::string>())), std::string::npos) << shelf;
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

TEST_F(CommandLine, ListsFitTheTerminal) {
  for (const char* shelf : {"", "problems", "optimizers", "laws", "estimators", "measures", "scenes", "papers"}) {
    const Outcome list = shelf[0] == 0 ? tiltscape({"list"}) : tiltscape({"list", shelf});
    std::size_t widest = 0;
    std::set<std::size_t> starts;  // of what stands beside the names
    for (const std::string& line : lines_of(list.out)) {
      widest = std::max(widest, characters(line));
      const std::size_t name = line.find_first_not_of(' ');
      if (name == std::string::npos || name == 0) continue;
      if (name > 2) starts.insert(name);  // a continued line
      if (name == 2) starts.insert(line.find_first_not_of(' ', line.find(' ', name)));
    }
    EXPECT_LE(widest, 80U) << shelf;
    EXPECT_EQ(starts.size(), 1U) << "not aligned: " << shelf;
  }
}

TEST_F(CommandLine, ListsFitANarrowTerminal) {
  const Terminal terminal;
  ASSERT_GE(terminal.inner, 0);
  const winsize size{.ws_row = 24, .ws_col = 57, .ws_xpixel = 0, .ws_ypixel = 0};
  ASSERT_EQ(::ioctl(terminal.outer, TIOCSWINSZ, &size), 0);
  const Child child({"list", "estimators"}, terminal.inner, terminal.inner);
  ::close(terminal.inner);
  std::string shown;
  std::array<char, 4096> buffer{};
  ssize_t count = 0;
  while ((count = ::read(terminal.outer, buffer.data(), buffer.size())) > 0)
    shown.append(buffer.data(), static_cast<std::size_t>(count));
  EXPECT_EQ(child.wait(), 0);
  std::erase(shown, '\r');
  std::size_t widest = 0;
  for (const std::string& line : lines_of(shown)) widest = std::max(widest, characters(line));
  EXPECT_LE(widest, 57U) << shown;
  EXPECT_GT(widest, 45U) << shown;
}

TEST_F(CommandLine, DoctorTellsWhatTheMachineOffers) {
  const Outcome doctor = tiltscape({"doctor"});
  EXPECT_EQ(doctor.status, 0);
  for (const char* fact :
       {"tiltscape ", "processor ", "memory ", "libtorch ", "eigen ", "imgui ", "graphics ", "display ", "files "})
    EXPECT_NE(doctor.out.find(fact), std::string::npos) << fact;
}

}  // namespace
}  // namespace tiltscape
