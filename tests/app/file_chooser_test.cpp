// The file chooser: folders and scenes listed, names typed, and a question before another file is overwritten.
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/widgets/file_button.h"
#include "app/widgets/file_chooser.h"
#include "core/whole_file.h"
#include "tests/app/widget_support.h"

namespace tiltscape {
namespace {

/// A folder with two scenes, a picture, a hidden file and two folders.
class FileChooserTest : public WidgetTest {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::weakly_canonical(std::filesystem::temp_directory_path()) /
              ("tiltscape-chooser-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_ / "beta");
    std::filesystem::create_directories(folder_ / "alpha");
    for (const char* name : {"two.toml", "one.toml", "picture.png", ".hidden.toml", "alpha/inner.toml"})
      WholeFile::put(folder_ / name, "format = 1\n");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void draw() {
    const auto widget = [this] {
      bool cancelled = false;
      if (const auto file = chooser_.draw(cancelled)) chosen_ = *file;
      cancelled_ = cancelled_ || cancelled;
    };
    frame(widget, 0.1F, {600.0F, 400.0F});
  }
  void press(ImGuiKey which) {
    ImGui::GetIO().AddKeyEvent(which, true);
    draw();
    ImGui::GetIO().AddKeyEvent(which, false);
    draw();
  }
  /// Over what the name field holds.
  void enter(const std::string& name) {
    click_at(200.0F, field());
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
    press(ImGuiKey_A);
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
    ImGui::GetIO().AddInputCharactersUTF8(name.c_str());
    draw();
    press(ImGuiKey_Enter);
  }
  void click_at(float x, float y) {
    move(x, y);
    draw();
    WidgetTest::press(true);
    draw();
    WidgetTest::press(false);
    draw();
  }
  static float line_height() { return ImGui::GetTextLineHeightWithSpacing(); }
  float list_top() const { return line_height(); }  // the test window has no padding
  float field() const { return line_height() + 224.0F + 8.0F + 14.0F; }
  float buttons() const { return field() + 14.0F + 8.0F + 14.0F; }
  /// The line of the list: 0 is "..".
  void click_line(int line) { click_at(60.0F, list_top() + (static_cast<float>(line) + 0.4F) * line_height()); }

  std::filesystem::path folder_;
  FileChooser chooser_;
  std::optional<std::filesystem::path> chosen_;
  bool cancelled_ = false;
};

TEST_F(FileChooserTest, ListsFoldersAndScenesInOrderAndEntersFolders) {
  chooser_.start(FileChooser::Purpose::open, ".toml", folder_ / "");
  draw();
  draw();
  EXPECT_EQ(chooser_.folder(), folder_);
  EXPECT_EQ(chooser_.folders(), (std::vector{folder_ / "alpha", folder_ / "beta"}));
  EXPECT_EQ(chooser_.files(), (std::vector{folder_ / "one.toml", folder_ / "two.toml"}));
  click_line(1);
  EXPECT_EQ(chooser_.folder(), folder_ / "alpha");
  EXPECT_EQ(chooser_.files(), std::vector{folder_ / "alpha/inner.toml"});
  click_line(0);
  EXPECT_EQ(chooser_.folder(), folder_);
  click_line(4);
  EXPECT_FALSE(chosen_.has_value());
  click_at(40.0F, buttons());
  EXPECT_EQ(chosen_, folder_ / "two.toml");
  chosen_.reset();
  enter("beta");
  EXPECT_EQ(chooser_.folder(), folder_ / "beta");
  EXPECT_FALSE(chosen_.has_value());
  enter("../one");
  EXPECT_EQ(std::filesystem::weakly_canonical(chosen_.value()), folder_ / "one.toml");
}

TEST_F(FileChooserTest, AddsTheExtensionAndAsksBeforeItOverwritesAnotherFile) {
  chooser_.start(FileChooser::Purpose::save, ".toml", folder_ / "one.toml", folder_ / "one.toml");
  draw();
  draw();
  enter("three");
  EXPECT_EQ(chosen_, folder_ / "three.toml");
  chosen_.reset();
  enter("one");
  EXPECT_EQ(chosen_, folder_ / "one.toml") << "its own file";
  chosen_.reset();
  enter("two.toml");
  EXPECT_FALSE(chosen_.has_value());
  click_at(40.0F + 108.0F, buttons() + line_height());
  EXPECT_FALSE(chosen_.has_value());
  EXPECT_FALSE(cancelled_) << "back, not away";
  enter("two");
  enter("four");
  EXPECT_EQ(chosen_, folder_ / "four.toml") << "another name is another question";
  chosen_.reset();
  enter("two");
  EXPECT_FALSE(chosen_.has_value());
  click_at(40.0F, buttons() + line_height());
  EXPECT_EQ(chosen_, folder_ / "two.toml");
}

TEST_F(FileChooserTest, ShowsTheFilesWithTheEndingThatIsWanted) {
  chooser_.start(FileChooser::Purpose::open, ".png", folder_ / "");
  EXPECT_EQ(chooser_.files(), std::vector{folder_ / "picture.png"});
  chooser_.start(FileChooser::Purpose::open, "", folder_ / "");
  EXPECT_EQ(chooser_.files(), (std::vector{folder_ / "one.toml", folder_ / "picture.png", folder_ / "two.toml"}));
  draw();
  draw();
  enter("picture.png");
  EXPECT_EQ(chosen_, folder_ / "picture.png") << "nothing is added to it";
}

TEST_F(FileChooserTest, SaysThatAFolderCannotBeReadAndCancels) {
  chooser_.start(FileChooser::Purpose::open, ".toml", folder_ / "gone" / "scene.toml");
  draw();
  draw();
  EXPECT_TRUE(chooser_.files().empty());
  press(ImGuiKey_Escape);
  EXPECT_TRUE(cancelled_);
}

TEST_F(FileChooserTest, AButtonPutsTheFileThatIsChosenInPlaceOfTheOther) {
  std::string file = (folder_ / "one.toml").string();
  bool chosen = false;
  const auto next = [&] { frame([&] { chosen |= file_button("file", 30.0F, "", file); }, 0.1F, {600.0F, 400.0F}); };
  next();  // what is under the mouse is known of windows that were there
  move(15.0F, 15.0F);
  next();
  for (const bool down : {true, false}) {
    WidgetTest::press(down);
    next();
  }
  for (int i = 0; i < 10 && !ImGui::GetIO().WantTextInput; ++i) next();
  ASSERT_TRUE(ImGui::GetIO().WantTextInput) << "the pop-up is there, its field to type in";
  ImGui::GetIO().AddInputCharactersUTF8("picture.png");  // over the name that is selected
  next();
  for (const bool down : {true, false}) {
    ImGui::GetIO().AddKeyEvent(ImGuiKey_Enter, down);
    next();
  }
  EXPECT_TRUE(chosen);
  EXPECT_EQ(file, folder_ / "picture.png");
}

}  // namespace
}  // namespace tiltscape
