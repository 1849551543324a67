// Files written whole or not at all.
#include "core/whole_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/bad_input.h"

namespace tiltscape {

WholeFile::WholeFile(std::filesystem::path path)
    : path_(std::move(path)),
      temporary_(path_.parent_path() / fmt::format(".{}.{}", path_.filename().string(), getpid())) {
  file_.reset(std::fopen(temporary_.c_str(), "wb"));
  if (!file_) fail(errno);
  if (std::filesystem::is_directory(path_)) {
    file_.reset();
    std::filesystem::remove(temporary_);
    fail(EISDIR);
  }
}

WholeFile::~WholeFile() {
  if (!file_) return;
  file_.reset();
  std::error_code ignored;
  std::filesystem::remove(temporary_, ignored);
}

void WholeFile::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) fail(errno);
}

void WholeFile::flush() {
  if (std::fflush(file_.get()) != 0) fail(errno);
}

void WholeFile::commit() {
  flush();  // a full disk shows here, while the file still goes away by itself
  std::error_code error;
  std::filesystem::rename(temporary_, path_, error);
  if (error) fail(error.value());
  file_.reset();
}

void WholeFile::put(const std::filesystem::path& path, std::string_view text) {
  WholeFile file(path);
  file.write(text);
  file.commit();
}

void WholeFile::fail(int error) const {
  throw BadInput(fmt::format("{}: cannot be written ({}: {}); name a folder you may write to",
                             path_.parent_path().string(), path_.filename().string(),
                             std::generic_category().message(error)));
}

}  // namespace tiltscape
