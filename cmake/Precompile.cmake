# What most files include, compiled once a target: half of the time that a file took. Files include what they use all
# the same; scripts/lint reads them without (CMAKE_DISABLE_PRECOMPILE_HEADERS).
set(standard_headers <Eigen/Core> <fmt/format.h> <algorithm> <array> <cmath> <filesystem> <functional> <map> <memory>
  <optional> <span> <string> <string_view> <variant> <vector>)
