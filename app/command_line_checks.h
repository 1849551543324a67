// What CLI11 lets through and a user would not: numbers out of range, misspelt commands, words in the wrong place.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

namespace tiltscape {

/// A whole number, at most `most`. CLI11 takes "-1" for a huge one, and what does not fit for the largest one.
CLI::Validator whole(std::uint64_t most);
/// Pixels a point. CLI::Range lets NaN through.
CLI::Validator picture_scale();
/// Not empty.
CLI::Validator named();

/// Throws BadInput for a first word that is neither command nor scene: CLI11 would take it for the window's scene and
/// blame the next one.
void check_command(const CLI::App& app, int argc, char** argv);
/// Throws BadInput for words before a command: CLI11 would leave them to the window, which does not open.
void refuse_words_before(const CLI::App& app);
/// The first option nobody knows, with the nearest that is known.
std::string unexpected(const CLI::App& app);

}  // namespace tiltscape
