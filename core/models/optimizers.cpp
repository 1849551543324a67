// Every optimizer, instantiated for tensors.
#include "core/models/optimizers.h"

#include <stdexcept>

#include "core/optimizers/all.h"

namespace tiltscape {

std::unique_ptr<Optimizer<FlatTensor>> make_model_optimizer(std::string_view name) {
  const std::string& full_name = find_optimizer(name).name;
  std::unique_ptr<Optimizer<FlatTensor>> made;
  for_each_optimizer([&]<template <class> class Method>() {
    if (Method<FlatTensor>::entry().name == full_name) made = std::make_unique<OptimizerOf<Method, FlatTensor>>();
  });
  if (!made) throw std::logic_error("no optimizer of tensors is called " + full_name);
  return made;
}

}  // namespace tiltscape
