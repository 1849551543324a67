// Planes through a model's parameters: what they show is the loss of their points, and runs keep theirs exactly.
#include <ATen/ATen.h>

#include <cmath>

#include "core/models/evaluate.h"
#include "core/models/model_loss.h"
#include "core/models/model_plane.h"
#include "core/plane_request.h"
#include "core/surface.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

at::Tensor tensor(const Vector& x) {
  return at::from_blob(const_cast<double*>(x.data()), {x.size()}, at::kDouble).clone();
}
double loss_of(const Task& task, const Vector& x) {
  return loss_at(*task.model, task.train, tensor(x).to(task.options));
}

TEST(ModelLoss, IsTheTrainingLossAndItsDerivatives) {
  const auto task = small_task();
  const ModelLoss loss(task);
  const Vector x = point_of(task->start());
  const Eigen::Index d = loss.dimension();
  ASSERT_EQ(x.size(), d);
  EXPECT_EQ(loss.value(x), loss_of(*task, x));
  const Vector v = Vector::Random(d).normalized();
  constexpr double h = 1e-5;
  Vector gradient(d), ahead(d), behind(d), product(d);
  EXPECT_NEAR(loss.gradient(x, gradient), loss.value(x), 1e-15);
  EXPECT_NEAR(gradient.dot(v), (loss.value(x + h * v) - loss.value(x - h * v)) / (2 * h), 1e-9);
  loss.gradient(x + h * v, ahead);
  loss.gradient(x - h * v, behind);
  loss.hessian_times(x, v, product);
  EXPECT_LT((product - (ahead - behind) / (2 * h)).norm(), 1e-8);
  Matrix points(d, 3);
  points << x, x + v, x - v;
  std::array<double, 3> losses{};
  loss.values(points, losses);
  EXPECT_NEAR(losses[1], loss_of(*task, x + v), 1e-14);
  loss.values(points.rightCols(2), std::span(losses).first(2));
  EXPECT_NEAR(losses[1], loss_of(*task, x - v), 1e-14);
}

TEST(ModelLoss, FiltersAreTheNeuronsWeights) {
  const auto task = small_task(3);  // 64–3–10
  const auto filters = ModelLoss(task).filters();
  ASSERT_EQ(filters.size(), 13U);
  EXPECT_EQ(filters[2].first, 128);
  EXPECT_EQ(filters[2].size, 64);
  EXPECT_EQ(filters[3].first, 3 * 64 + 3) << "after the first layer's biases";
  EXPECT_EQ(filters[3].size, 3);
  EXPECT_EQ(filters[12].first + filters[12].size + 10, task->model->dimension());
}

TEST(ModelPlanes, ShowTheLossOfTheirPoints) {
  Scene scene = mlp_scene({run_spec("gd", {{"learning_rate", 0.2}}), run_spec("sam", {})}, 40);
  Experiment made = make_experiment(scene);
  std::vector<PlanePath> paths;
  for (const auto& run : made.runs) {
    Records records;
    run->advance(40, records);
    PlanePath path{.label = run->info().label, .points = {}, .step = 0};
    for (const KeptPoint& point : run->kept().points()) path.points.push_back(point.x);
    EXPECT_EQ(path.points.size(), 41U);
    EXPECT_EQ(*path.points.back(), *run->snapshot().point);
    const std::size_t row = records.values.size() - run->info().columns.width();
    const Eigen::Vector2d recorded(records.values[row + run->info().columns.chart(0)],
                                   records.values[row + run->info().columns.chart(0) + 1]);
    EXPECT_EQ(recorded, made.charts[0].project(*path.points.back()));
    paths.push_back(std::move(path));
  }
  made.runs.clear();
  const auto experiment = std::make_shared<const Experiment>(std::move(made));
  const auto task = make_task(scene.problem, scene.seed, 1, at::kFloat);
  std::vector<Chart> charts = experiment->charts;
  for (const char* word : {"pca", "curvature", "random", "ends"})
    charts.push_back(
        make_plane({.spec = std::string(word), .experiment = experiment, .paths = paths, .selected = paths[1]}));
  for (const Chart& chart : charts) {
    SCOPED_TRACE(chart.name);
    ASSERT_NE(chart.plane, nullptr);
    EXPECT_FALSE(chart.note.empty());
    EXPECT_LT((chart.plane->axes.transpose() * chart.plane->axes - Eigen::Matrix2d::Identity()).norm(), 1e-12);
    const std::vector<Eigen::Vector2d> at{{0, 0}, {1, 0.5}, {chart.bounds[0][1], chart.bounds[1][0]}};
    std::vector<double> losses(at.size());
    surface_subject(*experiment, chart)->plane_losses(at, losses);
    for (std::size_t i = 0; i < at.size(); ++i) {
      const Vector x = chart.plane->origin + at[i][0] * chart.plane->axes.col(0) + at[i][1] * chart.plane->axes.col(1);
      EXPECT_NEAR(losses[i], loss_of(*task, x), 1e-6);
      EXPECT_LT((chart.project(x) - at[i]).norm(), 1e-10);
    }
  }
}

TEST(ModelPlanes, ScoutStartsAtTheStartAndGoesDownhill) {
  const auto task = make_task(mlp_scene({}, 1).problem, 11, 1, at::kFloat);
  const Chart chart = model_plane(*task, point_of(task->start()));
  EXPECT_LT((chart.plane->origin - point_of(task->start())).norm(), 1e-12);
  EXPECT_LT(loss_of(*task, *chart.lift({chart.bounds[0][1], 0})), loss_of(*task, *chart.lift({0, 0})));
}

TEST(ModelPlanes, AfterAWarmStartTheScoutGoesOnFromThere) {
  Scene scene = mlp_scene({run_spec("gd", {{"learning_rate", 0.1}})}, 1);
  scene.start = WarmStart{.optimizer = "adam", .settings = run_spec("adam", {}).settings, .steps = 20};
  const Experiment experiment = make_experiment(scene);
  EXPECT_LT((experiment.charts.at(0).plane->origin - experiment.runs.at(0)->point()).norm(), 1e-12);
  const auto task = make_task(scene.problem, scene.seed, 1, at::kFloat);
  EXPECT_GT((experiment.charts.at(0).plane->origin - point_of(task->start())).norm(), 0.1);
}

TEST(ModelPlanes, OfAMillionParametersIsRandom) {
  Scene scene = mlp_scene({}, 1, {{"hidden", std::int64_t{16'384}}});
  const auto task = make_task(scene.problem, 11, 1, at::kFloat);
  const Chart chart = model_plane(*task, point_of(task->start()));
  EXPECT_EQ(chart.name, "random plane");
  EXPECT_LT((chart.plane->origin - point_of(task->start())).norm(), 1e-12);
  EXPECT_GT(chart.bounds[0][1], 1.0);
}

TEST(ModelPlanes, CurvatureOfAModelIsAnEigenvectorOfItsHessian) {
  const auto task = small_task();
  auto experiment = std::make_shared<Experiment>();
  experiment->loss = std::make_shared<const ModelLoss>(task);
  const auto x = std::make_shared<const Vector>(point_of(task->start()));
  const Chart chart = make_plane({.spec = std::string("curvature"),
                                  .experiment = experiment,
                                  .paths = {},
                                  .selected = {.label = "run", .points = {x}}});
  const Eigen::Index d = x->size();
  Matrix hessian(d, d);
  for (Eigen::Index i = 0; i < d; ++i) experiment->loss->hessian_times(*x, Vector::Unit(d, i), hessian.col(i));
  for (Eigen::Index i = 0; i < 2; ++i) {
    const Vector axis = chart.plane->axes.col(i);
    const double eigenvalue = axis.dot(hessian * axis);
    EXPECT_LT((hessian * axis - eigenvalue * axis).norm(), 1e-3 * std::abs(eigenvalue));
    // none of what is left is stronger: power iteration from many starts at once
    hessian -= eigenvalue * axis * axis.transpose();
    Matrix starts = Matrix::Random(d, 8);
    for (int step = 0; step < 200; ++step) starts = (hessian * starts).colwise().normalized();
    EXPECT_LT((hessian * starts).colwise().norm().maxCoeff(), 1.001 * std::abs(eigenvalue));
  }
}

TEST(ModelPlanes, SnapshotShowsTheProbedPointsInAChosenPlane) {
  Experiment experiment =
      make_experiment(mlp_scene({run_spec("zest", {{"pairs", std::int64_t{4}}, {"rho", 0.01}})}, 5));
  auto& run = *experiment.runs[0];
  Records records;
  run.advance(1, records);
  EXPECT_EQ(run.snapshot().shown, nullptr);
  const auto scout = std::make_shared<const Chart>(experiment.charts[0]);
  run.show(scout);
  const Snapshot snapshot = run.snapshot();
  EXPECT_EQ(snapshot.shown, scout);
  EXPECT_EQ(snapshot.shown_points.size(), 8U);
  EXPECT_EQ(snapshot.shown_points, snapshot.points[0]);
}

}  // namespace
}  // namespace tiltscape
