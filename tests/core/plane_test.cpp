// Planes: coordinates, distances and variance against hand arithmetic; each maker against what it promises.
#include "core/plane.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/bad_input.h"
#include "core/plane_job.h"
#include "core/plane_makers.h"
#include "core/plane_request.h"

namespace tiltscape {
namespace {

Vector vector(std::initializer_list<double> numbers) {
  Vector x(static_cast<Eigen::Index>(numbers.size()));
  std::ranges::copy(numbers, x.begin());
  return x;
}
Points points(std::initializer_list<Vector> list) {
  Points all;
  for (const Vector& x : list) all.push_back(std::make_shared<const Vector>(x));
  return all;
}
void expect_orthonormal_axes(const Plane& plane) {
  EXPECT_NEAR((plane.axes.transpose() * plane.axes - Eigen::Matrix2d::Identity()).norm(), 0.0, 1e-14);
}
std::shared_ptr<const Problem> problem(const std::string& name, Settings settings = {}) {
  const ProblemEntry& entry = find_problem(name);
  Settings complete(entry.parameters);
  for (const auto& [key, setting] : settings) complete.set(key, setting);
  return entry.make(complete, 3);
}

/// ½ Σ λᵢxᵢ².
class DiagonalLoss final : public LossFunction {
 public:
  explicit DiagonalLoss(Vector eigenvalues) : eigenvalues_(std::move(eigenvalues)) {}
  Eigen::Index dimension() const override { return eigenvalues_.size(); }
  double value(const Eigen::Ref<const Vector>& x) const override { return 0.5 * x.dot(eigenvalues_.cwiseProduct(x)); }
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> gradient) const override {
    gradient = eigenvalues_.cwiseProduct(x);
    return value(x);
  }
  void hessian_times(const Eigen::Ref<const Vector>&, const Eigen::Ref<const Vector>& v,
                     Eigen::Ref<Vector> product) const override {
    product = eigenvalues_.cwiseProduct(v);
  }

 private:
  Vector eigenvalues_;
};

TEST(Plane, StatesTheDistanceOfAKnownPath) {
  // x + y + z = 1, and the path s(1, 1, 1): |3s − 1|/√3 away from it
  const Chart chart = points_plane(DiagonalLoss(Vector::Ones(3)),
                                   points({vector({1, 0, 0}), vector({0, 1, 0}), vector({0, 0, 1})}), {"A", "B", "C"});
  for (const double s : {-1.0, 0.0, 1.0 / 3.0, 0.5, 2.0})
    EXPECT_NEAR(chart.plane->distance(Vector::Constant(3, s)), std::abs(3.0 * s - 1.0) / std::numbers::sqrt3, 1e-14);
  EXPECT_EQ(chart.project(vector({1, 0, 0})), Eigen::Vector2d(0.0, 0.0));
  EXPECT_NEAR(chart.project(vector({0, 1, 0}))[0], std::numbers::sqrt2, 1e-15);
  EXPECT_NEAR(chart.project(vector({0, 1, 0}))[1], 0.0, 1e-15);
  EXPECT_NEAR(chart.project(vector({0, 0, 1}))[1], std::sqrt(1.5), 1e-15) << "the height of the triangle";
  EXPECT_EQ(chart.labels[0], "from A to B");
  EXPECT_EQ(chart.labels[1], "towards C");
}

TEST(Plane, ThatContainsTheWholePathExplainsAllOfItAtNoDistance) {
  const Vector origin = vector({1, -2, 3, 0.5, 7}), u = vector({1, 1, 0, 2, -1}), v = vector({0, 3, 1, -1, 1});
  Points path;
  for (int i = 0; i < 50; ++i)
    path.push_back(std::make_shared<const Vector>(origin + std::cos(0.3 * i) * 40.0 * u + 0.2 * i * v));
  const Chart chart = pca_plane(path);
  expect_orthonormal_axes(*chart.plane);
  EXPECT_NEAR(explained_variance(*chart.plane, path), 1.0, 1e-15);
  for (const auto& x : path) EXPECT_NEAR(chart.plane->distance(*x), 0.0, 1e-12);
}

TEST(Plane, PrincipalDirectionsHaveTheirSharesOfTheVariance) {
  // ±3e₁, ±2e₂, ±1e₀: variances 18, 8, 2 of 28
  const Points cloud = points({vector({5, 2, 5}), vector({5, 8, 5}), vector({5, 5, 7}), vector({5, 5, 3}),
                               vector({6, 5, 5}), vector({4, 5, 5})});
  const Chart chart = pca_plane(cloud);
  expect_orthonormal_axes(*chart.plane);
  EXPECT_NEAR(explained_variance(*chart.plane, cloud), 26.0 / 28.0, 1e-15);
  EXPECT_NEAR(std::abs(chart.plane->axes(1, 0)), 1.0, 1e-14);
  EXPECT_NEAR(std::abs(chart.plane->axes(2, 1)), 1.0, 1e-14);
  EXPECT_EQ(chart.labels[0], "first principal direction, 64.3 % of the variance");
  EXPECT_EQ(chart.labels[1], "second principal direction, 28.6 %");
  EXPECT_NEAR(chart.plane->distance(vector({6, 5, 5})), 1.0, 1e-14);
  // any other plane holds its own share: that of coordinates 0 and 2 is (2 + 8)/28
  const Chart other = axes_plane(Vector::Zero(3), 0, 2, "here");
  EXPECT_NEAR(explained_variance(*other.plane, cloud), 10.0 / 28.0, 1e-15);
  EXPECT_THROW(pca_plane(points({vector({1, 2}), vector({1, 2})})), BadInput);
}

TEST(Plane, PrincipalDirectionsAreTheSameFromManyAndFromFewCoordinates) {
  // the same cloud in 4 and in 40 coordinates: by its covariance and by its Gram matrix
  Points low, high;
  for (int i = 0; i < 12; ++i) {
    const Vector x = vector({std::sin(i), 0.3 * i, std::cos(2.0 * i), 0.1 * (i % 3)});
    Vector padded = Vector::Zero(40);
    padded.segment(17, 4) = x;
    low.push_back(std::make_shared<const Vector>(x));
    high.push_back(std::make_shared<const Vector>(padded));
  }
  const Chart few = pca_plane(low), many = pca_plane(high);
  EXPECT_EQ(few.labels, many.labels);
  for (std::size_t i = 0; i < low.size(); ++i)
    EXPECT_NEAR((few.project(*low[i]) - many.project(*high[i])).norm(), 0.0, 1e-12);
  EXPECT_GT(few.project(*low.back())[0], few.project(*low.front())[0]) << "forward is to the right";
}

TEST(Plane, OfAxesIsTheProblemsOwnChartWhereTheyCoincide) {
  Settings settings;
  settings.set("dimension", std::int64_t{6});
  const auto quadratic = problem("quadratic", settings);
  const Chart own = quadratic->charts().front();
  const Chart made = axes_plane(quadratic->minima().front().x, 0, 1, "at the minimum");
  EXPECT_EQ(made.name, own.name);
  EXPECT_EQ(made.labels, own.labels);
  EXPECT_EQ(made.note, own.note);
  const Vector x = vector({1, 2, 3, 4, 5, 6});
  for (const Chart* chart : {&own, &made}) {
    EXPECT_EQ(chart->project(x), Eigen::Vector2d(1, 2));
    EXPECT_EQ(chart->plane->project(x), Eigen::Vector2d(1, 2));
    EXPECT_NEAR(chart->plane->distance(x), std::sqrt(9.0 + 16 + 25 + 36), 1e-14);
    EXPECT_EQ(*chart->lift({7, 8}), chart->plane->lift({7, 8}));
  }
  EXPECT_EQ(*own.lift({7, 8}), *made.lift({7, 8}));
  EXPECT_EQ(axes_plane(x, 0, 12 - 8, "").labels[1], "x₄");
}

TEST(Plane, OfCurvatureHasTheTwoLargestEigenvaluesInMagnitude) {
  const Vector x = vector({1, 1, 1, 1, 1, 1});
  const Chart chart = curvature_plane(DiagonalLoss(vector({0.1, 3, -5, 1, 2, 0})), x, Vector::Zero(6), "here");
  expect_orthonormal_axes(*chart.plane);
  EXPECT_NEAR(std::abs(chart.plane->axes(2, 0)), 1.0, 1e-8);
  EXPECT_NEAR(std::abs(chart.plane->axes(1, 1)), 1.0, 1e-8);
  EXPECT_EQ(chart.labels[0], "strongest curvature, λ = -5");
  EXPECT_EQ(chart.labels[1], "second strongest, λ = 3");
  EXPECT_EQ(chart.project(x), Eigen::Vector2d(0, 0));
}

TEST(Plane, OfCurvatureFindsTheEigenvectorsOfALargeRotatedQuadratic) {
  Settings settings;
  settings.set("dimension", std::int64_t{400});
  settings.set("condition", 100.0);
  const auto quadratic = problem("quadratic", settings);
  const Vector x = Vector::Ones(400);
  const Chart chart = curvature_plane(*quadratic, x, Vector::Zero(400), "here");
  // eigenvalues are geometric from 1/100 to 1: the two largest lie 1 % apart
  const std::array<double, 2> eigenvalues = {1.0, std::pow(100.0, -1.0 / 399.0)};
  for (Eigen::Index i = 0; i < 2; ++i) {
    const Vector axis = chart.plane->axes.col(i);
    Vector product(400);
    quadratic->hessian_times(x, axis, product);
    EXPECT_NEAR(axis.dot(product), eigenvalues[static_cast<std::size_t>(i)], 1e-8);
    EXPECT_LT((product - axis.dot(product) * axis).norm(), 2e-5);
  }
}

TEST(Plane, OfCurvatureTakesTheEigenvectorThatThePathWentAlong) {
  const Vector hint = vector({0, 3, 4, 0, 0, 0});
  const Chart chart = curvature_plane(DiagonalLoss(vector({9, 1, 1, 1, 1, 1})), Vector::Zero(6), hint, "here");
  EXPECT_NEAR(std::abs(chart.plane->axes(0, 0)), 1.0, 1e-6);
  EXPECT_NEAR(chart.plane->axes.col(1).dot(hint) / 5.0, 1.0, 1e-4) << "every direction but the first is an eigenvector";
}

TEST(Plane, OfCurvatureSaysWhereThereIsNone) {
  EXPECT_THROW(curvature_plane(DiagonalLoss(Vector::Zero(3)), Vector::Zero(3), Vector::Zero(3), ""), BadInput);
  EXPECT_THROW(curvature_plane(DiagonalLoss(vector({1, NAN, 1})), Vector::Zero(3), Vector::Zero(3), ""), BadInput);
}

TEST(Plane, OfEigenvectorsCountsThemFromEitherEnd) {
  const Vector x = vector({1, 2, 3, 4, 5, 6});
  const DiagonalLoss loss(vector({0.1, 3, -5, 1, 2, 0}));
  const Chart chart = eigenvectors_plane(loss, x, {2, -1}, "here");
  expect_orthonormal_axes(*chart.plane);
  EXPECT_NEAR(std::abs(chart.plane->axes(4, 0)), 1.0, 1e-5);  // 2, the second largest
  EXPECT_NEAR(std::abs(chart.plane->axes(2, 1)), 1.0, 1e-5);  // −5, the smallest
  EXPECT_EQ(chart.labels[0], "eigenvector 2, λ = 2");
  EXPECT_EQ(chart.labels[1], "eigenvector -1, λ = -5");
  EXPECT_EQ(chart.name, "eigenvectors 2 and -1");
  EXPECT_THROW(eigenvectors_plane(DiagonalLoss(vector({1, NAN, 1})), Vector::Zero(3), {1, 2}, ""), BadInput);
  EXPECT_EQ(plane_complaint(EigenPlane{{1, -6}}, 6),
            "view.plane.eigenvectors: 1 and -6 are the same of 6; write two different ones");
  EXPECT_EQ(plane_complaint(EigenPlane{{1, 7}}, 6),
            "view.plane.eigenvectors names 7; there are 6: write 1 to 6, or -1 to -6 from the smallest");
  EXPECT_EQ(plane_complaint(EigenPlane{{1, -1}}, 6), "");
}

TEST(Plane, RandomDirectionsAreOrthonormalAndRepeatByDraw) {
  const Vector centre = Vector::Constant(30, 2.0);
  const Chart chart = random_plane(centre, {}, 5, 0, "here");
  expect_orthonormal_axes(*chart.plane);
  EXPECT_EQ(chart.project(centre), Eigen::Vector2d(0, 0));
  EXPECT_EQ(random_plane(centre, {}, 5, 0, "here").plane->axes, chart.plane->axes);
  EXPECT_NE(random_plane(centre, {}, 5, 1, "here").plane->axes, chart.plane->axes);
  EXPECT_NE(random_plane(centre, {}, 6, 0, "here").plane->axes, chart.plane->axes);
}

TEST(Plane, RandomDirectionsOfModelsAreAsLongAsTheWeightsInEveryFilter) {
  Vector centre = Vector::Ones(14);
  centre.segment(1, 4) *= 3.0;   // norm 6
  centre.segment(5, 3) *= -2.0;  // norm 2√3
  centre.segment(10, 4) *= 0.0;
  const Chart chart = random_plane(centre, {{1, 4}, {5, 3}, {10, 4}}, 1, 0, "here");
  expect_orthonormal_axes(*chart.plane);
  const double unit = std::sqrt(36.0 + 12.0);
  for (Eigen::Index i = 0; i < 2; ++i) {
    const Vector direction = unit * chart.plane->axes.col(i);
    EXPECT_NEAR(direction.segment(1, 4).norm(), 6.0, 1e-12);
    EXPECT_NEAR(direction.segment(5, 3).norm(), 2.0 * std::numbers::sqrt3, 1e-12);
    EXPECT_EQ(direction[0], 0.0) << "biases stay";
    EXPECT_EQ(direction.segment(8, 2).norm(), 0.0);
    EXPECT_EQ(direction.segment(10, 4).norm(), 0.0);
    EXPECT_NEAR(chart.bounds[static_cast<std::size_t>(i)][1], unit, 1e-12);
  }
  EXPECT_THROW(random_plane(Vector::Zero(14), {{1, 4}}, 1, 0, "here"), BadInput);
}

TEST(Plane, ThroughTwoPointsGoesAcrossAlongTheGradientHalfWay) {
  const DiagonalLoss loss(vector({1, 10, 100}));
  const Chart chart = points_plane(loss, points({vector({2, 1, 0}), vector({-2, 1, 0})}), {"A", "B"});
  EXPECT_EQ(chart.project(vector({-2, 1, 0})), Eigen::Vector2d(4, 0));
  EXPECT_NEAR(chart.plane->axes(1, 1), 1.0, 1e-15) << "the gradient at (0, 1, 0)";
  EXPECT_THROW(points_plane(loss, points({vector({1, 1, 1}), vector({1, 1, 1})}), {"A", "B"}), BadInput);
  EXPECT_THROW(points_plane(loss, points({vector({0, 0, 0}), vector({1, 1, 1}), vector({3, 3, 3})}), {"A", "B", "C"}),
               BadInput);
  const Chart flat = points_plane(loss, points({vector({1, 0, 0}), vector({-1, 0, 0})}), {"A", "B"});
  expect_orthonormal_axes(*flat.plane);  // the gradient half-way is 0
}

TEST(Plane, BoundsHoldThePathWithAMargin) {
  const auto bounds = fitted_bounds({{0, 0}, {10, 4}, {NAN, 100}});
  EXPECT_DOUBLE_EQ(bounds[0][0], -1.5);
  EXPECT_DOUBLE_EQ(bounds[0][1], 11.5);
  EXPECT_DOUBLE_EQ(bounds[1][0], -0.6);
  EXPECT_DOUBLE_EQ(bounds[1][1], 4.6);
  const auto line = fitted_bounds({{0, 1}, {10, 1}});
  EXPECT_DOUBLE_EQ(line[1][0], 1.0 - 0.65 * 3.0) << "not narrower than .3 of the longer side";
  const auto nothing = fitted_bounds({});
  EXPECT_LT(nothing[0][0], nothing[0][1]);
}

// -- what views ask for --------------------------------------------------------------------------------------------

struct Asked {
  PlaneRequest request;
  explicit Asked(const std::string& plane, const std::string& name = "quadratic") {
    request.spec = parse_scene("problem = { name = \"" + name +
                                   "\", dimension = 5 }\n[[run]]\noptimizer = \"gd\"\n[view]\nplane = " + plane,
                               "test")
                       .view.plane;
    Settings settings;
    settings.set("dimension", std::int64_t{5});
    auto experiment = std::make_shared<Experiment>();
    experiment->problem = problem(name, settings);
    experiment->loss = experiment->problem;
    request.experiment = experiment;
    const auto d = experiment->problem->dimension();
    for (int run = 0; run < 3; ++run) {
      PlanePath path{.label = std::string(1, static_cast<char>('A' + run)), .points = {}, .step = 40};
      for (int i = 0; i < 30; ++i) {
        Vector x = Vector::Constant(d, 2.0 - 0.05 * i);
        x[run] += 0.01 * i * i;
        path.points.push_back(std::make_shared<const Vector>(std::move(x)));
      }
      request.paths.push_back(std::move(path));
    }
    request.selected = request.paths[1];
  }
};

TEST(PlaneRequest, EveryKindGivesAPlaneThatHoldsThePathsInItsBounds) {
  for (const char* plane : {"\"pca\"", "\"curvature\"", "\"random\"", "{ random = 7 }", "{ eigenvectors = [1, -1] }",
                            "\"ends\"", "{ axes = [4, 1] }", "{ points = [[0, 0, 0, 0, 0], [1, 0, 0, 0, 0]] }"}) {
    SCOPED_TRACE(plane);
    const Asked asked(plane);
    const Chart chart = make_plane(asked.request);
    ASSERT_NE(chart.plane, nullptr);
    expect_orthonormal_axes(*chart.plane);
    EXPECT_FALSE(chart.name.empty());
    EXPECT_FALSE(chart.labels[0].empty() || chart.labels[1].empty());
    for (const PlanePath& path : asked.request.paths)
      for (const auto& x : path.points) {
        const Eigen::Vector2d at = chart.project(*x);
        for (std::size_t axis = 0; axis < 2; ++axis) {
          EXPECT_GT(at[static_cast<Eigen::Index>(axis)], chart.bounds[axis][0]);
          EXPECT_LT(at[static_cast<Eigen::Index>(axis)], chart.bounds[axis][1]);
        }
      }
    EXPECT_EQ(make_plane(asked.request).plane->axes, chart.plane->axes) << "a pure function";
  }
}

TEST(PlaneRequest, GoesThroughWhatItNames) {
  const auto end_distance = [](const Chart& chart, const Asked& asked, std::size_t run) {
    return chart.plane->distance(*asked.request.paths[run].points.back());
  };
  const Asked ends("\"ends\"");
  const Chart through_ends = make_plane(ends.request);
  for (std::size_t run = 0; run < 3; ++run) EXPECT_NEAR(end_distance(through_ends, ends, run), 0.0, 1e-12);
  EXPECT_EQ(through_ends.name, "plane of 3 ends");
  EXPECT_EQ(through_ends.labels[0], "from A to B");
  EXPECT_NE(through_ends.note.find("through A, B and C"), std::string::npos) << through_ends.note;
  Asked more("\"ends\"");  // D and E end between the others, F far off
  for (const auto& [label, distance] : {std::pair{"D", 0.01}, {"E", 0.02}, {"F", 40.0}}) {
    PlanePath path = more.request.paths[0];
    path.label = label;
    Vector end = *path.points.back();
    end[4] += distance;
    path.points.back() = std::make_shared<const Vector>(end);
    more.request.paths.insert(more.request.paths.begin(), path);
  }
  const Chart apart = make_plane(more.request);  // F, E, D, A, B, C
  EXPECT_NEAR(end_distance(apart, more, 0), 0.0, 1e-12);
  EXPECT_NE(apart.note.find("through F, "), std::string::npos) << apart.note;
  EXPECT_NE(apart.note.find(" and C"), std::string::npos) << apart.note;
  Asked points("{ points = [[0, 0, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 2, 0, 0]] }");
  auto& known = std::get<PointsPlane>(points.request.spec).points;
  const Vector& start = *points.request.paths[0].points.front();
  const Vector& end = *points.request.paths[1].points.back();
  known[1].assign(start.begin(), start.end());
  known[2].assign(end.begin(), end.end());
  EXPECT_EQ(make_plane(points.request).labels,
            (std::array<std::string, 2>{
                "from the " + points.request.experiment->problem->minima().at(0).label + " to the start of A",
                "towards the end of B"}));
  const Asked curvature("\"curvature\"");
  const Chart of_curvature = make_plane(curvature.request);
  EXPECT_NEAR(end_distance(of_curvature, curvature, 1), 0.0, 1e-12) << "the selected run's";
  EXPECT_NE(of_curvature.note.find("where B was at step 40"), std::string::npos);
  const Chart of_axes = make_plane(Asked("{ axes = [4, 1] }").request);
  EXPECT_EQ(of_axes.labels, (std::array<std::string, 2>{"x₄", "x₁"}));
  EXPECT_EQ(of_axes.plane->origin, Vector::Zero(5)) << "the minimum";
}

TEST(PlaneJob, GivesThePlaneThenEveryPathAsSoonAsItIsReplayed) {
  const Scene scene = parse_scene(
      "problem = { name = \"quadratic\", dimension = 9 }\nstop = { steps = 50 }\n[[run]]\noptimizer = "
      "\"gd\"\n[[run]]\noptimizer = \"sam\"\n[view]\nplane = \"random\"",
      "test");
  const Runner::MakeExperiment make = make_landscape_experiment;
  PlaneJob job{.number = 3, .plane = {}, .scene = scene, .replays = {{7, 1, {0, 10, 20}}, {5, 0, {0, 30}}}};
  job.plane.spec = scene.view.plane;
  job.plane.experiment = std::make_shared<const Experiment>(make(scene, 1));
  job.plane.selected = {.label = "A", .points = {std::make_shared<const Vector>(Vector::Ones(9))}};
  std::vector<PlaneAnswer> answers;
  do_plane_job(
      make, job, [&](PlaneAnswer answer) { answers.push_back(std::move(answer)); }, [] { return false; });
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_NE(answers[0].chart, nullptr);
  EXPECT_FALSE(answers[0].path.has_value());
  EXPECT_EQ(answers[1].path.value().id, 7U);
  EXPECT_EQ(answers[1].path.value().points.size(), 3U);
  EXPECT_EQ(answers[2].path.value().id, 5U);
  EXPECT_EQ(answers[2].path.value().steps, (std::vector<std::uint64_t>{0, 30}));
  EXPECT_EQ(std::ranges::count(answers, true, &PlaneAnswer::last), 1);
  EXPECT_TRUE(answers[2].last);
}

TEST(PlaneJob, EndsBetweenTwoProductsWhenNobodyWaits) {
  for (const char* plane : {"\"curvature\"", "{ eigenvectors = [1, -1] }"}) {
    PlaneJob job;
    job.plane = Asked(plane).request;
    int left = 2;
    std::size_t answers = 0;
    do_plane_job(
        make_landscape_experiment, job, [&](const PlaneAnswer&) { ++answers; }, [&] { return left-- <= 0; });
    EXPECT_EQ(answers, 0U) << plane;
    EXPECT_EQ(left, -1) << "not asked again after it said so";
  }
}

TEST(PlaneRequest, SaysWhatIsMissing) {
  const auto reason = [](Asked asked, std::size_t runs) -> std::string {
    asked.request.paths.resize(runs);
    try {
      make_plane(asked.request);
    } catch (const BadInput& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_NE(reason(Asked("\"ends\""), 1).find("two or three runs"), std::string::npos);
  Asked selected("\"curvature\"");
  EXPECT_EQ(reason(selected, 1), "") << "the selected run need not be shown";
  selected.request.selected.points.push_back(std::make_shared<const Vector>(Vector::Constant(5, INFINITY)));
  EXPECT_NE(reason(selected, 1).find("B has diverged"), std::string::npos);
  selected.request.selected.points.clear();
  EXPECT_NE(reason(selected, 1).find("where B was at the step shown is not known"), std::string::npos);
  selected.request.selected.label.clear();
  EXPECT_NE(reason(selected, 1).find("no run"), std::string::npos);
  EXPECT_NE(reason(Asked("\"pca\""), 0).find("not moved"), std::string::npos);
}

TEST(PlaneRequest, ComplaintsNameWhatWouldBeRight) {
  EXPECT_EQ(plane_complaint(std::string("auto"), 1), "");
  EXPECT_NE(plane_complaint(std::string("pca"), 1), "");
  EXPECT_EQ(plane_complaint(AxesPlane{{0, 4}}, 5), "");
  EXPECT_NE(plane_complaint(AxesPlane{{0, 5}}, 5).find("write 0 to 4"), std::string::npos);
  EXPECT_EQ(plane_complaint(PointsPlane{{{1, 2}, {3, 4}}}, 2), "");
  EXPECT_NE(plane_complaint(PointsPlane{{{1, 2}, {3, 4}}}, 3).find("have 2 coordinates; this problem has 3"),
            std::string::npos);
}

}  // namespace
}  // namespace tiltscape
