// The optimizers as a list with their descriptions, instantiated for landscapes.
#include <Eigen/Core>
#include <algorithm>

#include "core/bad_input.h"
#include "core/optimizers/all.h"

namespace tiltscape {

const std::vector<OptimizerEntry>& optimizers() {
  static const std::vector<OptimizerEntry> list = [] {
    std::vector<OptimizerEntry> entries;
    for_each_optimizer([&]<template <class> class Method>() {
      using Landscape = Method<Eigen::VectorXd>;
      OptimizerEntry entry = Landscape::entry();
      entry.parameters = parameters_of<Landscape>();
      entry.make = [] { return std::make_unique<OptimizerOf<Method, Eigen::VectorXd>>(); };
      entries.push_back(std::move(entry));
    });
    return entries;
  }();
  return list;
}

const OptimizerEntry& find_optimizer(std::string_view name) {
  const auto& list = optimizers();
  const auto found = std::ranges::find_if(list, [&](const OptimizerEntry& entry) {
    return entry.name == name || std::ranges::count(entry.aliases, name) > 0;
  });
  if (found != list.end()) return *found;
  std::vector<std::string> names;
  for (const auto& entry : list) names.push_back(entry.name);
  throw BadInput(unknown("optimizer", name, names));
}

}  // namespace tiltscape
