// Numbers by std::from_chars, words beside those that are known.
#include "app/command_line_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "core/bad_input.h"
#include "core/scene.h"

namespace tiltscape {

CLI::Validator whole(std::uint64_t most) {
  return {[most](const std::string& text) {
            if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos)
              return text + (text.starts_with('-') ? " is negative" : " is not a whole number");
            std::uint64_t number = 0;
            const auto error = std::from_chars(text.data(), text.data() + text.size(), number).ec;
            return error == std::errc{} && number <= most ? std::string()
                                                          : fmt::format("{} is out of range; at most {}", text, most);
          },
          "", "whole"};
}

CLI::Validator picture_scale() {
  return {[](const std::string& text) {
            double number = 0.0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
            const bool good =
                error == std::errc{} && end == text.data() + text.size() && number >= 0.25 && number <= 8.0;
            return good ? std::string() : text + " is not a number from 0.25 to 8";
          },
          "", "scale"};
}

CLI::Validator named() {
  return {[](const std::string& text) { return std::string(text.empty() ? "the name is empty" : ""); }, "", "named"};
}

void check_command(const CLI::App& app, int argc, char** argv) {
  if (argc < 2) return;
  const std::string word = argv[1];
  if (word == "sweep") throw BadInput("tiltscape: " + word + " is not in this version");
  std::vector<std::string> commands;
  for (const CLI::App* command : app.get_subcommands({})) commands.push_back(command->get_name());
  const bool scene = std::ranges::any_of(gallery(), [&](const GalleryEntry& entry) { return entry.name == word; });
  std::error_code ignored;
  if (word.starts_with('-') || scene || std::ranges::count(commands, word) > 0 ||
      std::filesystem::exists(word, ignored))
    return;
  const bool more = argc > 2 && argv[2][0] != '-';
  if (more || !nearest(word, commands).empty()) throw BadInput("tiltscape: " + unknown("command", word, commands));
}

void refuse_words_before(const CLI::App& app) {
  if (app.get_subcommands().empty()) return;
  const std::string command = app.get_subcommands().front()->get_name();
  for (const CLI::Option* option : app.get_options())
    if (option->count() > 0)
      throw BadInput(fmt::format("tiltscape: {} is before {}; options and scenes belong after the command",
                                 option->get_name(), command));
}

std::string unexpected(const CLI::App& app) {
  const auto commands = app.get_subcommands();
  const CLI::App& command = commands.empty() ? app : *commands.front();
  const auto words = command.remaining();
  const auto found = std::ranges::find_if(words, [](const std::string& word) { return word.starts_with('-'); });
  if (found == words.end()) return fmt::format("'{}' was not expected", words.empty() ? std::string() : words.front());
  const std::string option = found->substr(0, found->find('='));
  std::vector<std::string> known;
  for (const CLI::Option* each : command.get_options())
    for (const std::string& name : each->get_lnames()) known.push_back("--" + name);
  const std::string near = nearest(option, known);
  return "unknown option " + option + (near.empty() ? "" : "; did you mean " + near + "?");
}

}  // namespace tiltscape
