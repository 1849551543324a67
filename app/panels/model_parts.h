// The faces of the model panel, a file each.
#pragma once

#include <imgui.h>

#include "app/gl/texture.h"
#include "app/laboratory.h"
#include "app/panels/model_watch.h"

namespace tiltscape {

/// The plane of inputs as a picture, made once an answer.
struct BoundaryPicture {
  std::uint64_t number = 0;  ///< of the answer
  int theme = -1;
  InputBox box{};
  gl::Texture texture{};
};

/// Of the picture below, where it is drawn next.
double boundary_aspect();
/// Where in the plane of inputs which class is the surest, the examples upon it, and the other runs' boundaries.
void model_boundary(const Laboratory& lab, const ModelAnswer& answer, BoundaryPicture& picture);

/// The test examples that are taken for another class, the surest first; images as pictures.
void model_mistakes(const Classifier& classifier, const Predictions& predictions);

/// How many test examples of each class are taken for each.
void model_confusion(const Classifier& classifier, const Predictions& predictions);

/// Architecture, parameters, data, device and speed.
void model_facts(const Laboratory& lab, const RunView& run, const Predictions& predictions);

}  // namespace tiltscape
