// Choosing a file in a pop-up: the folder with its files to click, and the name to type.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tiltscape {

class FileChooser {
 public:
  enum class Purpose { open, save };

  /// Before the pop-up opens: shows the folder of `file` (the current one where it has none) and its name. `ending` is
  /// that of the names to choose among; "" shows all. `own` is the file that may be written again without asking.
  void start(Purpose purpose, std::string ending, const std::filesystem::path& file,
             const std::filesystem::path& own = {});
  /// Draws into the current pop-up; returns the file once it is chosen. Sets `cancelled` when it is not to be chosen.
  std::optional<std::filesystem::path> draw(bool& cancelled);

  const std::filesystem::path& folder() const { return folder_; }
  /// Of the folder that is shown: its folders, then its files with that ending, each by name.
  const std::vector<std::filesystem::path>& folders() const { return folders_; }
  const std::vector<std::filesystem::path>& files() const { return files_; }

 private:
  void enter(const std::filesystem::path& folder);
  void list();
  /// What the typed name means: a file, or nothing where it was a folder (which is entered) or is to be confirmed.
  std::optional<std::filesystem::path> accept();
  std::optional<std::filesystem::path> buttons(bool accepted, bool& cancelled);

  Purpose purpose_ = Purpose::open;
  std::string ending_;
  std::filesystem::path folder_, own_;
  std::vector<std::filesystem::path> folders_, files_;
  std::string typed_;
  std::string trouble_;                      ///< why the folder cannot be read
  std::filesystem::path asks_to_overwrite_;  ///< empty: it does not ask
};

}  // namespace tiltscape
