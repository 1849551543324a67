// What the tests of the command line share: the program as a child with its exit status and what it printed, and a
// folder of its own for each test.
#pragma once

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
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace tiltscape {

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

inline std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return ends;
}

/// Reads both pipes to their ends.
inline void drain(int out, int err, Outcome& outcome) {
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

inline Outcome tiltscape(const Words& arguments, const std::set<std::string>& without = {}) {
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

inline std::string contents(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// Rows of fields, quoted ones as RFC 4180 has them; no field of ours has a line break.
inline std::vector<Words> csv(const std::string& text) {
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

}  // namespace tiltscape
