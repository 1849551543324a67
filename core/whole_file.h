// A file that is there whole or not at all: written beside its place, moved there at the end.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace tiltscape {

/// Every failure throws BadInput "DIR: cannot be written …; …"; without commit() nothing is left.
class WholeFile {
 public:
  explicit WholeFile(std::filesystem::path path);
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  void write(std::string_view text);
  void flush();
  /// Closes the file and moves it to its place, over what was there.
  void commit();

  static void put(const std::filesystem::path& path, std::string_view text);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  [[noreturn]] void fail(int error) const;

  std::filesystem::path path_, temporary_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace tiltscape
