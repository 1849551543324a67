// What is known of a data set beside its examples.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tiltscape {

/// Of a file nothing is known before it is read: features and classes are 0.
struct DataFacts {
  std::int64_t examples = 0;  ///< 0: as many as are asked for, or as the file has
  std::int64_t features = 0, classes = 0;
  std::vector<std::string> feature_names{};  ///< where the data name them
  std::vector<std::string> class_names{};    ///< where the data name them
  std::int64_t side = 0;                     ///< of square images, pixels row by row; 0 where examples are none
  std::vector<std::int64_t> shape{};         ///< of an example, where its features are no mere row
  std::int64_t tokens = 0;    ///< different ones, where features are tokens 0, 1, …; 0 where they are numbers
  bool padded = false;        ///< whether sequences end where token 0 begins
  bool standardise = false;   ///< where that is left to the data
  bool standardised = false;  ///< whether the examples have been
  std::string (*spelled)(std::span<const double>) = nullptr;  ///< a sequence of tokens for people
  std::string help{};

  bool known() const { return classes > 0; }
};

}  // namespace tiltscape
