// What happens where memory ends: the next frugal way of probing, and a word about it.
#include <ATen/ATen.h>
#include <c10/util/Exception.h>

#include "core/models/tensor_objective.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

/// A perceptron on a machine where only so many models fit at once, and blocks only of so many parameters.
class Cramped final : public Model {
 public:
  Cramped(std::shared_ptr<const Model> model, std::int64_t models) : model_(std::move(model)), models_(models) {}
  std::string architecture() const override { return model_->architecture(); }
  std::int64_t dimension() const override { return model_->dimension(); }
  at::Tensor initial(std::uint64_t seed, const at::TensorOptions& options = at::kDouble) const override {
    return model_->initial(seed, options);
  }
  using Model::scores;
  at::Tensor scores(ParameterBlocks& blocks, const at::Tensor& inputs) const override {
    if (blocks.models() > models_) TORCH_CHECK_WITH(OutOfMemoryError, false, "CUDA out of memory. Tried to allocate");
    return model_->scores(blocks, inputs);
  }
  std::vector<Filter> filters() const override { return model_->filters(); }
  std::vector<Layer> layers() const override { return model_->layers(); }
  std::int64_t activations() const override { return model_->activations(); }

 private:
  std::shared_ptr<const Model> model_;
  std::int64_t models_;
};

std::vector<double> losses_in(const std::shared_ptr<const Task>& task, std::string& remark) {
  TensorObjective f(task, DirectionSource(Generator::philox, 9));
  f.begin_step(7);
  const PairLosses losses = f.probe(FlatTensor(task->start()), {.law = Law::sphere, .pairs = 3, .step = 7}, 0.05);
  std::vector<double> all(losses.plus.begin(), losses.plus.end());
  all.insert(all.end(), losses.minus.begin(), losses.minus.end());
  remark = f.remark();
  return all;
}

TEST(OutOfMemory, ProbesInTheNextFrugalWayAndSaysSo) {
  const auto task = small_task();
  task->probing = Probing::batched;
  std::string remark;
  const auto expected = losses_in(task, remark);
  EXPECT_EQ(remark, "");
  task->stepping = std::make_shared<Cramped>(task->model, 1);
  const auto fallen = losses_in(task, remark);
  EXPECT_EQ(remark, "out of memory at step 7: probes sequentially from there on");
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(fallen[i], expected[i], 1e-12);
}

TEST(OutOfMemory, WhereNothingIsMoreFrugalTheRunEnds) {
  const auto task = small_task();
  task->probing = Probing::in_place;
  task->stepping = std::make_shared<Cramped>(task->model, 0);
  std::string remark;
  EXPECT_THROW(losses_in(task, remark), c10::OutOfMemoryError);
}

TEST(OutOfMemory, EnoughIsNothingToSpeakOf) {
  Scene scene = mlp_scene({run_spec("zo", {{"pairs", std::int64_t{1}}})}, 2);
  scene.measures.clear();
  const Experiment experiment = make_experiment(scene);
  Records records;
  experiment.runs[0]->advance(2, records);
  EXPECT_EQ(experiment.runs[0]->message(), "");
}

}  // namespace
}  // namespace tiltscape
