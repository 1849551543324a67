// The pop-up's folder list, name field and buttons.
#include "app/widgets/file_chooser.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <utility>

#include "app/fonts.h"
#include "app/icons.h"
#include "app/theme.h"

namespace tiltscape {
namespace {

namespace fs = std::filesystem;

constexpr float width = 520.0F, list_height = 224.0F, button_width = 100.0F;

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}
bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

}  // namespace

void FileChooser::start(Purpose purpose, std::string ending, const fs::path& file, const fs::path& own) {
  purpose_ = purpose;
  ending_ = std::move(ending);
  std::error_code error;
  own_ = own;
  asks_to_overwrite_.clear();
  typed_ = file.filename().string();
  enter(file.has_parent_path() ? file.parent_path() : fs::current_path(error));
}

void FileChooser::enter(const fs::path& folder) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(fs::absolute(folder, error), error);
  folder_ = error || whole.empty() ? folder : whole;
  list();
}

void FileChooser::list() {
  folders_.clear();
  files_.clear();
  std::error_code error;
  for (fs::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
    const fs::path& path = entry->path();
    if (path.filename().string().starts_with('.')) continue;
    if (is_folder(path))
      folders_.push_back(path);
    else if (path.filename().string().ends_with(ending_))
      files_.push_back(path);
  }
  trouble_ = error ? "This folder cannot be read: " + error.message() : "";
  std::ranges::sort(folders_);
  std::ranges::sort(files_);
}

std::optional<fs::path> FileChooser::accept() {
  if (typed_.empty()) return {};
  const fs::path path = folder_ / typed_;  // a whole path stays as it was typed
  if (is_folder(path)) {
    typed_.clear();
    enter(path);
    return {};
  }
  fs::path ended = path;
  if (!typed_.ends_with(ending_)) ended += ending_;
  if (purpose_ == Purpose::save) {
    std::error_code error;
    if (!is_there(ended) || fs::equivalent(ended, own_, error)) return ended;
    asks_to_overwrite_ = ended;
    return {};
  }
  return is_there(path) ? path : ended;  // whoever opens it says where there is no such file
}

std::optional<fs::path> FileChooser::buttons(bool accepted, bool& cancelled) {
  const bool escape = ImGui::IsKeyPressed(ImGuiKey_Escape);
  if (!asks_to_overwrite_.empty()) {
    ImGui::TextWrapped("%s is there already. Overwrite it?", asks_to_overwrite_.filename().string().c_str());
    const bool overwrite = ImGui::Button("Overwrite", {button_width, 0});
    ImGui::SameLine();
    const fs::path file = asks_to_overwrite_;
    if (ImGui::Button("Back", {button_width, 0}) || escape || overwrite) asks_to_overwrite_.clear();
    return overwrite ? std::optional(file) : std::nullopt;
  }
  accepted = ImGui::Button(purpose_ == Purpose::open ? "Open" : "Save", {button_width, 0}) || accepted;
  ImGui::SameLine();
  cancelled = ImGui::Button("Cancel", {button_width, 0}) || escape;
  return accepted ? accept() : std::nullopt;
}

std::optional<fs::path> FileChooser::draw(bool& cancelled) {
  ImGui::PushTextWrapPos(width);
  muted(folder_.string().c_str());
  ImGui::PopTextWrapPos();
  bool accepted = false;
  std::optional<fs::path> entered;
  const auto line = [](const char* icon, const std::string& name) {
    return ImGui::Selectable((std::string(icon) + "  " + name).c_str(), false,
                             ImGuiSelectableFlags_NoAutoClosePopups | ImGuiSelectableFlags_AllowDoubleClick);
  };
  if (ImGui::BeginChild("##list", {width, list_height}, ImGuiChildFlags_Borders)) {
    if (folder_ != folder_.root_path() && line(icon::folder, "..")) entered = folder_.parent_path();
    for (const fs::path& folder : folders_)
      if (line(icon::folder, folder.filename().string())) entered = folder;
    for (const fs::path& file : files_)
      if (line(icon::journal_text, file.filename().string())) {
        typed_ = file.filename().string();
        asks_to_overwrite_.clear();
        accepted = ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
      }
    if (!trouble_.empty()) ImGui::TextWrapped("%s", trouble_.c_str());
    if (trouble_.empty() && files_.empty())
      muted((ending_.empty() ? std::string("no files here") : "no " + ending_ + " files here").c_str());
  }
  ImGui::EndChild();
  if (entered) enter(*entered);
  std::array<char, 1024> buffer{};
  typed_.copy(buffer.data(), buffer.size() - 1);
  ImGui::SetNextItemWidth(width);
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  accepted = ImGui::InputText("##name", buffer.data(), buffer.size(),
                              ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll) ||
             accepted;
  if (typed_ != buffer.data()) asks_to_overwrite_.clear();  // that was another file
  typed_ = buffer.data();
  return buttons(accepted, cancelled);
}

}  // namespace tiltscape
