// What is measured of models.
#include "core/models/model_measures.h"

#include <algorithm>
#include <cmath>

#include "core/bad_input.h"
#include "core/models/evaluate.h"
#include "core/random.h"

namespace tiltscape {

const std::vector<std::string>& model_measures() {
  static const std::vector<std::string> names = {"trace",    "gradient_norm", "ess",          "x_norm",
                                                 "accuracy", "test_loss",     "test_accuracy"};
  return names;
}

void check_model_measure(const MeasureSpec& spec) {
  if (std::ranges::count(model_measures(), spec.name) == 0)
    throw BadInput(unknown("measure of a model", spec.name, model_measures()));
  if (spec.name != "trace") return;
  if (!spec.method.empty() && spec.method != "hutchinson")
    throw BadInput("method '" + spec.method + "' is not there for a model's trace; it is estimated by \"hutchinson\"");
  if (spec.probes < 2)
    throw BadInput("a trace estimate needs at least two probes for its standard error; set probes = 2 or more");
}

bool model_measure_estimated(const MeasureSpec& spec) { return spec.name == "trace"; }

Measured hutchinson_trace(const Task& task, const at::Tensor& x, std::int64_t probes, std::uint64_t seed,
                          std::uint64_t step) {
  Eigen::MatrixXd signs(task.model->dimension(), probes);
  fill_sign_columns({.seed = seed, .purpose = Purpose::measure, .step = step}, signs);
  const at::Tensor v = at::from_blob(signs.data(), {probes, signs.rows()}, at::kDouble).to(task.options);
  const at::Tensor forms = hessian_products(*task.model, task.train, x, v).mul_(v).sum(1, false, at::kDouble).cpu();
  const Eigen::Map<const Eigen::ArrayXd> values(forms.const_data_ptr<double>(), probes);
  const auto n = static_cast<double>(probes);
  const double mean = values.mean();
  return {mean, std::sqrt((values - mean).square().sum() / (n - 1) / n)};
}

Measured measure_model(const Task& task, const MeasureSpec& spec, const FlatTensor& x, std::uint64_t seed,
                       std::uint64_t step, const Step& last) {
  use_threads(task.threads);
  const Model& model = *task.model;
  if (spec.name == "trace") return hutchinson_trace(task, x.values(), spec.probes, seed, step);
  if (spec.name == "gradient_norm")
    return {gradient_at(model, task.train, x.values()).gradient.norm().item<double>(), {}};
  if (spec.name == "x_norm") return {norm(x), {}};
  if (spec.name == "accuracy") return {accuracy_at(model, task.train, x.values()), {}};
  if (spec.name == "test_accuracy") return {accuracy_at(model, task.test, x.values()), {}};
  if (spec.name == "test_loss") return {loss_at(model, task.test, x.values()), {}};
  return find_measure(spec.name).step(last);
}

}  // namespace tiltscape
