// Both kinds are zip archives; those of modules hold the constants of their code.
#include "core/models/pt_file.h"

#include <c10/util/Exception.h>
#include <caffe2/serialize/inline_container.h>

#include <array>
#include <fstream>
#include <string_view>

namespace tiltscape {

PtFile pt_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::array<char, 2> start{};
  if (!in.read(start.data(), start.size())) return PtFile::none;
  if (start[0] == '\x80') return PtFile::old;  // a bare pickle
  if (std::string_view(start.data(), start.size()) != "PK") return PtFile::none;
  try {
    caffe2::serialize::PyTorchStreamReader archive(file);
    if (archive.hasRecord("constants.pkl")) return PtFile::module;
    return archive.hasRecord("data.pkl") ? PtFile::tensors : PtFile::none;
  } catch (const c10::Error&) {  // another archive, or a torn one
    return PtFile::none;
  }
}

}  // namespace tiltscape
