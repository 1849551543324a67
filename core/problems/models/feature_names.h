// What the shipped tables measure, as scikit-learn names it.
#pragma once

#include <string>
#include <vector>

namespace tiltscape {

inline std::vector<std::string> iris_features() {
  return {"sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"};
}

inline std::vector<std::string> wine_features() {
  return {"alcohol",         "malic acid",      "ash",        "alcalinity of ash",
          "magnesium",       "total phenols",   "flavanoids", "nonflavanoid phenols",
          "proanthocyanins", "color intensity", "hue",        "OD280/OD315 of diluted wines",
          "proline"};
}

/// Of each of ten measures of cell nuclei the mean, then the standard error, then the worst.
inline std::vector<std::string> breast_cancer_features() {
  std::vector<std::string> names;
  for (const char* form : {"mean ", "", "worst "})
    for (const char* measure : {"radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity",
                                "concave points", "symmetry", "fractal dimension"})
      names.push_back(std::string(form) + measure + (*form == '\0' ? " error" : ""));
  return names;
}

}  // namespace tiltscape
